package sqltable_test

import (
	"strings"
	"testing"
	"time"

	"github.com/vtgen/vtgen/lint/sqltable"
)

var usual = []struct{ name, sql string }{
	{"short", "SELECT id, name, email FROM users WHERE id = ? LIMIT 1"},
	{"usual", "SELECT u.id, u.name, COUNT(o.id) AS orders FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE u.state = ? AND u.created_at > ? GROUP BY u.id, u.name ORDER BY orders DESC LIMIT 20"},
	{"insert", "INSERT INTO order_lines (id, order_id, product_id, quantity, price, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE quantity = VALUES(quantity), updated_at = VALUES(updated_at)"},
	{"prose", "delete the user from the group, then tell the others about it"},
}

func BenchmarkScan(b *testing.B) {
	for _, c := range usual {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.sql)))
			for b.Loop() {
				sqltable.Scan(c.sql)
			}
		})
	}
}

// TestLinear gives texts that make a careless scanner quadratic, in two lengths: eight times the
// length may take at most forty times as long, where quadratic time takes sixty-four.
func TestLinear(t *testing.T) {
	for _, part := range []string{
		"(", ")", "((SELECT ", "'", "\\'", "\"", "`", "[", "[a", "$a$ ", "$", "$a$b$c", "/*", "/* /* */", "/*!", "--", "#", "# a\n", "*/",
		"%", "%[", "?", ":a", "@", "a.", ".", "a,", "a ", "FROM ", "FROM a,", "FROM a JOIN ", "SELECT ", "SELECT a FROM b ", "WITH a AS (",
		"WITH a AS (SELECT 1) ", "WITH ", "EXPLAIN ", "INSERT INTO a ", "UPDATE a SET b = 1 ", "UPDATE a, ", "DELETE FROM a ", "DELETE a, ", "DELETE FROM a USING b, ",
		"CREATE ", "CREATE TABLE a (", "ALTER TABLE a ", "DROP TABLE a ", "TRUNCATE a ", "GRANT ", "LOCK a ", "COPY a ", "ON a ", "CREATE TRIGGER ", "CREATE INDEX ",
		"VALUES (1),", "UNION ", "BEGIN ", "(a ", "(SELECT a FROM (", "CASE ", "a AS (SELECT 1 FROM a), ", "SET a.b = 1, ", "DO $$ ", "MERGE INTO a USING b ",
		"stdin;", "COPY a FROM stdin;", "REPLACE ", "INSERT OR ", "UPDATE IGNORE ", "merge into a using b ", "SELECT a, ", "x SELECT a b c d ", "(SELECT 1) UNION ",
		"DELETE FROM a, b USING ", "AS TABLE a ", "OUTPUT x INTO a ", "CREATE RULE ", "LOAD DATA ", "REVOKE a ON ", "RENAME TABLE a TO b, ", "COMMENT ON ", "SEARCH ", "\uFFFC", "a\uFFFC", "é", "\xff", "1", "1e", "x'", "e'", "\n",
	} {
		for attempt := 1; ; attempt++ { // a busy machine may stop one of them
			short := timed(part, 1<<15) + timed(strings.ToLower(part), 1<<15)
			long := timed(part, 1<<18) + timed(strings.ToLower(part), 1<<18)
			if long < 40*short || long < 50*time.Millisecond {
				break
			}
			if attempt == 5 {
				t.Errorf("%q takes more than linear time: %s for 32 KB, %s for 256 KB", part, short, long)
				break
			}
		}
	}
}

// However deep the parentheses, reading them ends, and what is in them at a usual depth is found.
func TestDeep(t *testing.T) {
	sqltable.Scan(strings.Repeat("(", 1<<20))
	sqltable.Scan(strings.Repeat("(", 1<<19) + strings.Repeat(")", 1<<19))
	sqltable.Scan(strings.Repeat("SELECT (SELECT a FROM ((", 1<<16))
	deep := strings.Repeat("SELECT * FROM (", 100) + "SELECT 1 FROM users" + strings.Repeat(") x", 100)
	if got := show(sqltable.Scan(deep).Tables); got != "r:users" {
		t.Errorf("got %s", got)
	}
}

func timed(part string, length int) time.Duration {
	text := strings.Repeat(part, length/len(part))
	start := time.Now()
	sqltable.Scan(text)
	sqltable.Scan("SELECT a FROM b WHERE " + text)
	sqltable.Scan("WITH x AS (SELECT 1), " + text)
	return time.Since(start)
}
