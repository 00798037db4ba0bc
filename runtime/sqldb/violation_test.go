package sqldb_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"

	"github.com/vtgen/vtgen/runtime/sqldb"
)

func TestViolated(t *testing.T) {
	db := open(t)
	exec(t, db, "INSERT INTO things (id, name, state, day) VALUES (1, 'taken', 'open', '2026-01-01')")
	exec(t, db, "INSERT INTO parts (thing_id) VALUES (1)")
	for name, c := range map[string]struct {
		query         string
		mysql, sqlite sqldb.Violation
	}{
		"unique": {
			query:  "INSERT INTO things (name) VALUES ('taken')",
			mysql:  sqldb.Violation{Kind: sqldb.Unique, Constraint: "uq_things_name"},
			sqlite: sqldb.Violation{Kind: sqldb.Unique, Columns: []string{"name"}},
		},
		"unique over two columns": {
			query:  "INSERT INTO things (name, state, day) VALUES ('free', 'open', '2026-01-01')",
			mysql:  sqldb.Violation{Kind: sqldb.Unique, Constraint: "uq_things_state_day"},
			sqlite: sqldb.Violation{Kind: sqldb.Unique, Columns: []string{"state", "day"}},
		},
		"primary key": {
			query:  "INSERT INTO things (id, name) VALUES (1, 'free')",
			mysql:  sqldb.Violation{Kind: sqldb.Unique, Constraint: "PRIMARY"},
			sqlite: sqldb.Violation{Kind: sqldb.Unique, Columns: []string{"id"}},
		},
		"missing parent": {
			query:  "INSERT INTO parts (thing_id) VALUES (99)",
			mysql:  sqldb.Violation{Kind: sqldb.ForeignKey, Constraint: "fk_parts_thing", Columns: []string{"thing_id"}},
			sqlite: sqldb.Violation{Kind: sqldb.ForeignKey},
		},
		"missing parent on update": {
			query:  "UPDATE parts SET thing_id = 99",
			mysql:  sqldb.Violation{Kind: sqldb.ForeignKey, Constraint: "fk_parts_thing", Columns: []string{"thing_id"}},
			sqlite: sqldb.Violation{Kind: sqldb.ForeignKey},
		},
		"still referred to": {
			query:  "-- name: DeleteThing :exec\n/* as sqlc writes it */ delete FROM things WHERE id = 1",
			mysql:  sqldb.Violation{Kind: sqldb.InUse, Constraint: "fk_parts_thing"},
			sqlite: sqldb.Violation{Kind: sqldb.InUse},
		},
		"check": {
			query:  "INSERT INTO things (name, state) VALUES ('free', 'odd')",
			mysql:  sqldb.Violation{Kind: sqldb.Check, Constraint: "ck_things_state"},
			sqlite: sqldb.Violation{Kind: sqldb.Check, Constraint: "ck_things_state"},
		},
		"out of range": {
			query:  "INSERT INTO things (name, size) VALUES ('free', 2147483648)",
			mysql:  sqldb.Violation{Kind: sqldb.Check, Columns: []string{"size"}},
			sqlite: sqldb.Violation{Kind: sqldb.Check, Constraint: "size BETWEEN -2147483648 AND 2147483647"},
		},
		"null": {
			query:  "INSERT INTO things (name) VALUES (NULL)",
			mysql:  sqldb.Violation{Kind: sqldb.NotNull, Columns: []string{"name"}},
			sqlite: sqldb.Violation{Kind: sqldb.NotNull, Columns: []string{"name"}},
		},
		"no default": {
			query:  "INSERT INTO things (size) VALUES (1)",
			mysql:  sqldb.Violation{Kind: sqldb.NotNull, Columns: []string{"name"}},
			sqlite: sqldb.Violation{Kind: sqldb.NotNull, Columns: []string{"name"}},
		},
		"too long": {
			query:  "INSERT INTO things (name) VALUES ('12345678901')",
			mysql:  sqldb.Violation{Kind: sqldb.TooLong, Columns: []string{"name"}},
			sqlite: sqldb.Violation{Kind: sqldb.Check, Constraint: "ck_things_name"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			want := c.mysql
			if db.Dialect() == sqldb.SQLite {
				want = c.sqlite
			}
			_, err := db.ExecContext(t.Context(), c.query)
			got, ok := sqldb.Violated(fmt.Errorf("wrapped: %w", err))
			if !ok || got.Kind != want.Kind || got.Constraint != want.Constraint || !slices.Equal(got.Columns, want.Columns) {
				t.Errorf("got %+v (%t) for %v, want %+v", got, ok, err, want)
			}
		})
	}
}

