// Code generated from lint/sqltable/schema.go of vtgen. DO NOT EDIT.

package sqltable

// create reads CREATE. What is made is in creates; what it refers to is read for its schema.
func (s *scanner) create(i, hi int, top bool, lv *level) int {
	lv.clauses = false // until a SELECT comes: FOR VALUES FROM (1)
	temporary := false
	for j := i + 1; j < hi && j < i+16; j++ {
		switch s.tokens[j].word {
		case kwTemporary:
			temporary = true
		case kwTable:
			s.setKind(CreateTable, top)
			return s.createTable(s.ifExists(j+1, hi), hi, temporary, lv)
		case kwView:
			s.setKind(Other, top)
			return s.read(s.made(s.ifExists(j+1, hi), hi, temporary), hi, lv)
		case kwIndex, kwTrigger:
			s.setKind(Other, top)
			s.routine = s.routine || s.tokens[j].word == kwTrigger
			return s.onTable(j+1, hi, lv)
		case kwFunction, kwProcedure:
			s.setKind(Other, top)
			s.routine = true
			return s.read(j+1, hi, lv)
		}
		if s.ofTable(j, hi) {
			s.setKind(Other, top)
			return s.onTable(j+1, hi, lv)
		}
		if s.sort(j, hi) == opened || s.sort(j, hi) == semicolon {
			break
		}
	}
	s.setKind(Other, top)
	return s.read(i+1, hi, lv)
}

// ifExists passes over IF [NOT] EXISTS, CONCURRENTLY and ONLY.
func (s *scanner) ifExists(i, hi int) int {
	if s.is(i, hi, kwIf) {
		i++
		if s.is(i, hi, kwNot) {
			i++
		}
		if s.is(i, hi, kwExists) {
			i++
		}
	}
	for (s.is(i, hi, kwOnly) || s.says(i, hi, "concurrently")) && s.nameable(i+1, hi) {
		i++
	}
	return i
}

// made notes the table or view at i as made, and returns the index after its name.
func (s *scanner) made(i, hi int, temporary bool) int {
	n, next, ok := s.name(i, hi)
	switch {
	case !ok:
		return i
	case temporary:
		s.scope.addTemporary(s.unquote(n.table))
	default:
		if at := s.table(n, Schema, false); at >= 0 {
			s.creates = append(s.creates, s.refs[at])
		}
	}
	return next
}

func (s *scanner) createTable(i, hi int, temporary bool, lv *level) int {
	i = s.made(i, hi, temporary)
	if s.is(i, hi, kwLike) {
		return s.read(s.list(i+1, hi, Schema), hi, lv)
	}
	if s.is(i, hi, kwPartition) && s.is(i+1, hi, kwOf) {
		i = s.list(i+2, hi, Schema)
	}
	if s.sort(i, hi) == opened && s.is(i+1, hi, kwLike) {
		s.list(i+2, hi, Schema)
	}
	if s.sort(i, hi) == opened {
		i = s.group(i, hi)
	}
	if s.says(i, hi, "inherits") && s.sort(i+1, hi) == opened {
		s.list(i+2, hi, Schema)
	}
	return s.read(i, hi, lv)
}

// list notes the tables "a, b" at i, and returns the index after them.
func (s *scanner) list(i, hi int, access Access) int {
	for {
		i = s.ifExists(i, hi)
		n, next, ok := s.name(i, hi)
		if !ok {
			return i
		}
		s.table(n, access, false)
		i = next
		if s.sort(i, hi) == star { // PostgreSQL's users *
			i++
		}
		if s.sort(i, hi) == opened && access != Read { // ANALYZE users (name)
			i = min(int(s.tokens[i].match)+1, hi)
		}
		if s.sort(i, hi) != comma {
			return i
		}
		i++
	}
}

// ofTable reports whether the word at i is a policy, a rule or statistics, which belong to one table.
func (s *scanner) ofTable(i, hi int) bool {
	return s.says(i, hi, "policy") || s.says(i, hi, "rule") || s.says(i, hi, "statistics")
}

// onTable finds "ON users" from i on, for an index or a trigger, and reads on after it. A rule is
// "ON UPDATE TO users", and statistics can be "ON a, b FROM users".
func (s *scanner) onTable(i, hi int, lv *level) int {
	on := kwOn
	for _, of := range []struct {
		word string
		on   keyword
	}{{"rule", kwTo}, {"statistics", kwFrom}} {
		if s.says(i-1, hi, of.word) && s.has(i, hi, of.on) {
			on = of.on
		}
	}
	for j := i; j < hi && s.sort(j, hi) != semicolon; j++ {
		if s.is(j, hi, on) {
			j = s.ifExists(j+1, hi)
			n, next, ok := s.name(j, hi)
			if !ok {
				break
			}
			s.table(n, Schema, false)
			return s.read(next, hi, lv)
		}
		if s.sort(j, hi) == opened && j > i+8 {
			break
		}
	}
	return s.read(i, hi, lv)
}

