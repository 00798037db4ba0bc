// Code generated from lint/sqltable/name.go of vtgen. DO NOT EDIT.

package sqltable

import "strings"

// name is a table's name as tokens.
type name struct {
	table, database int // indexes of tokens; database is -1 where there is none
	end             int // byte offset
}

// raw is a token as written.
func (s *scanner) raw(i int) string {
	return s.text[s.tokens[i].start:s.tokens[i].end]
}

// is reports whether the token at i is a keyword, below hi.
func (s *scanner) is(i, hi int, words ...keyword) bool {
	if i < 0 || i >= hi || i >= len(s.tokens) {
		return false
	}
	for _, w := range words {
		if s.tokens[i].word == w {
			return true
		}
	}
	return false
}

// says reports whether the token at i is a bare word, given in lower case.
func (s *scanner) says(i, hi int, lower string) bool {
	return s.sort(i, hi) == bare && strings.EqualFold(s.raw(i), lower)
}

func (s *scanner) sort(i, hi int) sort {
	if i < 0 || i >= hi || i >= len(s.tokens) {
		return 0
	}
	return s.tokens[i].sort
}

// nameable reports whether the token at i can be a table's name, or the first part of one.
func (s *scanner) nameable(i, hi int) bool {
	if i >= hi || i >= len(s.tokens) {
		return false
	}
	t := &s.tokens[i]
	switch t.sort {
	case bare:
		return t.class&reserved == 0
	case quoted, double, hole:
		return true
	case param:
		c := s.text[t.start]
		return c != '@' && c != '#'
	}
	return false
}

// name reads a name of one to three parts and returns the index of the token after it.
func (s *scanner) name(i, hi int) (name, int, bool) {
	if !s.nameable(i, hi) {
		return name{}, i, false
	}
	n := name{table: i, database: -1, end: int(s.tokens[i].end)}
	i++
	for s.sort(i, hi) == dot {
		i++
		if s.sort(i, hi) == dot { // db..table
			i++
		}
		switch s.sort(i, hi) {
		case bare, quoted, double, hole, param:
		case star:
			return n, i + 1, true // DELETE users.* FROM users
		default:
			return n, i - 1, true // the end of a sentence
		}
		n = name{table: i, database: n.table, end: int(s.tokens[i].end)}
		i++
	}
	return n, i, true
}

// unquote returns the name that a token is.
func (s *scanner) unquote(i int) string {
	raw := s.raw(i)
	switch raw[0] {
	case '`', '"', '\'':
		q := raw[:1]
		raw = raw[1 : len(raw)-1]
		if strings.Contains(raw, q) {
			raw = strings.ReplaceAll(raw, q+q, q)
		}
	case '[':
		raw = raw[1 : len(raw)-1]
	}
	return raw
}

// part returns a part of a name, and whether it is not wholly known. In that case each hole is a Hole.
func (s *scanner) part(i int) (string, bool) {
	t := &s.tokens[i]
	switch {
	case t.sort == hole || t.sort == param:
		return string(Hole), true
	case t.holes:
		return markHoles(s.unquote(i)), true
	}
	return s.unquote(i), false
}

// markHoles writes the verbs of a format string in a name as holes.
func markHoles(known string) string {
	if strings.IndexByte(known, '%') < 0 {
		return known
	}
	var b strings.Builder
	for i := 0; i < len(known); {
		if size := holeAt(known, i); size > 0 {
			b.WriteRune(Hole)
			i += size
			continue
		}
		b.WriteByte(known[i])
		i++
	}
	return b.String()
}

// table notes a reference to the table n and returns its index, or -1 where n is none: a common table
// expression or a temporary table. Names that a statement writes to by INSERT are no expressions.
func (s *scanner) table(n name, access Access, expressions bool) int {
	if n.database < 0 && s.scope.hides(s, n.table, expressions) {
		return -1
	}
	s.refs = append(s.refs, s.ref(n, access))
	return len(s.refs) - 1
}

func (s *scanner) ref(n name, access Access) Ref {
	r := Ref{Access: access, Start: int(s.tokens[n.table].start), End: n.end}
	r.Table, r.Dynamic = s.part(n.table)
	if n.database >= 0 {
		r.Database, _ = s.part(n.database)
		r.Start = int(s.tokens[n.database].start)
	} else if r.Dynamic {
		s.loosen(&r, n.table)
	}
	r.System = !r.Dynamic && system(r.Database, r.Table)
	return r
}

// loosen takes a hole off the end of a bare name where it is likely to be a clause: in "FROM users⟨⟩",
// at the end of a text or before ORDER BY, the hole is " WHERE …" more often than a part of the name.
func (s *scanner) loosen(r *Ref, at int) {
	t := &s.tokens[at]
	hi := len(s.tokens)
	known := strings.TrimRight(r.Table, string(Hole))
	if t.sort != bare || s.raw(at) != r.Table || strings.ContainsRune(known, Hole) || strings.HasSuffix(known, "_") {
		return
	}
	switch s.sort(at+1, hi) {
	case 0, semicolon, closed, hole:
	default:
		if !s.is(at+1, hi, kwOrder, kwGroup, kwLimit, kwHaving, kwOffset) {
			return
		}
	}
	r.Table, r.Dynamic = known, false
	r.End = r.Start + len(known)
}

// System reports whether a table, as a builder or driver is given it, belongs to the database itself.
func System(database, table string) bool { return system(database, table) }

// system reports whether a table belongs to the database itself.
func system(database, table string) bool {
	switch {
	case database == "":
		return hasPrefixFold(table, "pg_") || hasPrefixFold(table, "sqlite_") || strings.EqualFold(table, "dual")
	case len(database) > len("performance_schema"):
		return false
	}
	for _, known := range [...]string{"information_schema", "pg_catalog", "mysql", "performance_schema", "sys", "pg_toast"} {
		if strings.EqualFold(database, known) {
			return true
		}
	}
	return hasPrefixFold(table, "sqlite_")
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
