// Code generated from lint/sqltable/lexer.go of vtgen. DO NOT EDIT.

package sqltable

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sort tells tokens apart.
type sort uint8

const (
	bare    sort = iota + 1 // a bare word, perhaps with holes in it
	quoted                  // `name` or [name]
	double                  // "name" on most databases, "string" on MySQL
	literal                 // 'string', $$string$$
	number
	param  // ?, $1, :name, @name, #temporary
	hole   // nothing but a hole, or a verb of a format string
	opened // (
	closed // )
	comma
	semicolon
	dot
	star
	equals   // =
	operator // a byte of any other operator
	junk     // what SQL does not have
)

// token is a piece of the text; match is, for an opened parenthesis, the index of the closing one, or
// the number of tokens.
type token struct {
	sort       sort
	word       keyword
	class      class
	holes      bool // a name with a hole in it
	start, end int32
	match      int32
}

// lexing is the state of reading tokens that is not in the tokens.
type lexing struct {
	backslash bool // a backslash escapes in '…'
	escaped   bool // one was seen before a quote
	torn      bool // a '…' had no end
	// What had no end once has none further on: not looking again keeps the time linear.
	noEnd       [256]bool // by quote
	flat        bool      // comments do not nest
	noRows      bool      // copied into a table
	lostDollars int
	hints       int     // open /*! comments, whose content MySQL executes
	first       keyword // of the statement
	routine     bool    // the statement makes a routine: its $$…$$ is code
	code        string  // the tag of the $$ that ends the code being read
}

// lex reads the tokens. MySQL's backslash escapes a quote, PostgreSQL's does not: where one reading
// leaves a string without an end the other one is taken.
func (s *scanner) lex() {
	s.lexAll(true)
	if s.lexing.torn && s.lexing.escaped {
		s.lexAll(false)
		if s.lexing.torn {
			s.lexAll(true)
		}
	}
}

func (s *scanner) lexAll(backslash bool) {
	s.tokens, s.open = s.tokens[:0], s.open[:0]
	s.lexing = lexing{backslash: backslash}
	for i := 0; i < len(s.text); {
		i = s.next(i)
	}
	for _, at := range s.open {
		s.tokens[at].match = int32(len(s.tokens))
	}
}

// byteSort has the tokens that are one byte; 0 stands for all else.
var byteSort = func() (sorts [utf8.RuneSelf]sort) {
	for _, c := range "+-<>|&^~!%:$@#]" {
		sorts[c] = operator
	}
	for _, c := range `\{}'` {
		sorts[c] = junk
	}
	sorts[','], sorts[';'], sorts['.'], sorts['*'], sorts['='], sorts['/'] = comma, semicolon, dot, star, equals, operator
	return sorts
}()

// next reads the token, comment or space at i and returns where the following one begins.
func (s *scanner) next(i int) int {
	c := s.text[i]
	switch {
	case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
		return i + 1
	case c >= utf8.RuneSelf:
		return s.wide(i)
	case wordByte[c]:
		if end := s.numberOrPrefix(i); end > 0 {
			return end
		}
		return s.bareWord(i)
	case c == '(':
		s.open = append(s.open, int32(len(s.tokens)))
		return s.add(opened, i, i+1)
	case c == ')':
		if n := len(s.open); n > 0 {
			s.tokens[s.open[n-1]].match = int32(len(s.tokens))
			s.open = s.open[:n-1]
		}
		return s.add(closed, i, i+1)
	}
	if end := s.special(i, c); end > 0 {
		return end
	}
	if c == ';' {
		s.lexing.first, s.lexing.routine = kwNone, s.lexing.code != "" && s.lexing.routine
		s.add(semicolon, i, i+1)
		return s.copiedRows(i + 1)
	}
	sort := byteSort[c]
	if sort == 0 {
		sort = junk
	}
	return s.add(sort, i, i+1)
}

// special reads what begins with a byte that can begin several things, or returns 0.
func (s *scanner) special(i int, c byte) int {
	switch c {
	case '\'':
		return s.quote(literal, i, i, s.lexing.backslash && !s.escapeClause(i))
	case '"':
		return s.quote(double, i, i, true)
	case '`':
		return s.quote(quoted, i, i, false)
	case '[':
		return s.bracket(i)
	case '-', '/', '*', '#':
		return s.comment(i, c)
	case '$':
		return s.dollar(i)
	case '?':
		end := i + 1
		if end < len(s.text) && s.text[end] == '?' {
			end++
		}
		return s.add(param, i, end)
	case ':', '@':
		return s.variable(i, c)
	case '%':
		if end := formatVerb(s.text, i); end > 0 {
			return s.bareWord(i)
		}
	case '.':
		if digit(s.text, i+1) && (i == 0 || !wordByte[s.text[i-1]] && s.text[i-1] != '`' && s.text[i-1] != '"' && s.text[i-1] != ']') {
			return s.add(number, i, endOfWord(s.text, i+1))
		}
	}
	return 0
}

func (s *scanner) add(sort sort, start, end int) int {
	s.tokens = append(s.tokens, token{sort: sort, start: int32(start), end: int32(end)})
	return end
}

