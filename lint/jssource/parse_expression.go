package jssource

// expression reads expressions joined by commas.
func (p *parser) expression() *node {
	first := p.assign()
	if !p.isPunct(',') {
		return first
	}
	n := p.node(nodeSequence, p.cur().pos)
	if first != nil {
		n.pos = first.pos
		n.list = append(n.list, first)
	}
	for p.accept(',') {
		if e := p.assign(); e != nil {
			n.list = append(n.list, e)
		}
	}
	return p.done(n)
}

// assign reads an expression without commas: an arrow function, an assignment or a value. It
// returns nil where none begins.
func (p *parser) assign() *node {
	p.depth++
	defer func() { p.depth-- }()
	if p.deep() {
		return nil
	}
	if n := p.arrow(); n != nil {
		return n
	}
	start := p.i
	left := p.conditional()
	if left == nil {
		return nil
	}
	t := p.cur()
	if t.kind != kindPunct || t.op != '=' && t.op != opPlusSet && t.op != opSet {
		return left
	}
	n := p.node(nodeAssign, left.pos)
	n.op, n.x, n.tok = t.op, left, int32(start)
	if t.op == opSet {
		n.name = p.text(t)
	}
	p.i++
	n.y = p.assign()
	return p.done(n)
}

func (p *parser) conditional() *node {
	test := p.binary(1)
	if test == nil || !p.isPunct('?') {
		return test
	}
	n := p.node(nodeCond, test.pos)
	n.x = test
	p.i++
	inCond := p.inCond
	p.inCond = true
	n.y = p.assign()
	p.inCond = inCond
	if p.accept(':') {
		n.z = p.assign()
	}
	return p.done(n)
}

// level returns how tightly a binary operator binds, 0 for what is none, and how many tokens it is.
func (p *parser) level() (int, int) {
	t := p.cur()
	if t.kind == kindName {
		switch t.op {
		case wordIn:
			if p.noIn {
				return 0, 0
			}
			return 8, 1
		case wordInstanceof:
			return 8, 1
		case wordAs, wordSatisfies:
			if t.flags&afterNewline == 0 {
				return 8, 0
			}
		}
		return 0, 0
	}
	if t.kind != kindPunct {
		return 0, 0
	}
	switch t.op {
	case '>':
		n := 1
		for n < 3 && p.ahead(n).op == '>' && p.ahead(n).kind == kindPunct && p.ahead(n).pos == p.ahead(n-1).end {
			n++
		}
		if n > 1 {
			return 9, n
		}
		return 8, 1
	default:
		return int(levels[t.op]), 1
	}
}

var levels = [256]uint8{
	opNullish: 1, opOr: 2, opAnd: 3, '|': 4, '^': 5, '&': 6, opEqual: 7, '<': 8, opRelate: 8,
	opShift: 9, '+': 10, '-': 10, '*': 11, '/': 11, '%': 11, opPower: 12,
}

// binary reads operands joined by operators that bind at least as tightly as least. Operators of
// one level make one node, however many there are, so that a long sum is not a deep tree.
func (p *parser) binary(least int) *node {
	left := p.unary()
	if left == nil {
		return nil
	}
	joined := 0 // the level of left, when left is a node to which operands can be added
	for {
		level, n := p.level()
		if level < least || level == 0 {
			return left
		}
		if n == 0 { // as, satisfies
			p.i++
			p.skipType()
			continue
		}
		o := p.cur().op
		p.i += n
		right := p.binary(level + 1)
		if right == nil {
			return left
		}
		if joined != level {
			b := p.node(nodeBinary, left.pos)
			b.op, b.list = o, []*node{left}
			left, joined = b, level
		} else if left.op != o {
			left.op = opNone
		}
		left.list = append(left.list, right)
		left.end = right.end
	}
}

func (p *parser) unary() *node {
	t := p.cur()
	prefix := false
	switch t.kind {
	case kindPunct:
		switch t.op {
		case '!', '~', '+', '-', opStep:
			prefix = true
		case '<':
			if p.typescript && p.typeArguments() {
				return p.cast()
			}
		}
	case kindName:
		switch t.op {
		case wordTypeof, wordVoid, wordDelete, wordAwait, wordYield:
			prefix = true
		}
	}
	if !prefix {
		return p.postfix(p.primary())
	}
	return p.prefixed(t)
}

