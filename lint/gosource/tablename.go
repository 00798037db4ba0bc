package gosource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// tableNames are the names in a table expression, without quotes and aliases. What is no name but
// a subquery or a join clause yields none; its text is a String.
func tableNames(text parts) []parts {
	if len(text) == 1 && text[0].Hole == nil {
		return literalNames(text[0])
	}
	if len(text) == 0 {
		return nil
	}
	name := firstToken(trim(text, true, true, " \t\r\n"))
	if len(name) == 0 || name[0].Hole == nil && !startsName(name[0].Literal) {
		return nil
	}
	return []parts{unquote(name)}
}

func literalNames(p fact.Part) []parts {
	var names []parts
	at := 0
	for at <= len(p.Literal) && len(names) < 32 {
		for at < len(p.Literal) && strings.IndexByte(" \t\r\n", p.Literal[at]) >= 0 {
			at++
		}
		end := at + tokenLength(p.Literal[at:])
		if end == at || !startsName(p.Literal[at:end]) || isClauseWord(p.Literal[at:end]) {
			break
		}
		names = append(names, unquote(parts{slice(p, at, end)}))
		comma := strings.IndexByte(p.Literal[end:], ',')
		if comma < 0 || !isAlias(p.Literal[end:end+comma]) {
			break
		}
		at = end + comma + 1
	}
	return names
}

// isAlias tells what may stand between a table's name and the next comma.
func isAlias(text string) bool {
	fields := strings.Fields(text)
	return len(fields) < 3 && !strings.ContainsAny(text, "()=?")
}

func isClauseWord(word string) bool {
	switch strings.ToLower(word) {
	case "select", "join", "left", "right", "inner", "outer", "cross", "full", "natural", "lateral", "on", "using", "where",
		"as", "with", "values", "unnest", "straight_join", "global", "any", "asof", "array", "and", "or", "case", "not":
		return true
	}
	return false
}

func startsName(text string) bool {
	if text == "" {
		return false
	}
	c := text[0]
	return isLetter(c) || c == '_' || c == '`' || c == '"' || c == '[' || c == '#' || c == '.' || c >= 0x80
}

func tokenLength(text string) int {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if !isWord(c) && strings.IndexByte("`\"[].$-#@:", c) < 0 && c < 0x80 {
			if c == '(' {
				return 0 // a function or subquery
			}
			return i
		}
	}
	return len(text)
}

// firstToken is a text up to its first space.
func firstToken(text parts) parts {
	var out parts
	for _, p := range text {
		if p.Hole != nil {
			out = append(out, p)
			continue
		}
		n := tokenLength(p.Literal)
		if n > 0 {
			out = append(out, slice(p, 0, n))
		}
		if n < len(p.Literal) {
			break
		}
	}
	return out
}

// unquote takes the quotes off an identifier.
func unquote(text parts) parts {
	if len(text) == 1 && text[0].Hole == nil {
		p := text[0]
		if i := strings.IndexByte(p.Literal, '.'); i > 0 && strings.ContainsAny(p.Literal, "`\"[") {
			return text // quoted part by part: unquoted when it is split
		}
	}
	return trim(text, true, true, "`\"[]")
}
