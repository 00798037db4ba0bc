package gosource

import (
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// isShallow tells generated files that import nothing which speaks of data: messages, mocks, stringers,
// rewrite rules. No rule looks at generated code, and of such others need the declarations alone.
func (r *reader) isShallow() bool {
	if !r.file.Generated || slices.ContainsFunc(r.file.Imports, func(i fact.Import) bool { return speaksOfData(i.Path) }) {
		return false
	}
	return !slices.ContainsFunc(statementWords[:], func(word string) bool { return strings.Contains(r.src, word) })
}

// statementWords stand in files that run SQL by interfaces of their own package, as sqlc writes them.
var statementWords = [...]string{"SELECT ", "SELECT\n", "INSERT INTO", "UPDATE ", "DELETE FROM", "select ", ".Query", ".Exec"}

// speaksOfData tells the paths of packages that may hold data, or the code of a platform.
func speaksOfData(path string) bool {
	for _, word := range [...]string{"sql", "db", "database", "mongo", "store", "storage", "repo", "model", "query", "persist", "pgx", "service", "vtgen"} {
		if strings.Contains(path, word) {
			return true
		}
	}
	for element := range strings.SplitSeq(path, "/") {
		switch element {
		case "orm", "ent", "dal", "dao", "data", "pg", "rel", "pop", "gen", "spanner", "bigquery", "firestore", "dynamodb":
			return true
		}
	}
	return isQueryPackage(path)
}

// interesting tells whether a text may hold SQL that names a table: whether one of the words stands
// in it before which, or after which, SQL names one.
func interesting(text parts) bool {
	for _, p := range text {
		if p.Hole == nil {
			if mayHoldSQL(p.Literal) {
				return true
			}
			continue
		}
		for _, c := range p.Hole.Choices {
			if interesting(c.Parts) {
				return true
			}
		}
	}
	return false
}

// mayBecome tells whether a text without such a word may become SQL by its holes: whether one stands
// where a statement begins.
func mayBecome(text parts) bool {
	hole := text[0].Hole
	return hole != nil && !hole.Value && (len(text) > 1 || hole.Name != "")
}

// mayHoldSQL looks for the words, case-insensitively.
func mayHoldSQL(text string) bool {
	for i := 0; i < len(text); i++ {
		if !isLetter(text[i]) {
			continue
		}
		start := i
		for i < len(text) && isWord(text[i]) {
			i++
		}
		if isKeyword(text[start:i]) {
			return true
		}
	}
	return false
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isWord(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' }

func isKeyword(word string) bool {
	if len(word) < 4 || len(word) > 8 {
		return false
	}
	var lower [8]byte
	for i := 0; i < len(word); i++ {
		lower[i] = word[i] | 0x20
	}
	switch string(lower[:len(word)]) {
	case "select", "insert", "update", "delete", "replace", "merge", "truncate", "with", "from", "join", "into",
		"table", "tables", "create", "alter", "drop", "call", "lock", "load", "copy", "upsert", "rename", "describe",
		"analyze", "optimize", "vacuum":
		return true
	}
	return false
}
