package migrate_test

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

// both gives each dialect the same files.
func both(files map[string]string) fstest.MapFS {
	all := fstest.MapFS{"mysql/.gitkeep": {}, "sqlite/.gitkeep": {}}
	for name, text := range files {
		all["mysql/"+name] = &fstest.MapFile{Data: []byte(text)}
		all["sqlite/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

var (
	none  = both(nil)
	three = both(map[string]string{
		"00001_one.sql":   "-- +goose Up\nCREATE TABLE one (id INTEGER PRIMARY KEY);\n-- +goose Down\nDROP TABLE one;\n",
		"00002_two.sql":   "-- +goose Up\nCREATE TABLE two (id INTEGER PRIMARY KEY);\n-- +goose Down\nDROP TABLE two;\n",
		"00010_three.sql": "-- +goose Up\nINSERT INTO one (id) VALUES (7);\n-- +goose Down\nDELETE FROM one;\n",
		"README.md":       "not a migration",
	})
)

// applied lists the versions that are in place.
func applied(t *testing.T, db *sqldb.DB, migrations fs.FS) []int64 {
	t.Helper()
	list, err := migrate.Status(t.Context(), db, migrations)
	if err != nil {
		t.Fatal(err)
	}
	var versions []int64
	for _, m := range list {
		if m.AppliedAt != nil {
			versions = append(versions, m.Version)
		}
	}
	pending, err := migrate.Pending(t.Context(), db, migrations)
	if err != nil || pending != len(list)-len(versions) {
		t.Errorf("%d are pending (%v), but %d of %d are applied", pending, err, len(versions), len(list))
	}
	return versions
}

func has(t *testing.T, db *sqldb.DB, table string) bool {
	t.Helper()
	_, err := db.ExecContext(t.Context(), "DELETE FROM "+table+" WHERE 1 = 0")
	return err == nil
}

func TestUpAndDown(t *testing.T) {
	db := sqldbtest.Open(t, none)
	list, err := migrate.Status(t.Context(), db, three)
	if err != nil || len(list) != 3 || list[2].Version != 10 || list[2].Name != "00010_three.sql" || list[2].AppliedAt != nil {
		t.Fatalf("before: %+v (%v)", list, err)
	}
	if has(t, db, "goose_db_version") {
		t.Error("looking changed the database")
	}
	start := time.Now().Add(-time.Minute)
	for range 2 { // the second time there is nothing to do
		if err := migrate.Up(t.Context(), db, three); err != nil {
			t.Fatal(err)
		}
		if got := applied(t, db, three); !slices.Equal(got, []int64{1, 2, 10}) {
			t.Errorf("after Up %v are applied", got)
		}
	}
	list, err = migrate.Status(t.Context(), db, three)
	if err != nil || list[0].AppliedAt.Before(start) || list[0].AppliedAt.After(time.Now().Add(time.Minute)) || list[0].AppliedAt.Location() != time.UTC {
		t.Errorf("the first was applied at %v (%v)", list[0].AppliedAt, err)
	}
	for _, want := range [][]int64{{1, 2}, {1}, nil, nil} { // the last time there is nothing left
		if err := migrate.Down(t.Context(), db, three); err != nil {
			t.Fatal(err)
		}
		if got := applied(t, db, three); !slices.Equal(got, want) {
			t.Errorf("after Down %v are applied, want %v", got, want)
		}
	}
	if has(t, db, "one") || has(t, db, "two") {
		t.Error("a table is left")
	}
}

func TestNoMigrations(t *testing.T) {
	db := sqldbtest.Open(t, none)
	if err := errors.Join(migrate.Up(t.Context(), db, none), migrate.Down(t.Context(), db, none)); err != nil {
		t.Error(err)
	}
	if got := applied(t, db, none); got != nil {
		t.Errorf("%v are applied", got)
	}
}

func TestWrongMigrationsAreRefused(t *testing.T) {
	const good = "-- +goose Up\nCREATE TABLE good (id INTEGER PRIMARY KEY);\n"
	for name, migrations := range map[string]fstest.MapFS{
		"no folder":            {},
		"no number":            both(map[string]string{"first.sql": good}),
		"the same number":      both(map[string]string{"00001_a.sql": good, "00001_b.sql": good}),
		"not SQL":              both(map[string]string{"00001_a.sql": "-- +goose Up\nCREATE NONSENSE;\n"}),
		"no direction":         both(map[string]string{"00001_a.sql": "CREATE TABLE a (id INTEGER);\n"}),
		"Go code not compiled": both(map[string]string{"00001_a.go": "package migrations"}),
	} {
		t.Run(name, func(t *testing.T) {
			db := sqldbtest.Open(t, none)
			if err := migrate.Up(t.Context(), db, migrations); err == nil {
				t.Error("Up accepted them")
			}
			if err := migrate.Up(t.Context(), db, three); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

// A migration that fails stops those after it and can be run again once it is mended.
func TestUpStopsAtAFailure(t *testing.T) {
	db := sqldbtest.Open(t, none)
	files := map[string]string{
		"00001_a.sql": "-- +goose Up\nCREATE TABLE a (id INTEGER PRIMARY KEY);\n",
		"00002_b.sql": "-- +goose Up\nINSERT INTO a (id) VALUES (1);\nINSERT INTO missing (id) VALUES (1);\n",
		"00003_c.sql": "-- +goose Up\nCREATE TABLE c (id INTEGER PRIMARY KEY);\n",
	}
	err := migrate.Up(t.Context(), db, both(files))
	if err == nil || !strings.Contains(err.Error(), "version:2") {
		t.Errorf("the error does not name the migration: %v", err)
	}
	if got := applied(t, db, both(files)); !slices.Equal(got, []int64{1}) || has(t, db, "c") {
		t.Errorf("%v are applied", got)
	}
	files["00002_b.sql"] = "-- +goose Up\nINSERT INTO a (id) VALUES (1);\n"
	if err := migrate.Up(t.Context(), db, both(files)); err != nil {
		t.Errorf("after mending it: %v", err)
	}
}

func TestAForgottenOlderMigrationIsRefused(t *testing.T) {
	db := sqldbtest.Open(t, none)
	files := map[string]string{"00002_b.sql": "-- +goose Up\nCREATE TABLE b (id INTEGER PRIMARY KEY);\n"}
	if err := migrate.Up(t.Context(), db, both(files)); err != nil {
		t.Fatal(err)
	}
	files["00001_a.sql"] = "-- +goose Up\nCREATE TABLE a (id INTEGER PRIMARY KEY);\n"
	if err := migrate.Up(t.Context(), db, both(files)); err == nil {
		t.Error("it was applied out of order")
	}
}

// On SQLite a column is changed by rebuilding its table, whose rows others refer to.
func TestRebuildingATableKeepsTheRowsThatReferToIt(t *testing.T) {
	db := sqldbtest.Open(t, none)
	if db.Dialect() != sqldb.SQLite {
		return
	}
	files := map[string]string{
		"00001_a.sql": `-- +goose Up
CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE children (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parents (id) ON DELETE CASCADE);
INSERT INTO parents (id) VALUES (1);
INSERT INTO children (id, parent_id) VALUES (1, 1);
`,
		"00002_b.sql": `-- +goose Up
CREATE TABLE new_parents (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '');
INSERT INTO new_parents (id) SELECT id FROM parents;
DROP TABLE parents;
ALTER TABLE new_parents RENAME TO parents;
`,
	}
	if err := migrate.Up(t.Context(), db, both(files)); err != nil {
		t.Fatal(err)
	}
	var children int
	if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM children").Scan(&children); err != nil || children != 1 {
		t.Errorf("%d children are left (%v)", children, err)
	}
	if _, err := db.ExecContext(t.Context(), "INSERT INTO children (parent_id) VALUES (99)"); err == nil {
		t.Error("the foreign key is gone")
	}
	files["00003_c.sql"] = "-- +goose Up\nDELETE FROM parents;\n"
	if err := migrate.Up(t.Context(), db, both(files)); err == nil || !strings.Contains(err.Error(), "children") {
		t.Errorf("a child without parent: %v", err)
	}
}

func TestUpEndsWithItsContext(t *testing.T) {
	db := sqldbtest.Open(t, none)
	err := db.WithLock(t.Context(), "migrate", func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		return migrate.Up(ctx, db, three)
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
}
