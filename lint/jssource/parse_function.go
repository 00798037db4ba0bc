package jssource

// mostAhead bounds how far a look ahead goes.
const mostAhead = 120

// arrow reads an arrow function if one begins here, else nil.
func (p *parser) arrow() *node {
	t := p.cur()
	async := false
	at := p.i
	if t.kind == kindName && t.op == wordAsync {
		next := p.ahead(1)
		if next.flags&afterNewline != 0 {
			return nil
		}
		if next.kind == kindName && p.ahead(2).op == opArrow || next.op == '(' && p.arrowParen(p.i+1) || next.op == '<' {
			async = true
			at++
			t = next
		}
	}
	switch {
	case t.kind == kindName && p.tokenAt(at+1).op == opArrow && p.tokenAt(at+1).kind == kindPunct:
	case t.kind == kindOpen && t.op == '(' && p.arrowParen(at):
	case t.kind == kindPunct && t.op == '<' && p.typescript:
		return p.genericArrow(at, async)
	default:
		return nil
	}
	return p.arrowAt(at, async)
}

func (p *parser) tokenAt(i int) *token {
	if i < len(p.tokens) {
		return &p.tokens[i]
	}
	return &p.tokens[len(p.tokens)-1]
}

// genericArrow reads <T>(x: T) => …; nil where what begins here is a cast.
func (p *parser) genericArrow(at int, async bool) *node {
	start := p.i
	p.i = at
	if !p.typeArguments() || !p.isOpen('(') || !p.arrowParen(p.i) {
		p.i = start
		return nil
	}
	at = p.i
	p.i = start
	return p.arrowAt(at, async)
}

// arrowParen reports whether the parenthesis at token i holds the parameters of an arrow function.
func (p *parser) arrowParen(i int) bool {
	m := int(p.tokens[i].mate)
	after := p.tokenAt(m + 1)
	if p.tokenAt(m).kind != kindClose || after.kind != kindPunct {
		return false
	}
	if after.op == opArrow {
		return true
	}
	if after.op != ':' || p.inCond || !p.typescript {
		return false
	}
	start := p.i
	p.i = m + 2
	p.skipType()
	arrow := p.isPunct(opArrow)
	p.i = start
	return arrow
}

// arrowAt reads the arrow function whose parameters begin at token at.
func (p *parser) arrowAt(at int, async bool) *node {
	n := p.node(nodeFunc, p.cur().pos)
	f := &function{async: async, arrow: true, pos: n.pos, first: int32(p.i), index: -1}
	n.fn = f
	p.i = at
	if p.isOpen('(') {
		f.params = p.parameters()
		if p.accept(':') {
			p.skipType()
		}
	} else {
		f.params = []param{{pattern: p.named(p.cur())}}
		p.i++
	}
	p.accept(opArrow)
	if p.isOpen('{') {
		f.body = p.body()
	} else {
		f.body = p.assign()
	}
	p.done(n)
	f.end = n.end
	return n
}

// body reads the block of a function, in which neither a loop's head nor a condition goes on.
func (p *parser) body() *node {
	noIn, inCond := p.noIn, p.inCond
	p.noIn, p.inCond = false, false
	b := p.block()
	p.noIn, p.inCond = noIn, inCond
	return b
}

func (p *parser) functionStatement() *node {
	n := p.functionExpression()
	n.flags |= flagStatic // a declaration
	return n
}

func (p *parser) functionExpression() *node {
	first := p.i
	n := p.node(nodeFunc, p.cur().pos)
	async := p.isWord(wordAsync)
	if async {
		p.i++
	}
	p.i++
	p.accept('*')
	name := ""
	if p.cur().kind == kindName {
		name = p.text(p.cur())
		p.i++
	}
	m := p.method(name, first, async)
	n.fn = m.fn
	n.fn.pos = n.pos
	return p.done(n)
}

// method reads a function from its parameters on.
func (p *parser) method(name string, first int, async bool) *node {
	n := p.node(nodeFunc, p.tokens[first].pos)
	f := &function{name: name, async: async, pos: n.pos, first: int32(first), index: -1}
	n.fn = f
	if p.isPunct('<') {
		p.typeArguments()
	}
	if p.isOpen('(') {
		f.params = p.parameters()
	}
	if p.accept(':') {
		p.skipType()
	}
	if p.isOpen('{') {
		f.body = p.body()
	}
	p.done(n)
	f.end = n.end
	return n
}

func (p *parser) parameters() []param {
	var list []param
	p.group(func(int) {
		if p.accept(',') {
			return
		}
		if a, ok := p.parameter(); ok {
			list = append(list, a)
		}
	})
	return list
}

func (p *parser) parameter() (param, bool) {
	a := param{decorators: p.decorators()}
	for p.cur().kind == kindName && (p.ahead(1).kind == kindName || p.ahead(1).op == '{' || p.ahead(1).op == '[') {
		switch p.text(p.cur()) {
		case "public", "private", "protected", "readonly", "override":
			a.property = true
		}
		p.i++
	}
	p.accept(opSpread)
	a.pattern = p.pattern()
	if a.pattern == nil {
		return a, false
	}
	p.accept('?')
	a.typ = p.annotation()
	if p.accept('=') {
		a.value = p.assign()
	}
	return a, true
}

// annotation reads ": type" if it is there and returns the type as written.
func (p *parser) annotation() string {
	if !p.isPunct(':') {
		return ""
	}
	p.i++
	start := p.cur().pos
	p.skipType()
	if end := p.end(); end > start {
		return p.src[start:end]
	}
	return ""
}
