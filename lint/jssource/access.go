package jssource

import (
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// link is one member or call of a chain: .name or .name(args).
type link struct {
	name string
	call bool
	args []*node
	node *node
}

// links takes a chain apart into its root and what follows, in the order of the source.
func (r *reader) links(n *node) (*node, []link) {
	count := 0
	for at := n; at != nil; count++ {
		_, next := linkOf(at)
		if next == at {
			break
		}
		at = next
	}
	list := r.arena.chain(count)
	at := count
	for n != nil {
		l, next := linkOf(n)
		if next == n {
			break
		}
		if l.node != nil {
			at--
			list[at] = l
		}
		n = next
	}
	return n, list[at:]
}

// linkOf is the link that a node is, none for an await, and what it follows: the node itself where that
// is no part of a chain.
func linkOf(n *node) (link, *node) {
	switch {
	case n.kind == nodeCall && n.x.kind == nodeMember:
		return link{name: n.x.name, call: true, args: n.list, node: n}, n.x.x
	case n.kind == nodeCall:
		return link{call: true, args: n.list, node: n}, n.x
	case n.kind == nodeMember:
		return link{name: n.name, node: n}, n.x
	case n.kind == nodeIndex:
		l := link{name: "[]", node: n}
		if n.y != nil && n.y.kind == nodeString {
			l.name = n.y.name
		}
		return l, n.x
	case n.kind == nodeAwait:
		return link{}, n.x
	}
	return link{}, n
}

// chain is a chain that is looked at for accesses.
type chain struct {
	r     *reader
	site  chainSite
	root  *node
	links []link
}

// collectAccesses makes the Models and Accesses.
func (r *reader) collectAccesses() {
	r.collectModels()
	for i := range r.chains {
		c := &chain{r: r, site: r.chains[i]}
		c.root, c.links = r.links(c.site.node)
		if c.root == nil {
			continue
		}
		c.accesses()
	}
	for _, site := range r.objects {
		r.stages(site)
	}
	for i := range r.calls {
		r.callAccesses(&r.calls[i])
	}
	r.unusedCollections()
	slices.SortStableFunc(r.file.Accesses, func(a, b fact.Access) int { return int(a.Pos - b.Pos) })
}

// has reports whether the chain has a call of that name.
func (c *chain) has(name string) bool {
	for i := range c.links {
		if l := &c.links[i]; l.call && l.name == name {
			return true
		}
	}
	return false
}

func (c *chain) hasAny(names map[string]bool) bool {
	for i := range c.links {
		if l := &c.links[i]; l.call && names[l.name] {
			return true
		}
	}
	return false
}

// accesses tries what the chain can be. The root may be a handle of its own, or become one on the
// way: client.db('x').collection('y').find().
func (c *chain) accesses() {
	c.fluentStages()
	if c.redbean() || c.ownObject() || c.expressionBuilder() {
		return
	}
	h, at := c.r.rootHandle(c.root, c.links, c.site.scope, 0)
	for at < len(c.links) {
		next, used := c.r.follow(h, c.links[at], c.site.scope)
		if !used {
			break
		}
		h = next
		at++
	}
	if h.kind == handleDatabase {
		h.kind = handleNone // a Db of another library, such as knex: this.db('users')
		if at > 0 && c.links[at-1].call {
			at--
		}
	}
	if c.builder(h, at) {
		return
	}
	switch h.kind {
	case handleModel, handleRepository, handleDocument:
		c.model(h, at)
		if c.has("createQueryBuilder") {
			c.joins(h.model, c.links, 0)
		}
		if h.kind == handleModel && at < len(c.links) && !c.links[at].call {
			c.nestedModel() // models.sequelizeDb.Users.findAll()
		}
	case handleManager:
		c.manager(h, at)
	case handlePrisma:
		c.prisma(at)
	case handleCollection:
		c.collection(h, at)
	default:
		c.unknown(h, at)
	}
}

// ownObject reports whether the chain begins with a function of an object that is written in this file,
// and that gives nothing which reaches data: const db = { collection: (name) => names.push(name) }.
func (c *chain) ownObject() bool {
	if len(c.links) == 0 || !c.links[0].call {
		return false
	}
	if c.root.kind == nodeNew {
		return c.ownMethods(c.root.x)
	}
	if c.root.kind != nodeName {
		return false
	}
	b := c.site.scope.lookup(c.root.name)
	if b != nil && b.kind == bindVariable && b.path == "" && b.value != nil && b.value.kind == nodeNew && len(b.changes) == 0 {
		return c.ownMethods(b.value.x)
	}
	if b == nil || b.kind != bindVariable || b.path != "" || b.value == nil || b.value.kind != nodeObject || len(b.changes) > 0 {
		return false
	}
	v := property(b.value, c.links[0].name)
	if v == nil || v.kind != nodeFunc || v.fn.scope == nil {
		return false
	}
	for _, result := range v.fn.returns {
		root, list := c.r.links(result)
		if root != nil && root.kind == nodeName && len(list) > 0 && root.name != c.root.name && c.r.handleOf(result, v.fn.scope, 0).kind != handleNone {
			return false
		}
	}
	return true
}

// ownMethods reports whether the chain is one of methods of a class of this file that extends no other, each
// of which returns this, but for the last: a builder of something else than queries.
func (c *chain) ownMethods(made *node) bool {
	if made == nil || made.kind != nodeName {
		return false
	}
	b := c.site.scope.lookup(made.name)
	if b == nil || b.kind != bindClass || b.class.extends != nil {
		return false
	}
	for i := range c.links {
		fn := b.class.methods[c.links[i].name]
		if fn == nil || !c.links[i].call || fn.scope == nil {
			return i > 0
		}
		if len(fn.returns) != 1 || fn.returns[0].kind != nodeName || fn.returns[0].name != "this" {
			return len(fn.returns) == 0 || !c.reachesData(fn)
		}
	}
	return true
}

// reachesData reports whether what a function returns reaches data.
func (c *chain) reachesData(fn *function) bool {
	for _, result := range fn.returns {
		if c.r.handleOf(result, fn.scope, 0).kind != handleNone {
			return true
		}
	}
	return false
}

// access adds an access by a name that is folded from n.
func (r *reader) access(a fact.Access, n *node, s *scope) {
	t, _ := r.fold(n, s, n.pos)
	r.accessText(a, t, n)
}

// accessText adds an access by a table's or collection's name. "schema.table" and "table as alias"
// are taken apart.
func (r *reader) accessText(a fact.Access, t fact.Text, n *node) {
	if len(t.Parts) == 1 && t.Parts[0].Hole != nil && len(t.Parts[0].Hole.Choices) > 1 {
		for _, choice := range t.Parts[0].Hole.Choices {
			r.accessText(a, choice, n)
		}
		return
	}
	t = withoutAlias(t)
	if !plausibleName(t) || a.Kind == fact.ByTable && r.named(a.Func, plain(t)) {
		return
	}
	a.Name = t
	a.Pos, a.End = fact.Pos(n.pos), fact.Pos(n.end)
	if first := t.Parts[0]; first.Hole == nil {
		if inside(first, n) {
			a.Pos, a.End = first.Pos, t.Parts[len(t.Parts)-1].End
		}
		if i := strings.LastIndexByte(first.Literal, '.'); len(t.Parts) == 1 && i > 0 && a.Kind == fact.ByTable {
			a.Database = fact.Text{Parts: []fact.Part{cut(first, 0, i)}}
			name := cut(first, i+1, len(first.Literal))
			a.Name = fact.Text{Parts: []fact.Part{name}}
			if inside(first, n) {
				a.Pos, a.End = name.Pos, name.End
			}
		}
	}
	a.Via = r.intern(a.Via)
	r.file.Accesses = append(r.file.Accesses, a)
}

// inside reports whether a literal stands where it is used, and not in a constant elsewhere.
func inside(p fact.Part, n *node) bool { return p.Pos >= fact.Pos(n.pos) && p.End <= fact.Pos(n.end) }

// withoutAlias takes " as alias" off a table's name.
func withoutAlias(t fact.Text) fact.Text {
	for i, p := range t.Parts {
		if p.Hole != nil {
			continue
		}
		start := len(p.Literal) - len(strings.TrimLeft(p.Literal, " "))
		if i > 0 {
			start = 0
		}
		end := len(p.Literal)
		if k := strings.Index(strings.ToLower(p.Literal), " as "); k >= 0 {
			end = k
		} else if k := strings.IndexByte(p.Literal[start:], ' '); k > 0 && i == 0 {
			end = start + k // "users u"
		}
		end = start + len(strings.TrimRight(p.Literal[start:end], " "))
		if start == 0 && end == len(p.Literal) {
			continue
		}
		parts := slices.Clone(t.Parts[:i+1])
		parts[i] = cut(p, start, end)
		if end < len(strings.TrimRight(p.Literal, " ")) {
			return fact.Text{Parts: parts}
		}
		t = fact.Text{Parts: append(parts, t.Parts[i+1:]...)}
	}
	return t
}

// plausibleName reports whether a text can be a table's name: letters, digits, _ $ . - and holes.
func plausibleName(t fact.Text) bool {
	if len(t.Parts) == 0 || !known(t) || textSize(t) > 200 {
		return false
	}
	for _, p := range t.Parts {
		for _, c := range []byte(p.Literal) {
			if class := classes[c]; class != byteName && class != byteDigit && c != '.' && c != '-' && c != '`' && c != '"' && class != byteHigh {
				return false
			}
		}
		if p.Hole != nil && strings.HasPrefix(p.Hole.Name, "process.env") && len(p.Hole.Choices) == 0 && len(t.Parts) == 1 {
			return false
		}
	}
	return true
}

// via writes a call for messages: "knex.from", "this.user_model.find".
func (c *chain) via(at int) string {
	root := c.r.dotted(c.root)
	if len(root) > 60 || root == "" {
		root = "()"
	}
	for i := 0; i < at && i < len(c.links) && !c.links[i].call; i++ {
		root += "." + c.links[i].name
	}
	if at < len(c.links) && c.links[at].name != "" {
		return root + "." + c.links[at].name
	}
	return root
}

// modelAccess adds an access by a model.
func (c *chain) modelAccess(a fact.Access, model string, n *node) {
	a.Kind, a.Model = fact.ByModel, c.r.intern(model)
	a.Via, a.Path = c.r.intern(a.Via), c.r.intern(a.Path)
	a.Func = c.site.fn
	a.Pos, a.End = fact.Pos(n.pos), fact.Pos(n.end)
	c.r.file.Accesses = append(c.r.file.Accesses, a)
}
