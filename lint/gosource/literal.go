package gosource

import (
	"go/ast"
	"strconv"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// literal turns a string or character literal into a part whose every byte maps to the source. It
// reads the source and not the tree's value: the parser drops carriage returns from raw strings.
func (r *reader) literal(lit *ast.BasicLit) fact.Part {
	start := int(r.pos(lit.ValuePos))
	if start >= len(r.src) {
		return fact.Part{Pos: fact.Pos(start), End: fact.Pos(start)}
	}
	if r.src[start] == '`' {
		return r.rawLiteral(start + 1)
	}
	end := start + len(lit.Value) - 1
	if end <= start || end >= len(r.src) || r.src[end] != r.src[start] {
		return fact.Part{Pos: fact.Pos(start), End: fact.Pos(start)}
	}
	body := r.src[start+1 : end]
	part := fact.Part{Literal: body, Pos: fact.Pos(start + 1), End: fact.Pos(end)}
	if strings.IndexByte(body, '\\') >= 0 {
		part.Literal, part.Escapes = unescape(body, r.src[start])
	}
	return part
}

func (r *reader) rawLiteral(start int) fact.Part {
	length := strings.IndexByte(r.src[start:], '`')
	if length < 0 {
		length = len(r.src) - start
	}
	body := r.src[start : start+length]
	part := fact.Part{Literal: body, Pos: fact.Pos(start), End: fact.Pos(start + length)}
	if strings.IndexByte(body, '\r') < 0 {
		return part
	}
	var value strings.Builder
	for i := 0; i < len(body); i++ {
		if body[i] == '\r' {
			part.Escapes = append(part.Escapes, fact.Escape{At: int32(value.Len()), Skew: int32(i + 1 - value.Len())})
			continue
		}
		value.WriteByte(body[i])
	}
	part.Literal = value.String()
	return part
}

// unescape decodes an interpreted literal; what is not a valid escape stands for itself.
func unescape(body string, quote byte) (string, []fact.Escape) {
	var value strings.Builder
	value.Grow(len(body))
	escapes := make([]fact.Escape, 0, strings.Count(body, "\\"))
	for rest := body; rest != ""; {
		slash := strings.IndexByte(rest, '\\')
		if slash < 0 {
			value.WriteString(rest)
			break
		}
		value.WriteString(rest[:slash])
		rest = rest[slash:]
		char, multibyte, tail, err := strconv.UnquoteChar(rest, quote)
		switch {
		case err != nil:
			value.WriteByte(rest[0])
			rest = rest[1:]
			continue
		case char < 0x80 || multibyte:
			value.WriteRune(char)
		default:
			value.WriteByte(byte(char))
		}
		rest = tail
		escapes = append(escapes, fact.Escape{
			At:   int32(value.Len()),
			Skew: int32(len(body) - len(rest) - value.Len()),
		})
	}
	return value.String(), escapes
}

// slice is the piece of a literal part from one byte of its value to another.
func slice(p fact.Part, from, to int) fact.Part {
	if from == 0 && to == len(p.Literal) {
		return p
	}
	cut := fact.Part{Literal: p.Literal[from:to], Pos: sourceAt(p, from), End: p.End}
	if to < len(p.Literal) {
		cut.End = sourceAt(p, to)
	}
	base := skewAt(p, from)
	for _, e := range p.Escapes {
		if int(e.At) > from && int(e.At) < to {
			cut.Escapes = append(cut.Escapes, fact.Escape{At: e.At - int32(from), Skew: e.Skew - base})
		}
	}
	return cut
}

func skewAt(p fact.Part, at int) int32 {
	skew := int32(0)
	for _, e := range p.Escapes {
		if int(e.At) > at {
			break
		}
		skew = e.Skew
	}
	return skew
}

func sourceAt(p fact.Part, at int) fact.Pos {
	return min(p.Pos+fact.Pos(at)+fact.Pos(skewAt(p, at)), p.End)
}
