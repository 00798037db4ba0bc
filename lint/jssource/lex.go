package jssource

import "bytes"

// lexer turns a text into tokens. It accepts every text: what it cannot read it skips, and brackets
// that do not pair are closed by whatever ends the pair around them.
type lexer struct {
	text       []byte
	i          int
	tokens     []token
	comments   []comment
	open       []int32 // the indices of the opening brackets that are not closed yet
	value      bool    // the last token ends an expression
	newline    bool    // a line ended since the last token
	jsx        bool    // < may begin an element
	typescript bool
	broken     string
	wasted     int // the bytes looked at for the ends of regular expressions that were none
}

// lex reads a whole text. A text in which what looked like a JSX element never ends is read again
// without JSX. The tokens are put into the memory that is passed.
func lex(text []byte, typescript, jsx bool, tokens []token) *lexer {
	l := &lexer{text: text, jsx: jsx, typescript: typescript, tokens: tokens[:0]}
	l.run()
	if jsx && l.unclosedElement() {
		l = &lexer{text: text, typescript: typescript, tokens: l.tokens[:0]}
		l.run()
	}
	for _, o := range l.open {
		l.tokens[o].mate = int32(len(l.tokens))
	}
	if len(l.open) > 0 && l.broken == "" {
		l.broken = "a bracket is never closed"
	}
	l.tokens = append(l.tokens, token{kind: kindEOF, flags: afterNewline, pos: int32(len(text)), end: int32(len(text)), mate: -1})
	return l
}

func (l *lexer) unclosedElement() bool {
	for _, o := range l.open {
		if l.tokens[o].op == opElement {
			return true
		}
	}
	return false
}

func (l *lexer) run() {
	if cap(l.tokens) < len(l.text)/5 {
		l.tokens = make([]token, 0, len(l.text)/4+16)
	}
	if bytes.HasPrefix(l.text, []byte("\xef\xbb\xbf")) {
		l.i = 3
	}
	if bytes.HasPrefix(l.text[l.i:], []byte("#!")) {
		l.skipLine()
	}
	l.newline = true
	for l.i < len(l.text) {
		if n := len(l.open); n > 0 {
			switch l.tokens[l.open[n-1]].op {
			case '`':
				l.chunk()
				continue
			case opElement:
				l.element()
				continue
			}
		}
		l.next()
	}
}

// Classes of bytes.
const (
	byteOther = iota
	byteSpace
	byteLine
	byteName
	byteDigit
	byteQuote
	byteHigh
	byteSlash
	byteOpen
	byteClose
)

var classes = func() (table [256]uint8) {
	for c := range table {
		switch {
		case c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r':
			table[c] = byteSpace
		case c == '\n':
			table[c] = byteLine
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$':
			table[c] = byteName
		case c >= '0' && c <= '9':
			table[c] = byteDigit
		case c == '"' || c == '\'' || c == '`':
			table[c] = byteQuote
		case c >= 0x80 || c == '\\':
			table[c] = byteHigh
		case c == '/':
			table[c] = byteSlash
		case c == '(' || c == '[' || c == '{':
			table[c] = byteOpen
		case c == ')' || c == ']' || c == '}':
			table[c] = byteClose
		}
	}
	return table
}()

// next reads one token, or the space or comment before it.
func (l *lexer) next() {
	c := l.text[l.i]
	switch classes[c] {
	case byteSpace:
		l.i++
	case byteLine:
		l.i++
		l.newline = true
	case byteName:
		l.name()
	case byteDigit:
		l.number()
	case byteQuote:
		if c == '`' {
			l.push(l.i, 1, '`')
			return
		}
		l.quoted(c)
	case byteHigh:
		l.high()
	case byteSlash:
		l.slash()
	case byteOpen:
		l.push(l.i, 1, op(c))
	case byteClose:
		l.pop(op(c))
	default:
		l.punct(c)
	}
}

func (l *lexer) at(ahead int) byte {
	if l.i+ahead < len(l.text) {
		return l.text[l.i+ahead]
	}
	return 0
}

// add appends a token of n bytes and moves behind it.
func (l *lexer) add(k kind, o op, n int) {
	t := token{kind: k, op: o, pos: int32(l.i), end: int32(l.i + n), mate: -1}
	if l.newline {
		t.flags, l.newline = afterNewline, false
	}
	l.tokens = append(l.tokens, t)
	l.i += n
}

