package sqlsource

import "strings"

// block follows the BEGIN … END of a routine or trigger, inside which semicolons end nothing. It is
// needed for SQLite's triggers and for MySQL's where no DELIMITER is set; other dialects quote the
// body.
type block struct {
	words   int
	create  bool
	routine bool // CREATE … TRIGGER, PROCEDURE, FUNCTION or EVENT
	depth   int
	last    string
}

func (b *block) open() bool { return b.depth > 0 }

// word takes the next word of the statement, which begins at a byte of src.
func (b *block) word(word, src string, at int) {
	b.words++
	if len(word) > len("PROCEDURE") {
		b.last = ""
		return
	}
	upper := strings.ToUpper(word)
	switch upper {
	case "CREATE":
		b.create = b.create || b.words == 1
	case "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT":
		b.routine = b.routine || b.create && b.words < 12
	case "BEGIN":
		if b.routine {
			b.depth++
		}
	case "CASE":
		if b.depth > 0 && b.last != "END" {
			b.depth++
		}
	case "IF", "LOOP", "REPEAT", "WHILE":
		if b.depth > 0 && b.begins(src, at) {
			b.depth++
		}
	case "END":
		if b.depth > 0 {
			b.depth--
		}
	}
	b.last = upper
}

// begins tells whether a statement begins at a byte: IF and REPEAT are functions elsewhere, and
// follow END.
func (b *block) begins(src string, at int) bool {
	switch b.last {
	case "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT":
		return true
	}
	before := strings.TrimRight(src[max(0, at-256):at], " \t\r\n")
	return before != "" && (before[len(before)-1] == ';' || before[len(before)-1] == ':')
}
