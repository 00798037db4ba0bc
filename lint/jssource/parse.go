package jssource

// Bounds of the parser.
const (
	maxDepth = 250 // of nesting; what lies deeper is skipped
	maxChain = 400 // members and calls in one chain; what lies before is dropped
)

// parser makes a tree of tokens. It never fails: a group of brackets is read up to its mate whatever
// is in it, and a token that fits nowhere is passed over. Types are skipped, but for the text of
// those of parameters and fields.
type parser struct {
	src        string
	tokens     []token
	i          int
	depth      int
	typescript bool
	noIn       bool // in the head of a for loop, where in does not compare
	inCond     bool // between ? and :, where a colon does not begin a type
	arena      *arena
}

// cur returns the token at the cursor, the end of file behind it.
func (p *parser) cur() *token {
	if p.i < len(p.tokens) {
		return &p.tokens[p.i]
	}
	return &p.tokens[len(p.tokens)-1]
}

// ahead returns the token n further on, the end of file behind it.
func (p *parser) ahead(n int) *token {
	if p.i+n < len(p.tokens) {
		return &p.tokens[p.i+n]
	}
	return &p.tokens[len(p.tokens)-1]
}

func (p *parser) text(t *token) string { return p.src[t.pos:t.end] }

func (p *parser) isPunct(o op) bool { return p.cur().kind == kindPunct && p.cur().op == o }

func (p *parser) isOpen(o op) bool { return p.cur().kind == kindOpen && p.cur().op == o }

func (p *parser) isWord(o op) bool { return p.cur().kind == kindName && p.cur().op == o }

func (p *parser) isText(s string) bool { return p.cur().kind == kindName && p.text(p.cur()) == s }

func (p *parser) accept(o op) bool {
	if p.isPunct(o) {
		p.i++
		return true
	}
	return false
}

func (p *parser) node(k nodeKind, pos int32) *node {
	n := p.arena.node()
	n.kind, n.pos, n.end, n.tok, n.fact = k, pos, pos, -1, -1
	return n
}

// end returns the end of the token before.
func (p *parser) end() int32 {
	if p.i == 0 {
		return 0
	}
	return p.tokens[min(p.i, len(p.tokens))-1].end
}

func (p *parser) done(n *node) *node {
	n.end = max(n.pos, p.end())
	return n
}

// leave moves behind the group that the bracket at index open began.
func (p *parser) leave(open int) {
	m := int(p.tokens[open].mate)
	p.i = m
	if p.tokens[m].kind == kindClose && int(p.tokens[m].mate) == open {
		p.i++
	}
}

// group runs parse within the brackets that begin here until it comes to their end, and moves
// behind them.
func (p *parser) group(parse func(end int)) {
	open := p.i
	m := int(p.tokens[open].mate)
	p.i++
	noIn, inCond := p.noIn, p.inCond
	p.noIn, p.inCond = false, false
	for p.i < m {
		before := p.i
		parse(m)
		if p.i == before {
			p.i++
		}
	}
	p.noIn, p.inCond = noIn, inCond
	p.leave(open)
}

// deep reports whether the nesting is too deep to go on; if so it has passed over the rest of the
// expression or statement.
func (p *parser) deep() bool {
	if p.depth < maxDepth {
		return false
	}
	p.skip()
	return true
}

// skip passes over tokens to the next comma, semicolon or end of the group.
func (p *parser) skip() {
	for {
		t := p.cur()
		switch {
		case t.kind == kindEOF || t.kind == kindClose:
			return
		case t.kind == kindPunct && (t.op == ',' || t.op == ';'):
			return
		case t.kind == kindOpen:
			p.leave(p.i)
		default:
			p.i++
		}
	}
}

// program reads the whole file.
func (p *parser) program() []*node {
	var list []*node
	for p.cur().kind != kindEOF {
		before := p.i
		if s := p.statement(); s != nil {
			list = append(list, s)
		}
		if p.i == before {
			p.i++
		}
	}
	return list
}

func (p *parser) block() *node {
	n := p.node(nodeBlock, p.cur().pos)
	if !p.isOpen('{') {
		return p.done(n)
	}
	p.group(func(int) {
		if s := p.statement(); s != nil {
			n.list = append(n.list, s)
		}
	})
	return p.done(n)
}

