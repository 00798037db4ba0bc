package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// imports makes the Imports of an import statement.
func (r *reader) imports(n *node, c context) {
	if n.name == "" {
		return
	}
	if len(n.list) == 0 {
		r.addImport("", n.name, "", "", n)
	}
	for _, s := range n.list {
		member := s.name
		if s.flags&flagDefault != 0 {
			member = "" // import x = require('y')
		}
		r.addImport(s.x.name, n.name, member, "", s)
		c.scope.declare(&binding{name: s.x.name, kind: bindImport, module: n.name, member: member, pos: s.pos})
	}
}

func (r *reader) addImport(name, path, member, immediate string, at *node) {
	if len(path) > 1000 {
		return
	}
	r.file.Imports = append(r.file.Imports, fact.Import{
		Name: r.intern(name), Path: r.intern(path), Member: r.intern(member), Immediate: r.intern(immediate), Pos: fact.Pos(at.pos),
	})
}

// required makes the Imports of a declaration whose value is a require, and declares its names. It
// reports whether it was one.
func (r *reader) required(d *node, c context) bool {
	path, immediate, called, ok := requireOf(d.y)
	if !ok || called {
		return false
	}
	switch d.x.kind {
	case nodeName:
		r.addImport(d.x.name, path, "", immediate, d)
		c.scope.declare(&binding{name: d.x.name, kind: bindImport, module: path, member: immediate, pos: d.pos})
	case nodeObject:
		for _, p := range d.x.list {
			r.requiredMember(p, path, immediate, c)
		}
	default:
		return false
	}
	return true
}

func (r *reader) requiredMember(p *node, path, immediate string, c context) {
	if p.kind != nodeProperty || p.x == nil {
		return
	}
	member := p.name
	if immediate != "" {
		member = immediate + "." + member
	}
	switch local := p.x; local.kind {
	case nodeName:
		r.addImport(local.name, path, member, "", p)
		c.scope.declare(&binding{name: local.name, kind: bindImport, module: path, member: member, pos: p.pos})
	case nodeAssign:
		r.addImport(local.x.name, path, member, "", p)
		r.bind(local.x, binding{kind: bindImport, module: path, member: member, pos: p.pos}, c)
		r.expression(local.y, c.inside())
	case nodeObject:
		for _, inner := range local.list {
			r.requiredMember(inner, path, member, c)
		}
	}
}

// requireOf takes require('x').y.z or (await import('x')).y apart; called is set where a call
// follows, so that the value is not the module's own.
func requireOf(n *node) (path, immediate string, called, ok bool) {
	for depth := 0; n != nil && depth < maxChain; depth++ {
		switch n.kind {
		case nodeMember:
			if immediate == "" {
				immediate = n.name
			} else {
				immediate = n.name + "." + immediate
			}
			n = n.x
		case nodeAwait:
			n = n.x
		case nodeImportCall:
			if len(n.list) == 0 || n.list[0].kind != nodeString {
				return "", "", false, false
			}
			return n.list[0].name, immediate, called, true
		case nodeCall:
			if n.x.kind == nodeName && n.x.name == "require" {
				if len(n.list) != 1 || n.list[0].kind != nodeString {
					return "", "", false, false
				}
				return n.list[0].name, immediate, called, true
			}
			called, immediate = true, ""
			n = n.x
		default:
			return "", "", false, false
		}
	}
	return "", "", false, false
}

// chain looks at a whole chain of members and calls: for a require at its root, and for the
// environment.
func (r *reader) chain(n *node, c context) {
	root := n
	calls := false
	for {
		switch root.kind {
		case nodeMember:
			if name, ok := environmentName(root); ok {
				r.env(name, root, c)
			}
			root = root.x
			continue
		case nodeIndex:
			if name, ok := environmentName(root); ok {
				r.env(name, root, c)
			}
			root = root.x
			continue
		case nodeCall:
			if root.x.kind == nodeName && root.x.name == "require" {
				path, immediate, _, ok := requireOf(n)
				if ok {
					r.addImport("", path, "", immediate, root)
				}
				return
			}
			calls = true
			root = root.x
			continue
		case nodeAwait: // (await users.find()).length
			root = root.x
			continue
		}
		if calls {
			r.chains = append(r.chains, chainSite{node: n, scope: c.scope, fn: c.fn})
		}
		return
	}
}

