package sqldbtest_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

// tests are what Main runs here.
type tests func() int

func (run tests) Run() int { return run() }

// related are two tables, one of which refers to the other, and a third with a row of the migrations.
func related() fstest.MapFS {
	mysql := "-- +goose Up\nCREATE TABLE owners (id BIGINT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) NOT NULL);\n" +
		"CREATE TABLE things (id BIGINT AUTO_INCREMENT PRIMARY KEY, owner BIGINT NOT NULL, FOREIGN KEY (owner) REFERENCES owners (id));\n" +
		"CREATE TABLE settings (id BIGINT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) NOT NULL);\n" +
		"INSERT INTO settings (name) VALUES ('first');\n" +
		"-- +goose Down\nDROP TABLE settings;\nDROP TABLE things;\nDROP TABLE owners;\n"
	sqlite := strings.NewReplacer("BIGINT AUTO_INCREMENT", "INTEGER", "VARCHAR(80)", "TEXT").Replace(mysql)
	return fstest.MapFS{"mysql/00001_a.sql": {Data: []byte(mysql)}, "sqlite/00001_a.sql": {Data: []byte(sqlite)}}
}

// TestMainLeavesNothingBehind lets one test after the other change what it can of its database, and
// looks in between whether it is as after its migrations.
func TestMainLeavesNothingBehind(t *testing.T) {
	deeds := []struct {
		name       string
		statements []string
		// unusable is set where rows are not all that has changed.
		unusable bool
	}{
		{"nothing", nil, false},
		{"rows", []string{"INSERT INTO owners (name) VALUES ('a'), ('b')", "INSERT INTO things (owner) SELECT id FROM owners"}, false},
		{"rows taken away again", []string{"INSERT INTO owners (name) VALUES ('a')", "DELETE FROM owners"}, false},
		{"a row of the migrations changed", []string{"UPDATE settings SET name = 'other'"}, true},
		{"a row of the migrations removed", []string{"DELETE FROM settings"}, true},
		{"a column", []string{"ALTER TABLE owners ADD COLUMN more BIGINT"}, true},
		{"an index", []string{"CREATE INDEX by_name ON owners (name)"}, true},
		{"a table", []string{"CREATE TABLE more (id BIGINT PRIMARY KEY)"}, true},
		{"no table", []string{"DROP TABLE things"}, true},
		{"a view", []string{"CREATE VIEW names AS SELECT name FROM owners"}, true},
		{"a trigger", []string{"CREATE TRIGGER again AFTER INSERT ON owners FOR EACH ROW BEGIN DELETE FROM things; END"}, true},
	}
	var used []string
	code := mainOf(tests(func() int {
		for _, deed := range deeds {
			t.Run(deed.name, func(t *testing.T) {
				db := sqldbtest.Open(t, related())
				checkFresh(t, db)
				used = append(used, databaseName(t, db))
				for _, statement := range deed.statements {
					if _, err := db.ExecContext(t.Context(), statement); err != nil {
						t.Fatalf("%s: %v", statement, err)
					}
				}
			})
		}
		return 0
	}))
	if code != 0 || t.Failed() {
		t.Fatalf("Main returned %d", code)
	}
	db := sqldbtest.Open(t, related())
	if db.Dialect() == sqldb.SQLite {
		return
	}
	for i, deed := range deeds[1:] {
		if again := used[i] == used[i+1]; again == deeds[i].unusable {
			t.Errorf("after %s: the next test, %s, has the same database: %t", deeds[i].name, deed.name, again)
		}
	}
	for _, name := range used {
		if exists(t, db, name) {
			t.Errorf("the database %s is still there", name)
		}
	}
}

// checkFresh wants a database as it is after its migrations, which the next ids tell as well.
func checkFresh(t *testing.T, db *sqldb.DB) {
	t.Helper()
	if pending, err := migrate.Pending(t.Context(), db, related()); err != nil || pending != 0 {
		t.Errorf("%d migrations are pending (%v)", pending, err)
	}
	if n := rows(t, db, "owners") + rows(t, db, "things"); n != 0 || rows(t, db, "settings") != 1 {
		t.Errorf("there are %d rows too many, and %d settings", n, rows(t, db, "settings"))
	}
	result, err := db.ExecContext(t.Context(), "INSERT INTO owners (name) VALUES ('first')")
	if err != nil {
		t.Fatal(err)
	}
	if id, err := result.LastInsertId(); err != nil || id != 1 {
		t.Errorf("the first row has the id %d (%v)", id, err)
	}
	if _, err := db.ExecContext(t.Context(), "DELETE FROM owners"); err != nil {
		t.Fatal(err)
	}
}

// TestMainRunsTestsBesideEachOther holds two databases at a time.
func TestMainRunsTestsBesideEachOther(t *testing.T) {
	code := mainOf(tests(func() int {
		for range 3 {
			one, other := sqldbtest.Open(t, related()), sqldbtest.Open(t, related())
			if databaseName(t, one) == databaseName(t, other) {
				t.Error("two tests were given one database")
			}
		}
		return 3
	}))
	if code != 3 {
		t.Errorf("Main returned %d, want the 3 of the tests", code)
	}
}

// databaseName tells databases apart.
func databaseName(t *testing.T, db *sqldb.DB) string {
	t.Helper()
	query := "SELECT DATABASE()"
	if db.Dialect() == sqldb.SQLite {
		query = "SELECT file FROM pragma_database_list WHERE name = 'main'"
	}
	var name string
	if err := db.QueryRowContext(t.Context(), query).Scan(&name); err != nil {
		t.Fatal(err)
	}
	return name
}

// exists reports whether the server has the database.
func exists(t *testing.T, db *sqldb.DB, name string) bool {
	t.Helper()
	var left int
	if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = ?", name).Scan(&left); err != nil {
		t.Fatal(err)
	}
	return left > 0
}

// mainOf runs tests without owners of tables.
func mainOf(m interface{ Run() int }) int { return sqldbtest.Main(m, nil) }
