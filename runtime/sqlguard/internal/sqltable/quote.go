// Code generated from lint/sqltable/quote.go of vtgen. DO NOT EDIT.

package sqltable

import (
	"strings"
	"unicode/utf8"
)

// quote reads the string or quoted name whose quote is at i; the token begins at start. A doubled
// quote stands for itself. Without an end the quote is junk, and so are all later ones of its sort.
func (s *scanner) quote(sort sort, start, i int, backslash bool) int {
	q := s.text[i]
	if s.lexing.noEnd[q] {
		return s.add(junk, start, i+1)
	}
	for at := i + 1; at < len(s.text); at++ {
		switch c := s.text[at]; {
		case c == '\\' && backslash:
			at++
			if q == '\'' && at < len(s.text) && s.text[at] == q {
				s.lexing.escaped = true
			}
		case c != q:
		case at+1 < len(s.text) && s.text[at+1] == q:
			at++
		default:
			s.add(sort, start, at+1)
			s.tokens[len(s.tokens)-1].holes = sort != literal && holed(s.text[i:at])
			return at + 1
		}
	}
	s.lexing.noEnd[q] = true
	s.lexing.torn = s.lexing.torn || q == '\''
	return s.add(junk, start, i+1)
}

// holed reports whether a quoted name has a hole in it.
func holed(name string) bool {
	return strings.ContainsRune(name, Hole) || strings.IndexByte(name, '%') >= 0 && hasVerb(name)
}

func hasVerb(name string) bool {
	for i := range len(name) {
		if name[i] == '%' && formatVerb(name, i) > 0 {
			return true
		}
	}
	return false
}

// escapeClause reports whether '\' at i is the whole string, as in LIKE 'x' ESCAPE '\'.
func (s *scanner) escapeClause(i int) bool {
	n := len(s.tokens)
	return strings.HasPrefix(s.text[i:], `'\'`) && n > 0 && strings.EqualFold(s.raw(n-1), "escape")
}

// longestBracket bounds the name in T-SQL's brackets, in bytes: its names have at most 128 letters.
const longestBracket = 256

// bracket reads [name], or returns 0 for an array and its index.
func (s *scanner) bracket(i int) int {
	if i > 0 && (wordByte[s.text[i-1]] || strings.IndexByte(")]}\"'", s.text[i-1]) >= 0) || digit(s.text, i+1) {
		return s.add(operator, i, i+1)
	}
	for at := i + 1; at < len(s.text) && at-i <= longestBracket; at++ {
		c := s.text[at]
		switch {
		case c == ']' && at > i+1:
			s.add(quoted, i, at+1)
			s.tokens[len(s.tokens)-1].holes = holed(s.text[i:at])
			s.mssql = true
			return at + 1
		case !wordByte[c] && c < utf8.RuneSelf && strings.IndexByte(" $#.-/&%", c) < 0:
			return s.add(operator, i, i+1)
		}
	}
	return s.add(operator, i, i+1)
}

// comment passes over a comment, or returns 0 for an operator. PostgreSQL's a # b, which is MySQL's
// comment, is taken for one.
func (s *scanner) comment(i int, c byte) int {
	next := byte(0)
	if i+1 < len(s.text) {
		next = s.text[i+1]
	}
	switch {
	case c == '-' && next == '-':
		if i > 0 && wordByte[s.text[i-1]] && i+2 < len(s.text) && wordByte[s.text[i+2]] {
			return 0 // a--b
		}
		return s.lineEnd(i)
	case c == '*' && next == '/' && s.lexing.hints > 0:
		s.lexing.hints--
		return i + 2
	case c == '/' && next == '*' && i+2 < len(s.text) && s.text[i+2] == '!':
		s.lexing.hints++
		end := i + 3
		for digit(s.text, end) {
			end++
		}
		return end
	case c == '/' && next == '*':
		return s.blockEnd(i)
	case c == '#' && s.temporaryAt(i):
		return s.add(param, i, endOfWord(s.text, i+1))
	case c == '#' && next != '>' && next != '=': // those are operators on documents, as is #- before a value
		if next == '-' && i+2 < len(s.text) && (s.text[i+2] == ' ' || s.text[i+2] == '\'') {
			return 0
		}
		return s.lineEnd(i)
	}
	return 0
}

