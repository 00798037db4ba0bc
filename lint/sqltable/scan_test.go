package sqltable_test

import (
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/sqltable"
)

// show writes what was found in one line: r:users w:shop.orders s:x. A hole is written as ⟨⟩, a dynamic
// name gets a question mark, a table of the system an exclamation mark.
func show(refs []sqltable.Ref) string {
	var words []string
	for _, r := range refs {
		word := r.Access.String()[:1] + ":"
		if r.Database != "" {
			word += r.Database + "."
		}
		word += r.Table
		if r.Dynamic {
			word += "?"
		}
		if r.System {
			word += "!"
		}
		words = append(words, word)
	}
	return strings.ReplaceAll(strings.Join(words, " "), string(sqltable.Hole), "⟨⟩")
}

// scan reads a text in which ⟨⟩ stands for a hole.
func scan(text string) sqltable.Result {
	return sqltable.Scan(strings.ReplaceAll(text, "⟨⟩", string(sqltable.Hole)))
}

type scanCase struct{ sql, want string }

func checkTables(t *testing.T, shape sqltable.Shape, cases []scanCase) {
	t.Helper()
	for _, c := range cases {
		got := scan(c.sql)
		if show(got.Tables) != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.sql, show(got.Tables), c.want)
		}
		if got.Shape != shape {
			t.Errorf("%s\n is a %s, want a %s", c.sql, got.Shape, shape)
		}
	}
}

