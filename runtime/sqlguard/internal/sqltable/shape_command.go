// Code generated from lint/sqltable/shape_command.go of vtgen. DO NOT EDIT.

package sqltable

// judgeSchema judges CREATE, ALTER, DROP, TRUNCATE and RENAME.
func (s *scanner) judgeSchema(i, hi int, lower bool) Shape {
	verb := s.tokens[i].word
	at := i + 1
	for at < hi && at < i+16 && verb != kwTruncate && !s.is(at, hi, kwTable, kwView, kwIndex, kwTrigger, kwFunction, kwProcedure) {
		if s.ofTable(at, hi) && s.has(at, hi, kwOn) {
			return verdict(!lower, true)
		}
		if sort := s.sort(at, hi); sort == semicolon || sort == opened || sort == comma || sort == junk {
			break
		}
		at++
	}
	what := keyword(0)
	if at < hi {
		what = s.tokens[at].word
	}
	switch what {
	case kwTable, kwView:
		at++
	case kwIndex, kwTrigger, kwFunction, kwProcedure:
		return verdict(!lower || verb == kwCreate && at <= i+2 && s.has(at, hi, kwOn), !lower)
	default:
		if verb != kwTruncate {
			return verdict(!lower && at > i+1, false)
		}
	}
	exists := s.is(at, hi, kwIf)
	at = s.ifExists(at, hi)
	n, next, ok := s.name(at, hi)
	if !ok || s.prose(n.table, lower) {
		return Prose
	}
	return s.judgeMade(verb, next, hi, lower, exists, what == kwTable)
}

// judgeMade judges what follows the table's name. exists is whether IF EXISTS came before it.
func (s *scanner) judgeMade(verb keyword, i, hi int, lower, exists, table bool) Shape {
	end := i >= hi || s.sort(i, hi) == semicolon
	switch verb {
	case kwCreate:
		ok := s.sort(i, hi) == opened || s.sort(i, hi) == hole || s.is(i, hi, kwAs, kwLike, kwPartition, kwWith, kwUsing)
		return verdict(ok || end && (exists || !lower), !end)
	case kwAlter:
		for _, clause := range [...]string{"add", "drop", "modify", "change", "rename", "alter", "engine", "owner", "set", "enable", "disable",
			"convert", "attach", "detach", "inherit", "auto_increment", "partition", "validate", "replica", "as", "order", "comment", "with",
			"default", "reset", "cluster", "no", "force", "row_format", "algorithm", "lock", "exchange", "truncate", "drop_partition"} {
			if s.says(i, hi, clause) {
				return Statement
			}
		}
		return verdict(s.sort(i, hi) == hole || end && !lower, !end)
	case kwRename:
		return verdict(s.is(i, hi, kwTo), true)
	}
	ok := end || s.sort(i, hi) == comma || s.sort(i, hi) == hole || s.says(i, hi, "cascade") || s.says(i, hi, "restrict") || s.says(i, hi, "restart")
	return verdict(ok && (!lower || exists || table), true)
}

// has reports whether a keyword is among the tokens from i on, up to the end of the statement.
func (s *scanner) has(i, hi int, w keyword) bool {
	for ; i < hi && s.sort(i, hi) != semicolon; i++ {
		if s.is(i, hi, w) {
			return true
		}
		if s.sort(i, hi) == opened {
			i = min(int(s.tokens[i].match), hi)
		}
	}
	return false
}

// judgeOther judges the statements that command reads.
func (s *scanner) judgeOther(i, hi int, lower bool) Shape {
	switch s.tokens[i].word {
	case kwLoad:
		return verdict(s.loaded(i, hi) > 0 && (s.is(i+1, hi, kwData) || s.says(i+1, hi, "xml")), true)
	case kwCopy:
		return s.judgeCopy(i, hi, lower)
	case kwTable, kwDescribe:
		_, next, ok := s.name(i+1, hi)
		_, more := s.tail(next, hi, lower)
		column := s.tokens[i].word == kwDescribe && s.sort(next, hi) == bare && next+1 >= hi
		return verdict(ok && (more || column) && !lower, next < hi || s.tokens[i].word == kwDescribe)
	case kwShow:
		at := s.shown(i, hi)
		return verdict(at > 0 && at < hi && !s.prose(at, lower), !lower)
	case kwLock:
		_, next, ok := s.name(s.tableWord(i+1, hi), hi)
		return verdict(ok && next < hi && (s.is(i+1, hi, kwTable) || !lower && s.has(next, hi, kwIn) && s.mode(next, hi)), true)
	case kwAnalyze, kwUpkeep:
		named := s.nameable(i+1, hi) || s.sort(i+1, hi) == opened || s.is(i+1, hi, kwTable, kwFull)
		return verdict(named && (!lower || s.is(i+1, hi, kwTable) && i+2 < hi && !s.prose(i+2, lower)), true)
	case kwGrant, kwComment:
		if s.is(i+1, hi, kwTable) || s.is(i+1, hi, kwOn) && s.is(i+2, hi, kwTable, kwColumn, kwView) {
			return verdict(i+2 < hi && !s.prose(i+2, lower), true)
		}
		return verdict(!lower && (s.tokens[i].word != kwComment), s.has(i, hi, kwOn))
	case kwSet, kwVerb, kwBegin, kwDo, kwIf, kwExec, kwUse, kwEnd, kwFetch:
		return verdict(!lower && (s.holdsQuery(i, hi) || s.has(i, hi, kwSelect) || s.holdsVerb(i+1, hi)), true)
	}
	return Prose
}

// holdsVerb reports whether another statement begins among the tokens from i on.
func (s *scanner) holdsVerb(i, hi int) bool {
	for ; i < hi && s.sort(i, hi) != semicolon; i++ {
		switch {
		case s.sort(i, hi) == opened:
			i = min(int(s.tokens[i].match), hi)
		case s.is(i, hi, verbs...) && s.opens(i, hi):
			return true
		}
	}
	return false
}

// mode reports whether PostgreSQL's IN … MODE is among the tokens from i on.
func (s *scanner) mode(i, hi int) bool {
	for ; i < hi && s.sort(i, hi) != semicolon; i++ {
		if s.says(i, hi, "mode") {
			return true
		}
	}
	return false
}

func (s *scanner) judgeCopy(i, hi int, lower bool) Shape {
	if s.sort(i+1, hi) == opened && s.query(i+2, hi) {
		return Statement
	}
	n, next, ok := s.name(i+1, hi)
	if !ok || s.prose(n.table, lower) {
		return Prose
	}
	if s.sort(next, hi) == opened {
		next = min(int(s.tokens[next].match)+1, hi)
	}
	if !s.is(next, hi, kwFrom, kwTo) {
		return Prose
	}
	next++
	source := s.sort(next, hi) == literal || s.says(next, hi, "stdin") || s.says(next, hi, "stdout") || s.says(next, hi, "program")
	return verdict(source || s.sort(next, hi) == hole && !lower, true)
}

// judgeFragment judges the list of tables that begins at i, with FROM, JOIN or INTO, in a text that
// does not begin with a verb.
func (s *scanner) judgeFragment(i, hi int, lv *level) {
	if s.shape != Prose || s.depth > 0 {
		return
	}
	switch lv.kind {
	case kwSelect, kwInsert, kwReplace, kwUpdate, kwDelete, kwMerge, kwValues:
		return
	}
	lower := s.lower(i)
	next, signs, ok := s.peek(i+1, hi, lower)
	if !ok {
		return
	}
	clause := 0
	if s.is(i, hi, kwJoin) && s.is(next, hi, kwOn, kwUsing) {
		signs++
	} else if s.is(i, hi, kwInto) {
		ok = s.is(next, hi, kwValues, kwSelect, kwSet) || s.sort(next, hi) == opened
	} else {
		clause, ok = s.tail(next, hi, lower)
		signs += clause
	}
	if before := i; ok && before > lv.begin && s.tokens[before-1].sort != hole {
		// What comes before must look like SQL too: columns, or the end of another clause.
		end, more, list := s.columns(lv.begin, i, lower)
		ok = list && end == i && more > 0 && (!lower || clause > 0) ||
			s.is(i-1, hi, kwLeft, kwInner, kwRight, kwOuter, kwCross, kwFull, kwNatural)
	}
	if n, _, _ := s.name(i+1, hi); lower && n.database > 0 && clause == 0 && !s.is(i, hi, kwJoin) {
		signs-- // "from os.Args" names no table
	}
	if ok && (!lower || signs > 0) {
		s.shape = Fragment
	}
}
