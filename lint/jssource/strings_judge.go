package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// roleOf says what role a text has in a call.
func roleOf(t fact.Text, use sink) fact.Role {
	switch use {
	case sinkRuns:
		return fact.Executed
	case sinkMay:
		if beginsStatement(lead(t, 0)) {
			return fact.Executed
		}
		return fact.Argument
	case sinkMessage:
		return fact.Message
	}
	return fact.Argument
}

// keeps reports whether a text is worth a String.
func keeps(t fact.Text, role fact.Role, use sink) bool {
	if role == fact.Executed && use == sinkRuns {
		if !hasLiteral(t, 0) {
			return known(t)
		}
		return anySQL(t, 0) || known(t) && namedHole(t)
	}
	head := lead(t, 0)
	return beginsStatement(head) || fragment(head)
}

// countsOnly reports whether a template selects nothing but how long a list is, as prose does and no query:
// `select ${hotels.length} from hotels`.
func (r *reader) countsOnly(n *node) bool {
	if n.kind != nodeTemplate || n.x != nil || len(n.list) < 3 {
		return false
	}
	first, hole := n.list[0], n.list[1]
	return strings.EqualFold(strings.TrimSpace(r.src[first.pos:first.end]), "select") && hole.kind == nodeMember && (hole.name == "length" || hole.name == "size")
}

func namedHole(t fact.Text) bool {
	for _, p := range t.Parts {
		if p.Hole != nil && p.Hole.Name != "" {
			return true
		}
	}
	return false
}

func anySQL(t fact.Text, depth int) bool {
	for _, p := range t.Parts {
		if p.Hole == nil {
			if maybeSQL(p.Literal) {
				return true
			}
			continue
		}
		for _, c := range p.Hole.Choices {
			if depth < 5 && anySQL(c, depth+1) {
				return true
			}
		}
	}
	return false
}

// maxLead is how much of a text is looked at to judge it.
const maxLead = 4000

// lead returns the beginning of a text as it may look: a question mark for what is not known, the
// first of several choices.
func lead(t fact.Text, depth int) string {
	if len(t.Parts) == 1 && t.Parts[0].Hole == nil {
		return t.Parts[0].Literal
	}
	var b strings.Builder
	for _, p := range t.Parts {
		switch {
		case b.Len() > maxLead:
			return b.String()
		case p.Hole == nil:
			b.WriteString(p.Literal)
		case len(p.Hole.Choices) > 0 && depth < 5:
			b.WriteString(lead(p.Hole.Choices[0], depth+1))
		case b.Len() > 0:
			b.WriteString("?")
		}
	}
	return b.String()
}
