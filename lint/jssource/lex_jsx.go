package jssource

import "bytes"

// beginsElement reports whether the < here begins a JSX element: a value is due, and a name or the >
// of a fragment follows. In TSX, <T,> and <T extends U> are type parameters.
func (l *lexer) beginsElement() bool {
	if !l.jsx || l.value {
		return false
	}
	c := l.at(1)
	if c == '>' {
		return true
	}
	if classes[c] != byteName {
		return false
	}
	i := l.i + 1
	for i < len(l.text) && (classes[l.text[i]] == byteName || classes[l.text[i]] == byteDigit) {
		i++
	}
	rest := bytes.TrimLeft(l.text[i:min(len(l.text), i+64)], " \t\r\n")
	if l.typescript && (bytes.HasPrefix(rest, []byte(",")) || bytes.HasPrefix(rest, []byte("extends "))) {
		return false
	}
	return true
}

// element reads on in the JSX element that is innermost: one piece of its tag or of its children.
func (l *lexer) element() {
	top := l.open[len(l.open)-1]
	if l.tokens[top].flags&inChildren != 0 {
		l.children()
		return
	}
	switch c := l.text[l.i]; {
	case c == '/' && l.at(1) == '>':
		l.closeTo(len(l.open)-1, opElement, 2)
	case c == '/' && l.at(1) == '/':
		l.lineComment()
	case c == '/' && l.at(1) == '*':
		l.blockComment()
	case c == '>':
		l.tokens[top].flags |= inChildren
		l.i++
	case c == '{':
		l.pushInElement()
	case c == '"' || c == '\'':
		n := bytes.IndexByte(l.text[l.i+1:], c)
		if n < 0 {
			l.i = len(l.text)
			return
		}
		l.i += n + 2
	case c == '<':
		if classes[l.text[l.i-1]] == byteName || classes[l.text[l.i-1]] == byteDigit {
			l.skipAngles()
			return
		}
		l.push(l.i, 1, opElement)
	default:
		l.i++
	}
}

// pushInElement opens the braces of an attribute or child.
func (l *lexer) pushInElement() {
	l.push(l.i, 1, '{')
	l.tokens[len(l.tokens)-1].flags |= valueBrace
}

// skipAngles passes over the type arguments of an element's name.
func (l *lexer) skipAngles() {
	depth := 0
	for ; l.i < len(l.text); l.i++ {
		switch l.text[l.i] {
		case '<':
			depth++
		case '>':
			if depth--; depth == 0 {
				l.i++
				return
			}
		case '\n', ';':
			return
		}
	}
}

// children reads text between tags, and what ends it.
func (l *lexer) children() {
	n := bytes.IndexAny(l.text[l.i:], "<{")
	if n < 0 {
		l.i = len(l.text)
		return
	}
	l.i += n
	switch {
	case l.text[l.i] == '{':
		l.pushInElement()
	case l.at(1) == '/':
		end := bytes.IndexByte(l.text[l.i:], '>')
		if end < 0 {
			l.i = len(l.text)
			return
		}
		l.closeTo(len(l.open)-1, opElement, end+1)
	default:
		l.push(l.i, 1, opElement)
	}
}
