// Package sqltable finds the tables that SQL text reads and writes. It is no parser: it reads MySQL,
// MariaDB, PostgreSQL, SQLite and T-SQL alike, takes text with pieces missing, and passes over what it
// does not know. It also judges whether a text is SQL at all, since an error message may begin with
// "delete" and name a table.
//
// The time is linear in the length of the text, and nested parentheses deeper than a bound are read
// as if they were flat. The package needs the standard library alone: the runtime carries a copy.
package sqltable

import "sync"

//go:generate go run ../../internal/mirror . ../../runtime/sqlguard/internal/sqltable

// Hole is what callers write for a piece of a text that they do not know: a value, a name or a part of
// one, a list, a whole clause, or nothing. The text's own parameters and verbs of a format string
// (?, ??, $1, :name, %s, %[1]d) count as holes where a name is expected.
const Hole = '\uFFFC'

// Access is what a statement does to a table.
type Access uint8

// The kinds of access.
const (
	// Read is of rows, or of the columns that DESCRIBE and its like show.
	Read Access = iota
	// Write is of rows, whether or not they are read too.
	Write
	// Schema is a change of, or a dependence on, the table itself: DDL, a foreign key, rights, upkeep.
	Schema

	dropped // a DELETE's target that turned out to be an alias
)

// String is the access in one lower-case word.
func (a Access) String() string {
	switch a {
	case Read:
		return "read"
	case Write:
		return "write"
	default:
		return "schema"
	}
}

// Kind is a statement's verb.
type Kind string

// The verbs that callers tell apart. WITH counts as the verb after its list, and as With where a hole
// hides that; EXPLAIN as the verb of what it explains.
const (
	None        Kind = ""
	Select      Kind = "select"
	Insert      Kind = "insert"
	Update      Kind = "update"
	Delete      Kind = "delete"
	Replace     Kind = "replace"
	Merge       Kind = "merge"
	Truncate    Kind = "truncate"
	CreateTable Kind = "create_table"
	Alter       Kind = "alter"
	Drop        Kind = "drop"
	Call        Kind = "call"
	With        Kind = "with"
	Load        Kind = "load"
	Copy        Kind = "copy"
	Other       Kind = "other"
)

// Shape is how much a text looks like SQL.
type Shape uint8

// The shapes, each stronger than the one before.
const (
	// Prose is anything else. Tables found in it mean something only to a caller that knows by other
	// means that the text is SQL.
	Prose Shape = iota
	// Fragment is a part of a statement (" FROM users u"), or a statement that could be a sentence.
	Fragment
	// Statement has the grammar of its verb up to the first table and beyond.
	Statement
)

// String is the shape in one lower-case word.
func (s Shape) String() string {
	return [...]string{"prose", "fragment", "statement"}[s]
}

// Ref is one place in a text that names a table.
type Ref struct {
	// Database is the part before the table's name, without quotes; empty where there is none. Of
	// three parts the first is left out, unless the second is empty (T-SQL's db..table).
	Database string
	// Table is the name without quotes, in the letters as written. In a dynamic one a Hole stands for
	// each piece that is not known.
	Table string
	// Alias is the name that the statement gives to the table, without quotes; empty where there is none.
	Alias  string
	Access Access
	// Start and End are the byte offsets of the name, its quotes and its database included.
	Start, End int
	// Dynamic reports that Table, be it the whole of it, is not known.
	Dynamic bool
	// System reports a table of the database itself, such as information_schema.tables.
	System bool
}

// Result is what Scan finds.
type Result struct {
	// Tables are in the order of their positions.
	Tables []Ref
	// Creates are the tables and views that the text makes, under a new name too; temporary ones are
	// left out, here and in Tables. Their access is Schema.
	Creates []Ref
	// Kind is the first statement's verb; None for a fragment and for prose.
	Kind Kind
	// Shape is that of the statement that looks most like SQL.
	Shape Shape
}

// longest is the part of a text that is read, in bytes; offsets in it fit an int32.
const longest = 1 << 28

// scanner reads one text. It is kept for the next one, for its memory.
type scanner struct {
	text   string
	tokens []token
	open   []int32 // the parentheses that are open while tokens are read

	refs    []Ref
	creates []Ref
	direct  []direct // the tables of the UPDATE or DELETE that are read, see targets.go
	scope   scope
	depth   int
	kind    Kind
	shape   Shape
	routine bool // inside a stored routine, where SELECT INTO fills a variable
	mssql   bool // a name in brackets was seen: a CTE may refer to itself without RECURSIVE
	lexing  lexing
	// assignedFirst reports that SET names the first table of the UPDATE being read.
	assignedFirst bool
}

var scanners = sync.Pool{New: func() any { return new(scanner) }}

// Scan finds the tables that the statements of a text read and write. It never fails.
func Scan(text string) Result {
	if len(text) > longest {
		text = text[:longest]
	}
	s := scanners.Get().(*scanner)
	s.reset(text)
	s.lex()
	s.statements(0, len(s.tokens), true)
	result := s.result()
	s.reset("")
	if cap(s.tokens) <= 1<<16 { // the memory of a huge text goes back to the system
		scanners.Put(s)
	}
	return result
}

func (s *scanner) reset(text string) {
	clear(s.refs) // they hold on to the text
	clear(s.creates)
	s.scope.reset()
	*s = scanner{
		text: text, tokens: s.tokens[:0], open: s.open[:0], refs: s.refs[:0], creates: s.creates[:0],
		direct: s.direct[:0], scope: s.scope,
	}
}

// result copies what was found out of the scanner's memory.
func (s *scanner) result() Result {
	r := Result{Kind: s.kind, Shape: s.shape}
	if s.shape == Prose {
		r.Kind = None
	}
	kept := 0
	for i := range s.refs {
		if s.refs[i].Access != dropped {
			kept++
		}
	}
	if kept > 0 {
		r.Tables = make([]Ref, 0, kept)
		for i := range s.refs {
			if s.refs[i].Access != dropped {
				r.Tables = append(r.Tables, s.refs[i])
			}
		}
	}
	if len(s.creates) > 0 {
		r.Creates = append(r.Creates, s.creates...)
	}
	return r
}
