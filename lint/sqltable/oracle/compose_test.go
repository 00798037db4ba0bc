package oracle

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// composer writes random statements from a small grammar. The names of common table expressions are
// those of tables too, to try their scopes.
type composer struct {
	*rand.Rand
	mysql bool
	depth int
}

// compose writes one statement of a database.
func compose(r *rand.Rand, database string) string {
	c := &composer{Rand: r, mysql: database == "mysql"}
	switch c.IntN(10) {
	case 0:
		return c.insert()
	case 1:
		return c.update()
	case 2:
		return c.delete()
	case 3:
		return c.schema()
	}
	return c.query()
}

func (c *composer) one(of ...string) string { return of[c.IntN(len(of))] }

func (c *composer) maybe(text string) string {
	if c.IntN(2) == 0 {
		return ""
	}
	return text
}

func (c *composer) name() string {
	return c.one("users", "orders", "items", "prices", "order_lines", "größe", "t1", "logs2020")
}

func (c *composer) table() string {
	name := c.name()
	q := `"`
	if c.mysql {
		q = "`"
	}
	switch c.IntN(6) {
	case 0:
		name = q + c.one("users", "select", "from", "Order Details", "group", "a.b") + q
	case 1:
		name = q + name + q
	}
	switch c.IntN(6) {
	case 0:
		return "shop." + name
	case 1:
		return q + "shop" + q + "." + name
	}
	return name
}

func (c *composer) alias() string { return c.one("a", "b", "x", "y1", "total", "l") }

func (c *composer) factor() string {
	as := c.one("", "", " AS "+c.alias(), " "+c.alias())
	if c.depth > 3 {
		return c.table() + as
	}
	c.depth++
	defer func() { c.depth-- }()
	switch c.IntN(9) {
	case 0:
		return "(" + c.query() + ") AS " + c.alias()
	case 1:
		return "(" + c.factor() + " JOIN " + c.list() + " ON " + c.condition() + ")"
	case 2:
		if !c.mysql {
			return c.one("generate_series(1, 3) AS g", "unnest(x.tags) AS g(v)", "LATERAL ("+c.query()+") AS "+c.alias(), "ONLY "+c.table(), c.table()+" TABLESAMPLE SYSTEM (10)", "ROWS FROM (f(1), g(2)) AS q")
		}
		return c.one(c.table()+as+" USE INDEX (i, j)", c.table()+" PARTITION (p0, p1)"+as, c.table()+as+" FORCE INDEX FOR ORDER BY (k)")
	}
	return c.table() + as
}

// list is a list of tables with at least one join or comma, or a single one.
func (c *composer) list() string {
	text := c.factor()
	for c.IntN(5) < 2 {
		switch c.IntN(7) {
		case 0:
			text += " CROSS JOIN " + c.factor()
		case 1:
			text += " LEFT OUTER JOIN " + c.factor() + " USING (id, k)"
		case 2:
			text += " NATURAL JOIN " + c.table()
		default:
			text += c.one(" JOIN ", " INNER JOIN ", " LEFT JOIN ", " RIGHT JOIN ") + c.factor() + " ON " + c.condition()
		}
	}
	return text
}

func (c *composer) from() string {
	text := c.list()
	for c.IntN(4) == 0 {
		text += ", " + c.list()
	}
	return text
}

func (c *composer) column() string { return c.one("id", "a.name", "x.price", "state", "shop.users.id") }

func (c *composer) expression() string {
	if c.depth > 3 {
		return c.column()
	}
	c.depth++
	defer func() { c.depth-- }()
	switch c.IntN(14) {
	case 0:
		return "(" + c.query() + ")"
	case 1:
		return "EXTRACT(YEAR FROM " + c.column() + ")"
	case 2:
		return "TRIM(BOTH 'x' FROM " + c.column() + ")"
	case 3:
		return "SUBSTRING(" + c.column() + " FROM 1 FOR 2)"
	case 4:
		return "CASE WHEN " + c.condition() + " THEN " + c.expression() + " ELSE 'FROM y' END"
	case 5:
		return "SUM(" + c.column() + ") OVER (PARTITION BY " + c.column() + " ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
	case 6:
		return "COUNT(DISTINCT " + c.column() + ")"
	case 7:
		return "CAST(" + c.column() + " AS CHAR(10))"
	case 8:
		return c.one("17", "1.5", "'it''s'", "'x FROM y'", "NULL", "TRUE")
	case 9:
		return "COALESCE(" + c.expression() + ", " + c.expression() + ")"
	}
	return c.column()
}

func (c *composer) condition() string {
	if c.depth > 3 {
		return c.column() + " = 1"
	}
	c.depth++
	defer func() { c.depth-- }()
	switch c.IntN(10) {
	case 0:
		return c.column() + " IN (" + c.query() + ")"
	case 1:
		return "NOT EXISTS (" + c.query() + ")"
	case 2:
		return "(" + c.condition() + " OR " + c.condition() + ")"
	case 3:
		if !c.mysql {
			return c.column() + " IS NOT DISTINCT FROM " + c.column()
		}
	case 4:
		return c.column() + " BETWEEN 1 AND " + c.expression()
	case 5:
		return c.column() + " LIKE '%x%'"
	case 6:
		return c.column() + " > ALL (" + c.query() + ")"
	}
	return c.column() + c.one(" = ", " < ", " <> ") + c.expression()
}