// cast reads the value behind <T>.
func (p *parser) cast() *node {
	p.depth++
	defer func() { p.depth-- }()
	if p.deep() {
		return nil
	}
	return p.unary()
}

func (p *parser) prefixed(t *token) *node {
	p.depth++
	defer func() { p.depth-- }()
	if p.deep() {
		return nil
	}
	n := p.node(nodeUnary, t.pos)
	n.op = t.op
	p.i++
	switch t.op {
	case wordAwait:
		n.kind = nodeAwait
	case wordYield:
		n.kind = nodeYield
		p.accept('*')
		if p.cur().flags&afterNewline == 0 {
			n.x = p.assign()
		}
		return p.done(n)
	}
	n.x = p.unary()
	if n.x == nil && t.op == wordAwait {
		n.kind, n.name = nodeName, "await"
	}
	return p.done(n)
}

// postfix reads what follows a value: members, calls, templates.
func (p *parser) postfix(n *node) *node {
	if n == nil {
		return nil
	}
	for {
		if n.chain > maxChain {
			n = p.done(p.node(nodeOther, n.pos))
		}
		t := p.cur()
		switch {
		case t.kind == kindOpen:
			next := p.postfixGroup(n, t)
			if next == nil {
				return n
			}
			n = next
		case t.kind != kindPunct:
			return n
		case t.op == '.' || t.op == opChain:
			if n = p.dotted(n, t); n == nil {
				return nil
			}
		case t.op == '!' && p.typescript && t.flags&afterNewline == 0:
			p.i++
		case t.op == opStep && t.flags&afterNewline == 0:
			p.i++
			u := p.node(nodeUnary, n.pos)
			u.op, u.x = opStep, n
			return p.done(u)
		case t.op == '<' && p.typescript && p.callArguments():
		default:
			return n
		}
	}
}

// dotted reads .name, ?.name, ?.( and ?.[ .
func (p *parser) dotted(n *node, t *token) *node {
	p.i++
	next := p.cur()
	if next.kind == kindName || next.kind == kindPrivate {
		m := p.member(n, next)
		if t.op == opChain {
			m.flags |= flagOptional
		}
		return m
	}
	if next.kind == kindOpen && (next.op == '(' || next.op == '[') && t.op == opChain {
		return p.postfixGroup(n, next)
	}
	return n
}

// member reads the name at the cursor as a member of n.
func (p *parser) member(n *node, name *token) *node {
	m := p.node(nodeMember, n.pos)
	m.x, m.name, m.chain, m.tok = n, p.text(name), n.chain+1, int32(p.i)
	p.i++
	return p.done(m)
}

func (p *parser) postfixGroup(n *node, t *token) *node {
	switch t.op {
	case '(':
		return p.call(n)
	case '[':
		m := p.node(nodeIndex, n.pos)
		m.x, m.chain = n, n.chain+1
		p.group(func(int) { m.y = p.expression() })
		return p.done(m)
	case '`':
		m := p.template()
		m.x, m.pos, m.chain = n, n.pos, n.chain+1
		return m
	}
	return nil
}

func (p *parser) call(n *node) *node {
	c := p.node(nodeCall, n.pos)
	c.x, c.chain, c.tok = n, n.chain+1, int32(p.i)
	c.list = p.arguments()
	return p.done(c)
}

// arguments reads the group of brackets here as a list.
func (p *parser) arguments() []*node {
	var list []*node
	p.group(func(int) {
		if p.accept(',') {
			return
		}
		if e := p.element(); e != nil {
			list = append(list, e)
		}
	})
	return list
}

// element reads an expression that may be spread.
func (p *parser) element() *node {
	if !p.isPunct(opSpread) {
		return p.assign()
	}
	n := p.node(nodeSpread, p.cur().pos)
	p.i++
	n.x = p.assign()
	return p.done(n)
}
