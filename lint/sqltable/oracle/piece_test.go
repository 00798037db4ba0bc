package oracle

import (
	"math/rand/v2"
	"strings"

	"github.com/vtgen/vtgen/lint/sqltable"
)

// piece is a value or a name in a statement.
type piece struct{ start, end int }

// pieces finds the strings, numbers and names in lower case of a statement: in the statements of these
// tests keywords are in capitals. Comments, and what they hide, are left alone.
func pieces(sql string) []piece {
	var all []piece
	word := func(c byte) bool {
		return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
	}
	if strings.Contains(sql, "/*") || strings.Contains(sql, "--") || strings.Contains(sql, "#") || strings.Contains(sql, "$") || strings.Contains(sql, `\`) {
		return nil
	}
	for i := 0; i < len(sql); {
		end := i + 1
		switch c := sql[i]; {
		case c == '\'' || c == '"' || c == '`':
			for end < len(sql) && sql[end] != c {
				end++
			}
			end++
			if c == '\'' && (end >= len(sql) || sql[end] != '\'') && (i == 0 || !word(sql[i-1]) && sql[i-1] != '\'') {
				all = append(all, piece{i, end})
			}
		case word(c):
			for end < len(sql) && word(sql[end]) {
				end++
			}
			if name := sql[i:end]; strings.ToUpper(name) != name || '0' <= c && c <= '9' {
				all = append(all, piece{i, end})
			}
		}
		i = end
	}
	return all
}

// value picks a value, or a name that is neither a table nor what a statement calls one.
func value(r *rand.Rand, sql string) (start, end int, ok bool) {
	names := map[string]bool{}
	result := sqltable.Scan(sql)
	for _, t := range result.Tables {
		names[t.Alias], names[t.Table], names[t.Database] = true, true, true
	}
	var free []piece
	for _, p := range pieces(sql) {
		text := strings.Trim(sql[p.start:p.end], "`\"")
		inside := false
		for _, t := range result.Tables {
			inside = inside || p.start < t.End && p.end > t.Start
		}
		// A name that is defined by WITH, or before a parenthesis, means more than itself.
		defined := strings.Contains(sql, text+" AS (") || strings.Contains(sql, text+" (") || strings.Contains(sql, text+"(") || strings.Contains(sql, text+" AS NOT") || strings.Contains(sql, text+" AS MATERIALIZED")
		if !inside && !names[text] && !defined {
			free = append(free, p)
		}
	}
	if len(free) == 0 {
		return 0, 0, false
	}
	p := free[r.IntN(len(free))]
	return p.start, p.end, true
}

// table picks a table that is named once, so that no other place depends on its name.
func table(r *rand.Rand, sql string) (start, end int, ok bool) {
	refs := sqltable.Scan(sql).Tables
	if len(refs) == 0 || strings.Contains(sql, "/*") {
		return 0, 0, false
	}
	t := refs[r.IntN(len(refs))]
	if strings.Count(sql, t.Table) > 1 || strings.Contains(sql[t.Start:t.End], " ") {
		return 0, 0, false
	}
	return t.Start, t.End, true
}