func TestSelect(t *testing.T) {
	checkTables(t, sqltable.Statement, []scanCase{
		{"SELECT * FROM users", "r:users"},
		{"select id, name from users where id = ?", "r:users"},
		{"SELECT u.id FROM users u, orders AS o WHERE o.user_id = u.id", "r:users r:orders"},
		{"SELECT * FROM a JOIN b ON a.x = b.x, c", "r:a r:b r:c"},
		{"SELECT * FROM a LEFT JOIN b USING (id) RIGHT OUTER JOIN c ON c.x = b.x CROSS JOIN d NATURAL JOIN e STRAIGHT_JOIN f", "r:a r:b r:c r:d r:e r:f"},
		{"SELECT STRAIGHT_JOIN a.x FROM a, b", "r:a r:b"},
		{"SELECT * FROM (a, b) LEFT JOIN (c CROSS JOIN d) ON c.x = a.x", "r:a r:b r:c r:d"},
		{"SELECT * FROM ((a JOIN b ON a.x = b.x) JOIN c ON c.x = a.x) WHERE a.y IN (SELECT y FROM d)", "r:a r:b r:c r:d"},
		{"SELECT * FROM a JOIN LATERAL (?) x ON true, (?) y", "r:a"},
		{"SELECT * FROM (SELECT id FROM users) u JOIN LATERAL (SELECT * FROM orders o WHERE o.user_id = u.id LIMIT 3) x ON true", "r:users r:orders"},
		{"SELECT (SELECT COUNT(*) FROM b WHERE b.a = a.id) AS n, a.* FROM a", "r:b r:a"},
		{"SELECT 1 FROM a WHERE EXISTS (SELECT 1 FROM b) AND NOT EXISTS (SELECT 1 FROM c) OR x > ALL (SELECT y FROM d)", "r:a r:b r:c r:d"},
		{"SELECT a FROM x UNION ALL SELECT a FROM y INTERSECT (SELECT a FROM z) EXCEPT SELECT a FROM w ORDER BY 1", "r:x r:y r:z r:w"},
		{"(SELECT a FROM x) UNION (SELECT a FROM y) LIMIT 3", "r:x r:y"},
		{"SELECT a FROM x UNION TABLE y", "r:x r:y"},
		{"TABLE users ORDER BY id", "r:users"},
		{"VALUES (1, 2), (3, (SELECT MAX(id) FROM users))", "r:users"},
		{"SELECT * FROM shop.users, `shop`.`orders`, catalog.shop.items", "r:shop.users r:shop.orders r:shop.items"},
		{`SELECT * FROM "Shop"."Users" WHERE "from" = 'FROM x'`, "r:Shop.Users"},
		{"SELECT * FROM [dbo].[order details] od WITH (NOLOCK) JOIN [sales]..[x] ON 1=1", "r:dbo.order details r:sales.x"},
		{"SELECT TOP (10) u.id FROM users u WITH (NOLOCK), orders (NOLOCK) WHERE 1=1", "r:users r:orders"},
		{"SELECT * FROM `select` JOIN `from` f ON f.id = `select`.id", "r:select r:from"},
		{`SELECT * FROM "we""ird" JOIN ` + "`ti``ck`" + ` ON 1=1`, `r:we"ird r:ti` + "`ck"},
		{"SELECT * FROM users PARTITION (p0, p1) AS u USE INDEX (a, b) FORCE INDEX FOR ORDER BY (c), orders IGNORE KEY (d) WHERE 1=1", "r:users r:orders"},
		{"SELECT * FROM users TABLESAMPLE BERNOULLI (10) REPEATABLE (3), ONLY orders, items *", "r:users r:orders r:items"},
		{"SELECT * FROM events FINAL PREWHERE x = 1", "r:events"},
		{"SELECT * FROM users FOR SYSTEM_TIME AS OF TIMESTAMP '2020-01-01' AS u, orders AS OF SYSTEM TIME '-1s', x", "r:users r:orders r:x"},
		{"SELECT * FROM users INDEXED BY i, orders NOT INDEXED, x", "r:users r:orders r:x"},
		{"SELECT * FROM unnest($1::int[]) AS t(id), generate_series(1, 3) g, json_table(x, '$[*]' COLUMNS (a INT PATH '$.a')) j, users", "r:users"},
		{"SELECT * FROM f((SELECT MAX(id) FROM users)) WITH ORDINALITY AS x(a, n), ROWS FROM (g(1), h(2)) y, orders", "r:users r:orders"},
		{"SELECT * FROM users WHERE a IS DISTINCT FROM b AND c IS NOT DISTINCT FROM d", "r:users"},
		{"SELECT EXTRACT(YEAR FROM created_at), TRIM(BOTH 'x' FROM name), SUBSTRING(name FROM 1 FOR 2), OVERLAY(a PLACING b FROM 2), POSITION('a' IN b) FROM users", "r:users"},
		{"SELECT trim((a) FROM b) FROM users", "r:users"},
		{"SELECT SUM(x) OVER (PARTITION BY y ORDER BY z ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM a WINDOW w AS (PARTITION BY q)", "r:a"},
		{"SELECT * FROM users FOR UPDATE OF users, orders SKIP LOCKED", "r:users"},
		{"SELECT * FROM users u LOCK IN SHARE MODE", "r:users"},
		{"SELECT * FROM a CROSS APPLY f(a.x) y OUTER APPLY (SELECT * FROM b) z", "r:a r:b"},
		{"SELECT a INTO @x FROM t", "r:t"},
		{"SELECT a, b INTO @x, @y FROM t LIMIT 1", "r:t"},
		{"SELECT a FROM t INTO OUTFILE '/tmp/x'", "r:t"},
		{"SELECT * INTO archive FROM users", "w:archive r:users"},
		{"SELECT * INTO TEMP x FROM users", "r:users"},
		{"SELECT * INTO #t FROM users; SELECT * FROM #t JOIN orders ON 1=1", "r:users r:orders"},
		{"SELECT 1 -- FROM a\n, /* FROM b */ 2 # FROM c\nFROM d", "r:d"},
		{"SELECT /* a /* b */ FROM x */ 1 FROM d", "r:d"},
		{"SELECT /*! a FROM x */ WHERE 1", "r:x"},
		{"SELECT /*!40001 SQL_NO_CACHE */ * FROM x", "r:x"},
		{"SELECT /*+ FROM(x) */ a FROM d", "r:d"},
		{`SELECT 'it''s FROM a', 'b\' FROM c', E'\' FROM d', N'FROM e', X'00', "FROM f" FROM g`, "r:g"},
		{`SELECT * FROM a WHERE x LIKE 'C:\' AND y = 'b'`, "r:a"},
		{`SELECT * FROM a WHERE x LIKE $1 ESCAPE '\' AND y IN (SELECT z FROM b WHERE q LIKE '!' ESCAPE '\')`, "r:a r:b"},
		{"SELECT $$ FROM x $$, $q$ FROM $$ y $q$ FROM z", "r:z"},
		{"SELECT data #>> '{a}', data->'b', data ? 'c', a::text FROM docs WHERE data @> $1", "r:docs"},
		{"SELECT arr[1], ARRAY[a, b], ARRAY(SELECT id FROM y) FROM x WHERE z = ANY(ARRAY[1])", "r:y r:x"},
		{"SELECT * FROM users;\nSELECT * FROM orders;", "r:users r:orders"},
		{"SELECT * FROM größe JOIN 用户 ON 1=1", "r:größe r:用户"},
		{"SELECT * FROM 2fa_codes WHERE id=1e5", "r:2fa_codes"},
		{"SELECT * FROM information_schema.tables, pg_catalog.pg_class, mysql.user, sqlite_master, pg_tables", "r:information_schema.tables! r:pg_catalog.pg_class! r:mysql.user! r:sqlite_master! r:pg_tables!"},
		{"SELECT 1 FROM dual", "r:dual!"},
		{"SELECT CASE WHEN a THEN b ELSE c END FROM x JOIN y ON CASE WHEN x.a THEN 1 ELSE 2 END = y.b, z", "r:x r:y r:z"},
		{"SELECT left(a, 1), replace(b, 'c', 'd'), values(x) FROM y", "r:y"},
		{"select count(*) from users", "r:users"},
		{"select name from users limit 10", "r:users"},
		{"select name from app_users", "r:app_users"},
		{"SELECT name FROM user", "r:user"},
		{"SELECT id FROM users WHERE name = 'it is the best.'", "r:users"},
		{"SELECT * FROM a ARRAY JOIN arr WHERE x = 1", "r:a"},
		{"-- name: GetUser :one\nSELECT id FROM users WHERE id = $1 LIMIT 1", "r:users"},
		{"SELECT * FROM t WHERE a = 1 GROUP BY b HAVING COUNT(*) > 1 ORDER BY c, d", "r:t"},
		{"SELECT a FROM t1 WHERE x IN ((SELECT y FROM t2), (SELECT z FROM t3))", "r:t1 r:t2 r:t3"},
	})
}

