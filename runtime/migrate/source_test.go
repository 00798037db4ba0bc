package migrate_test

import (
	"fmt"
	"testing"

	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

// twice gives each dialect the same statements.
func twice(name string, statements ...string) migrate.Step {
	return migrate.Step{Name: name, MySQL: statements, SQLite: statements}
}

func TestSourcesHaveTheirOwnHistory(t *testing.T) {
	db := sqldbtest.Open(t, none)
	first := twice("create_boxes", "CREATE TABLE boxes (id INTEGER PRIMARY KEY)", "CREATE TABLE lids (id INTEGER PRIMARY KEY)")
	boxes := migrate.Source{Name: "boxes", Steps: []migrate.Step{first}}
	crates := migrate.Source{Name: "crates", Steps: []migrate.Step{twice("create_crates", "CREATE TABLE crates (id INTEGER PRIMARY KEY)")}}
	if list, err := migrate.Status(t.Context(), db, migrate.With(three, boxes)); err != nil || len(list) != 4 || list[0].Source != "boxes" || list[0].AppliedAt != nil {
		t.Fatalf("before Up the status is %v, %v", list, err)
	}
	up := func(sources ...migrate.Source) {
		t.Helper()
		all := migrate.With(three, sources...)
		for range 2 { // the second time there is nothing to do
			if err := migrate.Up(t.Context(), db, all); err != nil {
				t.Fatal(err)
			}
		}
		if pending, err := migrate.Pending(t.Context(), db, all); err != nil || pending != 0 {
			t.Errorf("%d are pending (%v)", pending, err)
		}
	}
	up(boxes)
	boxes.Steps = append(boxes.Steps, twice("fill", "INSERT INTO boxes (id) VALUES (1)"))
	if pending, err := migrate.Pending(t.Context(), db, migrate.With(three, boxes, crates)); err != nil || pending != 2 {
		t.Errorf("%d are pending (%v), want 2", pending, err)
	}
	up(boxes, crates) // a source that comes later, and one that has grown
	for _, table := range []string{"boxes", "lids", "crates", "one"} {
		if !has(t, db, table) {
			t.Errorf("there is no table %s", table)
		}
	}
	if err := migrate.Down(t.Context(), db, migrate.With(three, boxes, crates)); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(applied(t, db, three)); got != "[1 2]" || !has(t, db, "boxes") {
		t.Errorf("after Down %s are applied", got)
	}
}

func TestASourceAlone(t *testing.T) {
	broken := migrate.Source{Name: "broken", Steps: []migrate.Step{twice("create", "CREATE TABLE a (id INTEGER PRIMARY KEY)"), twice("fails", "CREATE NONSENSE")}}
	db := sqldbtest.Open(t, none)
	if err := migrate.Up(t.Context(), db, migrate.With(none, broken)); err == nil {
		t.Error("nonsense was applied")
	}
	if pending, err := migrate.Pending(t.Context(), db, migrate.With(none, broken)); err != nil || pending != 1 {
		t.Errorf("%d are pending (%v), want the second", pending, err)
	}
	other := sqldbtest.Open(t, migrate.With(none, migrate.Source{Name: "alone", Steps: broken.Steps[:1]}))
	if !has(t, other, "a") {
		t.Error("a test's database lacks the table of a source")
	}
}