func (r *reader) dynamicImport(n *node, c context, immediate string) {
	if len(n.list) > 0 && n.list[0].kind == nodeString {
		r.addImport("", n.list[0].name, "", immediate, n)
		return
	}
	for _, a := range n.list {
		r.expression(a, c.inside())
	}
}

// environmentName returns the X of process.env.X, process.env['X'] and import.meta.env.X.
func environmentName(n *node) (string, bool) {
	if n.x == nil || n.x.kind != nodeMember || n.x.name != "env" {
		return "", false
	}
	switch owner := n.x.x; {
	case owner.kind == nodeName && owner.name == "process":
	case owner.kind == nodeMember && owner.name == "meta" && owner.x.kind == nodeName && owner.x.name == "import":
	case owner.kind == nodeMember && owner.name == "process" && owner.x.kind == nodeName: // globalThis.process.env
	default:
		return "", false
	}
	if n.kind == nodeMember {
		return n.name, true
	}
	if n.y != nil && n.y.kind == nodeString {
		return n.y.name, true
	}
	return "", true
}

func (r *reader) env(name string, n *node, c context) {
	r.file.Env = append(r.file.Env, fact.EnvRead{Name: r.intern(name), Func: c.fn, Pos: fact.Pos(n.pos), End: fact.Pos(n.end)})
}

// environment makes EnvReads of const { A, B } = process.env.
func (r *reader) environment(d *node, c context) bool {
	y := d.y
	if d.x.kind != nodeObject || y.kind != nodeMember || y.name != "env" || y.x.kind != nodeName || y.x.name != "process" && y.x.name != "import" {
		return false
	}
	for _, p := range d.x.list {
		if p.kind == nodeProperty && p.name != "" {
			r.env(p.name, p, c)
		}
	}
	return true
}

// exportStatement walks an export.
func (r *reader) exportStatement(n *node, c context) {
	if n.name != "" {
		for _, s := range n.list {
			r.addImport(s.x.name, n.name, s.name, "", s)
			r.export(s.x.name, s.x.name)
		}
		return
	}
	for _, s := range n.list {
		r.export(s.name, s.x.name)
	}
	if n.x == nil {
		return
	}
	c.exported, c.doc = true, n.tok
	if n.flags&flagDefault != 0 {
		r.exportDefault(n.x, c)
		return
	}
	r.statement(n.x, c)
	for _, name := range declaredNames(n.x) {
		r.export(name, name)
	}
}

func (r *reader) exportDefault(s *node, c context) {
	value := s
	if s.kind == nodeExpression {
		value = s.x
	}
	if value == nil {
		return
	}
	if value.kind == nodeName {
		r.whole = value.name
		r.export(value.name, value.name)
		return
	}
	if s.kind == nodeClass || s.kind == nodeFunc {
		name := declaredNames(s)
		if len(name) == 0 || name[0] == "" {
			c.name = "default"
			r.expression(s, c)
			return
		}
		r.whole = name[0]
		r.statement(s, c)
		return
	}
	r.wholeValue(value, "default", c)
}

// wholeValue walks what a module exports as a whole.
func (r *reader) wholeValue(value *node, name string, c context) {
	inner := c.inside()
	inner.name, inner.owner, inner.exported, inner.doc = name, name, true, c.doc
	r.exportedValue(value, name)
	r.wholes = append(r.wholes, textSite{node: value, scope: c.scope})
	r.expression(value, inner)
}

func declaredNames(s *node) []string {
	switch s.kind {
	case nodeFunc:
		return []string{s.fn.name}
	case nodeClass:
		return []string{s.class.name}
	case nodeEnum:
		return []string{s.name}
	case nodeVar:
		var names []string
		for _, d := range s.list {
			names = patternNames(names, d.x)
		}
		return names
	}
	return nil
}

func patternNames(names []string, n *node) []string {
	switch n.kind {
	case nodeName:
		return append(names, n.name)
	case nodeAssign, nodeSpread:
		return patternNames(names, n.x)
	case nodeObject:
		for _, p := range n.list {
			if p.x != nil {
				names = patternNames(names, p.x)
			}
		}
	case nodeArray:
		for _, e := range n.list {
			names = patternNames(names, e)
		}
	}
	return names
}

// export notes that a local name is exported under a name.
func (r *reader) export(local, as string) {
	if r.exports == nil {
		r.exports = map[string]string{}
	}
	if strings.HasPrefix(local, "#") || local == "" {
		return
	}
	r.exports[local] = as
}
