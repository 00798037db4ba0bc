package jssource

import "bytes"

// puncts are the punctuators of more than one character, the longest of a beginning first.
var puncts = [256][]struct {
	text string
	op   op
}{
	'=': {{"===", opEqual}, {"==", opEqual}, {"=>", opArrow}},
	'.': {{"...", opSpread}},
	'?': {{"??=", opSet}, {"??", opNullish}, {"?.", opChain}},
	'|': {{"||=", opSet}, {"||", opOr}, {"|=", opSet}},
	'&': {{"&&=", opSet}, {"&&", opAnd}, {"&=", opSet}},
	'!': {{"!==", opEqual}, {"!=", opEqual}},
	'<': {{"<<=", opSet}, {"<<", opShift}, {"<=", opRelate}},
	'>': {{">>>=", opSet}, {">>=", opSet}, {">=", opRelate}},
	'+': {{"++", opStep}, {"+=", opPlusSet}},
	'-': {{"--", opStep}, {"-=", opSet}},
	'*': {{"**=", opSet}, {"**", opPower}, {"*=", opSet}},
	'%': {{"%=", opSet}},
	'^': {{"^=", opSet}},
}

// punct reads a punctuator, and what only looks like one: a number that begins with a dot, a private
// name, an HTML comment, a JSX element.
func (l *lexer) punct(c byte) {
	switch c {
	case '.':
		if classes[l.at(1)] == byteDigit {
			l.number()
			return
		}
	case '#':
		if class := classes[l.at(1)]; class == byteName || class == byteHigh {
			end := l.nameEnd(l.i + 1)
			l.add(kindPrivate, opNone, end-l.i)
			l.value = true
			return
		}
	case '<':
		if l.at(1) == '!' && l.at(2) == '-' && l.at(3) == '-' {
			l.lineComment()
			return
		}
		if l.beginsElement() {
			l.push(l.i, 1, opElement)
			return
		}
	case '-':
		if l.newline && l.at(1) == '-' && l.at(2) == '>' {
			l.lineComment()
			return
		}
	}
	l.operator(c)
}

func (l *lexer) operator(c byte) {
	for _, p := range puncts[c] {
		if !bytes.HasPrefix(l.text[l.i:], []byte(p.text)) {
			continue
		}
		if p.op == opChain && classes[l.at(2)] == byteDigit {
			break // a ? .5 : 1
		}
		l.add(kindPunct, p.op, len(p.text))
		l.value = l.value && p.op == opStep
		return
	}
	l.add(kindPunct, op(c), 1)
	// A non-null assertion leaves the value a value.
	l.value = l.value && c == '!' && l.typescript
}

// push adds an opening bracket.
func (l *lexer) push(at, n int, o op) {
	var flags tokenFlags
	switch o {
	case '(':
		switch previous := l.last(); previous.op {
		case wordIf, wordWhile, wordFor, wordWith:
			flags = controlParen
		case wordAwait:
			if k := len(l.tokens); k > 1 && l.tokens[k-2].op == wordFor {
				flags = controlParen
			}
		}
	case '{':
		if l.beginsValue() {
			flags = valueBrace
		}
	}
	l.i = at
	l.open = append(l.open, int32(len(l.tokens)))
	l.add(kindOpen, o, n)
	l.tokens[len(l.tokens)-1].flags |= flags
	l.value = false
}

// beginsValue reports whether a brace here begins an object and not a block.
func (l *lexer) beginsValue() bool {
	if l.value {
		return false
	}
	switch previous := l.last(); previous.kind {
	case kindPunct:
		return previous.op != ';' && previous.op != opArrow
	case kindOpen:
		return previous.op != '{'
	case kindName:
		switch previous.op {
		case wordElse, wordDo, wordTry, wordFinally, wordCatch, wordClass:
			return false
		}
		return true
	}
	return false
}

// deepest is how far up an unpaired closing bracket looks for its pair.
const deepest = 32

// pop adds a closing bracket and pairs it. One that pairs with nothing near becomes a stray.
func (l *lexer) pop(o op) {
	for n := len(l.open) - 1; n >= 0 && n >= len(l.open)-deepest; n-- {
		opened := l.tokens[l.open[n]].op
		if pairs(opened, o) {
			l.closeTo(n, o, 1)
			return
		}
		if opened == '`' || opened == opElement || opened == opHole {
			break
		}
	}
	if l.broken == "" {
		l.broken = "a closing bracket pairs with nothing"
	}
	l.add(kindPunct, opStray, 1)
	l.value = false
}

func pairs(opened, closed op) bool {
	switch closed {
	case ')':
		return opened == '('
	case ']':
		return opened == '['
	default:
		return opened == '{' || opened == opHole
	}
}

// closeTo closes the open bracket at place n of the stack, and those above it.
func (l *lexer) closeTo(n int, o op, size int) {
	index := int32(len(l.tokens))
	for _, above := range l.open[n+1:] {
		l.tokens[above].mate = index
		l.broken = "a bracket is never closed"
	}
	opened := l.open[n]
	l.open = l.open[:n]
	l.tokens[opened].mate = index
	l.add(kindClose, o, size)
	l.tokens[index].mate = opened
	switch o {
	case ')':
		l.value = l.tokens[opened].flags&controlParen == 0
	case '}':
		l.value = l.tokens[opened].flags&valueBrace != 0
	default:
		l.value = true
	}
}
