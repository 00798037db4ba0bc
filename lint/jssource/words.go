package jssource

import "strings"

// maybeSQL reports whether a text has a word in it that SQL has and that says something of a table.
// It is a cheap filter before folding: what passes is judged by what follows.
func maybeSQL(s string) bool {
	for i := 0; i+4 <= len(s); i++ {
		c := s[i] | 0x20
		if !wordStart[c] || i > 0 && isWordByte(s[i-1]) {
			continue
		}
		end := i + 1
		for end < len(s) && isWordByte(s[end]) {
			end++
		}
		if end-i <= 8 && sqlWord(s[i:end]) {
			return true
		}
		i = end - 1
	}
	return false
}

var wordStart = func() (table [256]bool) {
	for _, c := range "sidurctmwjfaegl" {
		table[c] = true
	}
	return table
}()

func isWordByte(c byte) bool {
	class := classes[c]
	return class == byteName && c != '$' || class == byteDigit
}

// sqlWord reports whether a word begins a statement or names a table's place in one.
func sqlWord(s string) bool {
	var lower [8]byte
	for i := range len(s) {
		lower[i] = s[i] | 0x20
	}
	switch string(lower[:len(s)]) {
	case "select", "insert", "update", "delete", "replace", "create", "alter", "drop", "truncate",
		"merge", "with", "join", "from", "into", "call", "lock", "copy", "rename", "table", "exec",
		"analyze", "explain", "upsert", "grant", "load":
		return true
	}
	return false
}

// verbs are the words that begin a statement.
var verbs = set("select", "insert", "update", "delete", "replace", "create", "alter", "drop", "truncate", "merge",
	"with", "call", "lock", "copy", "rename", "exec", "execute", "explain", "analyze", "upsert", "show", "describe",
	"desc", "begin", "commit", "rollback", "set", "use", "grant", "revoke", "load", "optimize", "vacuum", "pragma",
	"declare", "refresh", "comment", "do", "start", "savepoint", "table", "values", "handler", "attach")

// firstWord returns the first word of a text in lower case, behind space, comments and parentheses,
// and what follows it.
func firstWord(s string) (string, string) {
	i := 0
	for i < len(s) {
		switch c := s[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '(' || c == ';':
			i++
		case c == '-' && i+1 < len(s) && s[i+1] == '-' || c == '#':
			for i < len(s) && s[i] != '\n' {
				i++
			}
		case c == '/' && i+1 < len(s) && s[i+1] == '*':
			i += 2
			for i+1 < len(s) && (s[i] != '*' || s[i+1] != '/') {
				i++
			}
			i += 2
		default:
			end := i
			for end < len(s) && isWordByte(s[end]) {
				end++
			}
			if end-i > 12 {
				return "", ""
			}
			word := []byte(s[i:end])
			for k := range word {
				word[k] |= 0x20
			}
			return string(word), s[end:]
		}
	}
	return "", ""
}

// beginsStatement reports whether a text begins like a statement: a verb, and what a statement has
// after it and prose has not.
func beginsStatement(s string) bool {
	word, rest := firstWord(s)
	if !verbs[word] || !separated(rest) {
		return false
	}
	if len(rest) > 4000 {
		rest = rest[:4000]
	}
	next, after := firstWord(rest)
	if prose(rest) {
		return false
	}
	switch word {
	case "select":
		return hasWord(rest, "from") || startsValue(rest) || hasWord(rest, "as") || strings.Contains(rest, "(")
	case "insert", "replace":
		return next == "into" || hasWord(rest, "into") && (next == "ignore" || next == "low_priority" || next == "delayed" || next == "or" || next == "overwrite" || next == "high_priority") || hasWord(rest, "values")
	case "update":
		return hasWord(rest, "set")
	case "delete":
		return hasWord(rest, "from")
	case "create", "alter", "drop", "rename", "comment", "analyze", "optimize":
		return objectWords[next] || qualifiers[next] && hasObject(after)
	case "truncate":
		return next == "table" || isName(rest)
	case "with":
		return hasWord(rest, "as") && strings.Contains(rest, "(")
	case "merge":
		return next == "into" || hasWord(rest, "using")
	case "call", "exec", "execute":
		return next != "" && rest[0] != '(' && (strings.Contains(rest, "(") || isName(rest))
	case "copy":
		return (hasWord(rest, "from") || hasWord(rest, "to")) && (strings.ContainsAny(rest, "('") || hasWord(rest, "stdin") || hasWord(rest, "stdout"))
	case "lock":
		return next == "tables" || next == "table"
	case "explain":
		return verbs[next]
	case "load":
		return next == "data" || next == "xml"
	case "values", "table", "upsert", "refresh", "vacuum", "do", "handler":
		return next == "into" || next == "materialized" || word == "table" && isName(rest)
	}
	return word == "show" && showWords[next]
}

