package jssource

import "bytes"

// quoted reads a string; one that does not end on its line ends with the line.
func (l *lexer) quoted(quote byte) {
	var flags tokenFlags
	i := l.i + 1
	for {
		if i >= len(l.text) {
			l.broken = "a string is never closed"
			break
		}
		c := l.text[i]
		if c == quote {
			i++
			break
		}
		if c == '\n' {
			l.broken = "a string is never closed"
			break
		}
		if c == '\\' {
			flags = escaped
			i++
			if i+1 < len(l.text) && l.text[i] == '\r' && l.text[i+1] == '\n' {
				i++
			}
		}
		i++
	}
	l.add(kindString, opNone, min(i, len(l.text))-l.i)
	l.tokens[len(l.tokens)-1].flags |= flags
	l.value = true
}

// number reads a number: its digits, letters, separators, and the sign of an exponent.
func (l *lexer) number() {
	i := l.i
	hex := l.text[i] == '0' && (l.at(1)|0x20 == 'x')
	dot := false
	for i < len(l.text) {
		c := l.text[i]
		switch {
		case classes[c] == byteDigit || classes[c] == byteName:
		case c == '.' && !dot && !hex:
			if i+1 < len(l.text) && l.text[i+1] == '.' && i > l.i {
				// 1..toString()
				i++
				l.add(kindNumber, opNone, i-l.i)
				l.value = true
				return
			}
			dot = true
		case (c == '+' || c == '-') && !hex && i > l.i && l.text[i-1]|0x20 == 'e':
		default:
			l.add(kindNumber, opNone, i-l.i)
			l.value = true
			return
		}
		i++
	}
	l.add(kindNumber, opNone, i-l.i)
	l.value = true
}

// regexEnd returns the length of the regular expression here, flags included, 0 where none can be.
// When looking for ends that are not there has cost too much, it gives up.
func (l *lexer) regexEnd() int {
	if l.wasted > 8*len(l.text) {
		return 0
	}
	return l.scanRegex()
}

func (l *lexer) scanRegex() int {
	class := false
	i := l.i + 1
	for ; i < len(l.text) && l.text[i] != '\n'; i++ {
		switch l.text[i] {
		case '\\':
			i++
			if i < len(l.text) && l.text[i] == '\n' {
				return 0
			}
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if class {
				continue
			}
			for i++; i < len(l.text) && classes[l.text[i]] == byteName; i++ {
			}
			return i - l.i
		}
	}
	l.wasted += i - l.i
	return 0
}

// chunk reads the text of a template up to its next hole or its end.
func (l *lexer) chunk() {
	var flags tokenFlags
	i := l.i
	for i < len(l.text) {
		n := bytes.IndexAny(l.text[i:min(len(l.text), i+64)], "`$\\")
		if n < 0 {
			i = min(len(l.text), i+64)
			continue
		}
		i += n
		if l.text[i] == '\\' {
			flags = escaped
			i = min(len(l.text), i+2)
			continue
		}
		if l.text[i] == '`' || i+1 < len(l.text) && l.text[i+1] == '{' {
			break
		}
		i++
	}
	l.add(kindChunk, opNone, i-l.i)
	l.tokens[len(l.tokens)-1].flags |= flags
	switch {
	case l.i >= len(l.text):
		l.broken = "a template is never closed"
	case l.text[l.i] == '`':
		l.closeTo(len(l.open)-1, '`', 1)
	default:
		l.push(l.i, 2, opHole)
	}
}