func (s *scanner) lineEnd(i int) int {
	if n := strings.IndexByte(s.text[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(s.text)
}

// blockEnd returns the end of the comment at i. PostgreSQL's nest and MySQL's do not: a text whose
// nested ones have no end is read as MySQL's.
func (s *scanner) blockEnd(i int) int {
	depth := 1
	for at := i + 2; at+1 < len(s.text) && !s.lexing.flat; at++ {
		switch {
		case s.text[at] == '*' && s.text[at+1] == '/':
			depth--
			at++
			if depth == 0 {
				return at + 1
			}
		case s.text[at] == '/' && s.text[at+1] == '*':
			depth++
			at++
		}
	}
	s.lexing.flat = true
	if n := strings.Index(s.text[i+2:], "*/"); n >= 0 {
		return i + 2 + n + 2
	}
	return len(s.text)
}

// temporaryAt reports whether # begins the name of one of T-SQL's temporary tables.
func (s *scanner) temporaryAt(i int) bool {
	n := len(s.tokens)
	if n == 0 || i+1 >= len(s.text) || !wordByte[s.text[i+1]] && s.text[i+1] != '#' {
		return false
	}
	switch s.tokens[n-1].word {
	case kwFrom, kwJoin, kwInto, kwTable, kwUpdate, kwDelete, kwExists, kwOn:
		return true
	}
	return false
}

// mostLostDollars is how many $tags$ without an end are looked for.
const mostLostDollars = 16

// dollar reads $1 or $tag$string$tag$, or returns 0.
func (s *scanner) dollar(i int) int {
	if digit(s.text, i+1) {
		return s.add(param, i, endOfWord(s.text, i+1))
	}
	end := i + 1
	for end < len(s.text) && (wordByte[s.text[end]] || s.text[end] >= utf8.RuneSelf) {
		end++
	}
	if end >= len(s.text) || s.text[end] != '$' {
		return 0
	}
	tag := s.text[i : end+1]
	if s.lexing.code == tag { // the end of the code
		s.lexing.code, s.lexing.routine = "", false
		return s.add(semicolon, i, end+1)
	}
	if s.lexing.lostDollars >= mostLostDollars {
		return 0
	}
	n := strings.Index(s.text[end+1:], tag)
	if n < 0 {
		s.lexing.lostDollars++
		return 0
	}
	if s.lexing.routine && s.lexing.code == "" {
		// The code of a routine is read as the statements that it is.
		s.lexing.code, s.lexing.first = tag, kwNone
		return s.add(semicolon, i, end+1)
	}
	return s.add(literal, i, end+1+n+len(tag))
}

// variable reads :name, @name or @@name, or returns 0: "::" casts and ":=" assigns.
func (s *scanner) variable(i int, c byte) int {
	begin := i + 1
	if begin < len(s.text) && s.text[begin] == c {
		if c == ':' {
			s.add(operator, i, i+1)
			return s.add(operator, i+1, i+2)
		}
		begin++
	}
	end := endOfWord(s.text, begin)
	if end == begin || c == ':' && i > 0 && (wordByte[s.text[i-1]] || s.text[i-1] == ':') {
		return 0
	}
	return s.add(param, i, end)
}

// copiedRows passes over the rows that follow COPY … FROM stdin; in a dump, up to the line \\.
func (s *scanner) copiedRows(i int) int {
	n := len(s.tokens)
	if n < 3 || s.lexing.noRows || !strings.EqualFold(s.raw(n-2), "stdin") {
		return i
	}
	if end := strings.Index(s.text[i:], "\n\\."); end >= 0 {
		return i + end + len("\n\\.")
	}
	s.lexing.noRows = true
	return i
}
