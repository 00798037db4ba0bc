// Package prismasource reads Prisma's schema files: which models there are, what tables they map to,
// and which of their fields lead to other models.
package prismasource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// most bounds how many models, and fields of a model, are looked at.
const most = 5000

// Read returns the facts of the schema file text, whose path is relative to the root of the run: a
// Model for each model and view. A file that ends inside a block or a comment has Broken set.
func Read(path string, text []byte) *fact.File {
	file := &fact.File{Path: path, Language: fact.Prisma, LineStarts: fact.LineStarts(text)}
	s := &schema{file: file, src: string(text)}
	s.read()
	s.relate()
	return file
}

// schema walks a schema line by line: a declaration and each of its fields have lines of their own.
type schema struct {
	file  *fact.File
	src   string
	at    int
	model *fact.Model // the one whose block is open
	block bool        // a block is open
	note  bool        // a comment of several lines is open
}

func (s *schema) read() {
	for s.at < len(s.src) && len(s.file.Models) < most {
		start := s.at
		end := len(s.src)
		if i := strings.IndexByte(s.src[start:], '\n'); i >= 0 {
			end = start + i
		}
		s.at = end + 1
		s.line(s.code(s.src[start:end]), start)
	}
	switch {
	case s.note:
		s.file.Broken = "it ends inside a comment"
	case s.block:
		s.file.Broken = "it ends inside a block"
	}
}

// code cuts the comments off a line.
func (s *schema) code(line string) string {
	if s.note {
		i := strings.Index(line, "*/")
		if i < 0 {
			return ""
		}
		s.note = false
		line = strings.Repeat(" ", i+2) + line[i+2:]
	}
	quoted := false
	for i := 0; i < len(line); i++ {
		switch {
		case quoted && line[i] == '\\':
			i++
		case line[i] == '"':
			quoted = !quoted
		case quoted:
		case strings.HasPrefix(line[i:], "//"):
			return line[:i]
		case strings.HasPrefix(line[i:], "/*"):
			if n := strings.Index(line[i:], "*/"); n >= 0 {
				return line[:i] + strings.Repeat(" ", n+2) + s.code(line[i+n+2:])
			}
			s.note = true
			return line[:i]
		}
	}
	return line
}

// line reads one line: the begin or end of a block, or what is in a model's.
func (s *schema) line(line string, start int) {
	words := strings.Fields(line)
	switch {
	case len(words) == 0:
	case words[0] == "}":
		if s.model != nil {
			s.model.End = fact.Pos(start + strings.IndexByte(line, '}') + 1)
		}
		s.model, s.block = nil, false
	case strings.HasSuffix(strings.TrimRight(line, " \t\r"), "{") && !s.block:
		s.block = true
		if words[0] == "model" || words[0] == "view" {
			s.begin(strings.Trim(words[1], "{"), line, start)
		}
	case s.model == nil:
	case strings.HasPrefix(words[0], "@@"):
		s.attribute(line, start)
	case len(words) > 1 && len(s.model.Refs) < most:
		s.model.Refs = append(s.model.Refs, fact.ModelRef{Field: words[0], Model: strings.TrimRight(words[1], "?[]!")})
	}
}

func (s *schema) begin(name, line string, start int) {
	if name == "" {
		return
	}
	at := fact.Pos(start + strings.Index(line, name))
	s.file.Models = append(s.file.Models, fact.Model{
		Name: name, Derived: true, Library: "prisma", Pos: at, End: at + fact.Pos(len(name)),
	})
	s.model = &s.file.Models[len(s.file.Models)-1]
}

// attribute reads @@map("table") and @@schema("name").
func (s *schema) attribute(line string, start int) {
	from, to := strings.IndexByte(line, '"'), strings.LastIndexByte(line, '"')
	if from < 0 || to <= from+1 {
		return
	}
	at := fact.Pos(start + from + 1)
	text := fact.Text{Parts: []fact.Part{{Literal: line[from+1 : to], Pos: at, End: fact.Pos(start + to)}}}
	switch name, _, _ := strings.Cut(strings.TrimSpace(line), "("); name {
	case "@@map":
		s.model.Table, s.model.Derived = text, false
	case "@@schema":
		s.model.Database = text
	}
}

// scalars are the types of fields that hold values.
var scalars = map[string]bool{"String": true, "Int": true, "BigInt": true, "Float": true, "Decimal": true, "Boolean": true,
	"DateTime": true, "Json": true, "Bytes": true}

// relate leaves of the fields those that may lead to a model; one of a type that is declared in
// another file of the schema stays.
func (s *schema) relate() {
	for i := range s.file.Models {
		m := &s.file.Models[i]
		kept := m.Refs[:0]
		for _, ref := range m.Refs {
			if !scalars[ref.Model] && !strings.HasPrefix(ref.Model, "Unsupported(") {
				kept = append(kept, ref)
			}
		}
		m.Refs = kept
	}
}
