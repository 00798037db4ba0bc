package jssource

// primary reads a value without what follows it.
func (p *parser) primary() *node {
	t := p.cur()
	switch t.kind {
	case kindName:
		return p.primaryName(t)
	case kindPrivate:
		n := p.named(t)
		p.i++
		return n
	case kindNumber:
		return p.literal(nodeNumber)
	case kindString:
		n := p.literal(nodeString)
		n.name = p.stringValue(t)
		return n
	case kindRegex:
		return p.literal(nodeRegex)
	case kindOpen:
		switch t.op {
		case '(':
			return p.parenthesised()
		case '[':
			return p.array()
		case '{':
			return p.object()
		case '`':
			return p.template()
		case opElement:
			return p.jsx()
		}
	case kindPunct:
		if t.op == '@' {
			decorators := p.decorators()
			if p.isWord(wordClass) {
				return p.classExpression(decorators)
			}
		}
	}
	return nil
}

func (p *parser) literal(k nodeKind) *node {
	n := p.node(k, p.cur().pos)
	n.tok = int32(p.i)
	p.i++
	return p.done(n)
}

func (p *parser) primaryName(t *token) *node {
	switch t.op {
	case wordFunction:
		return p.functionExpression()
	case wordAsync:
		if next := p.ahead(1); next.op == wordFunction && next.flags&afterNewline == 0 {
			return p.functionExpression()
		}
	case wordClass:
		return p.classExpression(nil)
	case wordNew:
		return p.construction()
	case wordTrue, wordFalse:
		return p.literal(nodeBool)
	case wordNull:
		return p.literal(nodeNull)
	case wordImport:
		return p.importExpression()
	case wordCase, wordDefault, wordCatch, wordConst, wordElse, wordExport, wordFinally, wordIf,
		wordIn, wordInstanceof, wordReturn, wordThrow, wordTry, wordVar, wordWhile, wordFor,
		wordSwitch, wordExtends, wordBreak, wordContinue:
		return nil
	}
	if p.src[t.pos:t.end] == "undefined" {
		return p.literal(nodeNull)
	}
	p.i++
	return p.named(t)
}

func (p *parser) parenthesised() *node {
	var n *node
	p.group(func(int) {
		if e := p.expression(); e != nil && n == nil {
			n = e
		}
	})
	if n == nil {
		n = p.node(nodeOther, p.end())
	}
	// A sum in parentheses is one operand of what is around it, and keeps its own place.
	return n
}

func (p *parser) array() *node {
	n := p.node(nodeArray, p.cur().pos)
	n.list = p.arguments()
	return p.done(n)
}

// template reads a template: chunks at even places of the list, holes at odd ones.
func (p *parser) template() *node {
	n := p.node(nodeTemplate, p.cur().pos)
	open := p.i
	m := int(p.cur().mate)
	p.i++
	for p.i < m {
		t := p.cur()
		switch {
		case t.kind == kindChunk:
			if len(n.list)%2 == 1 {
				n.list = append(n.list, p.node(nodeOther, t.pos))
			}
			n.list = append(n.list, p.literal(nodeChunk))
		case t.kind == kindOpen && t.op == opHole:
			var hole *node
			p.group(func(int) {
				if e := p.expression(); e != nil && hole == nil {
					hole = e
				}
			})
			if hole == nil {
				hole = p.node(nodeOther, t.pos)
			}
			if len(n.list)%2 == 1 {
				n.list = append(n.list, hole)
			}
		default:
			p.i++
		}
	}
	p.leave(open)
	return p.done(n)
}

// jsx reads an element for the expressions in it.
func (p *parser) jsx() *node {
	n := p.node(nodeOther, p.cur().pos)
	n.name = "jsx"
	p.depth++
	defer func() { p.depth-- }()
	if p.depth >= maxDepth {
		p.leave(p.i)
		return p.done(n)
	}
	p.group(func(int) {
		switch {
		case p.isOpen('{'):
			p.group(func(int) {
				if e := p.element(); e != nil {
					n.list = append(n.list, e)
				}
			})
		case p.isOpen(opElement):
			n.list = append(n.list, p.jsx())
		}
	})
	return p.done(n)
}

