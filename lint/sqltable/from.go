package sqltable

// level is a statement, or a part of one in parentheses, while its clauses are read.
type level struct {
	kind     keyword // its verb
	from     bool    // in a list of tables: a comma brings another one
	clauses  bool    // FROM and JOIN begin lists of tables; they do not in an expression
	selects  bool    // a SELECT was seen
	seenFrom bool    // since it, a FROM was seen
	output   bool    // T-SQL's OUTPUT was seen
	track    bool    // the tables are noted for resolving targets
	real     bool    // the next table is one even where a common table expression has its name
	base     int     // where in scanner.direct they begin
	begin    int     // its first token
}

// factor reads one table, function or group of a list of tables, with its alias.
func (s *scanner) factor(i, hi int, lv *level) int {
	for s.is(i, hi, kwOnly, kwLateral, kwTable) && (s.nameable(i+1, hi) || s.sort(i+1, hi) == opened) {
		i++
	}
	if s.rowsFrom(i, hi) {
		return s.aliased(s.group(i+2, hi), hi, lv, -1)
	}
	switch s.sort(i, hi) {
	case opened:
		return s.aliased(s.tables(i, hi, lv), hi, lv, -1)
	case param:
		if !s.nameable(i, hi) { // a table variable, or a temporary table
			return s.aliased(i+1, hi, lv, -1)
		}
	}
	n, next, ok := s.name(i, hi)
	if !ok {
		return i
	}
	if s.sort(next, hi) == opened && !s.lockHints(next, hi) {
		return s.aliased(s.group(next, hi), hi, lv, -1) // a function
	}
	return s.aliased(next, hi, lv, s.table(n, Read, !lv.real))
}

// rowsFrom reports whether PostgreSQL's ROWS FROM (f(), g()) is at i.
func (s *scanner) rowsFrom(i, hi int) bool {
	return s.is(i, hi, kwRows) && s.is(i+1, hi, kwFrom) && s.sort(i+2, hi) == opened
}

// tables reads a group in a list of tables: a query, or tables that are joined in parentheses.
func (s *scanner) tables(i, hi int, lv *level) int {
	end := min(int(s.tokens[i].match), hi)
	if s.depth >= deepest {
		return i + 1
	}
	if s.query(i+1, end) || s.given(i+1, end) {
		return s.group(i, hi)
	}
	s.depth++
	inner := *lv
	inner.from, inner.clauses = true, true
	next := s.factor(i+1, end, &inner)
	s.rest(next, end, &inner)
	s.depth--
	return min(end+1, hi)
}

// given reports whether nothing but a parameter stands there: in parentheses it is a query that is put
// in, as in Join("JOIN LATERAL (?) x ON true", query).
func (s *scanner) given(i, hi int) bool { return i+1 == hi && s.sort(i, hi) == param }

// lockHints reports whether a group after a table's name is one of T-SQL's: users (NOLOCK).
func (s *scanner) lockHints(i, hi int) bool {
	for _, hint := range [...]string{"nolock", "readpast", "updlock", "holdlock", "rowlock", "tablock", "tablockx", "readuncommitted", "xlock", "paglock"} {
		if s.says(i+1, hi, hint) {
			return true
		}
	}
	return false
}

// aliased reads what follows a table up to its alias and hints, and notes the table. ref is its index,
// or -1 where it is no table.
func (s *scanner) aliased(i, hi int, lv *level, ref int) int {
	i = s.hints(i, hi)
	at, next := s.alias(i, hi)
	if at >= 0 && ref >= 0 {
		s.refs[ref].Alias = s.unquote(at)
	}
	if lv.track {
		s.direct = append(s.direct, direct{ref: ref, alias: at})
	}
	if next > i && s.sort(next, hi) == opened && (at < 0 || !s.lockHints(next, hi)) {
		next = s.group(next, hi) // the alias's columns
	}
	return s.hints(next, hi)
}

