package jssource

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

// beginsStatement reports whether a text begins like a statement: a verb, and something after it.
func beginsStatement(s string) bool {
	word, rest := firstWord(s)
	if !verbs[word] {
		return false
	}
	for i := range len(rest) {
		switch rest[i] {
		case ' ', '\t', '\n', '\r':
			continue
		case '*', '`', '"', '(', '[', '$', '?', ':', '@', '\'', '/', '-', '#':
			return true
		}
		return isWordByte(rest[i]) && i > 0
	}
	return false
}

// fragment reports whether a text that does not begin a statement is a piece of one.
func fragment(s string) bool {
	switch word, rest := firstWord(s); word {
	case "from", "join", "into", "left", "right", "inner", "outer", "cross", "full", "union", "where", "and", "natural", "straight_join":
		return rest != "" && maybeSQL(s)
	}
	return false
}