func TestCommonTableExpressions(t *testing.T) {
	checkTables(t, sqltable.Statement, []scanCase{
		{"WITH a AS (SELECT * FROM users) SELECT * FROM a JOIN b ON 1=1", "r:users r:b"},
		{"WITH a AS (SELECT 1), b(x, y) AS MATERIALIZED (SELECT * FROM a, c), d AS NOT MATERIALIZED (SELECT * FROM b) SELECT * FROM d", "r:c"},
		{"WITH users AS (SELECT * FROM users WHERE x) SELECT * FROM users", "r:users"},
		{"WITH RECURSIVE tree(id) AS (SELECT id FROM nodes UNION ALL SELECT n.id FROM nodes n JOIN tree t ON n.parent = t.id) SELECT * FROM tree", "r:nodes r:nodes"},
		{"SELECT * FROM (WITH a AS (SELECT 1 FROM x) SELECT * FROM a) q, a", "r:x r:a"},
		{"WITH a AS (WITH b AS (SELECT * FROM c) SELECT * FROM b) SELECT * FROM a, b", "r:c r:b"},
		{"WITH a AS (SELECT 1) SELECT * FROM shop.a", "r:shop.a"},
		{"WITH A AS (SELECT 1) SELECT * FROM a", ""},
		{"WITH a AS (SELECT 1) SELECT * FROM a; SELECT * FROM a", "r:a"},
		{"WITH moved AS (DELETE FROM queue WHERE id = 1 RETURNING *) INSERT INTO archive SELECT * FROM moved", "w:queue w:archive"},
		{"WITH a AS (SELECT * FROM s) INSERT INTO a SELECT * FROM a", "r:s w:a"},
		{"WITH a AS (SELECT * FROM s) UPDATE t SET x = a.x FROM a WHERE a.id = t.id", "r:s w:t"},
		{"WITH d AS (SELECT *, ROW_NUMBER() OVER (ORDER BY id) rn FROM t) DELETE FROM d WHERE rn > 1", "w:t"},
		{"WITH d AS (SELECT TOP 1 * FROM t ORDER BY id) UPDATE d SET state = 1", "w:t"},
		{"INSERT INTO t WITH a AS (SELECT * FROM s) SELECT * FROM a", "w:t r:s"},
		{"WITH tree AS (SELECT [id] FROM nodes UNION ALL SELECT n.[id] FROM nodes n JOIN tree ON 1=1) SELECT * FROM tree", "r:nodes r:nodes"},
		{"WITH RECURSIVE a AS (SELECT 1 FROM x) SEARCH DEPTH FIRST BY id, p SET ord, b AS (SELECT * FROM a) SELECT * FROM b", "r:x"},
		{"CREATE VIEW v AS WITH a AS (SELECT * FROM b) SELECT * FROM a", "s:v r:b"},
	})
}

