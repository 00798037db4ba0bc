package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// withNames fills the placeholders for names, ??, of a text that the mysql library runs with the
// values of an array: query('SELECT * FROM ??', ['user_accounts']).
func (r *reader) withNames(t fact.Text, a *node, site *callSite) fact.Text {
	all := site.node.list
	if len(all) < 2 || all[0] != a || all[1].kind != nodeArray {
		return t
	}
	values, next := all[1].list, 0
	var parts []fact.Part
	for _, part := range t.Parts {
		if part.Hole != nil || !strings.Contains(part.Literal, "?") || len(part.Escapes) > 0 {
			parts = append(parts, part)
			continue
		}
		parts = append(parts, r.namedParts(part, values, &next, site)...)
	}
	t.Parts = parts
	return t
}

// namedParts cuts a literal at the placeholders whose names are known. next counts the values used.
func (r *reader) namedParts(part fact.Part, values []*node, next *int, site *callSite) []fact.Part {
	var parts []fact.Part
	text, begin := part.Literal, 0
	piece := func(from, to int) fact.Part {
		return fact.Part{Literal: text[from:to], Pos: part.Pos + fact.Pos(from), End: part.Pos + fact.Pos(to)}
	}
	for i := 0; i < len(text); i++ {
		if text[i] != '?' {
			continue
		}
		at, n := i, *next
		*next++
		if !strings.HasPrefix(text[i:], "??") {
			continue
		}
		i++
		if n >= len(values) || values[n] == nil || values[n].kind == nodeSpread {
			continue
		}
		name, _ := r.fold(values[n], site.scope, site.node.pos)
		if !known(name) || len(name.Parts) == 0 {
			continue
		}
		if at > begin {
			parts = append(parts, piece(begin, at))
		}
		hole := piece(at, at+2)
		hole.Literal, hole.Hole = "", &fact.Hole{Choices: []fact.Text{name}}
		parts = append(parts, hole)
		begin = at + 2
	}
	if begin < len(text) {
		parts = append(parts, piece(begin, len(text)))
	}
	return parts
}
