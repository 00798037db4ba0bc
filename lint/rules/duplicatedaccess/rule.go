package duplicatedaccess

import (
	_ "embed"
	"fmt"
	"path"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
)

//go:embed doc.md
var doc string

// Rule is VT008.
var Rule = &rule.Rule{
	ID: "VT008", Name: "duplicated-data-access", Summary: "the same statement is written twice",
	Doc: doc, Standards: []string{"§3.7.3", "§3.8.2"}, Default: rule.Warning, Check: check,
}

// place is where a statement is.
type place struct {
	file *program.File
	pos  fact.Pos
}

func check(pass *rule.Pass) {
	first := map[string]*program.Statement{}
	reported := map[place]bool{}
	for i := range pass.Program.Statements {
		s := &pass.Program.Statements[i]
		if s.File.Exempt() || !dataAccess(s.Kind) {
			continue
		}
		text, ok := normal(s.SQL)
		if !ok {
			continue
		}
		text = dialect(s.File.Path) + "\x00" + s.Database + "\x00" + text
		switch before := first[text]; {
		case before == nil:
			first[text] = s
		case before.File == s.File && before.Pos == s.Pos, reported[place{s.File, s.Pos}]:
		default:
			reported[place{s.File, s.Pos}] = true
			report(pass, before, s)
		}
	}
}

// dialects are folders that hold the same statements for different databases.
var dialects = map[string]bool{
	"mysql": true, "mariadb": true, "sqlite": true, "sqlite3": true, "postgres": true, "postgresql": true, "pgsql": true,
	"pg": true, "mssql": true, "sqlserver": true, "oracle": true, "cockroachdb": true, "clickhouse": true, "tidb": true,
}

// dialect returns the folder of a path that is named after a database, "" when there is none.
func dialect(path string) string {
	for element := range strings.SplitSeq(path, "/") {
		if dialects[element] {
			return element
		}
	}
	return ""
}

// dataAccess reports whether a statement's verb is about rows.
func dataAccess(kind string) bool {
	switch kind {
	case "select", "insert", "update", "delete", "replace", "merge", "with":
		return true
	}
	return false
}

func report(pass *rule.Pass, before, s *program.Statement) {
	line, _ := before.File.Position(before.Pos)
	tier := rule.Likely
	if s.Sure && before.Sure {
		tier = rule.Certain
	}
	pass.Report(rule.Finding{
		Tier: tier, File: s.File.File, Pos: s.Pos, End: s.End, Module: s.File.Module, Table: rule.TableName(s.Database, s.Table),
		Access: s.Mode.String(), Func: s.File.FunctionName(s.Func),
		Message:    fmt.Sprintf("the same statement is in %s:%d already", before.File.Path, line),
		Suggestion: "call the method in " + path.Base(before.File.Path) + " that has it, or share one",
	})
}

// normal brings a statement into the form in which two that do the same are equal: without comments,
// and with the spaces and letters outside of quotes made alike. It reports false for statements with a
// piece that is not known and not a value, which may be anything.
func normal(sql string) (string, bool) {
	var out strings.Builder
	out.Grow(len(sql))
	var quote byte
	space := false
	for i := 0; i < len(sql); i++ {
		c := sql[i]
		if quote != 0 {
			out.WriteByte(c)
			if c == quote {
				quote = 0
			}
			continue
		}
		if n := comment(sql[i:]); n > 0 {
			i += n - 1
			space = true
			continue
		}
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
			space = true
			continue
		}
		if strings.HasPrefix(sql[i:], hole) && !afterValue(out.String()) {
			return "", false
		}
		if space && out.Len() > 0 && apart(out.String()[out.Len()-1], c) {
			out.WriteByte(' ')
		}
		space = false
		if c == '\'' || c == '"' || c == '`' {
			quote = c
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		out.WriteByte(c)
	}
	return strings.TrimRight(out.String(), ";"), true
}

// hole stands for what is not known of a statement.
const hole = "\uFFFC"

// afterValue reports whether what follows a text can only be a value: it ends with an operator, a
// comma or a parenthesis.
func afterValue(text string) bool {
	return text != "" && strings.IndexByte("=<>,(+-*/'", text[len(text)-1]) >= 0
}

// comment returns the length of the comment that a text begins with.
func comment(text string) int {
	switch {
	case strings.HasPrefix(text, "--"):
		if end := strings.IndexByte(text, '\n'); end >= 0 {
			return end + 1
		}
		return len(text)
	case strings.HasPrefix(text, "/*"):
		if end := strings.Index(text, "*/"); end >= 0 {
			return end + 2
		}
		return len(text)
	}
	return 0
}

// apart reports whether two bytes need a space between them not to become one word or a comment.
func apart(a, b byte) bool {
	return wordByte(a) && wordByte(b) || a == '-' && b == '-' || a == '/' && b == '*'
}

// wordByte reports whether a byte needs a space to be told from the next word.
func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 ||
		strings.IndexByte("_$?'\"`", c) >= 0
}
