package sqltable

// modifiers passes over the words between a verb and its table.
func (s *scanner) modifiers(i, hi int) int {
	for i < hi {
		switch {
		case s.is(i, hi, kwIgnore, kwOnly):
			if !s.nameable(i+1, hi) && !s.is(i+1, hi, kwInto, kwFrom) && s.sort(i+1, hi) != opened {
				return i // a table of that name
			}
			i++
		case s.is(i, hi, kwOr): // SQLite's OR REPLACE
			i += 2
		case s.is(i, hi, kwTop):
			if s.sort(i+1, hi) != opened && s.sort(i+1, hi) != number {
				return i
			}
			i = s.groupsAfter(i+1, hi, 1)
			if s.says(i, hi, "percent") {
				i++
			}
		case s.modifier(i, hi):
			i++
		default:
			return i
		}
	}
	return i
}

func (s *scanner) modifier(i, hi int) bool {
	for _, m := range [...]string{"low_priority", "high_priority", "delayed", "quick", "overwrite"} {
		if s.says(i, hi, m) {
			return true
		}
	}
	return false
}

// insert reads INSERT and REPLACE.
func (s *scanner) insert(i, hi int, top bool, lv *level) int {
	if s.tokens[i].word == kwReplace {
		s.setKind(Replace, top)
	} else {
		s.setKind(Insert, top)
	}
	at := s.modifiers(i+1, hi)
	if s.is(at, hi, kwInto) {
		at++
	}
	if s.is(at, hi, kwTable) {
		at++
	}
	n, next, ok := s.name(at, hi)
	switch {
	case ok:
		ref := s.table(n, Write, false)
		if at, after := s.alias(next, hi); at >= 0 {
			if ref >= 0 {
				s.refs[ref].Alias = s.unquote(at)
			}
			next = after
		}
		next = s.hints(next, hi)
	case s.sort(at, hi) == param:
		next = at + 1
	}
	if s.sort(next, hi) == opened && !s.query(next+1, hi) {
		next = s.group(next, hi)
	}
	return s.read(s.tableQuery(next, hi), hi, lv)
}

// merge reads MERGE INTO users USING …; its USING is a clause.
func (s *scanner) merge(i, hi int, lv *level) int {
	at := s.modifiers(i+1, hi)
	if s.is(at, hi, kwInto) {
		at = s.modifiers(at+1, hi)
	}
	n, next, ok := s.name(at, hi)
	if !ok {
		return s.read(i+1, hi, lv)
	}
	ref := s.table(n, Write, s.depth == 0)
	if ref < 0 {
		s.writeExpression(n)
	}
	return s.read(s.aliased(next, hi, lv, ref), hi, lv)
}

// update reads UPDATE. The tables before SET are written where SET names them, and the first one is
// where it names none; those in FROM are read, and one of them may be what the first one stands for.
func (s *scanner) update(i, hi int, lv *level) int {
	at := s.modifiers(i+1, hi)
	if s.says(at, hi, "statistics") && s.nameable(at+1, hi) {
		at++
	}
	lv.track = true
	refs := len(s.refs)
	n, _, named := s.name(at, hi)
	lv.real = s.depth > 0
	next := s.factor(at, hi, lv)
	lv.real = false
	if len(s.direct) > lv.base {
		if first := s.direct[lv.base]; first.ref >= 0 {
			s.refs[first.ref].Access = Write
		} else if named {
			s.writeExpression(n)
		}
	}
	lv.from = true
	next = s.listed(next, hi, lv)
	listed := len(s.direct)
	if s.is(next, hi, kwSet) {
		s.assigned(next+1, hi, s.direct[lv.base:listed])
		next++
	}
	lv.from = false
	next = s.read(next, hi, lv)
	// UPDATE u SET … FROM users u
	if named && len(s.refs) > refs && listed == lv.base+1 && s.direct[lv.base].alias < 0 {
		s.resolve(n, s.direct[lv.base].ref, s.direct[listed:])
	}
	return next
}

// listed reads the tables of an UPDATE up to SET.
func (s *scanner) listed(i, hi int, lv *level) int {
	for i < hi {
		t := &s.tokens[i]
		switch {
		case t.sort == opened:
			i = s.group(i, hi)
		case t.sort == semicolon || t.class&endsFrom != 0 || t.word == kwFrom:
			return i
		case t.sort == comma:
			i = s.factor(i+1, hi, lv)
		case t.word == kwJoin || t.word == kwStraightJoin || t.word == kwApply:
			i = s.factor(i+1, hi, lv)
		default:
			i++
		}
	}
	return i
}

// assigned marks the tables of a list that SET's assignments name: SET u.name = 1, o.state = 2.
func (s *scanner) assigned(i, hi int, list []direct) {
	if len(list) < 2 {
		return
	}
	named := 0
	unnamed := false
	for start := true; i < hi && named < mostTargets; i++ {
		t := &s.tokens[i]
		switch {
		case t.sort == opened:
			i = min(int(t.match), hi)
		case t.sort == semicolon || t.class&endsFrom != 0 || t.word == kwFrom:
			i = hi
		case start:
			n, next, ok := s.name(i, hi)
			if ok && n.database >= 0 && s.sort(next, hi) == equals {
				named++
				s.assignedTo(n, list)
			} else {
				unnamed = true
			}
			start = false
			continue
		}
		start = t.sort == comma
	}
	if first := list[0]; named > 0 && !unnamed && first.ref >= 0 && !s.assignedFirst {
		s.refs[first.ref].Access = Read
	}
	s.assignedFirst = false
}

// assignedTo marks the table whose column n is.
func (s *scanner) assignedTo(column name, list []direct) {
	table := name{table: column.database, database: -1}
	for k, d := range list {
		if s.stands(d, table) {
			if d.ref >= 0 {
				s.refs[d.ref].Access = Write
			}
			s.assignedFirst = s.assignedFirst || k == 0
			return
		}
	}
	s.assignedFirst = true // of a name that is not in the list: the first one stays written
}

// delete reads DELETE in its forms: FROM users; FROM users USING …; u FROM users u …; FROM u FROM
// users u …. The targets are resolved when the list of tables has been read.
func (s *scanner) delete(i, hi int, lv *level) int {
	at := s.modifiers(i+1, hi)
	if s.is(at, hi, kwFrom) {
		at = s.modifiers(at+1, hi)
	}
	var targets [mostTargets]name
	var refs [mostTargets]int
	count := 0
	for {
		n, next, ok := s.name(at, hi)
		if !ok {
			break
		}
		ref := s.table(n, Write, s.depth == 0)
		if ref < 0 {
			s.writeExpression(n)
		}
		if count < mostTargets {
			targets[count], refs[count] = n, ref
			count++
		}
		if at = next; s.sort(at, hi) != comma {
			break
		}
		at++
	}
	lv.track = true
	if count == 1 {
		// An alias, and T-SQL's hints. The target itself is no table of the list.
		track := level{}
		at = s.aliased(at, hi, &track, refs[0])
	}
	next := s.read(at, hi, lv)
	for k := range count {
		s.resolve(targets[k], refs[k], s.direct[min(lv.base, len(s.direct)):])
	}
	return next
}
