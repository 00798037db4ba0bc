package gosource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// parts is a text while it is folded.
type parts = []fact.Part

// nothing is a text of which nothing is known. It is shared, and so never written to.
var nothing = parts{{Pos: fact.None, End: fact.None, Hole: &fact.Hole{}}}

// openText is a text of which something may become known later.
func openText() parts { return parts{{Pos: fact.None, End: fact.None, Hole: &fact.Hole{}}} }

// unknown is a text of which nothing is known but perhaps its name.
func unknown(name string) parts {
	if name == "" {
		return nothing
	}
	return parts{{Pos: fact.None, End: fact.None, Hole: &fact.Hole{Name: name}}}
}

// bound is a text that can only be a value, such as a number.
func bound() parts { return parts{{Pos: fact.None, End: fact.None, Hole: valueHole}} }

// valueHole is shared, and so never written to.
var valueHole = &fact.Hole{Value: true}

// textual tells whether anything of the text is known.
func textual(text parts) bool {
	for _, p := range text {
		if p.Hole == nil || len(p.Hole.Choices) > 0 {
			return true
		}
	}
	return false
}

// nameable tells whether the text is known or may become known by a name.
func nameable(text parts) bool {
	for _, p := range text {
		if p.Hole == nil || len(p.Hole.Choices) > 0 || p.Hole.Name != "" {
			return true
		}
	}
	return false
}

// join puts texts after another, within the bounds. It never writes into its arguments.
func join(texts ...parts) parts {
	n, size := 0, 0
	for _, t := range texts {
		n += len(t)
	}
	all := make(parts, 0, n)
	weight := 0
	for _, t := range texts {
		for _, p := range t {
			if p.Hole == nil && p.Literal == "" {
				continue
			}
			weight += weightOf(p)
			if weight > maxParts || size >= maxText {
				return all
			}
			if size+len(p.Literal) > maxText {
				p = slice(p, 0, maxText-size)
			}
			size += len(p.Literal)
			all = append(all, p)
		}
	}
	return all
}

// weightOf counts a part with all that its choices hold, so that nested choices stay bounded.
func weightOf(p fact.Part) int {
	n := 1
	if p.Hole != nil {
		for _, c := range p.Hole.Choices {
			for _, inner := range c.Parts {
				n += weightOf(inner)
			}
		}
		for _, a := range p.Hole.Args {
			for _, inner := range a.Parts {
				n += weightOf(inner)
			}
		}
	}
	return n
}

// choose is a text that is one of several; a single one is itself.
func choose(texts []parts) parts {
	var choices []fact.Text
	var one parts
	weight := 0
	for _, t := range texts {
		if len(t) == 0 || !nameable(t) || known(choices, t) {
			continue
		}
		for _, p := range t {
			weight += weightOf(p)
		}
		if weight > maxParts {
			break
		}
		one = t
		choices = append(choices, fact.Text{Parts: t})
	}
	switch {
	case len(choices) == 0:
		return unknown("")
	case len(choices) == 1 && len(texts) == 1:
		return one
	}
	return parts{{Pos: fact.None, End: fact.None, Hole: &fact.Hole{Choices: choices}}}
}

func known(choices []fact.Text, t parts) bool {
	for _, c := range choices {
		if same(c.Parts, t) {
			return true
		}
	}
	return false
}

// same tells whether two texts are made of the same pieces of the source.
func same(a, b parts) bool {
	return len(a) == len(b) && hasPrefix(a, b)
}

func hasPrefix(text, prefix parts) bool {
	if len(prefix) > len(text) {
		return false
	}
	for i, p := range prefix {
		q := text[i]
		if p.Hole != q.Hole || p.Pos != q.Pos || p.Literal != q.Literal {
			return false
		}
	}
	return true
}

// plain is the value of a text without holes.
func plain(text parts) (string, bool) {
	switch len(text) {
	case 0:
		return "", true
	case 1:
		return text[0].Literal, text[0].Hole == nil
	}
	var all strings.Builder
	for _, p := range text {
		if p.Hole != nil {
			return "", false
		}
		all.WriteString(p.Literal)
	}
	return all.String(), true
}

// replace is strings.Replace on a text: the new text keeps its own place in the source.
func replace(text parts, from string, to parts) parts {
	if from == "" {
		return text
	}
	var out []parts
	for _, p := range text {
		at := 0
		for p.Hole == nil {
			i := strings.Index(p.Literal[at:], from)
			if i < 0 || len(out) > maxParts {
				break
			}
			out = append(out, parts{slice(p, at, at+i)}, to)
			at += i + len(from)
		}
		if p.Hole == nil {
			p = slice(p, at, len(p.Literal))
		}
		out = append(out, parts{p})
	}
	return join(out...)
}

// trim takes characters off the text's ends.
func trim(text parts, left, right bool, cutset string) parts {
	out := append(parts(nil), text...)
	for left && len(out) > 0 && out[0].Hole == nil {
		p := out[0]
		rest := strings.TrimLeft(p.Literal, cutset)
		if rest != "" {
			out[0] = slice(p, len(p.Literal)-len(rest), len(p.Literal))
			break
		}
		out = out[1:]
	}
	for right && len(out) > 0 && out[len(out)-1].Hole == nil {
		p := out[len(out)-1]
		rest := strings.TrimRight(p.Literal, cutset)
		if rest != "" {
			out[len(out)-1] = slice(p, 0, len(rest))
			break
		}
		out = out[:len(out)-1]
	}
	return out
}

// mapped changes the letters of a text where that leaves every byte in its place.
func mapped(text parts, change func(string) string) parts {
	out := append(parts(nil), text...)
	for i, p := range out {
		if p.Hole == nil {
			if changed := change(p.Literal); len(changed) == len(p.Literal) {
				out[i].Literal = changed
			}
		}
	}
	return out
}
