package sqldbtest_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

// migrations makes a table and puts a row into it.
func migrations(table string) fstest.MapFS {
	const rest = " (id INTEGER PRIMARY KEY);\nINSERT INTO "
	text := []byte("-- +goose Up\nCREATE TABLE " + table + rest + table + " (id) VALUES (1);\n")
	return fstest.MapFS{"mysql/00001_a.sql": {Data: text}, "sqlite/00001_a.sql": {Data: text}}
}

func rows(t *testing.T, db *sqldb.DB, table string) int {
	t.Helper()
	var n int
	if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestEachTestHasItsOwnDatabase(t *testing.T) {
	for _, name := range []string{"first", "second", "third"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := sqldbtest.Open(t, migrations("things"))
			if _, err := db.ExecContext(t.Context(), "INSERT INTO things (id) VALUES (2)"); err != nil {
				t.Fatal(err)
			}
			if n := rows(t, db, "things"); n != 2 {
				t.Errorf("there are %d rows, want 2", n)
			}
			if pending, err := migrate.Pending(t.Context(), db, migrations("things")); err != nil || pending != 0 {
				t.Errorf("%d migrations are pending (%v)", pending, err)
			}
		})
	}
}

func TestOtherMigrationsMakeAnotherDatabase(t *testing.T) {
	for _, table := range []string{"one", "other"} {
		if n := rows(t, sqldbtest.Open(t, migrations(table)), table); n != 1 {
			t.Errorf("%s holds %d rows, want 1", table, n)
		}
	}
}

func TestTheDatabaseIsGoneAfterTheTest(t *testing.T) {
	var name string
	var dialect sqldb.Dialect
	t.Run("test", func(t *testing.T) {
		db := sqldbtest.Open(t, migrations("things"))
		dialect, name = db.Dialect(), databaseName(t, db)
	})
	if dialect == sqldb.SQLite {
		if _, err := os.Stat(name); !os.IsNotExist(err) {
			t.Errorf("the file %s is still there (%v)", name, err)
		}
		return
	}
	if exists(t, sqldbtest.Open(t, migrations("things")), name) {
		t.Errorf("the database %s is still there", name)
	}
}