// construction reads new X(…).
func (p *parser) construction() *node {
	n := p.node(nodeNew, p.cur().pos)
	p.i++
	if p.isPunct('.') {
		p.i++ // new.target
		if p.cur().kind == kindName {
			p.i++
		}
		n.kind = nodeOther
		return p.done(n)
	}
	p.depth++
	defer func() { p.depth-- }()
	if p.deep() {
		return nil
	}
	callee := p.primary()
	if callee == nil {
		return p.done(n)
	}
	for callee.chain < maxChain {
		t := p.cur()
		if t.kind == kindPunct && t.op == '.' && p.ahead(1).kind == kindName {
			p.i++
			callee = p.member(callee, p.cur())
		} else if t.kind == kindOpen && t.op == '[' {
			callee = p.postfixGroup(callee, t)
		} else {
			break
		}
	}
	n.x, n.chain = callee, callee.chain+1
	if p.isPunct('<') && p.typescript {
		n.name = p.typeArgumentText()
	}
	if p.isOpen('(') {
		n.list = p.arguments()
	}
	return p.done(n)
}

// importExpression reads import(…) and import.meta.
func (p *parser) importExpression() *node {
	t := p.cur()
	if p.ahead(1).op == '(' {
		n := p.node(nodeImportCall, t.pos)
		p.i++
		n.list = p.arguments()
		return p.done(n)
	}
	p.i++
	return p.named(t)
}

func (p *parser) object() *node {
	n := p.node(nodeObject, p.cur().pos)
	p.depth++
	defer func() { p.depth-- }()
	if p.depth >= maxDepth {
		p.leave(p.i)
		return p.done(n)
	}
	p.group(func(int) {
		if p.accept(',') {
			return
		}
		if m := p.property(); m != nil {
			n.list = append(n.list, m)
		}
	})
	return p.done(n)
}

// property reads one entry of an object or of a pattern.
func (p *parser) property() *node {
	if p.isPunct(opSpread) {
		return p.element()
	}
	n := p.node(nodeProperty, p.cur().pos)
	first := p.i
	async := p.propertyModifiers(n)
	t := p.cur()
	switch t.kind {
	case kindName, kindString, kindNumber, kindPrivate:
		n.name = p.stringValue(t)
		n.tok = int32(p.i)
		p.i++
	case kindOpen:
		if t.op != '[' {
			p.leave(p.i)
			return nil
		}
		p.group(func(int) { n.y = p.expression() })
	default:
		return nil
	}
	switch {
	case p.isOpen('(') || p.isPunct('<'):
		n.flags |= flagMethod
		n.x = p.method(n.name, first, async)
	case p.accept(':'):
		n.x = p.assign()
		if n.x != nil && n.x.kind == nodeFunc && n.x.fn.name == "" {
			n.x.fn.name, n.x.fn.first = n.name, int32(first)
		}
	default:
		p.shorthand(n, t)
	}
	return p.done(n)
}

func (p *parser) propertyModifiers(n *node) (async bool) {
	for {
		t, next := p.cur(), p.ahead(1)
		if t.kind == kindPunct && t.op == '*' {
			p.i++
			continue
		}
		named := next.kind == kindName || next.kind == kindString || next.kind == kindPrivate || next.op == '[' || next.op == '*' && next.kind == kindPunct
		if t.kind != kindName || !named {
			return async
		}
		switch p.text(t) {
		case "async":
			async = true
		case "get":
			n.flags |= flagGetter
		case "set":
		default:
			return async
		}
		p.i++
	}
}

func (p *parser) shorthand(n *node, t *token) {
	n.flags |= flagShorthand
	n.x = p.named(t)
	if !p.isPunct('=') {
		return
	}
	p.i++
	a := p.node(nodeAssign, n.pos)
	a.op, a.x = '=', n.x
	a.y = p.assign()
	n.x = p.done(a)
}
