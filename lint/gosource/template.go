package gosource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// withTemplates makes holes of the actions of text/template.
func withTemplates(text parts) parts {
	found := false
	for _, p := range text {
		found = found || p.Hole == nil && strings.Contains(p.Literal, "{{") && strings.Contains(p.Literal, "}}")
	}
	if !found {
		return text
	}
	var out []parts
	for _, p := range text {
		at := 0
		for p.Hole == nil {
			i := strings.Index(p.Literal[at:], "{{")
			if i < 0 {
				break
			}
			i += at
			end := strings.Index(p.Literal[i:], "}}")
			if end < 0 {
				break
			}
			end += i + 2
			out = append(out, parts{slice(p, at, i)})
			if action := slice(p, i, end); prints(action.Literal) {
				out = append(out, parts{{Pos: action.Pos, End: action.End, Hole: &fact.Hole{}}})
			}
			at = end
		}
		if p.Hole == nil {
			p = slice(p, at, len(p.Literal))
		}
		out = append(out, parts{p})
	}
	return join(out...)
}

// prints tells whether a template's action leaves text behind.
func prints(action string) bool {
	body := strings.Trim(action, "{}- \t\n")
	word, _, _ := strings.Cut(body, " ")
	switch word {
	case "if", "else", "end", "range", "with", "define", "block", "break", "continue", "":
		return false
	}
	return !strings.HasPrefix(body, "/*") && !strings.Contains(body, ":=")
}

// withVerbs makes holes of the verbs of a format that another file or a helper prints.
func withVerbs(text parts) parts {
	found := false
	for _, p := range text {
		found = found || p.Hole == nil && strings.IndexByte(p.Literal, '%') >= 0
	}
	if !found {
		return text
	}
	var out []parts
	next := 0
	for _, p := range text {
		at := 0
		for look := 0; p.Hole == nil; {
			v, ok := nextVerb(p.Literal, look)
			if !ok {
				break
			}
			look = v.end
			next += v.stars
			if v.index > 0 {
				next = v.index - 1
			}
			if v.verb != '%' {
				next++
			}
			if strings.IndexByte("svqd", v.verb) < 0 || v.end-v.start > 8 {
				continue
			}
			hole := slice(p, v.start, v.end)
			out = append(out, parts{slice(p, at, v.start)},
				parts{{Pos: hole.Pos, End: hole.End, Hole: &fact.Hole{Value: v.verb == 'd', Arg: int32(next)}}})
			at = v.end
		}
		if p.Hole == nil {
			p = slice(p, at, len(p.Literal))
		}
		out = append(out, parts{p})
	}
	return join(out...)
}