func TestWrites(t *testing.T) {
	checkTables(t, sqltable.Statement, []scanCase{
		{"INSERT INTO users (id, name) VALUES (?, ?)", "w:users"},
		{"insert into users values (1, (select max(id) from orders))", "w:users r:orders"},
		{"INSERT IGNORE INTO users SET name = 'x'", "w:users"},
		{"INSERT users (a) VALUES (1)", "w:users"},
		{"INSERT INTO users DEFAULT VALUES", "w:users"},
		{"INSERT INTO users(a) SELECT a FROM old ON DUPLICATE KEY UPDATE a = VALUES(a), b = (SELECT c FROM d)", "w:users r:old r:d"},
		{"INSERT INTO users AS u (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = EXCLUDED.a WHERE u.b IS DISTINCT FROM EXCLUDED.b RETURNING id", "w:users"},
		{"INSERT INTO users (a) VALUES (1) ON CONFLICT ON CONSTRAINT k DO NOTHING", "w:users"},
		{"INSERT OR REPLACE INTO users VALUES (1)", "w:users"},
		{"INSERT OVERWRITE TABLE users PARTITION (d='x') SELECT * FROM s", "w:users r:s"},
		{"INSERT INTO users (SELECT * FROM old)", "w:users r:old"},
		{"INSERT INTO users TABLE old", "w:users r:old"},
		{"INSERT INTO users (a) OUTPUT inserted.id INTO audit (id) VALUES (1)", "w:users w:audit"},
		{"REPLACE INTO shop.users (a) VALUES (1)", "w:shop.users"},
		{"REPLACE LOW_PRIORITY users VALUES (1)", "w:users"},
		{"UPDATE users SET a = 1, b = (SELECT MAX(c) FROM d) WHERE e = 2", "w:users r:d"},
		{"UPDATE LOW_PRIORITY IGNORE users AS u SET u.a = 1", "w:users"},
		{"UPDATE ONLY users SET a = b FROM orders o, items WHERE o.x = 1", "w:users r:orders r:items"},
		{"UPDATE t1, t2 SET t1.a = t2.a WHERE t1.id = t2.id", "w:t1 r:t2"},
		{"UPDATE t1 JOIN t2 ON t1.x = t2.x SET t2.a = 1", "r:t1 w:t2"},
		{"UPDATE t1 a, t2 b SET a.x = 1, b.y = 2", "w:t1 w:t2"},
		{"UPDATE t1 a INNER JOIN (SELECT id FROM t3) b ON a.id = b.id SET a.x = CASE WHEN b.id THEN 1 ELSE 2 END, a.y = 3", "w:t1 r:t3"},
		{"UPDATE u SET u.a = 1 FROM users u JOIN orders o ON o.x = u.x", "w:users r:orders"},
		{"UPDATE users SET a = 1 FROM users JOIN orders ON 1=1", "w:users r:orders"},
		{"UPDATE users SET parent = p.id FROM users p WHERE p.id = users.id", "w:users r:users"},
		{"UPDATE users SET (a, b) = (SELECT x, y FROM z) WHERE CURRENT OF c", "w:users r:z"},
		{"UPDATE users SET a = 1 SELECT @@ROWCOUNT", "w:users"},
		{"update users set name = ?", "w:users"},
		{"DELETE FROM users", "w:users"},
		{"DELETE FROM users WHERE id IN (SELECT user_id FROM banned)", "w:users r:banned"},
		{"DELETE FROM users AS u USING orders o, items WHERE o.x = u.x", "w:users r:orders r:items"},
		{"DELETE t1, t2 FROM t1 JOIN t2 ON 1=1 JOIN t3 ON 1=1 WHERE t1.x = 1", "w:t1 w:t2 r:t3"},
		{"DELETE a FROM accounts a JOIN users u ON u.id = a.user_id", "w:accounts r:users"},
		{"DELETE a.*, b.* FROM x AS a, y AS b WHERE a.i = b.i", "w:x w:y"},
		{"DELETE FROM a, b USING x AS a JOIN y AS b ON 1=1 JOIN z ON 1=1", "w:x w:y r:z"},
		{"DELETE shop.t1 FROM shop.t1 JOIN t2 ON 1=1", "w:shop.t1 r:t2"},
		{"DELETE FROM u FROM users u WHERE u.id = 1", "w:users"},
		{"DELETE users WHERE id = 1", "w:users"},
		{"DELETE TOP (10) FROM users WITH (ROWLOCK) WHERE id < 5", "w:users"},
		{"DELETE FROM users ORDER BY id LIMIT 10", "w:users"},
		{"DELETE FROM users RETURNING id", "w:users"},
		{"MERGE INTO users AS u USING (SELECT * FROM staged) s ON s.id = u.id WHEN MATCHED THEN UPDATE SET a = s.a WHEN NOT MATCHED THEN INSERT (a) VALUES (s.a);", "w:users r:staged"},
		{"MERGE users WITH (HOLDLOCK) AS u USING shop.staged AS s ON 1=1 WHEN MATCHED THEN DELETE", "w:users r:shop.staged"},
		{"TRUNCATE TABLE users", "w:users"},
		{"TRUNCATE users, orders RESTART IDENTITY CASCADE", "w:users w:orders"},
		{"LOAD DATA LOCAL INFILE '/tmp/x' REPLACE INTO TABLE shop.users FIELDS TERMINATED BY ',' (a, b)", "w:shop.users"},
		{"COPY users (a, b) FROM STDIN WITH (FORMAT csv)", "w:users"},
		{"COPY users TO '/tmp/x'", "r:users"},
		{"COPY (SELECT * FROM users) TO STDOUT", "r:users"},
		{"BEGIN; INSERT INTO a VALUES (1); UPDATE b SET x = 1; DELETE FROM c; COMMIT", "w:a w:b w:c"},
	})
}