// statement reads a statement; nil for one that is empty or only about types.
func (p *parser) statement() *node {
	p.depth++
	defer func() { p.depth-- }()
	if p.deep() {
		p.accept(';')
		return nil
	}
	t := p.cur()
	switch t.kind {
	case kindOpen:
		if t.op == '{' {
			return p.block()
		}
	case kindPunct:
		switch t.op {
		case ';':
			p.i++
			return nil
		case '@':
			return p.decorated()
		}
	case kindName:
		if t.op == opNone {
			if s, ok := p.contextual(); ok {
				return s
			}
		} else if s, ok := p.keyword(t.op); ok {
			return s
		}
	case kindClose, kindEOF:
		return nil
	}
	return p.expressionStatement()
}

func (p *parser) expressionStatement() *node {
	n := p.node(nodeExpression, p.cur().pos)
	n.tok = int32(p.i)
	n.x = p.expression()
	p.done(n)
	p.accept(';')
	return n
}

// keyword reads a statement that a keyword begins.
func (p *parser) keyword(o op) (*node, bool) {
	switch o {
	case wordConst, wordVar, wordLet:
		return p.variables()
	case wordFunction:
		return p.functionStatement(), true
	case wordAsync:
		if next := p.ahead(1); next.op == wordFunction && next.flags&afterNewline == 0 {
			return p.functionStatement(), true
		}
		return nil, false
	case wordClass:
		return p.classStatement(nil), true
	case wordEnum:
		return p.enum(), true
	case wordImport:
		if next := p.ahead(1); next.op == '(' || next.op == '.' {
			return nil, false
		}
		return p.importStatement(), true
	case wordExport:
		return p.exportStatement(nil), true
	case wordReturn, wordThrow:
		return p.jump(o), true
	case wordBreak, wordContinue, wordDebugger:
		p.i++
		if p.cur().kind == kindName && p.cur().flags&afterNewline == 0 {
			p.i++
		}
		p.accept(';')
		return nil, true
	}
	return p.control(o)
}

// control reads a statement that governs others.
func (p *parser) control(o op) (*node, bool) {
	switch o {
	case wordIf:
		return p.ifStatement(), true
	case wordFor:
		return p.forStatement(), true
	case wordWhile, wordWith:
		return p.whileStatement(), true
	case wordDo:
		return p.doStatement(), true
	case wordSwitch:
		return p.switchStatement(), true
	case wordTry:
		return p.tryStatement(), true
	case wordElse, wordCatch, wordFinally, wordCase, wordDefault:
		p.i++ // out of place
		return nil, true
	}
	return nil, false
}

// contextual reads a statement that a word begins which is a keyword only there.
func (p *parser) contextual() (*node, bool) {
	next := p.ahead(1)
	if next.kind == kindPunct && next.op == ':' && !p.inCond {
		p.i += 2 // a label
		return p.statement(), true
	}
	if next.flags&afterNewline != 0 || next.kind != kindName && next.kind != kindString && next.op != '{' {
		return nil, false
	}
	switch p.text(p.cur()) {
	case "type":
		if after := p.ahead(2); next.kind == kindName && (after.op == '=' || after.op == '<') {
			p.typeAlias()
			return nil, true
		}
	case "interface":
		if next.kind == kindName {
			p.interfaceBody()
			return nil, true
		}
	case "declare", "abstract":
		if next.kind == kindName {
			p.i++
			return p.statement(), true
		}
	case "namespace", "module", "global":
		p.i++
		for p.cur().kind == kindName || p.cur().kind == kindString || p.isPunct('.') {
			p.i++
		}
		if p.isOpen('{') {
			return p.block(), true
		}
		p.accept(';')
		return nil, true
	}
	return nil, false
}

func (p *parser) typeAlias() {
	p.i += 2
	p.typeArguments()
	if p.accept('=') {
		p.skipType()
	}
	p.accept(';')
}

func (p *parser) interfaceBody() {
	for p.cur().kind != kindEOF && p.cur().kind != kindClose {
		if p.isOpen('{') {
			p.leave(p.i)
			return
		}
		p.i++
	}
}
