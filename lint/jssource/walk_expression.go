package jssource

import "github.com/vtgen/vtgen/lint/fact"

// expression walks an expression.
func (r *reader) expression(n *node, c context) {
	if n == nil {
		return
	}
	if !c.linked && (n.kind == nodeMember || n.kind == nodeCall || n.kind == nodeIndex) {
		r.chain(n, c)
	}
	switch n.kind {
	case nodeString, nodeTemplate:
		r.text(n, c)
	case nodeMember:
		inner := c.link()
		if c.promise {
			inner.awaited, inner.returned, inner.caught = c.awaited, c.returned, c.caught
		}
		r.expression(n.x, inner)
	case nodeIndex:
		r.expression(n.x, c.link())
		r.expression(n.y, c.inside())
	case nodeCall:
		r.call(n, c)
	case nodeNew:
		r.construction(n, c)
	case nodeFunc:
		r.functionValue(n, c)
	case nodeClass:
		if n.class.name == "" {
			n.class.name = c.name
		}
		r.class(n.class, c, c.exported)
	case nodeObject:
		r.object(n, c)
	case nodeBinary:
		r.binary(n, c)
	case nodeAssign:
		r.assignment(n, c)
	default:
		r.compound(n, c)
	}
}

// compound walks the expressions that only hold others.
func (r *reader) compound(n *node, c context) {
	switch n.kind {
	case nodeCond:
		r.expression(n.x, c.inside())
		r.expression(n.y, c)
		r.expression(n.z, c)
	case nodeAwait:
		r.await(c)
		inner := c
		inner.awaited = true
		r.expression(n.x, inner)
	case nodeSequence:
		for i, e := range n.list {
			inner := c.inside()
			if i == len(n.list)-1 {
				inner = c
			} else {
				inner.used = false
			}
			r.expression(e, inner)
		}
	case nodeImportCall:
		r.dynamicImport(n, c, "")
	default:
		r.expression(n.x, c.inside())
		r.expression(n.y, c.inside())
		for _, e := range n.list {
			inner := c.inside()
			if n.kind == nodeArray {
				inner.name, inner.handler = c.name, c.handler
			}
			r.expression(e, inner)
		}
	}
}

// text notes a text, and walks what is in it.
func (r *reader) text(n *node, c context) {
	r.note(n, c)
	if n.kind != nodeTemplate {
		return
	}
	if n.x != nil {
		r.expression(n.x, c.inside())
		r.taggedCall(n, c)
	}
	for i := 1; i < len(n.list); i += 2 {
		r.expression(n.list[i], c.inside())
	}
}

// note keeps a text that may be SQL, unless a larger one around it was kept.
func (r *reader) note(n *node, c context) {
	if c.inText || !maybeSQL(r.src[n.pos:n.end]) {
		return
	}
	r.texts = append(r.texts, textSite{node: n, scope: c.scope, fn: c.fn, name: c.name})
}

func (r *reader) binary(n *node, c context) {
	inner := c.inside()
	if n.op == '+' {
		r.note(n, c)
		inner.inText = true
	}
	for i, e := range n.list {
		switch {
		case n.op == opEqual && plainText(e): // compared, and so not run
		case n.op == opOr || n.op == opNullish || n.op == opAnd && i == len(n.list)-1:
			branch := c // the value of the whole may be this one's
			branch.linked = false
			r.expression(e, branch)
		default:
			r.expression(e, inner)
		}
	}
}

// plainText reports whether an expression is a text without anything else in it.
func plainText(n *node) bool {
	return n.kind == nodeString || n.kind == nodeTemplate && n.x == nil && len(n.list) < 2
}

func (r *reader) assignment(n *node, c context) {
	inner := c.inside()
	inner.doc = c.doc
	if n.x.kind == nodeObject || n.x.kind == nodeArray {
		r.expression(n.y, inner)
		return
	}
	target := r.dotted(n.x)
	inner.name, inner.owner = target, target
	r.assigned(n, target, c, &inner)
	if n.x.kind == nodeIndex {
		r.expression(n.x, c.inside())
	}
	r.expression(n.y, inner)
}

// functionValue walks a function that is the value of something.
func (r *reader) functionValue(n *node, c context) {
	f := n.fn
	at := placed{name: f.name, doc: c.doc, exported: c.exported, over: c.over}
	if at.name == "" || c.name != "" {
		at.name = lastPart(c.name)
	}
	if c.name == "module.exports" {
		at.name = c.name
	}
	at.receiver = receiverOf(c.name)
	at.own = at.name != "" || c.handler
	if f.name != "" && at.name == f.name {
		c.scope = c.scope.child()
		c.scope.declare(&binding{name: f.name, kind: bindFunction, fn: f, pos: n.pos})
	}
	r.function(f, c, at)
	if at.own {
		n.fact = f.index
	}
}

// object walks an object literal.
func (r *reader) object(n *node, c context) {
	index := int32(fact.None)
	if len(n.list) > 0 {
		index = int32(len(r.file.Objects))
		r.file.Objects = append(r.file.Objects, fact.Object{Name: r.intern(c.name), Func: c.fn, Pos: fact.Pos(n.pos), End: fact.Pos(n.end)})
		r.objects = append(r.objects, objectSite{node: n, scope: c.scope, index: index})
	}
	n.fact = index
	for _, p := range n.list {
		if p.kind != nodeProperty {
			r.expression(p, c.inside())
			continue
		}
		r.expression(p.y, c.inside())
		inner := c.inside()
		inner.exported = c.exported
		if p.name != "" {
			inner.name = join(c.owner, p.name)
			inner.owner = inner.name
		}
		if p.x != nil && p.x.kind == nodeFunc {
			r.methodOf(p, c, inner)
			continue
		}
		r.expression(p.x, inner)
	}
}

// methodOf walks a function that an object holds.
func (r *reader) methodOf(p *node, c, inner context) {
	f := p.x.fn
	at := placed{name: p.name, receiver: c.owner, own: p.name != "", exported: c.exported, doc: -1, method: p.flags&flagMethod != 0}
	if at.receiver == "module.exports" || at.receiver == "exports" || at.receiver == "default" {
		at.receiver = ""
	}
	r.function(f, inner, at)
	if at.own {
		p.x.fact = f.index
	}
}

func join(owner, name string) string {
	if owner == "" || owner == "module.exports" || owner == "exports" || owner == "default" {
		return name
	}
	if name == "" {
		return owner
	}
	return owner + "." + name
}
