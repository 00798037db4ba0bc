package sqltable

// judged notes the shape of a statement; one inside the text alone makes no more than a fragment.
func (s *scanner) judged(shape Shape, top bool) {
	if !top {
		shape = min(shape, Fragment)
	}
	s.shape = max(s.shape, shape)
}

// judge tells how far the statement at i has the grammar of its verb.
func (s *scanner) judge(i, hi int) Shape {
	if s.tokens[i].sort != bare && s.tokens[i].sort != opened {
		return Prose
	}
	shape := s.judgeVerb(i, hi, s.lower(i))
	if last := s.sort(len(s.tokens)-1, len(s.tokens)); shape == Statement && (last == junk || last == dot) {
		return Fragment
	}
	return shape
}

func (s *scanner) judgeVerb(i, hi int, lower bool) Shape {
	switch s.tokens[i].word {
	case kwSelect:
		return s.judgeSelect(i+1, hi, lower)
	case kwInsert, kwReplace:
		return s.judgeInsert(i, hi, lower)
	case kwUpdate:
		return s.judgeUpdate(i, hi, lower)
	case kwDelete:
		return s.judgeDelete(i, hi, lower)
	case kwMerge:
		at := i + 1
		if s.is(at, hi, kwInto) {
			at++
		}
		next, _, ok := s.peek(at, hi, lower)
		using := s.is(next, hi, kwUsing) || s.is(next, hi, kwWith) && s.sort(next+1, hi) == opened
		return verdict(ok && using, !lower || s.has(next, hi, kwOn))
	case kwCreate, kwAlter, kwDrop, kwTruncate, kwRename:
		return s.judgeSchema(i, hi, lower)
	case kwCall:
		n, next, ok := s.name(i+1, hi)
		listed := s.sort(next, hi) == opened
		if listed {
			next = min(int(s.tokens[next].match)+1, hi)
		}
		ended := next >= hi || s.sort(next, hi) == semicolon || s.sort(next, hi) == hole
		return verdict(ok && ended && (listed || !lower) && !s.prose(n.table, lower), !lower)
	case kwValues:
		return verdict(s.sort(i+1, hi) == opened && !lower, true)
	case kwNone:
		for k := 0; k < 8 && s.sort(i, hi) == opened; k++ { // "((SELECT …) UNION …) EXCEPT …"
			hi = min(int(s.tokens[i].match), hi)
			i++
		}
		if s.is(i, hi, kwSelect) {
			return s.judgeSelect(i+1, hi, s.lower(i))
		}
		return Prose
	}
	return s.judgeOther(i, hi, lower)
}

// verdict is the shape of a text whose grammar holds up to its table: sure is whether more than the
// grammar speaks for SQL.
func verdict(ok, sure bool) Shape {
	switch {
	case !ok:
		return Prose
	case sure:
		return Statement
	}
	return Fragment
}

func (s *scanner) judgeSelect(i, hi int, lower bool) Shape {
	from, signs, ok := s.columns(i, hi, lower)
	if !ok {
		return Prose
	}
	if s.is(from, hi, kwInto) {
		for from++; from < hi && s.sort(from, hi) != semicolon && !s.is(from, hi, kwFrom, kwSelect); {
			from++
		}
	}
	if !s.is(from, hi, kwFrom) {
		// SELECT 1, and the first part of a longer text.
		return s.judgeValues(i, from, hi, lower, signs)
	}
	if from == i && lower {
		return Prose
	}
	next, more, ok := s.peek(from+1, hi, lower)
	if !ok {
		return verdict(from+1 >= hi && (!lower || signs > 0), false)
	}
	signs += more
	more, ok = s.tail(next, hi, lower)
	signs += more
	if !ok {
		return verdict(!lower && !s.lower(from) && signs > 0, false)
	}
	return verdict(true, (!lower || signs > 0) && from > i)
}

// judgeValues judges a SELECT without FROM: SELECT 1, SELECT NOW(), or the first part of a longer text.
func (s *scanner) judgeValues(i, end, hi int, lower bool, signs int) Shape {
	if end <= i {
		return Prose
	}
	query := s.holdsQuery(i, end)
	if lower {
		first := s.sort(i, end)
		value := first == number || first == param || first == bare && s.sort(i+1, end) == opened && s.glued(i+1)
		return verdict(query || value && signs > 0 && (end >= hi || s.sort(end, hi) != closed), true)
	}
	last := s.sort(end-1, hi)
	return verdict(true, query || last == number || last == closed || last == param || last == literal || s.sort(end, hi) == bare)
}

// holdsQuery reports whether one of the parentheses from i on holds a query.
func (s *scanner) holdsQuery(i, hi int) bool {
	for ; i < hi; i++ {
		if s.sort(i, hi) == opened {
			if s.query(i+1, hi) {
				return true
			}
			i = min(int(s.tokens[i].match), hi)
		}
	}
	return false
}

func (s *scanner) judgeInsert(i, hi int, lower bool) Shape {
	at := s.modifiers(i+1, hi)
	into := s.is(at, hi, kwInto)
	if into {
		at++
	}
	if s.is(at, hi, kwTable) {
		at++
	}
	if at >= hi {
		return verdict(into && !lower, false)
	}
	n, next, ok := s.name(at, hi)
	switch {
	case s.sort(at, hi) == param:
		next = at + 1
	case !ok || s.prose(n.table, lower):
		return Prose
	}
	if at, after := s.alias(next, hi); at >= 0 {
		if s.prose(at, lower) {
			return Prose
		}
		next = after
	}
	listed := s.sort(next, hi) == opened || s.is(next, hi, kwPartition, kwWith) && s.sort(next+1, hi) == opened
	for k := 0; k < 3 && listed; k++ {
		if s.query(next+1, hi) {
			return Statement
		}
		if s.is(next, hi, kwPartition, kwWith) && s.sort(next+1, hi) == opened {
			next++
		}
		if s.sort(next, hi) != opened {
			break
		}
		next = min(int(s.tokens[next].match)+1, hi)
	}
	return s.judgeRows(next, hi, lower, into, listed)
}

