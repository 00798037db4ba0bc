package sqlguard_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"modernc.org/sqlite"

	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
	"github.com/vtgen/vtgen/runtime/sqlguard"
)

var policy = sqlguard.Policy{
	Owners:  map[string]string{"orders": "order", "Users": "user_account", "prices": "price"},
	Readers: map[string][]string{"prices": {"order"}},
}

// connector connects to a fresh database: a SQLite file, or one on the server of TEST_MYSQL_DSN.
func connector(t testing.TB) driver.Connector {
	t.Helper()
	dsn := os.Getenv(sqldbtest.DSNVariable)
	if dsn == "" {
		made, err := sqlite.NewConnector("file:" + filepath.Join(t.TempDir(), "guard.db"))
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatal(err)
	}
	name := "vtgen_guard_" + strings.ToLower(rand.Text())
	config.DBName = ""
	server, err := mysql.NewConnector(config)
	if err != nil {
		t.Fatal(err)
	}
	admin := sql.OpenDB(server)
	if _, err := admin.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, err := admin.ExecContext(context.Background(), "DROP DATABASE "+name)
		if err := errors.Join(err, admin.Close()); err != nil {
			t.Error(err)
		}
	})
	config = config.Clone()
	config.DBName = name
	made, err := mysql.NewConnector(config)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// tables makes the tables of the policy on a database.
func tables(t testing.TB, db *sql.DB) {
	t.Helper()
	for _, table := range []string{"orders", "users", "prices", "loose"} {
		if _, err := db.ExecContext(t.Context(), "CREATE TABLE "+table+" (id INT PRIMARY KEY, name VARCHAR(20))"); err != nil {
			t.Fatal(err)
		}
	}
}

// open returns a guarded pool with the tables of the policy in it.
func open(t testing.TB, p sqlguard.Policy) *sql.DB {
	t.Helper()
	guarded, err := sqlguard.Wrap(connector(t), p)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(guarded)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	tables(t, db)
	return db
}

func TestFail(t *testing.T) {
	db := open(t, policy)
	for _, c := range []struct{ module, sql, refused string }{
		{"order", "INSERT INTO orders (id, name) VALUES (1, 'x')", ""},
		{"order", "INSERT INTO users (id, name) VALUES (1, 'secret')", "users"},
		{"order", "UPDATE USERS SET name = 'secret'", "USERS"},
		{"order", "SELECT COUNT(*) FROM orders JOIN users ON users.id = orders.id", "users"},
		{"order", "SELECT COUNT(*) FROM prices", ""},
		{"order", "DELETE FROM prices", "prices"},
		{"price", "DELETE FROM prices WHERE id IN (SELECT id FROM orders)", "orders"},
		{"user_account", "WITH orders AS (SELECT 1) SELECT COUNT(*) FROM users, orders", ""},
		{"order", "DELETE FROM loose", ""},
		{"order", "DROP TABLE users", "users"},
		{"", "DELETE FROM users", ""},
		{sqlguard.Migrations, "DELETE FROM users", ""},
	} {
		ctx := t.Context()
		if c.module != "" {
			ctx = sqlguard.As(ctx, c.module)
		}
		_, err := db.ExecContext(ctx, c.sql)
		checkRefused(t, c.module, c.sql, c.refused, err)
	}
	var n int
	if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM orders").Scan(&n); err != nil || n != 1 {
		t.Errorf("got %d orders, %v", n, err)
	}
}

func checkRefused(t *testing.T, module, query, table string, err error) {
	t.Helper()
	if table == "" {
		if err != nil {
			t.Errorf("%s as %q: %v", query, module, err)
		}
		return
	}
	var v *sqlguard.Violation
	if !errors.As(err, &v) || v.Module != module || v.Use.Table != table {
		t.Errorf("%s as %q: got %v, want a violation of %s", query, module, err, table)
		return
	}
	if text := err.Error(); strings.Contains(text, "secret") || !strings.Contains(text, table) || !strings.Contains(text, v.Use.Owner) {
		t.Errorf("the error says %q", text)
	}
}

// Every way to run a statement is guarded.
func TestWays(t *testing.T) {
	db := open(t, policy)
	own, foreign := sqlguard.As(t.Context(), "user_account"), sqlguard.As(t.Context(), "order")
	const query = "SELECT name FROM users WHERE id = ?"
	statement, err := db.PrepareContext(own, query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = statement.Close() }()
	change, err := db.PrepareContext(own, "UPDATE users SET name = 'x' WHERE id = ?")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = change.Close() }()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	for name, run := range map[string]func(ctx context.Context) error{
		"query": func(ctx context.Context) error { return drain(db.QueryContext(ctx, query, 1)) },
		"query row": func(ctx context.Context) error {
			err := db.QueryRowContext(ctx, query, 1).Scan(new(string))
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			return err
		},
		"statement": func(ctx context.Context) error { return drain(statement.QueryContext(ctx, 1)) },
		"statement's exec": func(ctx context.Context) error {
			_, err := change.ExecContext(ctx, 1)
			return err
		},
		"prepare": func(ctx context.Context) error {
			made, err := db.PrepareContext(ctx, query)
			if err == nil {
				err = made.Close()
			}
			return err
		},
		"connection": func(ctx context.Context) error { return drain(conn.QueryContext(ctx, query, 1)) },
		"transaction": func(ctx context.Context) error {
			tx, err := db.BeginTx(t.Context(), nil)
			if err != nil {
				return err
			}
			defer func() { _ = tx.Rollback() }()
			_, err = tx.ExecContext(ctx, "UPDATE users SET name = ? WHERE id = ?", "x", 1)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			if err := run(own); err != nil {
				t.Errorf("the owner: %v", err)
			}
			var v *sqlguard.Violation
			if err := run(foreign); !errors.As(err, &v) {
				t.Errorf("another module: got %v, want a violation", err)
			}
			if err := run(own); err != nil {
				t.Errorf("the owner after it: %v", err)
			}
		})
	}
}

