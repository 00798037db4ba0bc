package sqltable

// deepest bounds the parentheses that are read as nested; deeper ones are read as if they were flat.
const deepest = 200

// farthest bounds the tokens of a statement that are looked at to judge its shape.
const farthest = 4096

// statements reads statement after statement up to hi.
func (s *scanner) statements(i, hi int, top bool) {
	inside := false // a verb inside a text that so far is no SQL begins no statement
	for i < hi {
		if s.tokens[i].sort == semicolon {
			i++
			inside = false
			continue
		}
		scope, base := len(s.scope.names), len(s.direct)
		next := s.statement(i, hi, top && (s.shape > Prose || !inside))
		s.scope.pop(scope)
		s.direct = s.direct[:base]
		i = max(next, i+1)
		inside = true
	}
}

// statement reads one statement and returns the index after it, or of one that begins inside it:
// statements follow each other without a semicolon in T-SQL and in routines.
func (s *scanner) statement(i, hi int, top bool) int {
	for s.is(i, hi, kwWith, kwExplain, kwDescribe) {
		var next int
		var ok bool
		if s.tokens[i].word == kwWith {
			if next, ok = s.with(i, hi); ok {
				s.setKind(With, top)
				s.judged(Statement, top)
			}
		} else {
			next, ok = s.explained(i, hi)
		}
		if !ok {
			break
		}
		if i = next; i >= hi {
			return hi
		}
	}
	if top && s.shape < Statement {
		s.judged(s.judge(i, min(hi, i+farthest)), true)
	}
	lv := level{kind: s.tokens[i].word, clauses: true, base: len(s.direct), begin: i}
	switch s.tokens[i].word {
	case kwSelect, kwValues:
		s.setKind(Select, top)
	case kwInsert:
		return s.insert(i, hi, top, &lv)
	case kwReplace:
		if s.sort(i+1, hi) != opened {
			return s.insert(i, hi, top, &lv)
		}
	case kwUpdate:
		s.setKind(Update, top)
		return s.update(i, hi, &lv)
	case kwDelete:
		s.setKind(Delete, top)
		return s.delete(i, hi, &lv)
	case kwMerge:
		s.setKind(Merge, top)
		return s.merge(i, hi, &lv)
	case kwNone:
		if s.query(i+1, hi) && s.tokens[i].sort == opened {
			s.setKind(Select, top)
		}
	default:
		if next, ok := s.command(i, hi, top, &lv); ok {
			return next
		}
	}
	return s.read(i, hi, &lv)
}

// setKind notes the verb of the text's first statement.
func (s *scanner) setKind(kind Kind, top bool) {
	if top && (s.kind == None || s.kind == With) {
		s.kind = kind
	}
}

// read reads clauses up to the end of the statement.
func (s *scanner) read(i, hi int, lv *level) int {
	for i < hi {
		t := &s.tokens[i]
		switch {
		case t.sort == opened:
			i = s.group(i, hi)
		case t.sort == semicolon:
			return i
		case t.sort == comma && lv.from:
			i = s.factor(i+1, hi, lv)
		case t.word > kwOther:
			next, end := s.clause(i, hi, lv)
			if end {
				return next
			}
			i = next
		default:
			if t.class&endsFrom != 0 {
				lv.from = false
			}
			i++
		}
	}
	return i
}

// rest reads clauses up to hi, and statements where a semicolon comes first.
func (s *scanner) rest(i, hi int, lv *level) {
	if i = s.read(i, hi, lv); i < hi {
		s.statements(i, hi, false)
	}
}

// clause reads the clause that the keyword at i begins, as far as it names tables. end reports that
// another statement begins instead.
func (s *scanner) clause(i, hi int, lv *level) (next int, end bool) {
	t := &s.tokens[i]
	switch t.word {
	case kwFrom:
		if lv.clauses && !s.distinctFrom(i, lv) {
			s.judgeFragment(i, hi, lv)
			lv.from, lv.seenFrom = true, true
			return s.factor(i+1, hi, lv), false
		}
	case kwJoin, kwApply, kwStraightJoin:
		if lv.clauses && s.joins(i, lv) {
			s.judgeFragment(i, hi, lv)
			lv.from = true
			return s.factor(i+1, hi, lv), false
		}
	case kwUsing:
		if (lv.kind == kwDelete || lv.kind == kwMerge) && !lv.seenFrom {
			lv.from, lv.seenFrom = true, true
			return s.factor(i+1, hi, lv), false
		}
	case kwInto:
		return s.into(i, hi, lv), false
	case kwOutput:
		lv.output, lv.from = true, false
	case kwSelect:
		if i > lv.begin && s.begins(i, lv) {
			return i, true
		}
		if s.shape == Prose && s.judge(i, min(hi, i+farthest)) == Statement {
			s.shape = Fragment
		}
		lv.clauses, lv.selects, lv.from, lv.seenFrom = true, true, false, false
	case kwSetOperator, kwAs:
		lv.from = lv.from && t.word == kwAs
		return s.tableQuery(i+1, hi), false
	case kwWith:
		if next, ok := s.with(i, hi); ok {
			return next, false
		}
	case kwFor:
		if lv.from = false; s.is(i+1, hi, kwUpdate) {
			return i + 2, false // it is no verb here
		}
	case kwOn:
		if s.says(i+1, hi, "conflict") || s.is(i+1, hi, kwDuplicate) {
			lv.from = false
			return i + 2, false
		}
	case kwReferences:
		if n, next, ok := s.name(i+1, hi); ok {
			s.table(n, Schema, false)
			return next, false
		}
	case kwInsert, kwUpdate, kwDelete, kwReplace, kwMerge, kwTruncate, kwCreate, kwAlter, kwDrop:
		if i > lv.begin && s.opens(i, hi) {
			return i, true
		}
	}
	if t.class&endsFrom != 0 {
		lv.from = false
	}
	return i + 1, false
}

// distinctFrom reports whether the FROM at i is an operator's: IS [NOT] DISTINCT FROM, and FROM FIRST
// OVER after NTH_VALUE.
func (s *scanner) distinctFrom(i int, lv *level) bool {
	if hi := len(s.tokens); (s.says(i+1, hi, "first") || s.says(i+1, hi, "last")) && (s.says(i+2, hi, "over") || s.says(i+3, hi, "nulls")) {
		return true
	}
	return i-2 >= lv.begin && s.tokens[i-1].word == kwDistinct && (s.tokens[i-2].word == kwIs || s.tokens[i-2].word == kwNot)
}

// joins reports whether the word at i joins a table: ClickHouse's ARRAY JOIN does not, and
// STRAIGHT_JOIN may be an option of SELECT.
func (s *scanner) joins(i int, lv *level) bool {
	switch s.tokens[i].word {
	case kwJoin:
		return i == 0 || s.tokens[i-1].word != kwArray
	case kwStraightJoin:
		return lv.from || i == lv.begin
	}
	return i > 0 && s.is(i-1, i, kwCross, kwOuter)
}

// begins reports whether the SELECT at i begins another statement, after an UPDATE or a DELETE.
func (s *scanner) begins(i int, lv *level) bool {
	before := &s.tokens[i-1]
	return (lv.kind == kwUpdate || lv.kind == kwDelete) && before.word == kwNone && before.sort != hole
}