var (
	objectWords = set("table", "index", "view", "database", "schema", "function", "procedure", "trigger", "type", "sequence",
		"extension", "column", "role", "policy", "materialized", "tables", "keyspace", "domain", "statistics")
	qualifiers = set("or", "temporary", "temp", "unique", "global", "unlogged", "if", "virtual", "foreign", "external",
		"fulltext", "spatial", "on", "recursive", "local", "definer", "constraint", "aggregate", "hypertable", "user", "event", "publication")
	showWords = set("tables", "columns", "create", "full", "index", "indexes", "databases", "keys")
)

// articles are words that stand before a noun of prose where SQL has a table's name.
var articles = set("the", "a", "an", "your", "my", "our", "their", "his", "her", "its", "this", "that", "these", "those", "each", "every", "any", "another", "which", "multiple")

// prose reports whether an article follows FROM, INTO or the verb.
func prose(rest string) bool {
	if next, _ := firstWord(rest); articles[next] && next != "a" && next != "any" {
		return true
	}
	for i := 0; i+5 <= len(rest); i++ {
		if i > 0 && isWordByte(rest[i-1]) || !strings.EqualFold(rest[i:i+4], "from") && !strings.EqualFold(rest[i:i+4], "into") || isWordByte(rest[i+4]) {
			continue
		}
		next, after := firstWord(rest[i+4:])
		return articles[next] && !strings.HasPrefix(strings.TrimLeft(after, " "), ",") && strings.TrimSpace(after) != "" && next != "a"
	}
	return false
}

// hasObject reports whether one of the next words is a kind of object.
func hasObject(s string) bool {
	for range 4 {
		word, rest := firstWord(s)
		if word == "" {
			return false
		}
		if objectWords[word] {
			return true
		}
		s = rest
	}
	return false
}

// separated reports whether something that is not a part of the verb follows it.
func separated(rest string) bool {
	if strings.TrimSpace(rest) == "" {
		return false
	}
	switch rest[0] {
	case ' ', '\t', '\n', '\r', '*', '`', '"', '(', '/':
		return true
	}
	return false
}

// startsValue reports whether a select list begins that needs no FROM.
func startsValue(rest string) bool {
	rest = strings.TrimLeft(rest, " \t\r\n")
	if rest == "" {
		return false
	}
	return strings.IndexByte("*?@$:'\"`(0123456789", rest[0]) >= 0
}

// isName reports whether a text is one name: a table's or a procedure's.
func isName(s string) bool {
	s = strings.Trim(s, " \t\r\n;?")
	return s == "" || !strings.ContainsAny(s, " \t\n")
}

// hasWord reports whether a word, in lower case, is in a text.
func hasWord(s, word string) bool {
	for i := 0; i+len(word) <= len(s); i++ {
		if s[i]|0x20 == word[0] && strings.EqualFold(s[i:i+len(word)], word) &&
			(i == 0 || !isWordByte(s[i-1])) && (i+len(word) == len(s) || !isWordByte(s[i+len(word)])) {
			return true
		}
	}
	return false
}

// fragment reports whether a text that does not begin a statement is a piece of one.
func fragment(s string) bool {
	word, rest := firstWord(s)
	switch word {
	case "join", "straight_join":
		return hasWord(rest, "on") && strings.Contains(rest, "=") || hasWord(rest, "using")
	case "left", "right", "inner", "outer", "cross", "full", "natural":
		return hasWord(rest, "join")
	case "from":
		return hasWord(rest, "where") || hasWord(rest, "join") || hasWord(rest, "group") || hasWord(rest, "order")
	case "union", "where", "and", "intersect", "except":
		return hasWord(rest, "select") && hasWord(rest, "from") || hasWord(rest, "join")
	case "into":
		return strings.Contains(rest, "(") && hasWord(rest, "values")
	}
	return false
}
