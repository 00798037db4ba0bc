package sqldbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// contents are what a database holds, by name: enough to notice every change that a test can make.
type contents map[string]object

// object is a table, or something else in a database.
type object struct {
	// definition is the statement that would make the table, with the next id it gives.
	definition string
	// rows is a checksum; 0 for a table without rows, and 1 for a number of other objects.
	rows int64
}

// others counts what is no table.
const others = "SELECT CONCAT_WS(' ', @@character_set_database, @@collation_database," +
	" (SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE())," +
	" (SELECT COUNT(*) FROM information_schema.routines WHERE routine_schema = DATABASE())," +
	" (SELECT COUNT(*) FROM information_schema.events WHERE event_schema = DATABASE()))"

// contents reads what the database holds now.
func (d *database) contents(ctx context.Context) (contents, error) {
	found := contents{}
	err := d.in(ctx, func(c *sql.Conn) error {
		var counts string
		if err := c.QueryRowContext(ctx, others).Scan(&counts); err != nil {
			return fmt.Errorf("count what is no table: %w", err)
		}
		found[""] = object{counts, 1}
		tables, err := pairs[string](ctx, c, "SHOW FULL TABLES")
		if err != nil || len(tables) == 0 {
			return err
		}
		for name, kind := range tables {
			found[name] = object{kind, 1}
			if kind != "BASE TABLE" {
				delete(tables, name)
			}
		}
		return found.read(ctx, c, slices.Sorted(maps.Keys(tables)))
	})
	return found, err
}

// read adds the tables.
func (found contents) read(ctx context.Context, c *sql.Conn, tables []string) error {
	if len(tables) == 0 {
		return nil
	}
	quoted := make([]string, len(tables))
	for i, name := range tables {
		quoted[i] = quote(name)
	}
	sums, err := pairs[int64](ctx, c, "CHECKSUM TABLE "+strings.Join(quoted, ", "))
	if err != nil {
		return err
	}
	for table, sum := range sums {
		_, name, _ := strings.Cut(table, ".")
		definitions, err := pairs[string](ctx, c, "SHOW CREATE TABLE "+quote(name))
		if err != nil {
			return err
		}
		found[name] = object{definitions[name], sum}
	}
	return nil
}

// restore empties the tables that were empty before the test and are not as they were. It fails when
// that is not all that the test has changed.
func (d *database) restore() error {
	ctx, cancel := context.WithTimeout(context.Background(), cleanupTimeout)
	defer cancel()
	now, err := d.contents(ctx)
	if err != nil {
		return err
	}
	var changed []string
	for name, before := range d.fresh {
		if now[name] != before && before.rows == 0 {
			changed = append(changed, name)
		}
	}
	if err := d.empty(ctx, changed); err != nil {
		return err
	}
	if len(changed) > 0 {
		if now, err = d.contents(ctx); err != nil {
			return err
		}
	}
	if !maps.Equal(now, d.fresh) {
		return errors.New("the test has changed more than rows")
	}
	return nil
}

// empty removes all rows of the tables, and lets their ids begin at 1 again.
func (d *database) empty(ctx context.Context, tables []string) error {
	return d.in(ctx, func(c *sql.Conn) error {
		for _, name := range tables {
			if _, err := c.ExecContext(ctx, "TRUNCATE TABLE "+quote(name)); err != nil {
				return fmt.Errorf("empty the table %s: %w", name, err)
			}
		}
		return nil
	})
}

// in gives f a connection to the database, on which foreign keys do not keep tables from being emptied.
func (d *database) in(ctx context.Context, f func(*sql.Conn) error) (err error) {
	c, err := d.server.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	for _, statement := range []string{"USE " + d.name, "SET foreign_key_checks = 0"} {
		if _, err := c.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return f(c)
}

// pairs returns the first two columns of a query, the first as the key of the second.
func pairs[T any](ctx context.Context, c *sql.Conn, query string) (map[string]T, error) {
	rows, err := c.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", query, err)
	}
	defer func() { _ = rows.Close() }() // its error is in Err
	found := map[string]T{}
	for rows.Next() {
		var key string
		var value T
		if err := rows.Scan(&key, &value); err != nil {
			return nil, fmt.Errorf("%s: %w", query, err)
		}
		found[key] = value
	}
	return found, rows.Err()
}

// quote writes a name so that every one is allowed.
func quote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }
