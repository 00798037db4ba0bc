// Package sqlsource finds the statements of a file of SQL: a migration, a dump, or the queries that
// sqlc types. It splits and places them; what tables they name is for the scanner to say.
package sqlsource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// maxStatement bounds the text of one statement, in bytes: a dump's INSERT names its table early.
const maxStatement = 64 << 10

// Read returns the facts of the SQL file text, whose path is relative to the root of the run: one
// String a statement. A file that ends inside a quote or comment has Broken set.
func Read(path string, text []byte) *fact.File {
	file := &fact.File{Path: path, Language: fact.SQL, LineStarts: fact.LineStarts(text), Test: isTest(path)}
	s := &splitter{file: file, src: string(text), delimiter: ";"}
	s.split()
	file.Generated = s.generated
	return file
}

// isTest tells files in a folder for tests.
func isTest(path string) bool {
	for folder := range strings.SplitSeq(path, "/") {
		switch folder {
		case "test", "tests", "testdata", "__tests__", "fixtures":
			return true
		}
	}
	return false
}

// splitter walks a file once and cuts it at the delimiters that end statements.
type splitter struct {
	file      *fact.File
	src       string
	at        int    // the byte looked at
	first     int    // where its first word is, or -1 before it
	delimiter string // ";" unless DELIMITER or goose say otherwise
	whole     bool   // between goose's StatementBegin and StatementEnd, which semicolons do not cut
	query     string // the sqlc query that the statement is of
	block     block  // the body of a routine or trigger, which semicolons do not cut
	generated bool
}

func (s *splitter) split() {
	s.first = -1
	for s.at < len(s.src) {
		s.step()
	}
	s.end(len(s.src), 0)
}

// step looks at what begins at the current byte and moves past it.
func (s *splitter) step() {
	c := s.src[s.at]
	rest := s.src[s.at:]
	switch {
	case c == ' ' || c == '\t' || c == '\n' || c == '\r':
		s.at++
	case strings.HasPrefix(rest, "\ufeff"): // a byte order mark
		s.at += len("\ufeff")
	case strings.HasPrefix(rest, "--") || c == '#' && s.first < 0:
		s.lineComment(rest)
	case strings.HasPrefix(rest, "/*"):
		s.blockComment(rest)
	case !s.whole && strings.HasPrefix(rest, s.delimiter) && (s.delimiter != ";" || !s.block.open()):
		s.end(s.at, len(s.delimiter))
	case c == '\'' || c == '"' || c == '`':
		s.mark()
		s.quoted(c)
	case c == '$' && s.dollar(rest):
	case s.first < 0 && s.command(rest):
	case isWord(c):
		s.mark()
		s.word(rest)
	default:
		s.mark()
		s.at++
	}
}

// mark notes where a statement's first word is.
func (s *splitter) mark() {
	if s.first < 0 {
		s.first = s.at
	}
}

// lineComment passes over a comment and obeys what sqlc, goose and dbmate say in one.
func (s *splitter) lineComment(rest string) {
	line, _, _ := strings.Cut(rest, "\n")
	s.at += len(line)
	body := strings.TrimSpace(strings.TrimLeft(line, "-#"))
	lower := strings.ToLower(body)
	switch {
	case strings.HasPrefix(lower, "name:"):
		s.end(s.at-len(line), 0)
		s.query = ""
		if fields := strings.Fields(body[len("name:"):]); len(fields) > 0 {
			s.query = fields[0]
		}
	case strings.HasPrefix(lower, "+goose statementbegin"), strings.HasPrefix(lower, "+migrate statementbegin"):
		s.end(s.at-len(line), 0)
		s.whole = true
	case strings.HasPrefix(lower, "+goose statementend"), strings.HasPrefix(lower, "+migrate statementend"):
		s.whole = false
		s.end(s.at-len(line), 0)
	case strings.HasPrefix(lower, "+goose "), strings.HasPrefix(lower, "+migrate "), strings.HasPrefix(lower, "migrate:"):
		s.whole = false
		s.end(s.at-len(line), 0)
	case strings.HasPrefix(lower, "code generated") && strings.Contains(lower, "do not edit"):
		s.generated = true
	}
	if strings.Contains(body, "vtgen:") {
		s.comment(s.at-len(line), s.at, body)
	}
}

// blockComment passes over a comment. MySQL runs what stands in /*! … */, so that only its marks are
// passed over.
func (s *splitter) blockComment(rest string) {
	if strings.HasPrefix(rest, "/*!") {
		s.at += 3
		for s.at < len(s.src) && s.src[s.at] >= '0' && s.src[s.at] <= '9' {
			s.at++
		}
		return
	}
	end := strings.Index(rest[2:], "*/")
	if end < 0 {
		s.broken("a comment that does not end")
		s.at = len(s.src)
		return
	}
	body := strings.TrimSpace(rest[2 : 2+end])
	if name, ok := strings.CutPrefix(body, "name:"); ok { // sqlc takes both kinds of comment
		s.end(s.at, 0)
		if fields := strings.Fields(name); len(fields) > 0 {
			s.query = fields[0]
		}
	}
	if strings.Contains(body, "vtgen:") {
		s.comment(s.at, s.at+end+4, body)
	}
	s.at += end + 4
}

