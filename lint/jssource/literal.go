package jssource

import (
	"strings"
	"unicode/utf8"

	"github.com/vtgen/vtgen/lint/fact"
)

// literalPart makes the part of a string or of a template's chunk.
func (r *reader) literalPart(n *node, raw bool) fact.Part {
	t := r.tokens[n.tok]
	pos, end := int(t.pos), int(t.end)
	if n.kind == nodeString {
		quote := r.src[pos]
		pos++
		if end > pos && r.src[end-1] == quote {
			end--
		}
	}
	p := fact.Part{Pos: fact.Pos(pos), End: fact.Pos(end)}
	text := r.src[pos:end]
	if t.flags&escaped == 0 || raw {
		p.Literal = r.intern(text)
		return p
	}
	p.Literal, p.Escapes = unescape(text)
	return p
}

// unescape returns the value of a literal's source, and where the two drift apart.
func unescape(src string) (string, []fact.Escape) {
	var b strings.Builder
	var escapes []fact.Escape
	b.Grow(len(src))
	for i := 0; i < len(src); {
		if src[i] != '\\' {
			n := strings.IndexByte(src[i:], '\\')
			if n < 0 {
				n = len(src) - i
			}
			b.WriteString(src[i : i+n])
			i += n
			continue
		}
		value, n := escape(src[i:])
		b.WriteString(value)
		i += n
		escapes = append(escapes, fact.Escape{At: int32(b.Len()), Skew: int32(i - b.Len())})
	}
	return b.String(), escapes
}

// escape reads the escape sequence that s begins with.
func escape(s string) (string, int) {
	if len(s) < 2 {
		return "", len(s)
	}
	switch c := s[1]; c {
	case 'n':
		return "\n", 2
	case 't':
		return "\t", 2
	case 'r':
		return "\r", 2
	case 'b':
		return "\b", 2
	case 'f':
		return "\f", 2
	case 'v':
		return "\v", 2
	case '0':
		return "\x00", 2
	case '\n':
		return "", 2
	case '\r':
		if len(s) > 2 && s[2] == '\n' {
			return "", 3
		}
		return "", 2
	case 'x':
		if v, ok := hex(s, 2, 4); ok {
			return string(v), 4
		}
	case 'u':
		return unicodeEscape(s)
	}
	_, n := utf8.DecodeRuneInString(s[1:])
	return s[1 : 1+n], 1 + n
}

func unicodeEscape(s string) (string, int) {
	if len(s) > 2 && s[2] == '{' {
		if end := strings.IndexByte(s, '}'); end > 3 && end < 12 {
			if v, ok := hex(s, 3, end); ok {
				return string(v), end + 1
			}
		}
		return "u", 2
	}
	high, ok := hex(s, 2, 6)
	if !ok {
		return "u", 2
	}
	if high >= 0xd800 && high < 0xdc00 && strings.HasPrefix(s[6:], `\u`) {
		if low, ok := hex(s, 8, 12); ok && low >= 0xdc00 && low < 0xe000 {
			return string((high-0xd800)<<10 + (low - 0xdc00) + 0x10000), 12
		}
	}
	return string(high), 6
}

// hex reads the digits s[from:to].
func hex(s string, from, to int) (rune, bool) {
	if to > len(s) {
		return 0, false
	}
	var v rune
	for _, c := range []byte(s[from:to]) {
		switch {
		case c >= '0' && c <= '9':
			v = v<<4 + rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			v = v<<4 + rune(c|0x20-'a') + 10
		default:
			return 0, false
		}
	}
	return v, true
}

// source returns the place in the file of a byte of a part's value.
func source(p fact.Part, offset int) fact.Pos {
	skew := int32(0)
	for _, e := range p.Escapes {
		if e.At > int32(offset) {
			break
		}
		skew = e.Skew
	}
	return p.Pos + fact.Pos(offset) + fact.Pos(skew)
}

// cut returns the bytes from i to j of a part's value, as a part.
func cut(p fact.Part, i, j int) fact.Part {
	out := fact.Part{Literal: p.Literal[i:j], Pos: source(p, i), End: source(p, j)}
	base := int32(out.Pos-p.Pos) - int32(i)
	for _, e := range p.Escapes {
		if e.At > int32(i) && e.At <= int32(j) {
			out.Escapes = append(out.Escapes, fact.Escape{At: e.At - int32(i), Skew: e.Skew - base})
		}
	}
	return out
}