// alias returns the token of the alias at i, or -1, and the index after it.
func (s *scanner) alias(i, hi int) (at, next int) {
	as := s.is(i, hi, kwAs)
	if as {
		i++
	}
	if i >= hi {
		return -1, i
	}
	switch t := &s.tokens[i]; t.sort {
	case bare:
		if !t.holes && (t.class&noAlias == 0 || as && t.word != kwOf && t.class&reserved == 0) {
			return i, i + 1
		}
	case quoted, double, literal:
		return i, i + 1
	case opened:
		if as { // FROM f() AS (a int)
			return -1, i
		}
	}
	return -1, i
}

// hints passes over what can stand around a table's alias and names no table.
func (s *scanner) hints(i, hi int) int {
	for i < hi {
		next := s.hint(i, hi)
		if next == i {
			return i
		}
		i = next
	}
	return i
}

// hint passes over one of them.
func (s *scanner) hint(i, hi int) int {
	switch s.tokens[i].word {
	case kwPartition, kwPivot:
		if s.sort(i+1, hi) == opened {
			return s.group(i+1, hi)
		}
	case kwTablesample:
		return s.groupsAfter(i+1, hi, 2)
	case kwFinal:
		return i + 1
	case kwUse, kwForce, kwIgnore:
		if s.is(i+1, hi, kwIndex, kwKey) {
			return s.groupsAfter(i+2, hi, 3) // FOR ORDER BY (…)
		}
	case kwIndexed:
		return min(i+3, hi)
	case kwNot:
		if s.is(i+1, hi, kwIndexed) {
			return i + 2
		}
	case kwWith:
		if s.sort(i+1, hi) == opened {
			return s.group(i+1, hi)
		}
		if s.says(i+1, hi, "ordinality") {
			return i + 2
		}
	case kwFor:
		if s.says(i+1, hi, "system_time") || s.says(i+1, hi, "version") || s.says(i+1, hi, "timestamp") {
			return s.period(i+2, hi)
		}
	case kwAs:
		if s.is(i+1, hi, kwOf) {
			return s.period(i, hi)
		}
	case kwNone, kwOther:
		if s.says(i, hi, "repeatable") && s.sort(i+1, hi) == opened {
			return s.group(i+1, hi)
		}
	default:
		return i
	}
	if s.sort(i, hi) == star && s.sort(i+1, hi) != 0 && !s.nameable(i+1, hi) { // PostgreSQL's users *
		return i + 1
	}
	return i
}

// groupsAfter passes over at most words words, and the group after them if there is one.
func (s *scanner) groupsAfter(i, hi, words int) int {
	for range words {
		if s.sort(i, hi) != bare && s.sort(i, hi) != number {
			break
		}
		i++
	}
	if s.sort(i, hi) == opened {
		return s.group(i, hi)
	}
	return i
}

// period passes over AS OF x, FROM x TO y, BETWEEN x AND y, CONTAINED IN (x, y) and ALL, where each of
// the values is one token, or a word and a string or group.
func (s *scanner) period(i, hi int) int {
	value := func(i int) int {
		if s.is(i, hi, kwOf) || s.says(i, hi, "timestamp") || s.says(i, hi, "system") {
			i++
		}
		if s.sort(i, hi) == bare && s.sort(i+1, hi) == opened {
			return s.group(i+1, hi)
		}
		return min(i+1, hi)
	}
	switch {
	case s.is(i, hi, kwAs) && s.is(i+1, hi, kwOf):
		i = value(i + 2)
		if s.sort(i, hi) == literal {
			i++
		}
	case s.is(i, hi, kwFrom), s.says(i, hi, "between"):
		i = value(i + 1)
		if s.is(i, hi, kwTo) || s.says(i, hi, "and") {
			i = value(i + 1)
		}
	case s.says(i, hi, "contained"):
		i = s.groupsAfter(i, hi, 2)
	case s.is(i, hi, kwAll):
		i++
	}
	return i
}