// opens reports whether the verb at i, inside a statement, certainly begins another one.
func (s *scanner) opens(i, hi int) bool {
	switch s.tokens[i].word {
	case kwInsert, kwReplace:
		j := i + 1
		for k := 0; k < 3 && s.is(j, hi, kwOr, kwIgnore, kwReplace); k++ {
			j++
		}
		return s.is(j, hi, kwInto) && (s.nameable(j+1, hi) || s.sort(j+1, hi) == param)
	case kwMerge:
		return s.is(i+1, hi, kwInto) && s.nameable(i+2, hi)
	case kwDelete:
		return s.is(i+1, hi, kwFrom) && s.nameable(i+2, hi) && !s.is(i-1, hi, kwOn)
	case kwUpdate:
		_, next, ok := s.name(s.modifiers(i+1, hi), hi)
		if !ok {
			return false
		}
		_, next = s.alias(next, hi)
		return s.is(next, hi, kwSet, kwJoin, kwInner, kwLeft)
	case kwTruncate:
		return s.is(i+1, hi, kwTable)
	}
	return s.is(i+1, hi, kwTable, kwView) && !s.is(i-1, hi, kwOn) && s.tokens[i-1].sort != comma
}

// into reads SELECT … INTO table. What is filled after FROM, and in a routine, is a variable.
func (s *scanner) into(i, hi int, lv *level) int {
	i++
	lv.from = false
	temporary := false
	for s.is(i, hi, kwTemporary, kwTable) || s.says(i, hi, "unlogged") || s.says(i, hi, "local") {
		temporary = temporary || s.tokens[i].word == kwTemporary
		i++
	}
	n, next, ok := s.name(i, hi)
	if !ok || s.says(i, hi, "outfile") || s.says(i, hi, "dumpfile") || s.says(i, hi, "strict") {
		return i
	}
	switch {
	case lv.output:
		lv.output = false
		s.table(n, Write, false)
	case lv.selects || lv.kind == kwSelect:
		if lv.seenFrom || s.routine || s.sort(next, hi) == comma {
			return next
		}
		if temporary {
			s.scope.addTemporary(s.unquote(n.table))
			return next
		}
		if at := s.table(n, Write, false); at >= 0 {
			s.creates = append(s.creates, s.refs[at])
			s.creates[len(s.creates)-1].Access = Schema
		}
	case s.sort(next, hi) == opened || s.is(next, hi, kwValues, kwSelect, kwSet): // " INTO users (name) VALUES"
		s.judgeFragment(i-1, hi, lv)
		s.table(n, Write, false)
		if s.sort(next, hi) == opened {
			next = s.group(next, hi)
		}
	}
	return next
}

// tableQuery reads TABLE users, which is a query, after UNION [ALL] and AS.
func (s *scanner) tableQuery(i, hi int) int {
	for s.is(i, hi, kwAll, kwDistinct) {
		i++
	}
	if !s.is(i, hi, kwTable) {
		return i
	}
	n, next, ok := s.name(i+1, hi)
	if ok && s.sort(next, hi) != opened {
		s.table(n, Read, true)
		return next
	}
	return i
}

// query reports whether a query or another statement begins at i, in parentheses that end at hi.
func (s *scanner) query(i, hi int) bool {
	switch {
	case s.is(i, hi, kwSelect, kwWith, kwValues):
		return true
	case s.is(i, hi, kwInsert, kwUpdate, kwDelete, kwMerge):
		return s.opens(i, hi)
	case s.is(i, hi, kwTable):
		return s.nameable(i+1, hi) && s.sort(i+2, hi) != opened
	}
	return false
}

// group reads the parentheses that open at i, a query or an expression, and returns the index after
// them.
func (s *scanner) group(i, hi int) int {
	end := min(int(s.tokens[i].match), hi)
	if s.depth >= deepest {
		return i + 1
	}
	s.depth++
	if s.query(i+1, end) {
		s.statements(i+1, end, false)
	} else {
		// "(⟨⟩ FROM users)" may be a query, EXTRACT(⟨⟩ FROM x) is none.
		lv := level{begin: i + 1, clauses: s.sort(i+1, end) == hole && (i == 0 || s.tokens[i-1].sort != bare || s.tokens[i-1].word != kwNone)}
		scope := len(s.scope.names)
		s.rest(i+1, end, &lv)
		s.scope.pop(scope)
	}
	s.depth--
	return min(end+1, hi)
}
