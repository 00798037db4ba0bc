package sqldb_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/sqldb"
)

// These compare a DB with plain database/sql on the same database file.

func BenchmarkInsert(b *testing.B) {
	compare(b, func(on executor) error {
		_, err := on.ExecContext(b.Context(), "INSERT INTO events (name, notes, active, size, at) VALUES (?, ?, ?, ?, ?)", "name", "some notes", true, 7, time.Now())
		return err
	})
}

func BenchmarkSelectByID(b *testing.B) {
	compare(b, func(on executor) error {
		var v thing
		row := on.QueryRowContext(b.Context(), "SELECT name, notes, active, size, at FROM events WHERE id = ?", 1)
		return row.Scan(&v.Name, &v.Notes, &v.Active, &v.Size, &v.At)
	})
}

// executor is what a DB and a pool have in common.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func compare(b *testing.B, statement func(executor) error) {
	db := open(b)
	key := "BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY"
	if db.Dialect() == sqldb.SQLite {
		key = "INTEGER PRIMARY KEY AUTOINCREMENT"
	}
	exec(b, db, "CREATE TABLE events (id "+key+", name VARCHAR(50) NOT NULL, notes TEXT, active BOOLEAN NOT NULL, size INT NOT NULL, at DATETIME)")
	exec(b, db, "INSERT INTO events (name, notes, active, size, at) VALUES ('first', 'some notes', TRUE, 7, ?)", time.Now())
	for _, c := range []struct {
		name string
		on   executor
	}{{"plain", db.SQL()}, {"DB", db}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := statement(c.on); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
