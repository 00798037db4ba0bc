// Code generated from lint/sqltable/targets.go of vtgen. DO NOT EDIT.

package sqltable

import "strings"

// direct is a table, or what stands for one, in the list of an UPDATE or a DELETE.
type direct struct {
	ref   int // -1: a query, a function or an expression
	alias int // the token of the alias, or -1
}

// mostTargets bounds the targets of one statement that are matched with its tables; MySQL joins 61.
const mostTargets = 64

// stands reports whether a table of the list goes by the name n.
func (s *scanner) stands(d direct, n name) bool {
	called := s.unquote(n.table)
	if d.alias >= 0 {
		return n.database < 0 && strings.EqualFold(s.unquote(d.alias), called)
	}
	if d.ref < 0 {
		return false
	}
	r := &s.refs[d.ref]
	return strings.EqualFold(r.Table, called) && (n.database < 0 || strings.EqualFold(r.Database, s.unquote(n.database)))
}

// resolve finds the table of the list that the target n names and marks it as written. A target that
// none stands for is a table itself: ref is its index, or -1.
func (s *scanner) resolve(n name, ref int, list []direct) {
	for _, d := range list {
		if !s.stands(d, n) {
			continue
		}
		if ref >= 0 && d.ref != ref {
			s.refs[ref].Access = dropped
		}
		if d.ref >= 0 {
			s.refs[d.ref].Access = Write
		}
		return
	}
}

// writeExpression marks the table below a common table expression as written: T-SQL deletes its rows
// through the expression. (To PostgreSQL the name is a table's. It is the only one with statements
// that write inside WITH and in other parentheses, so there the names are tables.)
func (s *scanner) writeExpression(n name) {
	if n.database >= 0 {
		return
	}
	if e := s.scope.find(s.unquote(n.table)); e != nil && e.ref > 0 {
		s.refs[e.ref-1].Access = Write
	}
}
