// Code generated from lint/sqltable/command.go of vtgen. DO NOT EDIT.

package sqltable

// command reads the statements that are neither queries nor changes of rows. It reports false for
// what is none of them.
func (s *scanner) command(i, hi int, top bool, lv *level) (int, bool) {
	switch s.tokens[i].word {
	case kwCreate:
		return s.create(i, hi, top, lv), true
	case kwAlter:
		return s.alter(i, hi, top, lv), true
	case kwDrop:
		return s.drop(i, hi, top, lv), true
	case kwTruncate:
		if s.sort(i+1, hi) == opened { // the function
			return i, false
		}
		s.setKind(Truncate, top)
		return s.ended(s.list(s.tableWord(i+1, hi), hi, Write), hi), true
	case kwCall, kwExec:
		s.setKind(Call, top)
	case kwLoad:
		s.setKind(Load, top)
		return s.load(i, hi, lv), true
	case kwCopy:
		s.setKind(Copy, top)
		return s.copy(i, hi, lv), true
	case kwTable:
		if n, next, ok := s.name(i+1, hi); ok {
			s.setKind(Select, top)
			s.table(n, Read, true)
			return s.read(next, hi, lv), true
		}
		return i, false
	case kwDo:
		s.routine = true
		s.setKind(Other, top)
	case kwBegin, kwEnd, kwIf:
		s.setKind(Other, top)
		return s.read(i+1, hi, &level{clauses: true, begin: i}), true
	case kwSet, kwFetch, kwVerb, kwUse:
		s.setKind(Other, top)
	default:
		return s.upkeep(i, hi, top)
	}
	lv.clauses = false
	return s.read(i+1, hi, lv), true
}

// upkeep reads the statements that name tables in a list.
func (s *scanner) upkeep(i, hi int, top bool) (int, bool) {
	next := i
	switch s.tokens[i].word {
	case kwRename:
		if s.is(i+1, hi, kwTable) {
			next = s.rename(i+2, hi)
		}
	case kwLock:
		next = s.lock(i, hi)
	case kwShow:
		next = s.show(i, hi)
	case kwExplain, kwDescribe:
		next = s.list(s.tableWord(i+1, hi), hi, Read)
	case kwAnalyze, kwUpkeep:
		next = s.maintained(i, hi)
	case kwGrant:
		next = s.granted(i, hi)
	case kwComment:
		next = s.commented(i, hi)
	}
	if next == i {
		return i, false
	}
	s.setKind(Other, top)
	return s.ended(next, hi), true
}

// tableWord passes over TABLE, ONLY and IF EXISTS.
func (s *scanner) tableWord(i, hi int) int {
	if s.is(i, hi, kwTable) {
		i++
	}
	return s.ifExists(i, hi)
}

// explained returns where the statement begins that EXPLAIN explains. DESCRIBE can do so too.
func (s *scanner) explained(i, hi int) (int, bool) {
	for j := i + 1; j < hi && j < i+16; j++ {
		switch {
		case s.is(j, hi, kwSelect, kwWith, kwInsert, kwReplace, kwDelete, kwUpdate, kwMerge, kwValues, kwCreate):
			return j, true
		case s.is(j, hi, kwTable):
			return i, false
		case s.sort(j, hi) == opened:
			if s.query(j+1, hi) {
				return j, true
			}
			j = min(int(s.tokens[j].match), hi)
		case s.sort(j, hi) == semicolon || s.sort(j, hi) == comma || s.sort(j, hi) == dot:
			return i, false
		}
	}
	return i, false
}

// load reads LOAD DATA INFILE '…' INTO TABLE users.
func (s *scanner) load(i, hi int, lv *level) int {
	lv.clauses = false
	n, next, ok := s.name(s.loaded(i, hi), hi)
	if !ok || next <= i {
		return s.read(i+1, hi, lv)
	}
	s.table(n, Write, false)
	return s.read(s.hints(next, hi), hi, lv)
}

// loaded returns the index of the name after INTO TABLE, or 0.
func (s *scanner) loaded(i, hi int) int {
	for ; i < hi && s.sort(i, hi) != semicolon; i++ {
		if s.is(i, hi, kwInto) && s.is(i+1, hi, kwTable) {
			return i + 2
		}
	}
	return 0
}

// copy reads COPY users (name) FROM …, COPY users TO … and COPY (query) TO ….
func (s *scanner) copy(i, hi int, lv *level) int {
	lv.clauses = false
	at := i + 1
	if s.is(at, hi, kwInto) { // Snowflake's and Redshift's kin
		at++
	}
	n, next, ok := s.name(at, hi)
	if !ok {
		return s.read(at, hi, lv)
	}
	ref := s.table(n, Write, true)
	if s.sort(next, hi) == opened {
		next = min(int(s.tokens[next].match)+1, hi)
	}
	if s.is(next, hi, kwTo) && ref >= 0 {
		s.refs[ref].Access = Read
	}
	return s.ended(next, hi)
}

