package oracle

import (
	"bufio"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/sqltable"
)

// randomStatements is how many statements are composed for each database: go test -args -statements 20000.
var randomStatements = flag.Uint64("statements", 4000, "how many statements are composed for each database")

// access is a table and what is done to it.
type access struct {
	database, table string
	kind            sqltable.Access
}

func (a access) String() string {
	return fmt.Sprintf("%s %s.%s", a.kind, a.database, a.table)
}

// set sorts and removes doubles.
func set(all []access) []access {
	slices.SortFunc(all, func(a, b access) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(all)
}

// scanned is what sqltable finds, as a set.
func scanned(sql string) []access {
	var all []access
	for _, r := range sqltable.Scan(sql).Tables {
		if r.Table == "dual" && r.System { // no table to TiDB
			continue
		}
		all = append(all, access{r.Database, r.Table, r.Access})
	}
	return set(all)
}

// database is one of the two, with its parser.
type database struct {
	name   string
	tables func(sql string) ([]access, error)
}

var databases = []database{{"mysql", mysqlTables}, {"postgres", postgresTables}}

// statements reads a file of statements, one a line.
func statements(t *testing.T, name string) []string {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var all []string
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if line := lines.Text(); line != "" && !strings.HasPrefix(line, "-- ") {
			all = append(all, strings.ReplaceAll(line, `\n`, "\n"))
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWritten(t *testing.T) {
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			all := statements(t, "testdata/"+d.name+".sql")
			compare(t, d, all)
			compareWithHoles(t, d, all)
		})
	}
}

func TestRandom(t *testing.T) {
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			var all []string
			for seed := range *randomStatements {
				all = append(all, compose(rand.New(rand.NewPCG(seed, 1)), d.name))
			}
			compare(t, d, all)
			compareWithHoles(t, d, all)
		})
	}
}

// mostReported bounds the differences that are shown.
const mostReported = 40

// compare requires the tables that the parser finds, and the shape of a statement.
func compare(t *testing.T, d database, all []string) {
	t.Helper()
	agreed, failed := 0, 0
	tables := 0
	for _, sql := range all {
		want, err := d.tables(sql)
		if err != nil {
			t.Errorf("not a statement of %s: %s\n%v", d.name, sql, err)
			continue
		}
		want = set(want)
		tables += len(want)
		got := scanned(sql)
		shape := sqltable.Scan(sql).Shape
		if slices.Equal(got, want) && (shape == sqltable.Statement || len(want) == 0 || sql == "TABLE users") {
			agreed++
			continue
		}
		if failed++; failed <= mostReported {
			t.Errorf("%s\n got %v (%s)\nwant %v", sql, got, shape, want)
		}
	}
	t.Logf("%s: %d of %d statements agree, over %d tables", d.name, agreed, len(all), tables)
}

// compareWithHoles makes a hole of one piece of each statement, in turn a value or a name that is no
// table, and a table, and requires all other tables to be found as before.
func compareWithHoles(t *testing.T, d database, all []string) {
	t.Helper()
	agreed, tried, failed := 0, 0, 0
	for n, sql := range all {
		r := rand.New(rand.NewPCG(uint64(n), 2))
		for _, pick := range []func(*rand.Rand, string) (start, end int, ok bool){value, table} {
			start, end, ok := pick(r, sql)
			if !ok {
				continue
			}
			tried++
			holed := sql[:start] + string(sqltable.Hole) + sql[end:]
			got := sqltable.Scan(holed).Tables
			if missing := missing(sql, holed, start, end, got); missing != "" {
				if failed++; failed <= mostReported {
					t.Errorf("%s\nmisses %s, got %v", strings.ReplaceAll(holed, string(sqltable.Hole), "⟨⟩"), missing, got)
				}
				continue
			}
			agreed++
		}
	}
	t.Logf("%s: %d of %d statements with a hole agree", d.name, agreed, tried)
}

// missing names a table of the whole statement that is not found in the one with a hole.
func missing(sql, holed string, start, end int, got []sqltable.Ref) string {
	shift := len(holed) - len(sql)
	for _, want := range sqltable.Scan(sql).Tables {
		if want.Start >= end {
			want.Start += shift
		}
		if want.Start == start || want.Start < start && want.End > start { // the hole itself, or its database
			want.Dynamic = true
		}
		found := slices.ContainsFunc(got, func(r sqltable.Ref) bool {
			return r.Start == want.Start && r.Access == want.Access &&
				(r.Table == want.Table || want.Dynamic && (r.Dynamic || strings.ContainsRune(r.Database, sqltable.Hole)))
		})
		if !found {
			return fmt.Sprintf("%s %s", want.Access, want.Table)
		}
	}
	return ""
}