func TestSchema(t *testing.T) {
	checkTables(t, sqltable.Statement, []scanCase{
		{"CREATE TABLE IF NOT EXISTS shop.orders (id INT, user_id INT REFERENCES users (id), FOREIGN KEY (x) REFERENCES items(id) ON DELETE CASCADE ON UPDATE SET NULL)", "s:shop.orders s:users s:items"},
		{"CREATE TABLE a AS SELECT * FROM b", "s:a r:b"},
		{"CREATE TABLE a AS TABLE b", "s:a r:b"},
		{"CREATE TABLE a LIKE b", "s:a s:b"},
		{"CREATE TABLE a (LIKE b INCLUDING ALL)", "s:a s:b"},
		{"CREATE TABLE a PARTITION OF b FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)", "s:a s:b"},
		{"CREATE TABLE a (x int) INHERITS (b, c)", "s:a s:b s:c"},
		{"CREATE TEMP TABLE x AS SELECT * FROM users; INSERT INTO x SELECT * FROM orders; SELECT * FROM x", "r:users r:orders"},
		{"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY users USING btree (lower(name)) WHERE x IS NOT NULL", "s:users"},
		{"CREATE INDEX ON users (a)", "s:users"},
		{"ALTER TABLE ONLY orders ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES users (id)", "s:orders s:users"},
		{"ALTER TABLE users RENAME TO people", "s:users s:people"},
		{"ALTER TABLE users RENAME COLUMN a TO b", "s:users"},
		{"ALTER TABLE users RENAME people", "s:users s:people"},
		{"ALTER TABLE users ADD (CONSTRAINT f FOREIGN KEY (a) REFERENCES orders (id))", "s:users s:orders"},
		{"CREATE POLICY p ON users USING (id IN (SELECT id FROM vips))", "s:users r:vips"},
		{"CREATE RULE r AS ON UPDATE TO users DO ALSO INSERT INTO audit VALUES (1)", "s:users w:audit"},
		{"GRANT ALL ON TABLE shop.* TO bob", ""},
		{"ALTER TABLE users ADD COLUMN a INT DEFAULT 0, DROP COLUMN b", "s:users"},
		{"ALTER TABLE users ATTACH PARTITION users_1 FOR VALUES IN (1)", "s:users s:users_1"},
		{"DROP TABLE IF EXISTS users, shop.orders CASCADE", "s:users s:shop.orders"},
		{"DROP INDEX i ON users", "s:users"},
		{"RENAME TABLE a TO b, c TO shop.d", "s:a s:b s:c s:shop.d"},
		{"CREATE OR REPLACE VIEW v (a) AS SELECT * FROM users", "s:v r:users"},
		{"CREATE MATERIALIZED VIEW v AS SELECT * FROM users WITH NO DATA", "s:v r:users"},
		{"CREATE TRIGGER t BEFORE INSERT OR UPDATE OF a, b ON users FOR EACH ROW BEGIN INSERT INTO audit VALUES (NEW.id); UPDATE x SET n = 1; END", "s:users w:audit w:x"},
		{"CREATE TRIGGER t AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f()", "s:users"},
		{"COMMENT ON TABLE users IS 'the users'", "s:users"},
		{"COMMENT ON COLUMN shop.users.name IS 'x'", "s:shop.users"},
		{"GRANT SELECT, INSERT ON users, orders TO bob", "s:users s:orders"},
		{"GRANT ALL ON shop.* TO bob", ""},
		{"REVOKE UPDATE ON TABLE users FROM bob", "s:users"},
		{"ANALYZE TABLE users, orders", "s:users s:orders"},
		{"LOCK TABLES users AS u READ, orders WRITE", "r:users w:orders"},
		{"SHOW FULL COLUMNS FROM users FROM shop", "r:users"},
		{"SHOW CREATE TABLE users", "r:users"},
		{"DESCRIBE users", "r:users"},
		{"EXPLAIN ANALYZE SELECT * FROM users", "r:users"},
		{"EXPLAIN (ANALYZE, FORMAT JSON) DELETE FROM users", "w:users"},
		{"CALL refresh_users(1, (SELECT MAX(id) FROM users))", "r:users"},
		{"CREATE FUNCTION f() RETURNS void AS $$ BEGIN SELECT a INTO v FROM users; INSERT INTO audit VALUES (v); FOR r IN SELECT * FROM orders LOOP UPDATE x SET a = 1; END LOOP; END $$ LANGUAGE plpgsql; SELECT * FROM y", "r:users w:audit r:orders w:x r:y"},
	})
	for sql, want := range map[string]string{
		"CREATE TABLE a (x int)":                            "s:a",
		"CREATE TEMPORARY TABLE a (x int)":                  "",
		"ALTER TABLE a RENAME TO b":                         "s:b",
		"CREATE VIEW v AS SELECT 1 FROM a":                  "s:v",
		"SELECT * INTO a FROM b":                            "s:a",
		"RENAME TABLE a TO b":                               "s:b",
		"CREATE TABLE a (x int); CREATE TABLE db.b (y int)": "s:a s:db.b",
	} {
		if got := show(scan(sql).Creates); got != want {
			t.Errorf("%s creates %q, want %q", sql, got, want)
		}
	}
}