// last returns the token before, a semicolon at the start.
func (l *lexer) last() token {
	if len(l.tokens) == 0 {
		return token{kind: kindPunct, op: ';'}
	}
	return l.tokens[len(l.tokens)-1]
}

func (l *lexer) name() {
	i := l.i
	for i < len(l.text) {
		if c := classes[l.text[i]]; c != byteName && c != byteDigit {
			break
		}
		i++
	}
	if i < len(l.text) && classes[l.text[i]] == byteHigh {
		i = l.nameEnd(i)
	}
	o := word(l.text[l.i:i])
	previous := l.last()
	member := previous.kind == kindPunct && (previous.op == '.' || previous.op == opChain)
	if member {
		o = opNone
	}
	l.add(kindName, o, i-l.i)
	l.value = o.endsValue()
}

// nameEnd returns the end of a name that has bytes beyond ASCII or escapes in it.
func (l *lexer) nameEnd(i int) int {
	for i < len(l.text) {
		switch classes[l.text[i]] {
		case byteName, byteDigit:
			i++
		case byteHigh:
			n := l.highName(i)
			if n == 0 {
				return i
			}
			i += n
		default:
			return i
		}
	}
	return i
}

// highName returns the length of what continues a name at a byte beyond ASCII or a \u escape, 0 for
// the spaces and line ends among them.
func (l *lexer) highName(i int) int {
	rest := l.text[i:]
	switch {
	case rest[0] == '\\':
		if len(rest) < 2 || rest[1] != 'u' {
			return 0
		}
		if len(rest) > 2 && rest[2] == '{' {
			if end := bytes.IndexByte(rest[:min(len(rest), 12)], '}'); end > 0 {
				return end + 1
			}
		}
		return 2
	case bytes.HasPrefix(rest, []byte("\xc2\xa0")), bytes.HasPrefix(rest, []byte("\xef\xbb\xbf")),
		bytes.HasPrefix(rest, []byte("\xe2\x80")), bytes.HasPrefix(rest, []byte("\xe3\x80\x80")):
		return 0
	}
	return 1
}

func (l *lexer) high() {
	if l.highName(l.i) > 0 {
		i := l.nameEnd(l.i)
		l.add(kindName, opNone, i-l.i)
		l.value = true
		return
	}
	if bytes.HasPrefix(l.text[l.i:], []byte("\xe2\x80\xa8")) || bytes.HasPrefix(l.text[l.i:], []byte("\xe2\x80\xa9")) {
		l.newline = true
	}
	l.i++
	for l.i < len(l.text) && l.text[l.i] >= 0x80 && l.text[l.i] < 0xc0 {
		l.i++
	}
}

func (l *lexer) skipLine() {
	n := bytes.IndexByte(l.text[l.i:], '\n')
	if n < 0 {
		l.i = len(l.text)
		return
	}
	l.i += n
}

func (l *lexer) lineComment() {
	start := l.i
	l.skipLine()
	l.addComment(start)
}

func (l *lexer) blockComment() {
	start := l.i
	n := bytes.Index(l.text[l.i+2:], []byte("*/"))
	if n < 0 {
		l.i = len(l.text)
		l.broken = "a comment is never closed"
	} else {
		l.i += n + 4
	}
	l.addComment(start)
	if bytes.IndexByte(l.text[start:l.i], '\n') >= 0 {
		l.newline = true
	}
}

func (l *lexer) addComment(start int) {
	l.comments = append(l.comments, comment{
		pos: int32(start), end: int32(l.i), next: int32(len(l.tokens)), trailing: !l.newline,
	})
}

// slash reads a comment, a regular expression or a division.
func (l *lexer) slash() {
	switch l.at(1) {
	case '/':
		l.lineComment()
		return
	case '*':
		l.blockComment()
		return
	}
	if !l.value {
		if n := l.regexEnd(); n > 0 {
			l.add(kindRegex, opNone, n)
			l.value = true
			return
		}
	}
	if l.at(1) == '=' {
		l.add(kindPunct, opSet, 2)
	} else {
		l.add(kindPunct, '/', 1)
	}
	l.value = false
}
