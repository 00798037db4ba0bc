// Code generated from lint/sqltable/prose.go of vtgen. DO NOT EDIT.

package sqltable

import "strings"

// Words that sentences are made of. SQL that is not quoted has hardly a column or a table of such a
// name; those that do occur, as an alias or in a test, count against a text only in lower case.
const (
	hardWord = iota + 1
	softWord
)

var proseWords = map[string]int{
	"the": hardWord, "an": hardWord, "your": hardWord, "our": hardWord, "their": hardWord, "his": hardWord, "her": hardWord,
	"my": hardWord, "these": hardWord, "those": hardWord, "that": hardWord, "was": hardWord, "were": hardWord,
	"been": hardWord, "please": hardWord, "has": hardWord, "have": hardWord, "cannot": hardWord, "could": hardWord,
	"should": hardWord, "would": hardWord, "must": hardWord, "because": hardWord, "which": hardWord, "failed": hardWord,
	"a": softWord, "it": softWord, "its": softWord, "one": softWord, "each": softWord, "every": softWord, "this": softWord,
	"me": softWord, "you": softWord, "us": softWord, "we": softWord, "be": softWord, "are": softWord, "will": softWord,
	"so": softWord, "here": softWord, "there": softWord, "now": softWord, "again": softWord, "another": softWord,
	"what": softWord, "no": softWord, "more": softWord, "other": softWord, "can": softWord, "may": softWord, "up": softWord,
	"out": softWord, "off": softWord, "via": softWord, "per": softWord, "also": softWord, "both": softWord, "existing": softWord,
	"multiple": softWord, "several": softWord, "many": softWord, "new": softWord, "selected": softWord, "when": softWord,
	"error": softWord, "fails": softWord, "successfully": softWord, "success": softWord, "below": softWord, "above": softWord,
}

// prose reports whether the token at i is a word of a sentence.
func (s *scanner) prose(i int, lower bool) bool {
	t := &s.tokens[i]
	if t.sort != bare || t.end-t.start > 12 {
		return false
	}
	sort := proseWords[strings.ToLower(s.raw(i))]
	return sort == hardWord || sort == softWord && lower
}

// lower reports whether a keyword is not written in capitals.
func (s *scanner) lower(i int) bool {
	for at := s.tokens[i].start; at < s.tokens[i].end; at++ {
		if c := s.text[at]; 'a' <= c && c <= 'z' {
			return true
		}
	}
	return false
}

// glued reports whether the token at i follows the one before it without a space.
func (s *scanner) glued(i int) bool {
	return i > 0 && i < len(s.tokens) && s.tokens[i-1].end == s.tokens[i].start
}

// columns checks what should be the list of a SELECT, from i up to its FROM or another end. signs
// counts what sentences do not have.
func (s *scanner) columns(i, hi int, lower bool) (next, signs int, ok bool) {
	most := 3 // bare words in a row: "x::double precision total"
	if lower {
		most = 2
	}
	run, commas, pairs := 0, 0, false
	for ; i < hi; i++ {
		t := &s.tokens[i]
		switch t.sort {
		case bare:
			switch t.word {
			case kwNone:
				if s.prose(i, lower) {
					return i, 0, false
				}
				if !t.holes && !hasPrefixFold(s.raw(i), "sql_") {
					run++
				}
				pairs = pairs || run > 1
			case kwFrom:
				if i-2 < 0 || s.tokens[i-1].word != kwDistinct || s.tokens[i-2].word != kwIs && s.tokens[i-2].word != kwNot {
					return i, signs + listSigns(commas, pairs), true
				}
			case kwInto, kwWhere, kwSetOperator, kwOrder, kwGroup, kwLimit, kwHaving, kwFor, kwSelect, kwInsert:
				return i, signs + listSigns(commas, pairs), true
			case kwOn, kwJoin, kwSet, kwTo, kwReferences, kwUpdate, kwDelete, kwTable, kwDrop, kwCreate, kwBegin, kwDo, kwUsing:
				switch {
				case t.word == kwOn && i > 0 && s.tokens[i-1].word == kwDistinct:
				case t.word == kwOn && (s.says(i+1, hi, "conflict") || s.is(i+1, hi, kwDuplicate)):
					return i, signs + listSigns(commas, pairs), true
				default:
					return i, 0, false
				}
			default:
				run = 0
			}
			if run > most {
				return i, 0, false
			}
			continue
		case dot:
			if run--; s.glued(i) && s.glued(i+1) {
				signs++
			}
			i++ // the column
			if s.sort(i, hi) == bare {
				run++
			}
			continue
		case opened:
			if s.glued(i) && s.sort(i-1, hi) == bare || s.query(i+1, hi) {
				signs++
			}
			i = min(int(t.match), hi)
			continue
		case comma:
			commas++
		case star, equals, quoted, param, number:
			signs++
		case semicolon, closed:
			return i, signs + listSigns(commas, pairs), true
		case junk:
			return i, 0, false
		}
		run = 0
	}
	return min(i, hi), signs + listSigns(commas, pairs), true
}

// listSigns counts a list of single words as a sign.
func listSigns(commas int, pairs bool) int {
	if commas > 0 && !pairs {
		return 1
	}
	return 0
}