func TestDialects(t *testing.T) {
	checkTables(t, sqltable.Statement, []scanCase{
		{"SELECT EXISTS(SELECT 1 FROM users WHERE id=?)", "r:users"},
		{"-- +goose Up\nCREATE TABLE `users` (\n `id` int,\n KEY `x` (`id`)\n) ENGINE=InnoDB COMMENT='from x';\n", "s:users"},
		{"/*!40101 SET NAMES utf8 */;\nLOCK TABLES `users` WRITE;\n/*!40000 ALTER TABLE `users` DISABLE KEYS */;\nINSERT INTO `users` VALUES (1,'it\\'s'),(2,NULL);\nUNLOCK TABLES;", "w:users s:users w:users"},
		{"COPY public.users (id, name) FROM stdin;\n1\tselect a from b\n2\tit's\n\\.\n\nALTER TABLE ONLY public.orders ADD CONSTRAINT x FOREIGN KEY (a) REFERENCES public.users(id);", "w:public.users s:public.orders s:public.users"},
		{"IF OBJECT_ID('dbo.users') IS NOT NULL DROP TABLE dbo.users", "s:dbo.users"},
		{"IF NOT EXISTS (SELECT 1 FROM users) INSERT INTO users (a) VALUES (1)", "r:users w:users"},
		{"USE shop\nGO\nSELECT * FROM users\nGO\nDELETE FROM orders", "r:users w:orders"},
		{"SET NOCOUNT ON SELECT * FROM users", "r:users"},
		{"DECLARE @x INT SELECT @x = id FROM users", "r:users"},
		{"INSERT INTO #tmp SELECT * FROM users", "r:users"},
		{"SELECT * FROM OPENJSON(@j) WITH (id int '$.id') j JOIN users ON 1=1", "r:users"},
		{"SELECT * FROM users u, orders o WHERE u.id = o.user_id (+)", "r:users r:orders"},
		{"INSERT INTO users SET ?", "w:users"},
		{"UPDATE users SET ? WHERE id = ?", "w:users"},
		{"INSERT INTO audit.log(a) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM audit.log WHERE a = 1)", "w:audit.log r:audit.log"},
		{"select distinct(u.id) from users u", "r:users"},
		{"Select name From users Where id = 1", "r:users"},
	})
}

