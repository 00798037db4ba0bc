package sqltable_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/vtgen/vtgen/lint/sqltable"
)

// unquoted takes one pair of quotes off a name.
func unquoted(name string) string {
	for _, q := range []string{"``", `""`, "[]"} {
		if len(name) >= 2 && name[0] == q[0] && name[len(name)-1] == q[1] {
			inner := name[1 : len(name)-1]
			if q[0] != '[' {
				inner = strings.ReplaceAll(inner, q[1:]+q[1:], q[1:])
			}
			return inner
		}
	}
	return name
}

// endsWith reports whether what is written ends with a name, as it is or in quotes that end there.
func endsWith(written, name string) bool {
	if strings.HasSuffix(written, name) || strings.HasSuffix(written[:len(written)-1], name) { // also a quote that is not closed
		return true
	}
	for i := range len(written) {
		if strings.IndexByte("`\"[", written[i]) >= 0 && unquoted(written[i:]) == name {
			return true
		}
	}
	return false
}

// checkResult checks what holds for every text.
func checkResult(t *testing.T, text string, r sqltable.Result) {
	t.Helper()
	last := -1
	for _, ref := range append(append([]sqltable.Ref(nil), r.Tables...), r.Creates...) {
		if ref.Start < 0 || ref.End > len(text) || ref.Start >= ref.End {
			t.Fatalf("%q: the offsets of %+v are outside", text, ref)
		}
		if !utf8.RuneStart(text[ref.Start]) && utf8.ValidString(text) || ref.End < len(text) && !utf8.RuneStart(text[ref.End]) && utf8.ValidString(text) {
			t.Fatalf("%q: %+v cuts a character", text, ref)
		}
		if ref.Table == "" && text[ref.Start] != '`' && text[ref.Start] != '"' && !strings.HasSuffix(text[:ref.End], "``") && !strings.HasSuffix(text[:ref.End], `""`) {
			t.Fatalf("%q: %+v has no name", text, ref)
		}
		written := text[ref.Start:ref.End]
		if !ref.Dynamic && !endsWith(written, ref.Table) {
			t.Fatalf("%q: %+v is written %q", text, ref, written)
		}
		if ref.Database == "" && !ref.Dynamic && unquoted(written) != ref.Table && !strings.Contains(written, ".") {
			t.Fatalf("%q: %+v is written %q", text, ref, written)
		}
		if ref.Dynamic != strings.ContainsRune(ref.Table, sqltable.Hole) {
			t.Fatalf("%q: %+v is dynamic without a hole, or the reverse", text, ref)
		}
	}
	for _, ref := range r.Tables {
		if ref.Start < last {
			t.Fatalf("%q: %+v is out of order", text, ref)
		}
		last = ref.Start
	}
	if r.Shape == sqltable.Prose && r.Kind != sqltable.None {
		t.Fatalf("%q: prose is a %s", text, r.Kind)
	}
}

func FuzzScan(f *testing.F) {
	for _, seed := range seeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first := sqltable.Scan(text)
		checkResult(t, text, first)
		if again := sqltable.Scan(text); !reflect.DeepEqual(first, again) {
			t.Fatalf("%q: twice gives two results:\n%+v\n%+v", text, first, again)
		}
		for _, other := range []string{text + string(sqltable.Hole), string(sqltable.Hole) + text, text + " " + text, "(" + text} {
			checkResult(t, other, sqltable.Scan(other))
		}
	})
}

// seeds are texts of every kind of statement.
func seeds() []string {
	return []string{
		"FROM``,\"\".` FROM``,\"\".`",
		"FROM``.\" FROM``.\"",
		"SELECT a.b FROM `x`.y AS z LEFT JOIN [q] ON 1=1, \"r\" WHERE s IN (SELECT 1 FROM t) ORDER BY 1",
		"WITH RECURSIVE a(b) AS (SELECT 1), c AS NOT MATERIALIZED (SELECT * FROM a) INSERT INTO d SELECT * FROM c",
		"DELETE a, b FROM a JOIN c b ON 1=1", "UPDATE a, b SET a.x = 1, b.y = 2", "UPDATE u SET x=1 FROM users u",
		"MERGE INTO a USING (SELECT 1) b ON 1=1 WHEN MATCHED THEN UPDATE SET x=1", "TRUNCATE TABLE a, b",
		"CREATE FUNCTION f() AS $$ BEGIN DELETE FROM a; END $$; SELECT 1 FROM b", "ALTER TABLE a RENAME TO b",
		"CREATE TABLE a (LIKE b, x int REFERENCES c(d)) INHERITS (e)", "LOCK TABLES a READ, b AS c WRITE",
		"LOAD DATA INFILE 'x' INTO TABLE a", "COPY a (b) FROM STDIN", "GRANT ALL ON a TO b", "COMMENT ON COLUMN a.b.c IS 'x'",
		"SELECT /*! x FROM a */ '\\' FROM b', E'\\'' FROM c -- d\n# e\n", "SELECT 'a\\' FROM b WHERE c = '", "VACUUM FULL a (b)",
		"select %s from %[1]d_x where ?? = $1 and :name = @x", "SHOW COLUMNS FROM a FROM b", "EXPLAIN ANALYZE TABLE a", "RENAME TABLE a TO b, c TO d",
		"SELECT * FROM \uFFFC_log, db_\uFFFC.users, `\uFFFC`.[x\uFFFC], users\uFFFC", "delete the user from the group.", "$a$ $b$ $ $1 $$",
		"SELECT * FROM größe FOR SYSTEM_TIME AS OF x, ROWS FROM (f(1)) g, a TABLESAMPLE s (1), #tmp, @t", "INSERT OVERWRITE TABLE a PARTITION (b) SELECT 1",
	}
}