func TestOtherErrorsAreNoViolation(t *testing.T) {
	db := open(t)
	for _, query := range []string{"SELECT FROM", "SELECT 1 FROM nowhere", "INSERT INTO things (nothing) VALUES (1)", `SELECT "misspelt" FROM nowhere`} {
		_, err := db.ExecContext(t.Context(), query)
		if v, ok := sqldb.Violated(err); ok || err == nil {
			t.Errorf("%s: violation %+v, error %v", query, v, err)
		}
	}
	if v, ok := sqldb.Violated(nil); ok {
		t.Errorf("nil is a violation: %+v", v)
	}
	if v, ok := sqldb.Violated(errors.New("UNIQUE constraint failed: a.b")); ok {
		t.Errorf("a text is a violation: %+v", v)
	}
}

// The database quotes the refused value in its message, and errors are logged.
func TestTheTextOfAViolationHoldsNoValue(t *testing.T) {
	db := open(t)
	exec(t, db, "INSERT INTO things (name) VALUES ('s3cret')")
	_, err := db.ExecContext(t.Context(), "INSERT INTO things (name) VALUES ('s3cret')")
	if err == nil || strings.Contains(err.Error(), "s3cret") || !strings.Contains(err.Error(), "unique") {
		t.Errorf("the error is %v", err)
	}
}

// Messages of server versions that the tests do not run on, and values made to mislead.
func TestViolatedReadsMySQLMessages(t *testing.T) {
	for _, c := range []struct {
		number  uint16
		message string
		want    sqldb.Violation
	}{
		{1062, "Duplicate entry 'a@b.c' for key 'ai_workers.uq_email'", sqldb.Violation{Kind: sqldb.Unique, Constraint: "uq_email"}},
		{1062, "Duplicate entry 'x' for key 'uq_fake'' for key 'uq_email'", sqldb.Violation{Kind: sqldb.Unique, Constraint: "uq_email"}},
		{1586, "Duplicate entry 'x' for key 'uq_email'", sqldb.Violation{Kind: sqldb.Unique, Constraint: "uq_email"}},
		{1062, "Dubletten-Eintrag", sqldb.Violation{Kind: sqldb.Unique}},
		{3819, "Check constraint 'ck_state' is violated.", sqldb.Violation{Kind: sqldb.Check, Constraint: "ck_state"}},
		{1406, "Data too long for column 'name' at row 1", sqldb.Violation{Kind: sqldb.TooLong, Columns: []string{"name"}}},
		{1366, "Incorrect string value: '\\xF0 for column 'fake' at row' for column `db`.`things`.`name` at row 1", sqldb.Violation{Kind: sqldb.Check, Columns: []string{"name"}}},
		{1216, "Cannot add or update a child row: a foreign key constraint fails", sqldb.Violation{Kind: sqldb.ForeignKey}},
		{1217, "Cannot delete or update a parent row: a foreign key constraint fails", sqldb.Violation{Kind: sqldb.InUse}},
	} {
		got, ok := sqldb.Violated(&mysql.MySQLError{Number: c.number, Message: c.message})
		if !ok || got.Kind != c.want.Kind || got.Constraint != c.want.Constraint || !slices.Equal(got.Columns, c.want.Columns) {
			t.Errorf("%d %s: got %+v, want %+v", c.number, c.message, got, c.want)
		}
	}
}

func FuzzViolatedReadsAnyMessage(f *testing.F) {
	f.Add(uint16(1062), "Duplicate entry 'a' for key 'b'")
	f.Add(uint16(1406), "for column `` at row")
	f.Add(uint16(1452), "CONSTRAINT `")
	f.Fuzz(func(t *testing.T, number uint16, message string) {
		v, ok := sqldb.Violated(&mysql.MySQLError{Number: number, Message: message})
		if !ok && (v.Kind != "" || v.Constraint != "" || v.Columns != nil) {
			t.Errorf("no violation, and yet %+v", v)
		}
	})
}