func TestHoles(t *testing.T) {
	checkTables(t, sqltable.Statement, []scanCase{
		{"SELECT ⟨⟩ FROM users WHERE ⟨⟩ ORDER BY ⟨⟩", "r:users"},
		{"SELECT * FROM ⟨⟩ WHERE id = 1", "r:⟨⟩?"},
		{"SELECT * FROM ⟨⟩_log WHERE id = 1", "r:⟨⟩_log?"},
		{"SELECT * FROM `⟨⟩_log` WHERE id = 1", "r:⟨⟩_log?"},
		{"SELECT * FROM db_⟨⟩.users u", "r:db_⟨⟩.users"},
		{"SELECT * FROM ⟨⟩.users", "r:⟨⟩.users"},
		{"SELECT * FROM `⟨⟩`.`users`", "r:⟨⟩.users"},
		{"SELECT * FROM logs_⟨⟩", "r:logs_⟨⟩?"},
		{"SELECT * FROM users⟨⟩", "r:users"},
		{"SELECT * FROM users⟨⟩ ORDER BY id", "r:users"},
		{"SELECT * FROM users⟨⟩ WHERE id = 1", "r:users⟨⟩?"},
		{"SELECT * FROM users ⟨⟩ WHERE id = 1", "r:users"},
		{"SELECT * FROM users ⟨⟩", "r:users"},
		{"SELECT * FROM users ⟨⟩ JOIN orders ON 1=1 ⟨⟩", "r:users r:orders"},
		{"SELECT ⟨⟩FROM users ⟨⟩WHERE id = 1", "r:users"},
		{"SELECT * FROM users WHERE id IN (⟨⟩) AND x = ⟨⟩", "r:users"},
		{"SELECT * FROM users WHERE EXISTS (⟨⟩ FROM orders)", "r:users r:orders"},
		{"SELECT * FROM %s_log l JOIN users ON 1=1", "r:⟨⟩_log? r:users"},
		{"SELECT * FROM shard_%d WHERE x = %s", "r:shard_⟨⟩?"},
		{"SELECT * FROM %[1]s WHERE x = 1", "r:⟨⟩?"},
		{"SELECT * FROM ?? WHERE x = ?", "r:⟨⟩?"},
		{"INSERT INTO ⟨⟩ (a) VALUES (1)", "w:⟨⟩?"},
		{"INSERT INTO users (⟨⟩) VALUES ⟨⟩", "w:users"},
		{"INSERT INTO users ⟨⟩", "w:users"},
		{"INSERT INTO users (a) ⟨⟩", "w:users"},
		{"UPDATE users SET ⟨⟩ WHERE id = ?", "w:users"},
		{"UPDATE ⟨⟩ SET a = 1", "w:⟨⟩?"},
		{"UPDATE users SET ⟨⟩ = ? WHERE id = ?", "w:users"},
		{"DELETE FROM users ⟨⟩", "w:users"},
		{"DELETE FROM users WHERE ⟨⟩", "w:users"},
		{"DELETE FROM ⟨⟩", "w:⟨⟩?"},
		{"SELECT * FROM a WHERE EXTRACT(⟨⟩ FROM b) = 1", "r:a"},
		{"WITH x AS (⟨⟩) SELECT * FROM x JOIN y ON 1=1", "r:y"},
		{"SELECT * FROM (⟨⟩) q JOIN y ON 1=1", "r:⟨⟩? r:y"},
		{"CREATE TABLE ⟨⟩_log (id int)", "s:⟨⟩_log?"},
		{"select * from %s where id = %d", "r:⟨⟩?"},
	})
}

func TestFragments(t *testing.T) {
	checkTables(t, sqltable.Fragment, []scanCase{
		{" FROM users u WHERE", "r:users"},
		{" FROM users", "r:users"},
		{" from users u where u.id = ?", "r:users"},
		{"LEFT JOIN orders o ON o.user_id = u.id", "r:orders"},
		{" join orders o on o.user_id = u.id join items i on i.x = o.y", "r:orders r:items"},
		{"WHERE x IN (SELECT id FROM roles)", "r:roles"},
		{"AND EXISTS (SELECT 1 FROM roles r WHERE r.id = u.id)", "r:roles"},
		{"id, name FROM users WHERE id = ?", "r:users"},
		{"⟨⟩ FROM users WHERE id = ?", "r:users"},
		{" INTO users (a, b) VALUES", "w:users"},
		{"INSERT INTO users", "w:users"},
		{"INSERT INTO users (a, b)", "w:users"},
		{"UPDATE users SET ", "w:users"},
		{"UPDATE users", "w:users"},
		{"DELETE FROM ", ""},
		{"SELECT id, name ", ""},
		{"delete from users", "w:users"},
		{"select name from users", "r:users"},
		{"UNION ALL SELECT id FROM users", "r:users"},
		{", (SELECT COUNT(*) FROM orders) AS n", "r:orders"},
	})
}

