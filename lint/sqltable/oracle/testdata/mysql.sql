-- One statement a line; \n stands for a new line. Keywords are in capitals and names are not: the tests with holes rely on it.
SELECT 1
SELECT NOW(), @@version, LAST_INSERT_ID()
SELECT * FROM users
SELECT id, name FROM users WHERE id = ?
SELECT u.id, u.name AS n FROM users AS u WHERE u.state = 'active' AND u.age BETWEEN 1 AND 5
SELECT u.id FROM users u, orders o WHERE u.id = o.user_id
SELECT u.id FROM users u, orders o, shop.items AS i WHERE u.id = o.user_id AND i.order_id = o.id
SELECT DISTINCT u.name FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.id IS NULL
SELECT ALL u.name FROM users u RIGHT OUTER JOIN orders o USING (user_id)
SELECT * FROM users NATURAL JOIN profiles
SELECT * FROM users NATURAL LEFT JOIN profiles
SELECT * FROM users CROSS JOIN profiles CROSS JOIN settings
SELECT * FROM users INNER JOIN profiles ON profiles.user_id = users.id INNER JOIN settings ON settings.user_id = users.id
SELECT * FROM users STRAIGHT_JOIN profiles ON profiles.user_id = users.id
SELECT STRAIGHT_JOIN u.id FROM users u JOIN orders o ON o.user_id = u.id
SELECT SQL_CALC_FOUND_ROWS u.id, u.name FROM users u LIMIT 10
SELECT SQL_NO_CACHE HIGH_PRIORITY id FROM users
SELECT * FROM (users)
SELECT * FROM (users u JOIN orders o ON o.user_id = u.id)
SELECT * FROM ((users u JOIN orders o ON o.user_id = u.id) LEFT JOIN items i ON i.order_id = o.id)
SELECT * FROM users u LEFT JOIN (orders o JOIN items i ON i.order_id = o.id) ON o.user_id = u.id
SELECT * FROM (SELECT id FROM users WHERE state = 1) AS active
SELECT * FROM (SELECT id FROM users UNION SELECT id FROM admins) AS people JOIN orders ON orders.user_id = people.id
SELECT * FROM (SELECT * FROM (SELECT * FROM users) AS one) AS two
SELECT (SELECT COUNT(*) FROM orders o WHERE o.user_id = u.id) AS n FROM users u
SELECT (SELECT MAX(id) FROM orders), (SELECT MIN(id) FROM items)
SELECT * FROM users WHERE id IN (SELECT user_id FROM orders WHERE total > 10)
SELECT * FROM users WHERE id NOT IN (SELECT user_id FROM banned) AND name LIKE '%x%'
SELECT * FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)
SELECT * FROM users u WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id AND o.id IN (SELECT order_id FROM items))
SELECT * FROM users WHERE age > ALL (SELECT age FROM admins) OR age = ANY (SELECT age FROM guests)
SELECT * FROM users WHERE (id, name) IN (SELECT id, name FROM old_users)
SELECT * FROM users WHERE (SELECT COUNT(*) FROM orders) > 3
SELECT id FROM users UNION SELECT id FROM admins
SELECT id FROM users UNION ALL SELECT id FROM admins UNION DISTINCT SELECT id FROM guests ORDER BY id LIMIT 3
(SELECT id FROM users ORDER BY id LIMIT 1) UNION (SELECT id FROM admins ORDER BY id LIMIT 1)
(SELECT id FROM users) UNION ALL (SELECT id FROM admins) ORDER BY id
SELECT id FROM users EXCEPT SELECT id FROM banned
SELECT id FROM users INTERSECT SELECT id FROM vips
SELECT COUNT(*) AS n, state FROM users GROUP BY state HAVING n > 1 ORDER BY n DESC LIMIT 5 OFFSET 10
SELECT state, COUNT(*) FROM users GROUP BY state WITH ROLLUP
SELECT * FROM users ORDER BY FIELD(state, 'a', 'b'), id LIMIT 5, 10
SELECT * FROM users ORDER BY (SELECT rank_value FROM ranks WHERE ranks.user_id = users.id)
SELECT * FROM `users`
SELECT * FROM `shop`.`users` AS `u` WHERE `u`.`name` = "x"
SELECT * FROM shop.users, `select`, `from` AS f, `group`.`order`
SELECT * FROM `order details` od JOIN `weird``name` w ON w.id = od.id
SELECT "FROM x", 'JOIN y', 'it''s FROM z', "say ""FROM q""" FROM users
SELECT 'a\'b FROM x', "c\"d FROM y" FROM users
SELECT 'a\\' FROM users WHERE name = 'b'
SELECT * FROM users WHERE name LIKE '50\%' AND path = 'c:\\x'
SELECT x'4D', X'4D', b'01', 0x4D, N'name', _utf8'name' FROM users
SELECT * FROM users -- FROM comment
SELECT * -- FROM comment\nFROM users
SELECT * # FROM comment\nFROM users
SELECT /* FROM comment */ * FROM users /* JOIN orders */
SELECT /*+ MAX_EXECUTION_TIME(1000) */ * FROM users
SELECT /*! SQL_NO_CACHE */ * FROM users
SELECT /*!40001 SQL_NO_CACHE */ * FROM users /*!40000 JOIN orders */
SELECT * FROM users USE INDEX (i)
SELECT * FROM users u USE INDEX (i, j) WHERE u.id = 1
SELECT * FROM users AS u FORCE INDEX FOR ORDER BY (i) JOIN orders o IGNORE INDEX (k) ON o.user_id = u.id
SELECT * FROM users USE KEY (i), orders IGNORE KEY FOR JOIN (k)
SELECT * FROM users PARTITION (p0, p1)
SELECT * FROM users PARTITION (p0) AS u JOIN orders PARTITION (p1) o ON o.user_id = u.id
SELECT * FROM users FOR UPDATE
SELECT * FROM users u JOIN orders o ON o.user_id = u.id FOR UPDATE OF u
SELECT * FROM users u, orders o FOR UPDATE OF o NOWAIT
SELECT * FROM users FOR UPDATE SKIP LOCKED
SELECT * FROM users LOCK IN SHARE MODE
SELECT * FROM users FOR SHARE
SELECT id FROM users INTO OUTFILE '/tmp/x'
SELECT EXTRACT(YEAR FROM created_at) FROM users
SELECT EXTRACT(DAY_HOUR FROM u.created_at), TRIM(LEADING 'x' FROM u.name), TRIM(BOTH FROM u.name) FROM users u
SELECT TRIM('x' FROM name), SUBSTRING(name FROM 2), SUBSTRING(name FROM 2 FOR 3), SUBSTR(name FROM 2 FOR 3), POSITION('a' IN name) FROM users
SELECT * FROM users WHERE EXTRACT(MONTH FROM created_at) = (SELECT MAX(m) FROM months)
SELECT CAST(id AS CHAR), CONVERT(name USING utf8mb4), CONVERT(id, SIGNED) FROM users
SELECT GROUP_CONCAT(DISTINCT name ORDER BY name DESC SEPARATOR ', ') FROM users
SELECT DATE_ADD(created_at, INTERVAL 1 DAY), created_at + INTERVAL 2 HOUR FROM users
SELECT CASE WHEN id = 1 THEN 'a' WHEN id IN (SELECT id FROM vips) THEN 'b' ELSE 'c' END FROM users
SELECT CASE state WHEN 1 THEN 'on' ELSE 'off' END AS s FROM users
SELECT IF(id > 1, (SELECT MAX(id) FROM orders), 0) FROM users
SELECT ROW_NUMBER() OVER (PARTITION BY state ORDER BY id) AS rn FROM users
SELECT SUM(total) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), AVG(total) OVER w FROM orders WINDOW w AS (PARTITION BY user_id)
SELECT SUM(total) OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM orders
SELECT data->'$.name', data->>'$.name' FROM documents WHERE data->'$.a' = 1
SELECT MATCH (title, body) AGAINST ('x' IN BOOLEAN MODE) FROM articles WHERE MATCH (title) AGAINST ('+a -b')
SELECT * FROM users WHERE name REGEXP '^a' OR name RLIKE 'b' OR name NOT LIKE 'c' ESCAPE '!'
SELECT * FROM users WHERE name COLLATE utf8mb4_bin = 'a' AND BINARY name = 'b'
SELECT * FROM users WHERE id <=> NULL AND NOT active AND id IS NOT NULL XOR deleted
SELECT * FROM users WHERE id = 1 && name = 'a' || state = 2
SELECT -1, +1, ~1, !1, 1 - -1, 5 DIV 2, 5 MOD 2, 5 % 2 FROM users
SELECT @a := 1, @b FROM users WHERE id = @c
SELECT u.*, o.* FROM users u JOIN orders o ON o.user_id = u.id AND o.state IN (1, 2, 3)
SELECT * FROM users u JOIN orders o ON o.user_id = u.id JOIN items i ON i.order_id = o.id, settings s WHERE s.user_id = u.id
SELECT * FROM größe JOIN ñandú ON ñandú.id = größe.id
SELECT * FROM 2fa_codes
SELECT * FROM dual
SELECT 1 FROM dual WHERE 1 = 1
SELECT * FROM information_schema.tables WHERE table_schema = 'x'
SELECT * FROM mysql.user
SELECT * FROM user
SELECT * FROM status, session s, data d, comment c, type
SELECT LEFT(name, 1), RIGHT(name, 1), REPLACE(name, 'a', 'b'), INSERT(name, 1, 2, 'x'), TRUNCATE(x, 1) FROM users
SELECT VALUES(id) FROM users
SELECT COUNT(DISTINCT id, name) FROM users
SELECT * FROM users WHERE created_at > DATE '2020-01-01' AND t < TIMESTAMP '2020-01-01 00:00:00'
SELECT users.id, shop.orders.id FROM users, shop.orders
SELECT a.id FROM a JOIN b ON a.id = b.id JOIN c USING (id) WHERE a.id IN (SELECT d.id FROM d LEFT JOIN e ON d.x = e.x)
TABLE users
TABLE users ORDER BY id LIMIT 3
VALUES ROW(1, 2), ROW(3, 4)
WITH a AS (SELECT * FROM users) SELECT * FROM a
WITH a AS (SELECT * FROM users), b AS (SELECT * FROM a JOIN orders ON orders.user_id = a.id) SELECT * FROM b, items
WITH a (x, y) AS (SELECT id, name FROM users) SELECT x FROM a WHERE y IN (SELECT name FROM names)
WITH users AS (SELECT * FROM users WHERE id > 1) SELECT * FROM users
WITH RECURSIVE tree AS (SELECT id, parent_id FROM nodes WHERE parent_id IS NULL UNION ALL SELECT n.id, n.parent_id FROM nodes n JOIN tree t ON n.parent_id = t.id) SELECT * FROM tree
WITH RECURSIVE seq AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM seq WHERE n < 10) SELECT * FROM seq JOIN users ON users.id = seq.n
SELECT * FROM (WITH a AS (SELECT * FROM users) SELECT * FROM a) AS x JOIN a ON a.id = x.id
WITH a AS (WITH b AS (SELECT * FROM c) SELECT * FROM b) SELECT * FROM a JOIN b ON a.id = b.id
WITH a AS (SELECT 1) SELECT * FROM a UNION SELECT * FROM a
SELECT * FROM users WHERE id IN (WITH a AS (SELECT id FROM vips) SELECT id FROM a)
WITH a AS (SELECT id FROM vips) UPDATE users JOIN a ON a.id = users.id SET users.vip = 1
WITH a AS (SELECT id FROM vips) DELETE FROM users WHERE id IN (SELECT id FROM a)
WITH a AS (SELECT id FROM vips) DELETE users FROM users JOIN a ON a.id = users.id
WITH a AS (SELECT 1) SELECT * FROM shop.a
INSERT INTO users (id, name) VALUES (1, 'x')
INSERT INTO users VALUES (1, 'x'), (2, 'y'), (DEFAULT, NULL)
INSERT INTO shop.users (id) VALUES (?)
INSERT users (id) VALUES (1)
INSERT users VALUES (1)
INSERT INTO users () VALUES ()
INSERT INTO users SET id = 1, name = 'x'
INSERT IGNORE INTO users (id) VALUES (1)
INSERT LOW_PRIORITY INTO users (id) VALUES (1)
INSERT HIGH_PRIORITY IGNORE users (id) VALUES (1)
INSERT DELAYED INTO users (id) VALUES (1)
INSERT INTO users (id) VALUE (1)
INSERT INTO users (id, name) SELECT id, name FROM old_users
INSERT INTO users SELECT * FROM old_users WHERE id IN (SELECT id FROM vips)
INSERT INTO users (id) (SELECT id FROM old_users)
INSERT INTO users TABLE old_users
INSERT INTO users (id) SELECT id FROM old_users UNION ALL SELECT id FROM older_users
INSERT INTO users (id, n) VALUES (1, (SELECT COUNT(*) FROM orders))
INSERT INTO users (id, n) VALUES (1, 2) ON DUPLICATE KEY UPDATE n = VALUES(n), m = n + 1
INSERT INTO users (id, n) VALUES (1, 2) ON DUPLICATE KEY UPDATE n = (SELECT MAX(n) FROM counters)
INSERT INTO users (id) SELECT id FROM old_users ON DUPLICATE KEY UPDATE name = old_users.name
INSERT INTO users PARTITION (p0) (id) VALUES (1)
INSERT INTO `users` (`id`, `key`, `from`) VALUES ('FROM x', 'INTO y', '; DELETE FROM z')
INSERT INTO users (id) WITH a AS (SELECT id FROM vips) SELECT id FROM a
REPLACE INTO users (id) VALUES (1)
REPLACE users VALUES (1)
REPLACE INTO users SET id = 1
REPLACE DELAYED INTO shop.users (id) VALUES (1)
REPLACE INTO users SELECT * FROM old_users
UPDATE users SET name = 'x'
UPDATE users SET name = ?, age = age + 1 WHERE id = ?
UPDATE shop.users AS u SET u.name = 'x' WHERE u.id = 1 ORDER BY u.id LIMIT 1
UPDATE LOW_PRIORITY IGNORE users SET name = 'x'
UPDATE users SET n = (SELECT COUNT(*) FROM orders WHERE orders.user_id = users.id)
UPDATE users SET name = 'x' WHERE id IN (SELECT user_id FROM orders)
UPDATE users, orders SET users.n = orders.n WHERE users.id = orders.user_id
UPDATE users u, orders o SET u.n = 1, o.n = 2 WHERE u.id = o.user_id
UPDATE users u JOIN orders o ON o.user_id = u.id SET u.n = o.n
UPDATE users u JOIN orders o ON o.user_id = u.id SET o.n = u.n
UPDATE users u LEFT JOIN orders o ON o.user_id = u.id INNER JOIN items i USING (order_id) SET i.n = u.n, u.m = 1 WHERE o.id IS NULL
UPDATE users u JOIN (SELECT user_id, COUNT(*) AS n FROM orders GROUP BY user_id) o ON o.user_id = u.id SET u.n = o.n
UPDATE (users u JOIN orders o ON o.user_id = u.id) SET u.n = 1
UPDATE users u, orders o SET n = 1
UPDATE users SET name = CASE WHEN id = 1 THEN 'a' ELSE (SELECT name FROM names LIMIT 1) END, state = 2
UPDATE users SET `set` = 'FROM x', `from` = "WHERE y" WHERE `where` = 1
UPDATE users u USE INDEX (i) SET u.n = 1
UPDATE users PARTITION (p0) SET n = 1
DELETE FROM users
DELETE FROM users WHERE id = ?
DELETE FROM shop.users WHERE id = 1 ORDER BY id LIMIT 1
DELETE LOW_PRIORITY QUICK IGNORE FROM users WHERE id = 1
DELETE FROM users WHERE id IN (SELECT user_id FROM banned)
DELETE u FROM users u JOIN orders o ON o.user_id = u.id WHERE o.id = 1
DELETE u, o FROM users u JOIN orders o ON o.user_id = u.id
DELETE users FROM users LEFT JOIN orders ON orders.user_id = users.id WHERE orders.id IS NULL
DELETE u.*, o.* FROM users AS u, orders AS o, items i WHERE u.id = o.user_id
DELETE FROM users USING users JOIN orders ON orders.user_id = users.id
DELETE FROM u USING users AS u JOIN orders AS o ON o.user_id = u.id
DELETE FROM u, o USING users AS u JOIN orders AS o ON o.user_id = u.id JOIN (SELECT id FROM banned) b ON b.id = u.id
DELETE shop.users FROM shop.users JOIN orders ON orders.user_id = shop.users.id
DELETE FROM users PARTITION (p0) WHERE id = 1
DELETE FROM users AS u WHERE u.id = 1
TRUNCATE TABLE users
TRUNCATE users
TRUNCATE TABLE shop.users
LOAD DATA INFILE '/tmp/x' INTO TABLE users
LOAD DATA LOCAL INFILE '/tmp/x' REPLACE INTO TABLE shop.users FIELDS TERMINATED BY ',' ENCLOSED BY '"' LINES TERMINATED BY '\n' IGNORE 1 LINES (id, name)
LOAD DATA INFILE '/tmp/x' IGNORE INTO TABLE users (id, @n) SET name = @n
LOCK TABLES users READ
LOCK TABLES users WRITE, shop.orders READ
CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT 'x' COMMENT 'FROM y')
CREATE TABLE IF NOT EXISTS shop.users (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, PRIMARY KEY (id), KEY k (id), UNIQUE KEY uk (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4
CREATE TABLE orders (id INT, user_id INT, CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE RESTRICT)
CREATE TABLE orders (id INT, user_id INT, FOREIGN KEY (user_id) REFERENCES shop.users (id) ON DELETE SET NULL, FOREIGN KEY (x) REFERENCES items (id))
CREATE TABLE users LIKE old_users
CREATE TABLE users (LIKE old_users)
CREATE TABLE users AS SELECT * FROM old_users
CREATE TABLE users (id INT) SELECT id FROM old_users
CREATE TABLE users (id INT) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)
CREATE INDEX i ON users (name)
CREATE UNIQUE INDEX i ON shop.users (name(10), id DESC)
CREATE FULLTEXT INDEX i ON users (name)
CREATE VIEW v AS SELECT * FROM users
CREATE OR REPLACE VIEW shop.v (a, b) AS SELECT id, name FROM users WHERE id IN (SELECT id FROM vips)
CREATE ALGORITHM = MERGE DEFINER = 'root'@'localhost' SQL SECURITY INVOKER VIEW v AS SELECT * FROM users
CREATE DATABASE shop
ALTER TABLE users ADD COLUMN age INT NOT NULL DEFAULT 0 AFTER name
ALTER TABLE users ADD age INT, DROP COLUMN name, MODIFY COLUMN id BIGINT, CHANGE COLUMN a b INT, ADD INDEX i (b)
ALTER TABLE shop.users ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES accounts (id)
ALTER TABLE users RENAME TO people
ALTER TABLE users RENAME AS shop.people
ALTER TABLE users RENAME COLUMN a TO b
ALTER TABLE users RENAME INDEX a TO b
ALTER TABLE users DROP FOREIGN KEY fk, DROP INDEX i, DROP PRIMARY KEY
ALTER TABLE users ENGINE = InnoDB
ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4
ALTER TABLE users EXCHANGE PARTITION p0 WITH TABLE old_users
DROP TABLE users
DROP TABLE IF EXISTS users, shop.orders
DROP INDEX i ON users
DROP DATABASE shop
RENAME TABLE users TO people
RENAME TABLE users TO people, shop.a TO shop.b
ANALYZE TABLE users, orders
EXPLAIN SELECT * FROM users JOIN orders ON orders.user_id = users.id
EXPLAIN ANALYZE SELECT * FROM users
EXPLAIN FORMAT = 'json' SELECT * FROM users
EXPLAIN UPDATE users SET name = 'x'
DESC users
DESCRIBE users
DESCRIBE shop.users name
SHOW COLUMNS FROM users
SHOW FULL COLUMNS FROM users FROM shop
SHOW INDEX FROM users
SHOW CREATE TABLE shop.users
SHOW TABLES
SHOW TABLES FROM shop LIKE 'x%'
SHOW DATABASES
GRANT SELECT, INSERT ON shop.users TO 'bob'@'%'
GRANT ALL PRIVILEGES ON shop.* TO 'bob'@'%'
GRANT ALL ON *.* TO 'bob'@'%'
REVOKE UPDATE ON shop.users FROM 'bob'@'%'
SET @a = 1, SESSION sql_mode = 'x'
SET @n = (SELECT COUNT(*) FROM users)
SET NAMES utf8mb4
START TRANSACTION
BEGIN
COMMIT
ROLLBACK
USE shop
DO SLEEP(1)
DO RELEASE_LOCK('x')
CALL refresh_users(1, 2)
PREPARE s FROM 'SELECT * FROM users'
EXECUTE s USING @a
SELECT 1; SELECT * FROM users; INSERT INTO orders (id) VALUES (1)
DELETE FROM a; DELETE FROM b; UPDATE c SET x = 1