func (c *composer) selects() string {
	text := "SELECT " + c.one("", "DISTINCT ", "ALL ") + c.one("*", c.expression(), c.expression()+" AS "+c.alias()+", "+c.expression(), "a.*, "+c.column()+" n1")
	if c.IntN(12) == 0 {
		return text
	}
	text += " FROM " + c.from()
	if c.IntN(2) == 0 {
		text += " WHERE " + c.condition()
	}
	if c.IntN(5) == 0 {
		text += " GROUP BY " + c.column() + c.maybe(" HAVING COUNT(*) > 1")
	}
	return text
}

func (c *composer) with() string {
	if c.depth > 2 || c.IntN(4) > 0 {
		return ""
	}
	c.depth++
	defer func() { c.depth-- }()
	recursive := c.maybe("RECURSIVE ")
	var all []string
	for k := range 1 + c.IntN(3) {
		hint := ""
		if !c.mysql {
			hint = c.one("", "", "MATERIALIZED ", "NOT MATERIALIZED ")
		}
		// Different names in one list; those of MySQL's recursive ones differ from all tables, since it
		// does not let one refer to a later one.
		name := []string{"users", "orders", "t1"}[k]
		if recursive != "" && c.mysql {
			name = fmt.Sprint("r", k)
		}
		body := c.query()
		if !c.mysql && c.IntN(6) == 0 {
			body = c.one(c.insert(), c.update(), c.delete()) + " RETURNING id"
		}
		all = append(all, name+c.maybe(" (m, n)")+" AS "+hint+"("+body+")")
	}
	return "WITH " + recursive + strings.Join(all, ", ") + " "
}

func (c *composer) query() string {
	c.depth++
	defer func() { c.depth-- }()
	text := c.with() + c.selects()
	for c.IntN(8) == 0 && c.depth < 4 {
		text += c.one(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ") + c.selects()
	}
	text += c.maybe(c.one(" ORDER BY id DESC", " ORDER BY id, a.name LIMIT 10", " LIMIT 5 OFFSET 3"))
	if c.depth == 1 {
		text += c.one("", "", "", " FOR UPDATE")
	}
	return text
}

func (c *composer) insert() string {
	c.depth++
	defer func() { c.depth-- }()
	rows := c.one("VALUES (1, 'x'), (2, "+c.expression()+")", c.query())
	text := "INSERT INTO " + c.table() + " (id, name) " + rows
	if c.mysql {
		return c.one("INSERT IGNORE INTO ", "INSERT ", "REPLACE INTO ", "INSERT INTO ") + c.table() + " " + c.one(rows, "(id, name) "+rows, "SET id = "+c.expression())
	}
	return text + c.maybe(" ON CONFLICT (id) DO "+c.one("NOTHING", "UPDATE SET name = EXCLUDED.name"))
}

func (c *composer) update() string {
	c.depth++
	defer func() { c.depth-- }()
	if !c.mysql {
		text := "UPDATE " + c.one("", "ONLY ") + c.one("targets", "shop.targets") + c.maybe(" AS target") + " SET name = " + c.expression() + ", (id, k) = (1, 2)"
		return text + c.maybe(" FROM "+c.from()) + " WHERE " + c.condition()
	}
	if c.IntN(2) == 0 {
		return "UPDATE " + c.table() + " SET name = " + c.expression() + " WHERE " + c.condition() + c.maybe(" LIMIT 3")
	}
	return "UPDATE " + c.table() + " AS m" + c.one(", "+c.table()+" AS n", " JOIN "+c.table()+" n ON "+c.condition()) + c.maybe(", "+c.table()+" o") +
		" SET " + c.one("m.id = n.id", "n.id = 3, m.name = "+c.expression(), "n.k = m.k", "id = 1", "n.k = 1, id = 3") + " WHERE " + c.condition()
}

func (c *composer) delete() string {
	c.depth++
	defer func() { c.depth-- }()
	if !c.mysql {
		return "DELETE FROM " + c.one("targets", "shop.targets", `"Old Users"`) + c.maybe(" AS target") + c.maybe(" USING "+c.from()) + " WHERE " + c.condition()
	}
	switch c.IntN(3) {
	case 0:
		return "DELETE " + c.one("m", "n", "m, n", "m.*, o") + " FROM " + c.table() + " AS m JOIN " + c.table() + " n ON " + c.condition() + ", " + c.table() + " o WHERE " + c.condition()
	case 1:
		return "DELETE FROM " + c.one("m", "n", "m, n") + " USING " + c.table() + " AS m JOIN " + c.table() + " n ON " + c.condition() + c.maybe(" JOIN ("+c.query()+") q")
	}
	return "DELETE FROM " + c.table() + " WHERE " + c.condition() + c.maybe(" ORDER BY id LIMIT 1")
}

func (c *composer) schema() string {
	switch c.IntN(8) {
	case 0:
		return "CREATE TABLE " + c.maybe("IF NOT EXISTS ") + c.table() + " (id INT PRIMARY KEY, k INT REFERENCES " + c.table() + " (id), CONSTRAINT f FOREIGN KEY (k) REFERENCES " + c.table() + " (id) ON DELETE CASCADE ON UPDATE SET NULL)"
	case 1:
		return "ALTER TABLE " + c.table() + " ADD CONSTRAINT f FOREIGN KEY (k) REFERENCES " + c.table() + " (id)"
	case 2:
		return "DROP TABLE " + c.maybe("IF EXISTS ") + c.table() + ", " + c.table()
	case 3:
		return "CREATE UNIQUE INDEX i ON " + c.table() + " (id, k)"
	case 4:
		return "CREATE OR REPLACE VIEW " + c.table() + " AS " + c.query()
	case 5:
		return "CREATE TABLE " + c.table() + " AS " + c.selects()
	case 6:
		return "TRUNCATE TABLE " + c.table()
	}
	return "ALTER TABLE " + c.table() + " ADD COLUMN k INT, DROP COLUMN j"
}