// peek checks what should be a table and its alias, and returns the index after them.
func (s *scanner) peek(i, hi int, lower bool) (next, signs int, ok bool) {
	for s.is(i, hi, kwOnly, kwLateral, kwTable) {
		i++
	}
	switch {
	case i >= hi:
		return i, 0, false
	case s.rowsFrom(i, hi):
		signs, i = 1, min(int(s.tokens[i+2].match)+1, hi)
	case s.tokens[i].sort == opened:
		if !s.query(i+1, hi) && !s.nameable(i+1, hi) && s.sort(i+1, hi) != opened && !s.is(i+1, hi, kwLateral) {
			return i, 0, false
		}
		signs, i = 1, min(int(s.tokens[i].match)+1, hi)
	case s.tokens[i].sort == param:
		i++
	default:
		n, after, named := s.name(i, hi)
		if !named || s.prose(n.table, lower) || n.database >= 0 && s.prose(n.database, lower) {
			return i, 0, false
		}
		if s.tokens[n.table].sort == quoted || n.database >= 0 || strings.IndexByte(s.raw(n.table), '_') >= 0 {
			signs = 1
		}
		if i = after; s.sort(i, hi) == opened { // a function, or hints
			i = min(int(s.tokens[i].match)+1, hi)
		}
	}
	if s.sort(i, hi) == star && !s.nameable(i+1, hi) { // PostgreSQL's users *
		i++
	}
	at, after := s.alias(i, hi)
	if at >= 0 && s.prose(at, lower) && s.raw(at) != "a" {
		return i, 0, false
	}
	if i = after; at >= 0 && s.sort(i, hi) == opened {
		i = min(int(s.tokens[i].match)+1, hi)
	}
	return i, signs, true
}

// tail checks what follows the first table.
func (s *scanner) tail(i, hi int, lower bool) (signs int, ok bool) {
	switch s.sort(i, hi) {
	case 0, semicolon, closed, hole:
		return 0, true
	case comma:
		_, signs, ok = s.peek(i+1, hi, lower)
		return signs, ok
	case bare:
		return s.clauseTail(i, hi, lower)
	}
	return 0, false
}

// clauseTail checks the clause that the word at i should begin.
func (s *scanner) clauseTail(i, hi int, lower bool) (signs int, ok bool) {
	value := func(i int) bool {
		sort := s.sort(i, hi)
		return sort == number || sort == param || sort == hole || sort == 0 || s.is(i, hi, kwAll)
	}
	switch t := &s.tokens[i]; t.word {
	case kwWhere:
		return s.condition(i+1, hi, lower)
	case kwGroup, kwOrder:
		ok = s.is(i+1, hi, kwBy)
	case kwLimit, kwOffset, kwFetch:
		ok = value(i+1) || s.says(i+1, hi, "first") || s.says(i+1, hi, "next")
	case kwJoin, kwStraightJoin, kwApply:
		_, _, ok = s.peek(i+1, hi, lower)
	case kwInner, kwLeft, kwRight, kwFull, kwCross, kwNatural, kwOuter:
		for j := i + 1; j < i+4 && !ok; j++ {
			ok = s.is(j, hi, kwJoin, kwApply)
		}
	case kwSetOperator:
		ok = s.is(i+1, hi, kwSelect, kwAll, kwDistinct, kwValues, kwTable) || s.sort(i+1, hi) == opened || s.sort(i+1, hi) == hole
	case kwFor:
		ok = s.is(i+1, hi, kwUpdate, kwKey) || s.says(i+1, hi, "share") || s.says(i+1, hi, "no") || s.says(i+1, hi, "xml") ||
			s.says(i+1, hi, "json") || s.says(i+1, hi, "system_time") || s.says(i+1, hi, "browse") || s.says(i+1, hi, "read")
	case kwUsing:
		_, _, ok = s.peek(i+1, hi, lower)
		return 0, ok
	case kwUse, kwForce, kwIgnore:
		ok = s.is(i+1, hi, kwIndex, kwKey)
	case kwWith, kwPartition, kwPivot, kwOption:
		ok = s.sort(i+1, hi) == opened || s.says(i+1, hi, "ordinality")
	case kwArray:
		ok = s.is(i+1, hi, kwJoin)
	case kwOn:
		ok = s.is(i+1, hi, kwDuplicate) || s.says(i+1, hi, "conflict")
	case kwLock:
		ok = s.is(i+1, hi, kwIn)
	case kwHaving, kwReturning, kwOutput, kwTablesample, kwFinal, kwWindow, kwIndexed, kwSelect:
		return 0, true
	case kwInto, kwNot:
		return 0, !lower || s.sort(i+1, hi) == param
	case kwOther:
		return 0, t.class&endsFrom != 0 || s.says(i, hi, "then") || s.says(i, hi, "prewhere")
	default:
		return 0, s.opens(i, hi)
	}
	if ok {
		signs = 1
	}
	return signs, ok
}

// condition checks what should be the condition after WHERE.
func (s *scanner) condition(i, hi int, lower bool) (signs int, ok bool) {
	for s.is(i, hi, kwNot) || s.says(i, hi, "binary") {
		i++
	}
	switch s.sort(i, hi) {
	case 0, hole:
		return 0, true
	case opened, param, number, literal:
		return 1, true
	case bare, quoted, double:
	default:
		return 0, false
	}
	if s.tokens[i].class&reserved != 0 {
		return 1, s.is(i, hi, kwExists) || s.tokens[i].word == kwOther
	}
	if s.prose(i, lower) {
		return 0, false
	}
	_, next, ok := s.name(i, hi)
	switch s.sort(next, hi) {
	case 0:
		return 0, ok && !lower || next > i+1
	case operator, equals, opened, param:
		return 1, ok
	case hole:
		return 0, ok
	case star, junk: // a product; a path in a document
		return 0, ok && !lower
	case bare:
		if s.tokens[next].class&reserved != 0 {
			return 1, ok
		}
	}
	return 0, false
}