// lock reads MySQL's LOCK TABLES users AS u READ, orders WRITE and PostgreSQL's LOCK TABLE users IN
// … MODE, which counts as a write: it holds the table's owner up.
func (s *scanner) lock(i, hi int) int {
	next := s.tableWord(i+1, hi)
	for {
		n, after, ok := s.name(next, hi)
		if !ok {
			return next
		}
		ref := s.table(n, Write, false)
		if s.is(after, hi, kwAs) || s.sort(after, hi) == bare && !s.says(after, hi, "read") && !s.says(after, hi, "write") && !s.says(after, hi, "low_priority") {
			_, after = s.alias(after, hi)
		}
		if s.says(after, hi, "read") && ref >= 0 {
			s.refs[ref].Access = Read
		}
		for s.sort(after, hi) == bare {
			after++
		}
		if next = after; s.sort(next, hi) != comma {
			return next
		}
		next = s.ifExists(next+1, hi)
	}
}

// show reads SHOW COLUMNS FROM users, SHOW INDEX IN users and SHOW CREATE TABLE users. What follows a
// second FROM is a database.
func (s *scanner) show(i, hi int) int {
	if at := s.shown(i, hi); at > 0 {
		return s.list(at, hi, Read)
	}
	return i + 1
}

// shown returns the index of the table's name in a SHOW, or 0.
func (s *scanner) shown(i, hi int) int {
	for j := i + 1; j < hi && j < i+6; j++ {
		if s.is(j, hi, kwCreate) && s.is(j+1, hi, kwTable, kwView) {
			return j + 2
		}
		if s.says(j, hi, "columns") || s.says(j, hi, "fields") || s.says(j, hi, "indexes") || s.is(j, hi, kwIndex, kwKey) {
			if s.is(j+1, hi, kwFrom, kwIn) {
				return j + 2
			}
		}
	}
	return 0
}

// maintained reads ANALYZE, VACUUM, OPTIMIZE TABLE and their kin; REFRESH MATERIALIZED VIEW writes.
func (s *scanner) maintained(i, hi int) int {
	j := i + 1
	for {
		switch {
		case s.is(j, hi, kwTable, kwView):
			access := Schema
			if s.is(j, hi, kwView) {
				access = Write
			}
			return s.list(s.ifExists(j+1, hi), hi, access)
		case s.sort(j, hi) == opened:
			j = min(int(s.tokens[j].match)+1, hi)
		case s.is(j, hi, kwFull, kwAnalyze, kwMaterialized), s.says(j, hi, "verbose"), s.says(j, hi, "freeze"),
			s.says(j, hi, "local"), s.says(j, hi, "no_write_to_binlog"), s.says(j, hi, "concurrently"):
			j++
		case s.is(j, hi, kwIndex), s.says(j, hi, "schema"), s.says(j, hi, "database"), s.says(j, hi, "system"):
			return j
		case s.is(i, hi, kwAnalyze) || s.says(i, hi, "vacuum") || s.says(i, hi, "cluster"):
			return max(s.list(j, hi, Schema), i+1)
		default:
			return i
		}
	}
}

// granted reads GRANT … ON users TO … and REVOKE.
func (s *scanner) granted(i, hi int) int {
	for j := i + 1; j < hi && s.sort(j, hi) != semicolon; j++ {
		if !s.is(j, hi, kwOn) {
			continue
		}
		j++
		if s.is(j, hi, kwTable) {
			j++
		}
		if s.is(j, hi, kwAll, kwFunction, kwProcedure, kwForeign) || s.sort(j+1, hi) == bare && !s.is(j+1, hi, kwTo, kwFrom) {
			return j // ON SCHEMA x
		}
		if s.sort(j+1, hi) == dot && s.sort(j+2, hi) == star {
			return j // ON shop.*
		}
		return max(s.list(j, hi, Schema), j)
	}
	return i + 1
}

// commented reads COMMENT ON TABLE users and COMMENT ON COLUMN users.name.
func (s *scanner) commented(i, hi int) int {
	if !s.is(i+1, hi, kwOn) {
		return i
	}
	column := s.is(i+2, hi, kwColumn)
	n, next, ok := name{}, i+2, false
	if column || s.is(i+2, hi, kwTable, kwView) {
		n, next, ok = s.name(i+3, hi)
	}
	if column && ok {
		if n.database < 0 {
			return next
		}
		n.table, n.end = n.database, int(s.tokens[n.database].end)
		n.database = -1
		if n.table-2 >= i+3 { // shop.users.name
			n.database = n.table - 2
		}
	}
	if ok {
		s.table(n, Schema, false)
	}
	return next
}
