-- One statement a line; \n stands for a new line. Keywords are in capitals and names are not: the tests with holes rely on it.
SELECT 1
SELECT now(), current_user, current_timestamp
SELECT * FROM users
SELECT id, name FROM users WHERE id = $1
SELECT u.id, u.name AS n FROM users AS u WHERE u.state = 'active' AND u.age BETWEEN SYMMETRIC 1 AND 5
SELECT u.id FROM users u, orders o WHERE u.id = o.user_id
SELECT u.id FROM users u, orders o, shop.items AS i WHERE u.id = o.user_id AND i.order_id = o.id
SELECT DISTINCT u.name FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.id IS NULL
SELECT DISTINCT ON (u.id) u.name FROM users u ORDER BY u.id, u.name
SELECT ALL u.name FROM users u RIGHT OUTER JOIN orders o USING (user_id)
SELECT * FROM users FULL OUTER JOIN orders ON orders.user_id = users.id
SELECT * FROM users NATURAL FULL JOIN profiles
SELECT * FROM users CROSS JOIN profiles CROSS JOIN settings
SELECT * FROM users u INNER JOIN profiles p ON p.user_id = u.id INNER JOIN settings AS s ON s.user_id = u.id
SELECT * FROM (users u JOIN orders o ON o.user_id = u.id)
SELECT * FROM ((users u JOIN orders o ON o.user_id = u.id) LEFT JOIN items i ON i.order_id = o.id) AS j
SELECT * FROM users u LEFT JOIN (orders o JOIN items i ON i.order_id = o.id) ON o.user_id = u.id
SELECT * FROM ONLY users
SELECT * FROM ONLY (users), ONLY orders o
SELECT * FROM users *
SELECT * FROM users * , orders * AS o
SELECT * FROM users TABLESAMPLE BERNOULLI (10)
SELECT * FROM users AS u TABLESAMPLE SYSTEM (10) REPEATABLE (3) JOIN orders o ON o.user_id = u.id
SELECT * FROM (SELECT id FROM users WHERE state = 1) AS active
SELECT * FROM (SELECT id FROM users UNION SELECT id FROM admins) AS people (id) JOIN orders ON orders.user_id = people.id
SELECT * FROM users u, LATERAL (SELECT * FROM orders o WHERE o.user_id = u.id LIMIT 3) AS o
SELECT * FROM users u LEFT JOIN LATERAL (SELECT * FROM orders o WHERE o.user_id = u.id) o ON true
SELECT * FROM users u CROSS JOIN LATERAL unnest(u.tags) AS t (tag)
SELECT * FROM unnest($1::int[]) AS t (id)
SELECT * FROM generate_series(1, 10) AS g, users
SELECT * FROM generate_series(1, (SELECT MAX(id) FROM users)) g
SELECT * FROM json_to_recordset($1) AS x (a int, b text) JOIN users ON users.id = x.a
SELECT * FROM unnest(ARRAY[1, 2], ARRAY['a', 'b']) WITH ORDINALITY AS t (a, b, n)
SELECT * FROM ROWS FROM (generate_series(1, 2), unnest(ARRAY[1])) AS r (a, b), users
SELECT * FROM shop.find_users(1) f JOIN users ON users.id = f.id
SELECT * FROM jsonb_each((SELECT data FROM documents LIMIT 1))
SELECT (SELECT count(*) FROM orders o WHERE o.user_id = u.id) AS n FROM users u
SELECT ARRAY(SELECT id FROM orders), (SELECT min(id) FROM items)
SELECT * FROM users WHERE id IN (SELECT user_id FROM orders WHERE total > 10)
SELECT * FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)
SELECT * FROM users u WHERE NOT EXISTS (SELECT FROM orders o WHERE o.user_id = u.id)
SELECT * FROM users WHERE id = ANY (SELECT id FROM vips) AND id = ANY ($1) AND id <> ALL (ARRAY[1, 2])
SELECT * FROM users WHERE (id, name) = (SELECT id, name FROM old_users LIMIT 1)
SELECT id FROM users UNION SELECT id FROM admins
SELECT id FROM users UNION ALL SELECT id FROM admins INTERSECT SELECT id FROM guests EXCEPT ALL SELECT id FROM banned ORDER BY id LIMIT 3
(SELECT id FROM users ORDER BY id LIMIT 1) UNION (SELECT id FROM admins ORDER BY id LIMIT 1)
((SELECT id FROM users) UNION (SELECT id FROM admins)) EXCEPT (SELECT id FROM banned)
SELECT * FROM ((SELECT id FROM users) UNION (SELECT id FROM admins)) AS x
SELECT id FROM users UNION TABLE admins
SELECT count(*) AS n, state FROM users GROUP BY state HAVING count(*) > 1 ORDER BY n DESC NULLS LAST LIMIT 5 OFFSET 10
SELECT state, age, count(*) FROM users GROUP BY GROUPING SETS ((state), (age), ()), CUBE (a, b), ROLLUP (c)
SELECT count(*) FILTER (WHERE state = 1) FROM users
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY age) FROM users
SELECT * FROM users ORDER BY id USING >
SELECT * FROM users FETCH FIRST 5 ROWS ONLY
SELECT * FROM users ORDER BY id OFFSET 3 ROWS FETCH NEXT 5 ROWS WITH TIES
SELECT * FROM "users"
SELECT * FROM "Shop"."Users" AS "U" WHERE "U"."Name" = 'x'
SELECT * FROM shop.users, "select", "from" AS f, "group"."order"
SELECT * FROM "order details" od JOIN "weird""name" w ON w.id = od.id
SELECT 'JOIN y', 'it''s FROM z', "FROM q" FROM users
SELECT 'a\' FROM users WHERE name = 'b'
SELECT E'a\'b FROM x', e'c\\' FROM users
SELECT U&'d\0061t FROM x' FROM users
SELECT $$ FROM x $$, $q$ FROM $$ y $$ $q$ FROM users
SELECT $1, $2::text FROM users WHERE id = $3
SELECT B'01', X'4D', N'name' FROM users
SELECT * FROM users -- FROM comment
SELECT * -- FROM comment\nFROM users
SELECT /* FROM comment /* nested FROM x */ FROM y */ * FROM users /* JOIN orders */
SELECT /*+ SeqScan(u) */ * FROM users u
SELECT * FROM users FOR UPDATE
SELECT * FROM users u JOIN orders o ON o.user_id = u.id FOR UPDATE OF u SKIP LOCKED
SELECT * FROM users u, orders o FOR NO KEY UPDATE OF o NOWAIT FOR SHARE OF u
SELECT * FROM users FOR KEY SHARE
SELECT * INTO archive FROM users
SELECT id, name INTO TABLE shop.archive FROM users WHERE id = 1
SELECT * INTO UNLOGGED archive FROM users JOIN orders ON true
SELECT EXTRACT(YEAR FROM created_at) FROM users
SELECT EXTRACT(EPOCH FROM u.created_at - now()), EXTRACT('day' FROM u.created_at), trim(LEADING 'x' FROM u.name), TRIM(BOTH FROM u.name) FROM users u
SELECT TRIM('x' FROM name), SUBSTRING(name FROM 2), SUBSTRING(name FROM 2 FOR 3), SUBSTRING(name FROM 'a.b' FOR '#'), POSITION('a' IN name), OVERLAY(name PLACING 'x' FROM 2 FOR 3) FROM users
SELECT * FROM users WHERE EXTRACT(MONTH FROM created_at) = (SELECT max(m) FROM months)
SELECT id FROM users WHERE a IS DISTINCT FROM b
SELECT id FROM users WHERE a IS NOT DISTINCT FROM (SELECT b FROM others LIMIT 1) AND c IS DISTINCT FROM NULL
SELECT a IS DISTINCT FROM b AS d, c IS NOT DISTINCT FROM e FROM users
SELECT CAST(id AS text), id::text, id::numeric(10, 2), name::shop.state FROM users
SELECT string_agg(DISTINCT name, ', ' ORDER BY name DESC) FROM users
SELECT now() - INTERVAL '1 day', DATE '2020-01-01', TIMESTAMP WITH TIME ZONE '2020-01-01', created_at AT TIME ZONE 'utc' FROM users
SELECT CASE WHEN id = 1 THEN 'a' WHEN id IN (SELECT id FROM vips) THEN 'b' ELSE 'c' END FROM users
SELECT row_number() OVER (PARTITION BY state ORDER BY id) AS rn FROM users
SELECT sum(total) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES), avg(total) OVER w FROM orders WINDOW w AS (PARTITION BY user_id), w2 AS (w ORDER BY id)
SELECT sum(total) OVER (ORDER BY id RANGE BETWEEN INTERVAL '1 day' PRECEDING AND UNBOUNDED FOLLOWING) FROM orders
SELECT data->'a', data->>'b', data#>'{a,b}', data#>>'{a}', data @> '{}', data ? 'x', data ?| ARRAY['a'], data ?& ARRAY['b'] FROM documents
SELECT data #- '{a}' FROM documents WHERE data @? '$.a' AND data @@ '$.b'
SELECT tags[1], tags[1:2], ARRAY[1, 2] || tags, ARRAY[[1, 2], [3, 4]], (tags)[1], (row(1, 2)).f1 FROM users
SELECT '{1,2}'::int[], tags && ARRAY['a']::text[] FROM users
SELECT * FROM users WHERE name ILIKE 'a%' OR name SIMILAR TO 'b' OR name ~* 'c' OR name !~ 'd' OR name LIKE 'e' ESCAPE '\'
SELECT * FROM users WHERE name LIKE $1 ESCAPE '\' AND id IN (SELECT id FROM vips WHERE x LIKE 'y' ESCAPE '\')
SELECT * FROM users WHERE name COLLATE "C" = 'a' AND id = 1::bigint
SELECT 5 % 2, 2 ^ 3, |/ 4, @ -5, ~1, 1 << 2 FROM users
SELECT (u).id, u.*, (u.address).city FROM users u
SELECT users FROM users
SELECT * FROM größe JOIN "ñandú" ON true
SELECT * FROM information_schema.tables, pg_catalog.pg_class, pg_tables
SELECT * FROM status, session s, data d, comment c, type, key, value, names
SELECT left(name, 1), right(name, 1), replace(name, 'a', 'b') FROM users
SELECT * FROM users WHERE (created_at, id) > ($1, $2)
SELECT * FROM users WHERE (a, b) OVERLAPS (c, d)
SELECT name n, id "from" FROM users
SELECT a.id FROM a JOIN b ON a.id = b.id JOIN c USING (id) AS j WHERE a.id IN (SELECT d.id FROM d LEFT JOIN e ON d.x = e.x)
SELECT COALESCE(x, (SELECT y FROM z)), NULLIF(a, b), GREATEST(1, 2) FROM users
SELECT xmlelement(NAME a, b), xmlforest(a, b AS c) FROM users
SELECT * FROM xmltable('/a' PASSING (SELECT doc FROM docs) COLUMNS x int PATH 'y') AS t, users
TABLE users
TABLE shop.users ORDER BY id LIMIT 3
VALUES (1, 2), (3, (SELECT max(id) FROM users))
WITH a AS (SELECT * FROM users) SELECT * FROM a
WITH a AS MATERIALIZED (SELECT * FROM users), b AS NOT MATERIALIZED (SELECT * FROM a JOIN orders ON orders.user_id = a.id) SELECT * FROM b, items
WITH a (x, y) AS (SELECT id, name FROM users) SELECT x FROM a WHERE y IN (SELECT name FROM names)
WITH users AS (SELECT * FROM users WHERE id > 1) SELECT * FROM users
WITH users AS (SELECT * FROM users), orders AS (SELECT * FROM users JOIN orders ON true) SELECT * FROM orders JOIN items ON true
WITH RECURSIVE tree AS (SELECT id, parent_id FROM nodes WHERE parent_id IS NULL UNION ALL SELECT n.id, n.parent_id FROM nodes n JOIN tree t ON n.parent_id = t.id) SELECT * FROM tree
WITH RECURSIVE tree (id) AS (SELECT id FROM nodes UNION SELECT n.id FROM nodes n, tree WHERE n.parent_id = tree.id) SEARCH DEPTH FIRST BY id SET ord CYCLE id SET is_cycle USING path SELECT * FROM tree ORDER BY ord
WITH RECURSIVE a AS (SELECT * FROM b), b AS (SELECT * FROM c) SELECT * FROM a
SELECT * FROM (WITH a AS (SELECT * FROM users) SELECT * FROM a) AS x JOIN a ON a.id = x.id
WITH a AS (WITH b AS (SELECT * FROM c) SELECT * FROM b) SELECT * FROM a JOIN b ON a.id = b.id
WITH a AS (SELECT 1) SELECT * FROM a UNION SELECT * FROM a
WITH a AS (SELECT 1) SELECT * FROM shop.a
WITH moved AS (DELETE FROM queue WHERE id IN (SELECT id FROM done) RETURNING *) INSERT INTO archive SELECT * FROM moved
WITH ins AS (INSERT INTO users (name) VALUES ($1) RETURNING id), upd AS (UPDATE counters SET n = n + 1 RETURNING n) SELECT * FROM ins, upd
WITH ins AS (INSERT INTO users (name) SELECT name FROM old_users ON CONFLICT DO NOTHING RETURNING id) SELECT id FROM ins UNION ALL SELECT id FROM users
WITH a AS (SELECT id FROM vips) UPDATE users SET vip = true FROM a WHERE a.id = users.id
WITH a AS (SELECT id FROM vips) DELETE FROM users USING a WHERE a.id = users.id
WITH a AS (SELECT id FROM vips) INSERT INTO a SELECT * FROM a
WITH a AS (SELECT 1) MERGE INTO users u USING a ON true WHEN MATCHED THEN DELETE
WITH a AS (TABLE users) TABLE a
WITH a AS (VALUES (1), (2)) SELECT * FROM a, users
INSERT INTO users (id, name) VALUES (1, 'x')
INSERT INTO users VALUES (1, 'x'), (2, 'y'), (DEFAULT, NULL)
INSERT INTO shop.users AS u (id) VALUES ($1) RETURNING u.id, (SELECT max(n) FROM counters)
INSERT INTO users DEFAULT VALUES
INSERT INTO users (id) OVERRIDING SYSTEM VALUE VALUES (1)
INSERT INTO users (id, name) SELECT id, name FROM old_users
INSERT INTO users SELECT * FROM old_users WHERE id IN (SELECT id FROM vips)
INSERT INTO users (id) (SELECT id FROM old_users)
INSERT INTO users TABLE old_users
INSERT INTO users (id, n) VALUES (1, (SELECT count(*) FROM orders)) ON CONFLICT DO NOTHING
INSERT INTO users (id, n) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n, m = users.n + 1 WHERE users.n IS DISTINCT FROM EXCLUDED.n
INSERT INTO users (id, n) VALUES (1, 2) ON CONFLICT ON CONSTRAINT users_pkey DO UPDATE SET n = (SELECT max(n) FROM counters) RETURNING *
INSERT INTO users (id) VALUES (1) ON CONFLICT (lower(name)) WHERE active DO NOTHING
INSERT INTO users (id) SELECT unnest($1::int[]) FROM generate_series(1, 2)
INSERT INTO "users" ("id", "from") VALUES ('FROM x', '; DELETE FROM z')
INSERT INTO users (id, tags[1]) VALUES (1, 'a')
INSERT INTO users (id) WITH a AS (SELECT id FROM vips) SELECT id FROM a
UPDATE users SET name = 'x'
UPDATE users SET name = $1, age = age + 1 WHERE id = $2 RETURNING id
UPDATE shop.users AS u SET name = 'x' WHERE u.id = 1
UPDATE ONLY users SET name = DEFAULT
UPDATE users * SET name = 'x'
UPDATE users u SET n = o.n FROM orders o WHERE o.user_id = u.id
UPDATE users SET n = o.n, m = p.m FROM orders o JOIN profiles p ON p.id = o.id, settings WHERE o.user_id = users.id
UPDATE users SET n = x.n FROM (SELECT user_id, count(*) AS n FROM orders GROUP BY user_id) AS x WHERE x.user_id = users.id
UPDATE users SET parent_id = p.id FROM users p WHERE p.id = users.id
UPDATE users SET (a, b) = (1, 2), (c, d) = (SELECT x, y FROM points LIMIT 1)
UPDATE users SET data = jsonb_set(data, '{a}', '1'), tags[1] = 'x' WHERE data @> '{}'
UPDATE users SET n = (SELECT count(*) FROM orders WHERE orders.user_id = users.id)
UPDATE users SET name = 'x' WHERE CURRENT OF cur
UPDATE users SET name = v.name FROM (VALUES (1, 'a'), (2, 'b')) AS v (id, name) WHERE v.id = users.id
UPDATE users SET name = t.name FROM unnest($1::int[], $2::text[]) AS t (id, name) WHERE t.id = users.id
DELETE FROM users
DELETE FROM ONLY users WHERE id = $1
DELETE FROM shop.users AS u WHERE u.id = 1 RETURNING *
DELETE FROM users u USING orders o, items AS i JOIN prices p ON p.id = i.id WHERE o.user_id = u.id
DELETE FROM users USING (SELECT id FROM banned) AS b WHERE b.id = users.id
DELETE FROM users USING users u2 WHERE users.name = u2.name AND users.id < u2.id
DELETE FROM users WHERE id IN (SELECT user_id FROM banned) OR id = ANY ($1)
DELETE FROM users WHERE ctid = ANY (ARRAY(SELECT ctid FROM users LIMIT 10 FOR UPDATE SKIP LOCKED))
MERGE INTO users u USING staged s ON s.id = u.id WHEN MATCHED AND s.deleted THEN DELETE WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)
MERGE INTO shop.users USING (SELECT * FROM staged JOIN orders ON true) AS s ON s.id = users.id WHEN NOT MATCHED THEN DO NOTHING
MERGE INTO users AS u USING (VALUES (1, 'a')) AS s (id, name) ON s.id = u.id WHEN MATCHED THEN UPDATE SET n = (SELECT max(n) FROM counters)
TRUNCATE users
TRUNCATE TABLE ONLY users, shop.orders RESTART IDENTITY CASCADE
COPY users FROM STDIN
COPY shop.users (id, name) FROM '/tmp/x' WITH (FORMAT csv, HEADER true)
COPY users TO STDOUT
COPY (SELECT * FROM users JOIN orders ON true) TO STDOUT WITH CSV
COPY users TO PROGRAM 'gzip'
LOCK TABLE users IN ACCESS EXCLUSIVE MODE
LOCK users, ONLY orders IN SHARE MODE NOWAIT
CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL DEFAULT 'FROM y', CHECK (id > 0), UNIQUE (name))
CREATE TABLE IF NOT EXISTS shop.users (id bigint GENERATED ALWAYS AS IDENTITY, created_at timestamp with time zone DEFAULT now())
CREATE TABLE orders (id int, user_id int REFERENCES users (id) ON DELETE CASCADE ON UPDATE SET NULL, CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES shop.items (a, b) MATCH FULL DEFERRABLE INITIALLY DEFERRED)
CREATE TABLE orders (id int REFERENCES users, x int REFERENCES shop.items)
CREATE TABLE users (LIKE old_users INCLUDING ALL)
CREATE TABLE users (id int) INHERITS (people, shop.persons)
CREATE TABLE events (id int, at date) PARTITION BY RANGE (at)
CREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')
CREATE TABLE events_min PARTITION OF shop.events FOR VALUES FROM (MINVALUE) TO (MAXVALUE)
CREATE TABLE events_list PARTITION OF events FOR VALUES IN ('a', 'b')
CREATE TABLE events_default PARTITION OF events DEFAULT
CREATE TABLE users AS SELECT * FROM old_users
CREATE TABLE IF NOT EXISTS users AS TABLE old_users WITH NO DATA
CREATE TABLE users (a, b) AS VALUES (1, 2)
CREATE UNLOGGED TABLE users (id int)
CREATE INDEX i ON users (name)
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY shop.users USING gin (lower(name), data jsonb_path_ops) INCLUDE (id) WHERE deleted IS NULL
CREATE INDEX ON users (name DESC NULLS LAST)
CREATE VIEW v AS SELECT * FROM users
CREATE OR REPLACE VIEW shop.v (a, b) AS SELECT id, name FROM users WHERE id IN (SELECT id FROM vips)
CREATE MATERIALIZED VIEW v AS SELECT * FROM users WITH NO DATA
CREATE RECURSIVE VIEW v (n) AS SELECT 1 FROM users
CREATE TRIGGER t BEFORE INSERT OR UPDATE OF a, b OR DELETE ON users FOR EACH ROW WHEN (NEW.a IS DISTINCT FROM OLD.a) EXECUTE FUNCTION f()
CREATE TRIGGER t AFTER UPDATE ON shop.users REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE PROCEDURE f('x')
CREATE EXTENSION IF NOT EXISTS pgcrypto
CREATE SCHEMA IF NOT EXISTS shop
CREATE SEQUENCE s START WITH 10 OWNED BY NONE
CREATE TYPE state AS ENUM ('a', 'b')
CREATE TYPE pair AS (a int, b text)
ALTER TABLE users ADD COLUMN age int NOT NULL DEFAULT 0
ALTER TABLE IF EXISTS ONLY users ADD COLUMN IF NOT EXISTS a int, DROP COLUMN IF EXISTS b CASCADE, ALTER COLUMN c TYPE bigint USING c::bigint, ALTER d SET DEFAULT 1
ALTER TABLE shop.users ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES accounts (id) NOT VALID
ALTER TABLE users ADD COLUMN x int REFERENCES accounts (id) ON DELETE SET NULL
ALTER TABLE users RENAME TO people
ALTER TABLE users RENAME COLUMN a TO b
ALTER TABLE users RENAME a TO b
ALTER TABLE users RENAME CONSTRAINT a TO b
ALTER TABLE events ATTACH PARTITION events_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')
ALTER TABLE events DETACH PARTITION events_2020
ALTER TABLE users ENABLE ROW LEVEL SECURITY
ALTER TABLE users OWNER TO bob
ALTER TABLE users VALIDATE CONSTRAINT fk
ALTER TABLE users DROP CONSTRAINT fk, ADD PRIMARY KEY (id), ADD UNIQUE (name), CLUSTER ON i
ALTER SEQUENCE s RESTART WITH 5
ALTER TYPE state ADD VALUE 'c' BEFORE 'b'
DROP TABLE users
DROP TABLE IF EXISTS users, shop.orders CASCADE
DROP VIEW IF EXISTS v
DROP MATERIALIZED VIEW shop.v
DROP INDEX CONCURRENTLY IF EXISTS i
DROP SCHEMA shop CASCADE
DROP FUNCTION IF EXISTS f (int, text)
DROP TYPE state
ANALYZE users
ANALYZE VERBOSE users (id, name), orders
VACUUM users
VACUUM (FULL, ANALYZE) users, shop.orders (id)
VACUUM FULL VERBOSE ANALYZE users
REFRESH MATERIALIZED VIEW v
REFRESH MATERIALIZED VIEW CONCURRENTLY shop.v
EXPLAIN SELECT * FROM users JOIN orders ON orders.user_id = users.id
EXPLAIN ANALYZE VERBOSE SELECT * FROM users
EXPLAIN (ANALYZE, BUFFERS, FORMAT json) UPDATE users SET name = 'x'
EXPLAIN INSERT INTO users SELECT * FROM old_users
GRANT SELECT, INSERT (id, name), UPDATE ON users, shop.orders TO bob WITH GRANT OPTION
GRANT ALL ON TABLE users TO PUBLIC
GRANT ALL ON ALL TABLES IN SCHEMA shop TO bob
GRANT USAGE ON SCHEMA shop TO bob
GRANT EXECUTE ON FUNCTION f (int) TO bob
GRANT admins TO bob
REVOKE UPDATE ON users FROM bob
COMMENT ON TABLE shop.users IS 'FROM x'
COMMENT ON COLUMN users.name IS 'x'
COMMENT ON COLUMN shop.users.name IS NULL
COMMENT ON VIEW v IS 'x'
COMMENT ON INDEX i IS 'x'
SET search_path TO shop, public
SET LOCAL statement_timeout = '5s'
SHOW search_path
BEGIN
START TRANSACTION ISOLATION LEVEL SERIALIZABLE
COMMIT
ROLLBACK TO SAVEPOINT a
SAVEPOINT a
CALL refresh_users(1)
DECLARE c CURSOR FOR SELECT * FROM users
FETCH NEXT FROM c
FETCH FORWARD 10 FROM c
CLOSE c
PREPARE p (int) AS SELECT * FROM users WHERE id = $1
PREPARE p AS INSERT INTO users (id) VALUES ($1)
EXECUTE p (1)
DEALLOCATE p
LISTEN changes
NOTIFY changes, 'FROM x'
SELECT 1; SELECT * FROM users; INSERT INTO orders (id) VALUES (1)
DELETE FROM a; DELETE FROM b; UPDATE c SET x = 1