func TestProse(t *testing.T) {
	for _, text := range []string{
		"", " ", "hello", "select", "Select", "update", "Delete",
		"select one of the items from the list",
		"select a user from the list",
		"Select a file from your computer",
		"Update your profile from settings",
		"insert the key into the lock",
		"insert a coin into slot",
		"insert key into lock",
		"delete the user from the group",
		"Delete user from team",
		"delete user from team",
		"Failed to insert into users",
		"failed to update users: %w",
		"user selected from menu",
		"failed to select from users",
		"could not delete from users",
		"error: select from users where the id is 1",
		"INSERT INTO users failed: %v",
		"insert into users failed",
		"Update available from the store",
		"update user set up",
		"update users set of rules",
		"Updates the set of users",
		"Select items from the cart where you want to pay",
		"merge the branch into main using rebase",
		"Merge into main",
		"create table for two",
		"Create a table of contents",
		"drop the table",
		"Drop files here",
		"alter the table",
		"call me maybe", "Call the service from users",
		"replace the value with another",
		"Replace into the text",
		"copy the file from disk",
		"Copy link to clipboard",
		"copy text from page",
		"load data from file into memory",
		"Load more from server",
		"lock the door", "show columns from the sheet",
		"truncate text", "Truncate the log",
		"explain how to select items from a menu",
		"describe the users", "Describe your issue",
		"with a little help from my friends",
		"join us from home", "Join the team on slack",
		"from the list", "from settings", "From: bob@example.com",
		"message from server", "Received message FROM server",
		"values are missing", "table not found", "Table of contents",
		"user_id from context", "get user_id from context",
		"rename the file to x", "grant access on monday", "Grant the user access to the table",
		"comment on the post", "analyze this", "use the force",
		"https://example.com/select?from=users",
		"/api/users/select/from",
		"SELECT FROM the best",
		"Delete from the cart?",
		"into the woods", "where is it", "limit reached",
		"select * from the menu please",
		"Please select x from y",
	} {
		if got := scan(text); got.Shape != sqltable.Prose {
			t.Errorf("%q is a %s, with %s", text, got.Shape, show(got.Tables))
		}
	}
	// These could be SQL in a place where only SQL is: never more than a fragment elsewhere.
	for _, text := range []string{
		"select items from cart", "Select items from cart", "Delete from cart", "delete from users.", "SELECT id FROM users failed: %v",
		"select name, email from users where they are set.", "UPDATE users failed",
	} {
		if got := scan(text); got.Shape == sqltable.Statement {
			t.Errorf("%q is a %s", text, got.Shape)
		}
	}
}

func TestKind(t *testing.T) {
	for sql, want := range map[string]sqltable.Kind{
		"SELECT 1": sqltable.Select, "WITH a AS (SELECT 1) SELECT * FROM a": sqltable.Select,
		"WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a": sqltable.Insert, "WITH a AS (SELECT 1) ⟨⟩": sqltable.With,
		"UPDATE a SET b = 1": sqltable.Update, "DELETE FROM a": sqltable.Delete, "REPLACE INTO a VALUES (1)": sqltable.Replace,
		"MERGE INTO a USING b ON 1=1": sqltable.Merge, "TRUNCATE a": sqltable.Truncate, "CREATE TABLE a (b int)": sqltable.CreateTable,
		"ALTER TABLE a ADD b int": sqltable.Alter, "DROP TABLE a": sqltable.Drop, "CALL f()": sqltable.Call,
		"LOAD DATA INFILE 'x' INTO TABLE a": sqltable.Load, "COPY a FROM STDIN": sqltable.Copy, "CREATE INDEX i ON a (b)": sqltable.Other,
		"FROM a WHERE b = 1": sqltable.None, "delete the user": sqltable.None, "INSERT INTO a VALUES (1); DELETE FROM b": sqltable.Insert,
		"EXPLAIN SELECT 1": sqltable.Select, "(SELECT 1 FROM a) UNION (SELECT 2)": sqltable.Select,
	} {
		if got := scan(sql).Kind; got != want {
			t.Errorf("%s is a %q, want %q", sql, got, want)
		}
	}
}

func TestPositionsAndAliases(t *testing.T) {
	sql := "SELECT * FROM `shop` . `users` AS u JOIN [x].dbo.\"orders\" o ON 1=1 JOIN a.b.c"
	got := sqltable.Scan(sql)
	var texts []string
	for _, r := range got.Tables {
		texts = append(texts, sql[r.Start:r.End]+" "+r.Alias)
	}
	if joined := strings.Join(texts, "|"); joined != "`shop` . `users` u|dbo.\"orders\" o|b.c " {
		t.Errorf("got %s", joined)
	}
}
