package jssource

func (p *parser) classStatement(decorators []*node) *node {
	n := p.classExpression(decorators)
	n.flags |= flagStatic // a declaration
	return n
}

func (p *parser) classExpression(decorators []*node) *node {
	n := p.node(nodeClass, p.cur().pos)
	c := &class{pos: n.pos, decorators: decorators, index: -1}
	n.class = c
	p.i++
	if t := p.cur(); t.kind == kindName && t.op != wordExtends && p.text(t) != "implements" {
		c.name = p.text(t)
		p.i++
	}
	if p.isPunct('<') {
		p.typeArguments()
	}
	p.heritage(c)
	if p.isOpen('{') {
		p.depth++
		if p.depth >= maxDepth {
			p.leave(p.i)
		} else {
			p.group(func(int) {
				if m := p.classMember(); m != nil {
					c.members = append(c.members, m)
				}
			})
		}
		p.depth--
	}
	p.done(n)
	c.end = n.end
	return n
}

// heritage reads extends and implements, up to the body.
func (p *parser) heritage(c *class) {
	if p.isWord(wordExtends) {
		p.i++
		c.extends = p.primaryExtends()
		if p.isPunct('<') {
			c.extendsType = p.typeArgumentText()
		}
	}
	for !p.isOpen('{') && p.cur().kind != kindEOF && p.cur().kind != kindClose {
		if p.cur().kind == kindOpen {
			p.leave(p.i)
			continue
		}
		p.i++
	}
}

// primaryExtends reads the base class: a value whose brace is the body of the class.
func (p *parser) primaryExtends() *node {
	n := p.primary()
	for n != nil && n.chain < maxChain {
		t := p.cur()
		switch {
		case t.kind == kindPunct && t.op == '.' && p.ahead(1).kind == kindName:
			p.i++
			n = p.member(n, p.cur())
		case t.kind == kindOpen && (t.op == '(' || t.op == '['):
			n = p.postfixGroup(n, t)
		default:
			return n
		}
	}
	return n
}

func (p *parser) classMember() *member {
	if p.accept(';') {
		return nil
	}
	first := p.i
	m := &member{decorators: p.decorators(), pos: p.cur().pos}
	async := p.memberModifiers(m)
	t := p.cur()
	switch t.kind {
	case kindName, kindString, kindNumber, kindPrivate:
		m.name = p.stringValue(t)
		p.i++
	case kindOpen:
		if t.op == '{' { // static { … }
			m.fn = &function{name: "static", body: p.body(), pos: m.pos, first: int32(first), index: -1}
			m.fn.end = p.end()
			return m
		}
		if t.op != '[' {
			p.leave(p.i)
			return nil
		}
		p.group(func(int) { m.computed = p.expression(); p.skip() })
	default:
		return nil
	}
	if t.kind == kindPrivate {
		m.flags |= flagPrivate
	}
	p.memberRest(m, first, async)
	return m
}

func (p *parser) memberRest(m *member, first int, async bool) {
	if !p.accept('?') {
		p.accept('!')
	}
	if p.isOpen('(') || p.isPunct('<') {
		m.fn = p.method(m.name, first, async).fn
		m.fn.decorators = m.decorators
		m.flags |= flagMethod
		p.accept(';')
		return
	}
	m.typ = p.annotation()
	if p.accept('=') {
		m.value = p.assign()
		if m.value != nil && m.value.kind == nodeFunc && m.value.fn.name == "" {
			m.value.fn.name, m.value.fn.first = m.name, int32(first)
		}
	}
	p.accept(';')
}

// memberModifiers reads the words before a member's name.
func (p *parser) memberModifiers(m *member) (async bool) {
	for {
		t, next := p.cur(), p.ahead(1)
		if t.kind == kindPunct && t.op == '*' {
			p.i++
			continue
		}
		follows := next.kind == kindName || next.kind == kindString || next.kind == kindPrivate || next.kind == kindNumber ||
			next.op == '[' || next.op == '{' || next.kind == kindPunct && (next.op == '*' || next.op == '@')
		if t.kind != kindName || !follows {
			return async
		}
		switch p.text(t) {
		case "static":
			m.flags |= flagStatic
		case "async":
			async = true
		case "get":
			m.flags |= flagGetter
		case "private", "protected":
			m.flags |= flagPrivate
		case "public", "readonly", "abstract", "declare", "override", "accessor", "set":
		default:
			return async
		}
		p.i++
		m.decorators = append(m.decorators, p.decorators()...)
	}
}
