package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// Bounds of folding.
const (
	maxFoldDepth = 40
	maxParts     = 400
	maxChoices   = 32
)

// folder folds one expression into a text. At is where in the file the text is used: what happens
// to a variable after that does not count.
type folder struct {
	r        *reader
	parts    []fact.Part
	literals []*node // the literals that went into it
	size     int
	depth    int
	at       int32
	scope    *scope // where it is used
	raw      bool   // in String.raw
	bound    bool   // in a template whose holes are parameters
}

// fold folds an expression as far as the file allows.
func (r *reader) fold(n *node, s *scope, at int32) (fact.Text, []*node) {
	f := &folder{r: r, at: at, scope: s}
	f.add(n, s)
	return fact.Text{Parts: f.parts}, f.literals
}

// branch folds an expression that is one of several that the text may have in one place.
func (f *folder) branch(n *node, s *scope) fact.Text {
	inner := &folder{r: f.r, at: f.at, scope: f.scope, depth: f.depth, size: f.size}
	inner.add(n, s)
	f.literals = append(f.literals, inner.literals...)
	return fact.Text{Parts: inner.parts}
}

func (f *folder) part(p fact.Part) {
	if len(f.parts) >= maxParts || f.size+len(p.Literal) > maxText {
		return
	}
	if p.Hole == nil && p.Literal == "" {
		return
	}
	f.size += len(p.Literal) + 1
	f.parts = append(f.parts, p)
}

func (f *folder) hole(n *node, name string, value bool) {
	p := fact.Part{Hole: &fact.Hole{Name: f.r.intern(name), Value: value}}
	if n != nil {
		p.Pos, p.End = fact.Pos(n.pos), fact.Pos(n.end)
	}
	f.part(p)
}

// choose adds a hole that is one of several texts; one that can only be one text is that text, and
// an empty one among them is left out, so that optional parts are part of the text.
func (f *folder) choose(n *node, name string, choices []fact.Text) {
	kept := choices[:0]
	for _, c := range choices {
		if len(c.Parts) > 0 {
			kept = append(kept, c)
		}
	}
	switch {
	case len(kept) == 0:
		if len(choices) == 0 {
			f.hole(n, name, false)
		}
	case len(kept) == 1 && name == "":
		for _, p := range kept[0].Parts {
			f.part(p)
		}
	default:
		p := fact.Part{Hole: &fact.Hole{Name: f.r.intern(name), Choices: kept[:min(len(kept), maxChoices)]}}
		if n != nil {
			p.Pos, p.End = fact.Pos(n.pos), fact.Pos(n.end)
		}
		f.size += 64
		f.part(p)
	}
}

// add folds n onto the text.
func (f *folder) add(n *node, s *scope) {
	if n == nil {
		return
	}
	f.r.budget--
	if f.depth >= maxFoldDepth || f.r.budget < 0 {
		f.hole(n, "", false)
		return
	}
	f.depth++
	defer func() { f.depth-- }()
	switch n.kind {
	case nodeString, nodeChunk:
		f.literals = append(f.literals, n)
		f.part(f.r.literalPart(n, f.raw))
	case nodeTemplate:
		f.template(n, s)
	case nodeBinary:
		f.binary(n, s)
	case nodeCond:
		f.choose(n, "", []fact.Text{f.branch(n.y, s), f.branch(n.z, s)})
	case nodeName:
		f.name(n, s)
	case nodeMember, nodeIndex:
		f.member(n, s)
	case nodeCall:
		f.call(n, s)
	case nodeNumber:
		f.hole(n, "", true)
	case nodeNull:
	case nodeAssign:
		f.add(n.y, s)
	case nodeSequence:
		if len(n.list) > 0 {
			f.add(n.list[len(n.list)-1], s)
		}
	default:
		f.hole(n, "", false)
	}
}

