package jssource

import "github.com/vtgen/vtgen/lint/fact"

// context is where a node stands.
type context struct {
	scope *scope
	fn    int32
	try   bool // in a try block of the function
	safe  bool // in a try statement: an await here does not count against the function's
	// What becomes of the expression's value.
	awaited, returned, used, caught bool
	linked                          bool   // something follows it in its chain
	promise                         bool   // then, catch or finally follows it
	inText                          bool   // a larger text around it is kept
	over                            *node  // the array that a function here runs over
	owner                           string // the object whose methods are declared
	name                            string // what the value is assigned to
	doc                             int32  // the token whose comment documents a function here
	exported                        bool
	handler                         bool // a function here is a handler of its own
}

// inside returns the context of a part of an expression, whose value the expression uses.
func (c context) inside() context {
	return context{scope: c.scope, fn: c.fn, try: c.try, safe: c.safe, used: true, doc: -1}
}

// block returns the context of the statements of a block.
func (c context) block() context {
	return context{scope: c.scope.child(), fn: c.fn, try: c.try, safe: c.safe, doc: -1}
}

// branch returns the context of statements that may not run.
func (c context) branch() context {
	c = c.block()
	c.scope.branch = true
	return c
}

// statements walks a list of statements, after the functions and classes in it are declared.
func (r *reader) statements(list []*node, c context) {
	for _, s := range list {
		r.hoist(s, c)
	}
	for _, s := range list {
		r.statement(s, c)
	}
}

func (r *reader) hoist(s *node, c context) {
	if s.kind == nodeExport && s.x != nil {
		s = s.x
	}
	switch s.kind {
	case nodeFunc:
		if s.fn.name != "" && (s.fn.body != nil || c.scope.names.get(s.fn.name) == nil) {
			c.scope.declare(&binding{name: s.fn.name, kind: bindFunction, fn: s.fn, pos: s.pos})
		}
	case nodeClass:
		if s.class.name != "" {
			c.scope.declare(&binding{name: s.class.name, kind: bindClass, class: s.class, pos: s.pos})
		}
	case nodeEnum:
		c.scope.declare(&binding{name: s.name, kind: bindEnum, members: s.list, pos: s.pos})
	case nodeImport:
		r.imports(s, c)
	}
}

// count adds a statement, and branches, to the function around it.
func (r *reader) count(c context, branches int32) {
	if c.fn != fact.None {
		r.file.Funcs[c.fn].Statements++
		r.file.Funcs[c.fn].Branches += branches
	}
}

func (r *reader) statement(s *node, c context) {
	if s == nil {
		return
	}
	switch s.kind {
	case nodeBlock:
		r.statements(s.list, c.block())
	case nodeFunc:
		if s.fn.body != nil {
			r.function(s.fn, c, placed{name: s.fn.name, own: true, exported: c.exported, doc: c.doc})
		}
	case nodeClass:
		r.class(s.class, c, c.exported)
	case nodeExpression:
		r.count(c, 0)
		r.expressionStatement(s, c)
	case nodeVar:
		r.count(c, 0)
		r.variables(s, c)
	case nodeReturn, nodeThrow:
		r.count(c, 0)
		r.leave(s, c)
	case nodeIf:
		r.count(c, 1)
		r.expression(s.x, c.inside())
		r.statement(s.y, c.branch())
		r.statement(s.z, c.branch())
	case nodeLoop:
		r.count(c, 1)
		r.loop(s, c)
	case nodeSwitch:
		r.count(c, 1)
		r.expression(s.x, c.inside())
		for _, b := range s.list {
			if b.x != nil && !plainText(b.x) {
				r.expression(b.x, c.inside())
			}
			r.statements(b.list, c.branch())
		}
	case nodeTry:
		r.count(c, 0)
		r.tryStatement(s, c)
	case nodeExport:
		r.exportStatement(s, c)
	}
}

func (r *reader) expressionStatement(s *node, c context) {
	inner := context{scope: c.scope, fn: c.fn, try: c.try, safe: c.safe, doc: s.tok}
	if x := s.x; x != nil && (x.kind == nodeCall || x.kind == nodeAwait) {
		r.comment(s.tok)
	}
	r.expression(s.x, inner)
}

func (r *reader) leave(s *node, c context) {
	if s.x == nil {
		return
	}
	inner := c.inside()
	if s.kind == nodeReturn {
		inner.returned = true
		if f := c.scope.function; f != nil {
			f.returns = append(f.returns, s.x)
		}
	}
	r.expression(s.x, inner)
}

func (r *reader) loop(s *node, c context) {
	c = c.branch()
	if s.flags&flagForAwait != 0 {
		r.await(c)
	}
	for _, part := range s.list {
		r.statementOrExpression(part, c)
	}
	if s.x != nil {
		r.loopVariable(s, c)
	}
	r.statement(s.y, c)
}

func (r *reader) statementOrExpression(n *node, c context) {
	if n != nil && n.kind == nodeVar {
		r.variables(n, c)
		return
	}
	r.expression(n, c.inside())
}

func (r *reader) loopVariable(s *node, c context) {
	r.expression(s.z, c.inside())
	if s.x.kind != nodeVar {
		return
	}
	for _, d := range s.x.list {
		r.bind(d.x, binding{over: s.z, pos: d.pos, hoisted: s.x.op == wordVar}, c)
	}
}

// await notes an await: outside of a try statement it leaves the function unguarded.
func (r *reader) await(c context) {
	if c.fn != fact.None && !c.safe && c.scope.function != nil && c.scope.function.index == c.fn {
		c.scope.function.unguarded = true
	}
}

func (r *reader) tryStatement(s *node, c context) {
	guarded := s.y != nil
	body := c.block()
	body.try = c.try || guarded
	body.safe = c.safe || guarded
	if f := c.scope.function; f != nil && guarded && f.index == c.fn {
		f.tries = true
	}
	first := int32(len(r.calls))
	r.statements(s.x.list, body)
	if guarded {
		r.catchBlock(s, c, r.soleAwaited(first))
	}
	if s.z != nil {
		after := c.block()
		after.safe = true
		r.statements(s.z.list, after)
	}
}

// variables walks a declaration.
func (r *reader) variables(s *node, c context) {
	for _, d := range s.list {
		like := binding{value: d.y, typ: d.name, pos: d.pos, hoisted: s.op == wordVar}
		if d.y != nil && r.required(d, c) {
			continue
		}
		if d.y != nil && r.environment(d, c) {
			like.value = nil
		}
		inner := c.inside()
		inner.doc, inner.exported = s.tok, c.exported
		if d.x.kind == nodeName {
			inner.name, inner.owner = d.x.name, d.x.name
		}
		r.bind(d.x, like, c)
		r.expression(d.y, inner)
	}
}