// alter reads ALTER TABLE, and the tables that its clauses name.
func (s *scanner) alter(i, hi int, top bool, lv *level) int {
	s.setKind(Alter, top)
	lv.clauses = false
	j := i + 1
	for s.says(j, hi, "online") || s.is(j, hi, kwIgnore, kwForeign, kwMaterialized) {
		j++
	}
	if s.is(j, hi, kwTrigger) || s.ofTable(j, hi) {
		return s.onTable(j+1, hi, lv)
	}
	if !s.is(j, hi, kwTable, kwView) {
		return s.read(i+1, hi, lv)
	}
	j = s.ifExists(j+1, hi)
	n, next, ok := s.name(j, hi)
	if !ok {
		return s.read(j, hi, lv)
	}
	s.table(n, Schema, false)
	return s.altered(next, hi, lv)
}

// altered reads the clauses of ALTER TABLE.
func (s *scanner) altered(i, hi int, lv *level) int {
	for k := i; k < hi && s.sort(k, hi) != semicolon; k++ {
		switch {
		case s.sort(k, hi) == opened:
			k = s.group(k, hi) - 1
		case s.is(k, hi, kwRename):
			if at := s.renamed(k+1, hi); at > 0 {
				k = s.made(at, hi, false) - 1
			}
		case s.says(k, hi, "inherit"), s.is(k, hi, kwWith) && s.is(k+1, hi, kwTable), (s.says(k, hi, "attach") || s.says(k, hi, "detach")) && s.is(k+1, hi, kwPartition):
			at := k + 1
			if s.is(at, hi, kwTable, kwPartition) {
				at++
			}
			if n, next, ok := s.name(at, hi); ok {
				s.table(n, Schema, false)
				k = next - 1
			}
		case s.is(k, hi, kwReferences):
			if n, next, ok := s.name(k+1, hi); ok {
				s.table(n, Schema, false)
				k = next - 1
			}
		case k > i && s.opens(k, hi), s.is(k, hi, kwSelect):
			return s.read(k, hi, lv)
		}
	}
	return s.ended(i, hi)
}

// renamed returns the index of the table's new name after RENAME, or 0 where RENAME is of a column or
// another part of the table.
func (s *scanner) renamed(i, hi int) int {
	if s.is(i, hi, kwTo, kwAs) || s.sort(i, hi) == equals {
		return i + 1
	}
	if _, next, ok := s.name(i, hi); ok && (next >= hi || s.sort(next, hi) == semicolon || s.sort(next, hi) == comma) {
		return i // MySQL's RENAME people
	}
	return 0
}

// verbs begin a statement that may stand inside another one.
var verbs = []keyword{kwInsert, kwUpdate, kwDelete, kwReplace, kwMerge, kwTruncate, kwCreate, kwAlter, kwDrop}

// ended returns the index of the end of the statement, or of one that begins inside it.
func (s *scanner) ended(i, hi int) int {
	for ; i < hi && s.sort(i, hi) != semicolon; i++ {
		switch {
		case s.sort(i, hi) == opened:
			i = min(int(s.tokens[i].match), hi)
		case s.is(i, hi, verbs...) && s.opens(i, hi):
			return i
		}
	}
	return i
}

// drop reads DROP TABLE and DROP VIEW, and the table of DROP INDEX … ON.
func (s *scanner) drop(i, hi int, top bool, lv *level) int {
	s.setKind(Drop, top)
	j := i + 1
	for s.is(j, hi, kwTemporary, kwMaterialized, kwForeign) {
		j++
	}
	if s.is(j, hi, kwTable, kwView) {
		return s.ended(s.list(s.ifExists(j+1, hi), hi, Schema), hi)
	}
	lv.clauses = false
	if s.is(j, hi, kwIndex, kwTrigger) || s.ofTable(j, hi) {
		return s.onTable(j+1, hi, lv)
	}
	return s.ended(i+1, hi)
}

// rename reads RENAME TABLE a TO b, c TO d.
func (s *scanner) rename(i, hi int) int {
	for {
		n, next, ok := s.name(i, hi)
		if !ok {
			return s.ended(i, hi)
		}
		s.table(n, Schema, false)
		if s.is(next, hi, kwTo) {
			next = s.made(next+1, hi, false)
		}
		if s.sort(next, hi) != comma {
			return s.ended(next, hi)
		}
		i = next + 1
	}
}