// wordByte has the bytes of bare words, those beyond ASCII aside.
var wordByte = func() (is [256]bool) {
	for c := range is {
		is[c] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
	}
	return is
}()

// endOfWord returns the end of the word whose characters begin at i.
func endOfWord(text string, i int) int {
	for i < len(text) {
		c := text[i]
		switch {
		case wordByte[c] || c == '$':
			i++
		case c < utf8.RuneSelf:
			return i
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
				return i
			}
			i += size
		}
	}
	return i
}

// numberOrPrefix reads a number, or a string with a letter before its quote, or returns 0.
func (s *scanner) numberOrPrefix(i int) int {
	c := s.text[i]
	if '0' <= c && c <= '9' {
		end := i
		for end < len(s.text) && (digit(s.text, end) || s.text[end] == '.' && digit(s.text, end+1)) {
			end++
		}
		if last := endOfWord(s.text, end); last > end && !numeric(s.text[i:last]) {
			return 0 // a name such as 2fa_codes
		} else if last > end {
			end = last
		}
		if end < len(s.text) && (s.text[end] == '_' || strings.HasPrefix(s.text[end:], string(Hole))) {
			return 0
		}
		return s.add(number, i, end)
	}
	if i+1 < len(s.text) && s.text[i+1] == '\'' {
		switch c {
		case 'e', 'E':
			return s.quote(literal, i, i+1, true)
		case 'n', 'N', 'x', 'X', 'b', 'B':
			return s.quote(literal, i, i+1, s.lexing.backslash)
		}
	}
	return 0
}

// numeric reports whether a word that begins with a digit is a number: 0x1F, 1e5.
func numeric(word string) bool {
	if len(word) > 2 && word[0] == '0' && (word[1] == 'x' || word[1] == 'X') {
		return strings.Trim(word[2:], "0123456789abcdefABCDEF") == ""
	}
	digits := strings.TrimLeft(word, "0123456789.")
	return len(digits) > 0 && (digits[0] == 'e' || digits[0] == 'E') && strings.Trim(digits[1:], "0123456789") == ""
}

func digit(text string, i int) bool {
	return i < len(text) && '0' <= text[i] && text[i] <= '9'
}

// wide reads what begins beyond ASCII.
func (s *scanner) wide(i int) int {
	r, size := utf8.DecodeRuneInString(s.text[i:])
	switch {
	case r == Hole || unicode.IsLetter(r):
		return s.bareWord(i)
	case unicode.IsSpace(r) || r == '\uFEFF':
		return i + size
	default:
		return s.add(junk, i, i+size)
	}
}

// bareWord reads a word with the holes that are glued to it. A keyword that has a hole before or
// after it is a token of its own: "⟨⟩WHERE".
func (s *scanner) bareWord(i int) int {
	end, holes, known := i, 0, 0
	firstHole := -1
	for end < len(s.text) {
		if size := holeAt(s.text, end); size > 0 {
			if firstHole < 0 {
				firstHole = end
			}
			end += size
			holes++
			continue
		}
		last := endOfWord(s.text, end)
		if last == end {
			break
		}
		if holes > 0 && lookup(s.text[end:last]).class&reserved != 0 {
			break
		}
		known++
		end = last
	}
	switch {
	case holes == 0:
		s.addWord(i, end)
		return end
	case known == 0:
		return s.add(hole, i, end)
	case firstHole > i && lookup(s.text[i:firstHole]).class&reserved != 0:
		s.addWord(i, firstHole)
		return firstHole
	}
	s.add(bare, i, end)
	s.tokens[len(s.tokens)-1].holes = true
	return end
}

// addWord adds a bare word without holes.
func (s *scanner) addWord(start, end int) {
	m := lookup(s.text[start:end])
	s.tokens = append(s.tokens, token{sort: bare, word: m.word, class: m.class, start: int32(start), end: int32(end)})
	switch {
	case s.lexing.first == kwNone:
		s.lexing.first = m.word
		if m.word == kwNone {
			s.lexing.first = kwOther
		}
		s.lexing.routine = s.lexing.routine || m.word == kwDo
	case s.lexing.first == kwCreate && (m.word == kwFunction || m.word == kwProcedure):
		s.lexing.routine = true
	}
}

// holeAt returns the size of the hole or the verb of a format string at i, or 0.
func holeAt(text string, i int) int {
	switch text[i] {
	case 0xEF:
		if strings.HasPrefix(text[i:], string(Hole)) {
			return len(string(Hole))
		}
	case '%':
		return max(0, formatVerb(text, i)-i)
	}
	return 0
}

// formatVerb returns the end of the verb at i, such as %s and %[1]d, or 0. It is none where a word
// goes on after it, since % is also an operator.
func formatVerb(text string, i int) int {
	end := i + 1
	if end < len(text) && text[end] == '[' {
		end++
		for digit(text, end) {
			end++
		}
		if end >= len(text) || text[end] != ']' {
			return 0
		}
		end++
	}
	if end >= len(text) || strings.IndexByte("sdvqxXtT", text[end]) < 0 {
		return 0
	}
	end++
	if end < len(text) && text[end] != '_' && wordByte[text[end]] {
		return 0
	}
	return end
}
