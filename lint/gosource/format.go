package gosource

import (
	"go/ast"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// format folds a format with its arguments.
func (r *reader) format(text parts, args []ast.Expr) parts {
	if len(text) == 1 && text[0].Hole != nil && text[0].Hole.Name != "" && len(text[0].Hole.Choices) == 0 {
		return r.given(text[0].Hole.Name, args)
	}
	var out []parts
	next := 0
	for _, p := range text {
		if p.Hole != nil {
			out = append(out, r.formatChoices(p, args[min(next, len(args)):]))
			continue
		}
		at := 0
		for at < len(p.Literal) {
			v, ok := nextVerb(p.Literal, at)
			if !ok {
				break
			}
			out = append(out, parts{slice(p, at, v.start)})
			at = v.end
			if v.verb == '%' {
				out = append(out, parts{slice(p, v.end-1, v.end)})
				continue
			}
			next += v.stars
			if v.index > 0 {
				next = v.index - 1
			}
			var arg ast.Expr
			if next < len(args) {
				arg = args[next]
			}
			next++
			out = append(out, r.formatted(slice(p, v.start, v.end), v.verb, arg))
		}
		out = append(out, parts{slice(p, at, len(p.Literal))})
	}
	return join(out...)
}

// maxArgs bounds the arguments of a format or function that are kept.
const maxArgs = 16

// given is what a format or function of another file makes of its arguments.
func (r *reader) given(name string, args []ast.Expr) parts {
	text := unknown(name)
	told := false
	var texts []fact.Text
	for _, arg := range args[:min(len(args), maxArgs)] {
		t := r.foldPlaced(arg)
		told = told || nameable(t)
		texts = append(texts, fact.Text{Parts: t})
	}
	if told {
		text[0].Hole.Args = texts
	}
	return text
}

// formatChoices formats what a format may be at a place where it is one of several.
func (r *reader) formatChoices(p fact.Part, args []ast.Expr) parts {
	if len(p.Hole.Choices) == 0 {
		return parts{p}
	}
	var texts []parts
	for _, c := range p.Hole.Choices {
		texts = append(texts, r.format(c.Parts, args))
	}
	return choose(texts)
}

// formatted is what a verb prints of its argument.
func (r *reader) formatted(verb fact.Part, letter byte, arg ast.Expr) parts {
	hole := fact.Part{Pos: verb.Pos, End: verb.End, Hole: &fact.Hole{}}
	switch letter {
	case 's', 'v', 'q':
	default:
		hole.Hole.Value = true
		return parts{hole}
	}
	if arg == nil {
		return parts{hole}
	}
	text := r.fold(arg)
	if len(text) == 1 && text[0].Hole != nil && len(text[0].Hole.Choices) == 0 {
		hole.Hole = text[0].Hole
		text = parts{hole}
	}
	if letter == 'q' {
		quote := parts{{Literal: `"`, Pos: verb.Pos, End: verb.Pos}}
		text = join(quote, text, quote)
	}
	return text
}

// verb is a formatting verb in a format, with its argument's index from 1 where it is given.
type verb struct {
	start, end, index, stars int
	verb                     byte
}

// nextVerb finds the first verb from a place on.
func nextVerb(format string, at int) (verb, bool) {
	i := strings.IndexByte(format[at:], '%')
	if i < 0 {
		return verb{}, false
	}
	v := verb{start: at + i}
	for i := v.start + 1; i < len(format); i++ {
		switch c := format[i]; {
		case c == '[':
			v.index = 0
		case format[i-1] == '[' || v.index > 0 && c != ']' && isDigit(c):
			if isDigit(c) && v.index < 1000 {
				v.index = v.index*10 + int(c-'0')
			}
		case c == '*':
			v.stars++
		case strings.IndexByte("+-# .]", c) >= 0 || isDigit(c):
		default:
			v.verb, v.end = c, i+1
			return v, true
		}
	}
	return verb{}, false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
