package sqltable

import "strings"

// scope has the names that are no tables: the common table expressions in sight, and the temporary
// tables that the text made.
type scope struct {
	newest    map[string]int32 // index in names and 1, by the name in lower case
	names     []expression
	temporary map[string]bool
}

// expression is a common table expression, WITH name AS (…).
type expression struct {
	name     string
	previous int32 // what it hides
	ref      int32 // index and 1 of the first table that it reads, which a T-SQL UPDATE of it writes
}

func (c *scope) reset() {
	clear(c.newest)
	clear(c.names)
	clear(c.temporary)
	c.names = c.names[:0]
}

// push brings an expression into sight.
func (c *scope) push(name string) int {
	name = strings.ToLower(name)
	if c.newest == nil {
		c.newest = map[string]int32{}
	}
	c.names = append(c.names, expression{name: name, previous: c.newest[name]})
	c.newest[name] = int32(len(c.names))
	return len(c.names) - 1
}

// pop takes the expressions from mark on out of sight.
func (c *scope) pop(mark int) {
	for len(c.names) > mark {
		last := c.names[len(c.names)-1]
		if last.previous == 0 {
			delete(c.newest, last.name)
		} else {
			c.newest[last.name] = last.previous
		}
		c.names = c.names[:len(c.names)-1]
	}
}

// find returns the expression of that name, or nil.
func (c *scope) find(name string) *expression {
	if len(c.names) == 0 {
		return nil
	}
	if at := c.newest[strings.ToLower(name)]; at > 0 {
		return &c.names[at-1]
	}
	return nil
}

// addTemporary takes a name out of the tables for the rest of the text.
func (c *scope) addTemporary(name string) {
	if c.temporary == nil {
		c.temporary = map[string]bool{}
	}
	c.temporary[strings.ToLower(name)] = true
}

// hides reports whether the token at i is the name of no table.
func (c *scope) hides(s *scanner, i int, expressions bool) bool {
	if len(c.temporary) == 0 && (!expressions || len(c.names) == 0) {
		return false
	}
	name := s.unquote(i)
	return expressions && c.find(name) != nil || len(c.temporary) > 0 && c.temporary[strings.ToLower(name)]
}

// with reads the list of expressions that begins at WITH and brings them into sight. It returns the
// index after the list, and false where there is none.
func (s *scanner) with(i, hi int) (int, bool) {
	first := i + 1
	recursive := s.is(first, hi, kwRecursive)
	if recursive {
		first++
	}
	if _, _, ok := s.expression(first, hi); !ok {
		return i + 1, false
	}
	if recursive || s.mssql {
		// Each can be used in all of them.
		for at, ok := first, true; ok; {
			var body int
			if body, _, ok = s.expression(at, hi); ok {
				s.scope.push(s.unquote(at))
				at = min(int(s.tokens[body].match)+1, hi)
				ok = s.sort(at, hi) == comma
				at++
			}
		}
	}
	at := first
	for {
		body, end, ok := s.expression(at, hi)
		if !ok {
			return at, true
		}
		refs := len(s.refs)
		s.group(body, hi)
		s.define(s.unquote(at), refs, recursive || s.mssql)
		at = s.afterExpression(end, hi)
		if s.sort(at, hi) != comma {
			return at, true
		}
		at++
	}
}

// define brings an expression into sight that has been read, unless it already is, and notes the table
// that it reads first.
func (s *scanner) define(name string, refs int, inSight bool) {
	var e *expression
	if inSight {
		e = s.scope.find(name)
	}
	if e == nil {
		e = &s.scope.names[s.scope.push(name)]
	}
	if len(s.refs) > refs {
		e.ref = int32(refs) + 1
	}
}

// expression reads "name [(columns)] AS [[NOT] MATERIALIZED] (" and returns the index of the
// parenthesis and that after the closing one.
func (s *scanner) expression(i, hi int) (body, end int, ok bool) {
	if !s.nameable(i, hi) {
		return 0, 0, false
	}
	i++
	if s.sort(i, hi) == opened {
		i = int(s.tokens[i].match) + 1
	}
	if !s.is(i, hi, kwAs) {
		return 0, 0, false
	}
	i++
	if s.is(i, hi, kwNot) {
		i++
	}
	if s.is(i, hi, kwMaterialized) {
		i++
	}
	if s.sort(i, hi) != opened {
		return 0, 0, false
	}
	return i, min(int(s.tokens[i].match)+1, hi), true
}

// afterExpression passes over PostgreSQL's SEARCH and CYCLE clauses.
func (s *scanner) afterExpression(i, hi int) int {
	if !s.says(i, hi, "search") && !s.says(i, hi, "cycle") {
		return i
	}
	for i < hi && s.sort(i, hi) != semicolon && !s.is(i, hi, kwSelect, kwInsert, kwUpdate, kwDelete, kwMerge, kwValues) {
		// A comma may part the columns, or begin the next expression.
		if s.sort(i, hi) == comma {
			if _, _, ok := s.expression(i+1, hi); ok {
				return i
			}
		}
		i++
	}
	return i
}
