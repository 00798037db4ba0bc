package jssource

// importStatement reads every form of import.
func (p *parser) importStatement() *node {
	n := p.node(nodeImport, p.cur().pos)
	p.i++
	if p.typeOnly() {
		n.flags |= flagTypeOnly
		p.i++
	}
	for !p.importEnd() {
		t := p.cur()
		switch {
		case t.kind == kindString:
			n.name, n.tok = p.stringValue(t), int32(p.i)
			p.i++
			p.done(n)
			p.importAttributes()
			return n
		case t.kind == kindOpen && t.op == '{':
			p.specifiers(n)
		case t.kind == kindPunct && t.op == '*':
			p.i++
			if p.isWord(wordAs) {
				p.i++
			}
			p.specifier(n, "*", t)
		case t.kind == kindPunct && t.op == '=':
			p.i++
			return p.importEquals(n)
		case t.kind == kindName && p.text(t) == "from" && p.ahead(1).kind == kindString:
			p.i++
		case t.kind == kindName:
			p.specifier(n, "default", t)
		default:
			p.i++
		}
	}
	p.accept(';')
	return p.done(n)
}

// typeOnly tells import type { A } from import type from 'a', where type is a name.
func (p *parser) typeOnly() bool {
	if !p.isText("type") {
		return false
	}
	next := p.ahead(1)
	if next.kind == kindName {
		return p.text(next) != "from" || p.ahead(2).kind != kindString
	}
	return next.op == '{' || next.op == '*'
}

func (p *parser) importEnd() bool {
	t := p.cur()
	return t.kind == kindEOF || t.kind == kindClose || t.kind == kindPunct && t.op == ';'
}

// importAttributes passes over `with { type: 'json' }`.
func (p *parser) importAttributes() {
	if (p.isWord(wordWith) || p.isText("assert")) && p.ahead(1).op == '{' {
		p.i++
		p.leave(p.i)
	}
	p.accept(';')
}

func (p *parser) importEquals(n *node) *node {
	value := p.assign()
	if value != nil && value.kind == nodeCall && len(value.list) > 0 && value.list[0].kind == nodeString {
		n.name, n.tok = value.list[0].name, value.list[0].tok
		for _, s := range n.list {
			s.op = opNone
			s.y = nil
			s.flags |= flagDefault
		}
	}
	p.accept(';')
	return p.done(n)
}

// specifier adds the name at the cursor as the local name of a member of the module.
func (p *parser) specifier(n *node, member string, at *token) {
	if p.cur().kind != kindName {
		return
	}
	s := p.node(nodeSpecifier, at.pos)
	s.x = p.named(p.cur())
	s.name = member
	p.i++
	n.list = append(n.list, p.done(s))
}

// specifiers reads { a, b as c, type d }: name is the name outside, x the name here.
func (p *parser) specifiers(n *node) {
	p.group(func(int) {
		t := p.cur()
		if t.kind != kindName && t.kind != kindString {
			p.i++
			return
		}
		if p.text(t) == "type" && (p.ahead(1).kind == kindName && p.ahead(1).op != wordAs || p.ahead(1).kind == kindString) {
			p.i++
			t = p.cur()
		}
		s := p.node(nodeSpecifier, t.pos)
		s.name, s.x = p.stringValue(t), p.named(t)
		p.i++
		if p.isWord(wordAs) && p.i+1 < len(p.tokens) {
			p.i++
			s.x = p.named(p.cur())
			p.i++
		}
		n.list = append(n.list, p.done(s))
	})
}

// stringValue returns a string's text without its quotes, and a name as it is.
func (p *parser) stringValue(t *token) string {
	s := p.text(t)
	if t.kind == kindString && len(s) >= 2 && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// exportStatement reads every form of export.
func (p *parser) exportStatement(decorators []*node) *node {
	n := p.node(nodeExport, p.cur().pos)
	n.tok = int32(p.i)
	p.i++
	if p.isText("type") && (p.ahead(1).op == '{' || p.ahead(1).op == '*') {
		n.flags |= flagTypeOnly
		p.i++
	}
	switch {
	case p.isWord(wordDefault):
		p.i++
		n.flags |= flagDefault
		p.exportDefault(n, decorators)
	case p.isOpen('{'):
		p.specifiers(n)
		p.exportFrom(n)
	case p.isPunct('*'):
		p.i++
		s := p.node(nodeSpecifier, p.cur().pos)
		s.name, s.x = "*", p.named(&token{})
		if p.isWord(wordAs) {
			p.i++
			s.x = p.named(p.cur())
			p.i++
		}
		n.list = append(n.list, s)
		p.exportFrom(n)
	case p.accept('='):
		n.flags |= flagDefault
		n.x = p.expressionStatement()
	case p.isText("as") && p.ahead(1).kind == kindName:
		p.skip()
	default:
		n.x = p.exported(decorators)
	}
	p.done(n)
	p.accept(';')
	return n
}

func (p *parser) exportFrom(n *node) {
	if p.isText("from") && p.ahead(1).kind == kindString {
		p.i++
		n.name, n.tok = p.stringValue(p.cur()), int32(p.i)
		p.i++
		p.importAttributes()
	}
}

// exported reads the declaration after export.
func (p *parser) exported(decorators []*node) *node {
	if p.isPunct('@') {
		decorators = append(decorators, p.decorators()...)
	}
	for (p.isText("abstract") || p.isText("declare")) && p.ahead(1).kind == kindName {
		p.i++
	}
	if p.isWord(wordClass) {
		return p.classStatement(decorators)
	}
	if p.isWord(wordImport) {
		return p.importStatement()
	}
	return p.statement()
}

func (p *parser) exportDefault(n *node, decorators []*node) {
	if p.isText("abstract") || p.isPunct('@') || p.isWord(wordClass) {
		n.x = p.exported(decorators)
		return
	}
	if p.isText("interface") && p.ahead(1).kind == kindName {
		p.interfaceBody()
		return
	}
	if p.isWord(wordFunction) || p.isWord(wordAsync) && p.ahead(1).op == wordFunction {
		n.x = p.functionStatement()
		return
	}
	n.x = p.expressionStatement()
}