func drain(rows *sql.Rows, err error) error {
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	return errors.Join(rows.Err(), rows.Close())
}

func TestLogsOnce(t *testing.T) {
	var out bytes.Buffer
	p := policy
	p.Mode, p.Strict = sqlguard.Log, true
	p.Logger = slog.New(slog.NewTextHandler(&out, nil))
	db := open(t, p)
	out.Reset()
	for range 3 {
		for _, module := range []string{"order", "price", ""} {
			ctx := t.Context()
			if module != "" {
				ctx = sqlguard.As(ctx, module)
			}
			if _, err := db.ExecContext(ctx, "UPDATE users SET name = ? WHERE id = 1", "secret"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := db.ExecContext(sqlguard.As(t.Context(), "order"), "DELETE FROM loose"); err != nil {
			t.Fatal(err)
		}
	}
	text := out.String()
	for id, want := range map[string]int{"guard.go:001": 1, "guard.go:002": 1, "guard.go:003": 2, "secret": 0, "module=price": 1} {
		if got := strings.Count(text, id); got != want {
			t.Errorf("%s is logged %d times, want %d:\n%s", id, got, want, text)
		}
	}
}

func TestAllow(t *testing.T) {
	p := policy
	var asked []string
	p.Allow = func(module string, use sqlguard.Use) bool {
		asked = append(asked, fmt.Sprintf("%s %s %s of %s", module, use.Access, use.Table, use.Owner))
		return module == "report"
	}
	db := open(t, p)
	if _, err := db.ExecContext(sqlguard.As(t.Context(), "report"), "DELETE FROM users"); err != nil {
		t.Error(err)
	}
	if _, err := db.ExecContext(sqlguard.As(t.Context(), "order"), "DELETE FROM orders"); err != nil {
		t.Error(err)
	}
	if len(asked) == 0 || asked[0] != "report write users of user_account" || strings.Contains(strings.Join(asked, " "), "orders") {
		t.Errorf("asked %q", asked)
	}
}

func TestPolicyIsChecked(t *testing.T) {
	for _, p := range []sqlguard.Policy{
		{}, {Owners: map[string]string{"": "a"}}, {Owners: map[string]string{"a": ""}}, {Owners: map[string]string{"a": "x", "A": "y"}},
	} {
		if _, err := sqlguard.Wrap(connector(t), p); err == nil {
			t.Errorf("%v is accepted", p)
		}
	}
}

func TestDatabases(t *testing.T) {
	p := sqlguard.Policy{Owners: map[string]string{"main.orders": "order", "orders": "archive"}}
	if os.Getenv(sqldbtest.DSNVariable) != "" {
		p.Owners = map[string]string{"information_schema.x": "order", "orders": "archive"} // any other database
	}
	db := open(t, p)
	var v *sqlguard.Violation
	if _, err := db.ExecContext(sqlguard.As(t.Context(), "order"), "DELETE FROM orders"); !errors.As(err, &v) {
		t.Errorf("got %v", err)
	}
	if _, err := db.ExecContext(sqlguard.As(t.Context(), "archive"), "DELETE FROM orders"); err != nil {
		t.Error(err)
	}
	if os.Getenv(sqldbtest.DSNVariable) == "" {
		if _, err := db.ExecContext(sqlguard.As(t.Context(), "order"), "DELETE FROM main.orders"); err != nil {
			t.Error(err)
		}
	}
}

func TestRawGivesTheDriversConnection(t *testing.T) {
	db := open(t, policy)
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	err = conn.Raw(func(inner any) error {
		u, ok := inner.(sqlguard.Unwrapper)
		if !ok || strings.Contains(fmt.Sprintf("%T", u.Unwrap()), "sqlguard") {
			return fmt.Errorf("got %T", inner)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestModuleOfContext(t *testing.T) {
	ctx := sqlguard.As(sqlguard.As(t.Context(), "a"), "b")
	if got := sqlguard.Module(ctx); got != "b" {
		t.Errorf("got %q", got)
	}
	if got := sqlguard.Module(t.Context()); got != "" {
		t.Errorf("got %q", got)
	}
}

func BenchmarkQuery(b *testing.B) {
	for _, c := range []struct {
		name    string
		guarded bool
	}{{"plain", false}, {"guarded", true}} {
		b.Run(c.name, func(b *testing.B) {
			to := connector(b)
			if c.guarded {
				guarded, err := sqlguard.Wrap(to, policy)
				if err != nil {
					b.Fatal(err)
				}
				to = guarded
			}
			db := sql.OpenDB(to)
			defer func() { _ = db.Close() }()
			tables(b, db)
			statement, err := db.PrepareContext(b.Context(), "SELECT name FROM users WHERE id = ?")
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = statement.Close() }()
			ctx := sqlguard.As(b.Context(), "user_account")
			b.Run("text", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := drain(db.QueryContext(ctx, "SELECT name FROM users WHERE id = ?", 1)); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("prepared", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := drain(statement.QueryContext(ctx, 1)); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