// judgeRows judges what should give an INSERT its rows.
func (s *scanner) judgeRows(i, hi int, lower, into, listed bool) Shape {
	row := func(i int) bool {
		switch s.sort(i, hi) {
		case 0, opened, hole, param:
			return true
		}
		return s.is(i, hi, kwDefault) || s.says(i, hi, "row")
	}
	sure := into || listed || !lower
	switch {
	case i >= hi || s.sort(i, hi) == semicolon:
		return verdict(into && (listed || !lower), false)
	case s.sort(i, hi) == hole:
		return verdict(into || listed, !lower || listed)
	case s.is(i, hi, kwValues) || s.says(i, hi, "value"):
		return verdict(sure && row(i+1), true)
	case s.is(i, hi, kwDefault):
		return verdict(s.is(i+1, hi, kwValues), true)
	case s.is(i, hi, kwSet):
		return verdict(sure, s.assignment(i+1, hi) || s.sort(i+1, hi) == param || s.sort(i+1, hi) == hole && !lower)
	case s.is(i, hi, kwSelect):
		return verdict(sure && s.judgeSelect(i+1, hi, lower) != Prose, true)
	case s.is(i, hi, kwWith):
		if i++; s.is(i, hi, kwRecursive) {
			i++
		}
		_, _, ok := s.expression(i, hi)
		return verdict(ok && sure, true)
	case s.is(i, hi, kwTable, kwExec):
		return verdict((into || listed) && s.nameable(i+1, hi), listed || !lower)
	case s.is(i, hi, kwOutput) || s.says(i, hi, "overriding"):
		return verdict(sure, listed || !lower)
	case s.is(i, hi, kwOn):
		return verdict(sure && listed, !lower)
	case s.sort(i, hi) == opened || s.is(i, hi, kwFrom) && !lower:
		return verdict(sure, !lower)
	}
	return Prose
}

// assignment reports whether "name =" is at i.
func (s *scanner) assignment(i, hi int) bool {
	if s.sort(i, hi) == opened {
		return s.sort(min(int(s.tokens[i].match)+1, hi), hi) == equals
	}
	_, next, ok := s.name(i, hi)
	if s.sort(next, hi) == operator { // := and +=
		next++
	}
	return ok && s.sort(next, hi) == equals
}

func (s *scanner) judgeUpdate(i, hi int, lower bool) Shape {
	at := s.modifiers(i+1, hi)
	next, signs, ok := s.peek(at, hi, lower)
	if !ok || s.sort(at, hi) == opened && s.query(at+1, hi) {
		return Prose
	}
	switch {
	case next >= hi || s.sort(next, hi) == semicolon || s.sort(next, hi) == hole:
		return verdict(!lower && s.sort(at, hi) != hole || signs > 0 && s.sort(next, hi) == hole, false)
	case s.sort(next, hi) == comma || s.is(next, hi, kwJoin, kwInner, kwLeft, kwRight, kwCross, kwStraightJoin, kwUse, kwForce, kwIgnore, kwWith, kwPartition):
		for next < hi && s.sort(next, hi) != semicolon && !s.is(next, hi, kwSet, kwWhere, kwFrom) {
			if s.sort(next, hi) == opened {
				next = min(int(s.tokens[next].match), hi)
			}
			next++
		}
	}
	if !s.is(next, hi, kwSet) {
		return Prose
	}
	next++
	switch {
	case s.assignment(next, hi):
		return Statement
	case s.sort(next, hi) == param:
		return Statement
	case s.sort(next, hi) == hole:
		signs, ok = s.tail(next+1, hi, lower)
		return verdict(ok || !lower && (s.sort(next+1, hi) == equals || s.sort(next+1, hi) == comma), !lower || signs > 0)
	case next >= hi:
		return verdict(!lower || signs > 0, false)
	}
	return Prose
}

func (s *scanner) judgeDelete(i, hi int, lower bool) Shape {
	at := s.modifiers(i+1, hi)
	from := s.is(at, hi, kwFrom)
	if from {
		if at = s.modifiers(at+1, hi); at >= hi {
			return verdict(!lower, false)
		}
	}
	next, signs, ok := s.peek(at, hi, lower)
	if !ok {
		return Prose
	}
	for s.sort(next, hi) == comma { // DELETE a, b FROM …
		if next, _, ok = s.peek(next+1, hi, lower); !ok {
			return Prose
		}
	}
	if s.is(next, hi, kwFrom) && (!lower || next == at+1 || s.sort(next-1, hi) == star) {
		if next, _, ok = s.peek(next+1, hi, lower); !ok {
			return Prose
		}
		// "delete user from team" needs more than that
		more, ok := s.tail(next, hi, lower)
		return verdict(ok && (!lower || more > 0), true)
	}
	more, ok := s.tail(next, hi, lower)
	signs += more
	if !from {
		return verdict(ok && !lower && signs > 0 && s.is(next, hi, kwWhere, kwOutput), true)
	}
	return verdict(ok, !lower || signs > 0)
}