func (s *splitter) comment(from, to int, body string) {
	line := strings.LastIndexByte(s.src[:from], '\n') + 1
	s.file.Comments = append(s.file.Comments, fact.Comment{
		Text: body, Pos: fact.Pos(from), End: fact.Pos(to), Trailing: strings.TrimSpace(s.src[line:from]) != "",
	})
}

// quoted passes over a quoted text, in which a doubled quote or a backslash escapes.
func (s *splitter) quoted(quote byte) {
	for i := s.at + 1; i < len(s.src); i++ {
		switch s.src[i] {
		case '\\':
			if quote != '`' && s.escapes(i, quote) {
				i++
			}
		case quote:
			if i+1 < len(s.src) && s.src[i+1] == quote {
				i++
				continue
			}
			s.at = i + 1
			return
		}
	}
	s.broken("a quote that does not end")
	s.at = len(s.src)
}

// escapes tells whether a backslash before a quote escapes it, as in MySQL, or is an ordinary
// character, as in standard SQL: there the quote ends the text, and what follows cannot go on it.
func (s *splitter) escapes(i int, quote byte) bool {
	if i+1 >= len(s.src) || s.src[i+1] != quote {
		return true
	}
	rest := strings.TrimLeft(s.src[i+2:], " \t\r\n")
	if rest == "" {
		return false
	}
	switch rest[0] {
	case ')', ',', ';':
		return s.src[i-1] != quote // '\' by itself is a whole text in standard SQL
	}
	return true
}

// dollar passes over PostgreSQL's $tag$ … $tag$.
func (s *splitter) dollar(rest string) bool {
	end := 1
	for end < len(rest) && isWord(rest[end]) {
		end++
	}
	if s.at > 0 && isWord(s.src[s.at-1]) { // a name with a dollar sign in it
		return false
	}
	if end >= len(rest) || rest[end] != '$' || end > 1 && rest[1] >= '0' && rest[1] <= '9' {
		return false
	}
	tag := rest[:end+1]
	s.mark()
	length := strings.Index(rest[len(tag):], tag)
	if length < 0 {
		s.broken("a dollar quote that does not end")
		s.at = len(s.src)
		return true
	}
	s.at += 2*len(tag) + length
	return true
}

// command obeys the client's own commands, each a line: DELIMITER, and psql's \commands and the data
// after COPY … FROM stdin.
func (s *splitter) command(rest string) bool {
	if rest[0] != '\\' && (len(rest) < 10 || !strings.EqualFold(rest[:9], "delimiter") || rest[9] != ' ' && rest[9] != '\t') {
		return false
	}
	line, _, _ := strings.Cut(rest, "\n")
	if rest[0] == '\\' {
		s.at += len(line)
		return true
	}
	if fields := strings.Fields(line[9:]); len(fields) > 0 {
		s.delimiter = fields[0]
	}
	s.at += len(line)
	return true
}

func (s *splitter) word(rest string) {
	end := 1
	for end < len(rest) && isWord(rest[end]) {
		end++
	}
	if end == 2 && !s.whole && strings.EqualFold(rest[:end], "go") && s.alone(s.at, s.at+end) { // SQL Server's batches
		s.at += end
		s.end(s.at-end, 0)
		return
	}
	s.block.word(rest[:end], s.src, s.at)
	s.at += end
}

// alone tells whether what stands from one byte to another has its line to itself.
func (s *splitter) alone(from, to int) bool {
	const window = 80 // so that a file of one line is not looked through at each of its words
	after, _, _ := strings.Cut(s.src[to:min(len(s.src), to+window)], "\n")
	before := s.src[max(0, from-window):from]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	return strings.TrimSpace(after) == "" && strings.TrimSpace(before) == ""
}

// end cuts the statement that ends at a byte, before a delimiter of some length.
func (s *splitter) end(to, delimiter int) {
	if s.first >= 0 && s.first < to {
		s.add(s.first, to)
	}
	copied := s.first >= 0 && s.first < to && delimiter > 0 && copiesFromStdin(s.src[s.first:to])
	s.at = max(s.at, to+delimiter)
	if copied {
		s.skipData()
	}
	s.first, s.block = -1, block{}
}

func (s *splitter) add(from, to int) {
	text := strings.TrimRight(s.src[from:to], " \t\r\n")
	if len(text) > maxStatement {
		text = text[:maxStatement]
	}
	pos, end := fact.Pos(from), fact.Pos(from+len(text))
	s.file.Strings = append(s.file.Strings, fact.String{
		Text: fact.Text{Parts: []fact.Part{{Literal: text, Pos: pos, End: end}}},
		Role: fact.Executed, Func: fact.None, Pos: pos, End: end, Query: s.query,
	})
}

func copiesFromStdin(statement string) bool {
	if len(statement) < 4 || !strings.EqualFold(statement[:4], "COPY") {
		return false
	}
	return strings.Contains(strings.ToLower(statement[max(0, len(statement)-200):]), "from stdin")
}

// skipData passes over the rows that follow COPY … FROM stdin, up to the line \. .
func (s *splitter) skipData() {
	rest := s.src[s.at:]
	end := strings.Index(rest, "\n\\.")
	if end < 0 {
		return
	}
	s.at += end + 3
}

func (s *splitter) broken(what string) {
	if s.file.Broken == "" {
		s.file.Broken = "splitting statements: " + what
	}
}

func isWord(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80
}