func (f *folder) template(n *node, s *scope) {
	raw, bound := f.raw, f.bound
	defer func() { f.raw, f.bound = raw, bound }()
	tag := ""
	if n.x != nil {
		tag = f.r.dotted(n.x)
		f.raw = tag == "String.raw"
		f.bound = sqlTag(tag)
		f.literals = append(f.literals, n)
	} else {
		f.raw, f.bound = false, false
	}
	for i, part := range n.list {
		if i%2 == 0 {
			f.add(part, s)
			continue
		}
		if f.bound {
			f.boundHole(part, s)
			continue
		}
		f.add(part, s)
	}
}

// boundHole adds a hole of a tagged template, where a plain value becomes a parameter of the query.
func (f *folder) boundHole(n *node, s *scope) {
	switch n.kind {
	case nodeTemplate:
		if n.x != nil {
			f.add(n, s)
			return
		}
	case nodeCall:
		if identifierCall(f.r.dotted(n.x)) {
			f.add(n, s)
			return
		}
	case nodeCond:
		if tagged(n.y) || tagged(n.z) {
			f.choose(n, "", []fact.Text{f.boundBranch(n.y, s), f.boundBranch(n.z, s)})
			return
		}
	case nodeName:
		if b := s.lookup(n.name); b != nil && b.value != nil && (tagged(b.value) || b.value.kind == nodeCall && identifierCall(f.r.dotted(b.value.x)) || b.value.kind == nodeCond) {
			f.add(n, s)
			return
		}
	}
	f.hole(n, "", true)
}

func (f *folder) boundBranch(n *node, s *scope) fact.Text {
	if tagged(n) {
		return f.branch(n, s)
	}
	return fact.Text{}
}

func tagged(n *node) bool { return n != nil && n.kind == nodeTemplate && n.x != nil }

// identifierCall reports whether a call in a tagged template puts a name or a text there and not a
// value: sql(name), sql.identifier([…]), Prisma.raw(x).
func identifierCall(callee string) bool {
	switch lastPart(callee) {
	case "sql", "identifier", "raw", "unsafe", "ident", "id", "table", "ref", "lit", "literal", "Prisma.sql", "tx", "escapeId", "fragment", "join":
		return lastPart(callee) != "join"
	}
	return false
}

func (f *folder) binary(n *node, s *scope) {
	switch n.op {
	case '+':
		for _, e := range n.list {
			f.add(e, s)
		}
	case opOr, opNullish:
		var choices []fact.Text
		for _, e := range n.list {
			if t := f.branch(e, s); known(t) {
				choices = append(choices, t)
			}
		}
		name := ""
		if first := n.list[0]; first.kind == nodeMember || first.kind == nodeName {
			name = f.nameOf(first, s)
		}
		f.choose(n, name, choices)
	case opAnd:
		f.add(n.list[len(n.list)-1], s)
	default:
		f.hole(n, "", true)
	}
}

// known reports whether a text has anything in it but nameless holes.
func known(t fact.Text) bool {
	for _, p := range t.Parts {
		if p.Hole == nil || p.Hole.Name != "" {
			return true
		}
		for _, c := range p.Hole.Choices {
			if known(c) {
				return true
			}
		}
	}
	return false
}

// nameOf is the dotted name of a hole that another file may fill, "" where this file shows that
// none can.
func (f *folder) nameOf(n *node, s *scope) string {
	name := f.r.dotted(n)
	if strings.ContainsAny(name, "([") {
		return ""
	}
	root := name
	if i := strings.IndexByte(name, '.'); i >= 0 {
		root = name[:i]
	}
	b := s.lookup(root)
	switch {
	case b == nil, b.kind == bindImport, b.kind == bindClass, b.kind == bindEnum:
		return name
	case b.kind == bindVariable && b.value != nil && (b.value.kind == nodeName || b.value.kind == nodeMember) && !b.busy:
		b.busy = true
		base := f.nameOf(b.value, b.scope)
		b.busy = false
		if base == "" {
			return ""
		}
		return joinPath(base, joinPath(b.path, strings.TrimPrefix(strings.TrimPrefix(name, root), ".")))
	case b.kind == bindVariable && root != name && b.value != nil && b.value.kind == nodeCall && b.scope.parent == nil:
		return name // const config = require('x')(y)
	}
	return ""
}

func joinPath(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + "." + b
}
