package jssource

func (p *parser) variables() (*node, bool) {
	if p.ahead(1).op == wordEnum {
		p.i++
		return p.enum(), true
	}
	if next := p.ahead(1); next.kind != kindName && next.op != '{' && next.op != '[' {
		return nil, false
	}
	n := p.node(nodeVar, p.cur().pos)
	n.op, n.tok = p.cur().op, int32(p.i)
	p.i++
	n.list = p.declarators()
	p.done(n)
	p.accept(';')
	return n, true
}

func (p *parser) declarators() []*node {
	var list []*node
	for {
		d := p.node(nodeDeclarator, p.cur().pos)
		d.x = p.pattern()
		if d.x == nil {
			return list
		}
		p.accept('!')
		d.name = p.annotation()
		if p.accept('=') {
			d.y = p.assign()
		}
		list = append(list, p.done(d))
		if !p.accept(',') {
			return list
		}
	}
}

// pattern reads a name or what destructures.
func (p *parser) pattern() *node {
	t := p.cur()
	switch {
	case t.kind == kindName:
		p.i++
		return p.named(t)
	case t.kind == kindOpen && t.op == '{':
		return p.object()
	case t.kind == kindOpen && t.op == '[':
		return p.array()
	}
	return nil
}

func (p *parser) named(t *token) *node {
	n := p.node(nodeName, t.pos)
	n.name, n.end = p.text(t), t.end
	return n
}

func (p *parser) jump(o op) *node {
	n := p.node(nodeReturn, p.cur().pos)
	if o == wordThrow {
		n.kind = nodeThrow
	}
	p.i++
	if t := p.cur(); t.flags&afterNewline == 0 && t.op != ';' && t.kind != kindClose && t.kind != kindEOF {
		n.x = p.expression()
	}
	p.done(n)
	p.accept(';')
	return n
}

// head reads a parenthesised expression.
func (p *parser) head() *node {
	if !p.isOpen('(') {
		return nil
	}
	var n *node
	p.group(func(int) { n = p.expression() })
	return n
}

func (p *parser) ifStatement() *node {
	n := p.node(nodeIf, p.cur().pos)
	p.i++
	n.x = p.head()
	n.y = p.statement()
	if p.isWord(wordElse) {
		p.i++
		n.z = p.statement()
	}
	return p.done(n)
}

func (p *parser) whileStatement() *node {
	n := p.node(nodeLoop, p.cur().pos)
	p.i++
	if h := p.head(); h != nil {
		n.list = []*node{h}
	}
	n.y = p.statement()
	return p.done(n)
}

func (p *parser) doStatement() *node {
	n := p.node(nodeLoop, p.cur().pos)
	p.i++
	n.y = p.statement()
	if p.isWord(wordWhile) {
		p.i++
		if h := p.head(); h != nil {
			n.list = []*node{h}
		}
	}
	p.accept(';')
	return p.done(n)
}

func (p *parser) forStatement() *node {
	n := p.node(nodeLoop, p.cur().pos)
	p.i++
	if p.isWord(wordAwait) {
		n.flags |= flagForAwait
		p.i++
	}
	if p.isOpen('(') {
		p.group(func(int) { p.forHead(n) })
	}
	n.y = p.statement()
	return p.done(n)
}

func (p *parser) forHead(n *node) {
	p.noIn = true
	var part *node
	if o := p.cur().op; p.cur().kind == kindName && (o == wordConst || o == wordLet || o == wordVar) {
		part, _ = p.variables()
	}
	if part == nil {
		part = p.expression()
	}
	p.noIn = false
	if p.isText("of") || p.isWord(wordIn) {
		over := p.isText("of")
		p.i++
		n.x = part
		n.z = p.expression()
		if !over {
			n.list = append(n.list, n.z)
			n.z = nil
		}
		return
	}
	if part != nil {
		n.list = append(n.list, part)
	}
	for p.accept(';') {
	}
}

func (p *parser) switchStatement() *node {
	n := p.node(nodeSwitch, p.cur().pos)
	p.i++
	n.x = p.head()
	if !p.isOpen('{') {
		return p.done(n)
	}
	var branch *node
	p.group(func(int) {
		if p.isWord(wordCase) || p.isWord(wordDefault) {
			branch = p.node(nodeBlock, p.cur().pos)
			n.list = append(n.list, branch)
			p.i++
			if !p.isPunct(':') {
				branch.x = p.expression()
			}
			p.accept(':')
			return
		}
		s := p.statement()
		if s != nil && branch != nil {
			branch.list = append(branch.list, s)
			branch.end = s.end
		}
	})
	return p.done(n)
}

func (p *parser) tryStatement() *node {
	n := p.node(nodeTry, p.cur().pos)
	p.i++
	n.x = p.block()
	if p.isWord(wordCatch) {
		f := &function{pos: p.cur().pos, index: -1}
		p.i++
		if p.isOpen('(') {
			f.params = p.parameters()
		}
		n.y = p.block()
		f.end = p.end()
		n.fn = f
	}
	if p.isWord(wordFinally) {
		p.i++
		n.z = p.block()
	}
	return p.done(n)
}

func (p *parser) enum() *node {
	n := p.node(nodeEnum, p.cur().pos)
	p.i++
	if p.cur().kind == kindName {
		n.name = p.text(p.cur())
		p.i++
	}
	if p.isOpen('{') {
		n.x = p.object()
		n.list = n.x.list
	}
	return p.done(n)
}

// decorated reads decorators and the class they stand before.
func (p *parser) decorated() *node {
	decorators := p.decorators()
	switch {
	case p.isWord(wordExport):
		return p.exportStatement(decorators)
	case p.isText("abstract") || p.isText("declare"):
		p.i++
	}
	if p.isWord(wordClass) {
		return p.classStatement(decorators)
	}
	return nil
}

func (p *parser) decorators() []*node {
	var list []*node
	for p.isPunct('@') {
		p.i++
		before := p.i
		if p.isOpen('(') {
			list = append(list, p.head())
		} else if e := p.decoratorCall(); e != nil {
			list = append(list, e)
		}
		if p.i == before {
			break
		}
	}
	return list
}

// decoratorCall reads name.name(arguments) and no more: a bracket or a parenthesis after that
// belongs to what is decorated.
func (p *parser) decoratorCall() *node {
	if p.cur().kind != kindName {
		return nil
	}
	n := p.named(p.cur())
	p.i++
	for p.isPunct('.') && p.ahead(1).kind == kindName {
		p.i++
		n = p.member(n, p.cur())
	}
	if p.isPunct('<') {
		p.typeArguments()
	}
	if p.isOpen('(') {
		n = p.call(n)
	}
	return n
}
