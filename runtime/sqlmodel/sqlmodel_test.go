package sqlmodel_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
	"github.com/vtgen/vtgen/runtime/sqlmodel"
)

const columnsOfWorkers = `
	name VARCHAR(10) NOT NULL,
	team VARCHAR(10) NOT NULL DEFAULT 'a',
	seat INT NOT NULL DEFAULT 0,
	boss_id BIGINT NULL,
	CONSTRAINT uq_name UNIQUE (name),
	CONSTRAINT uq_seat UNIQUE (team, seat),
	CONSTRAINT ck_team CHECK (team IN ('a', 'b')),
	CONSTRAINT fk_boss FOREIGN KEY (boss_id) REFERENCES ai_workers (id)
);
`

var migrations = fstest.MapFS{
	"mysql/00001_a.sql":  {Data: []byte("-- +goose Up\nCREATE TABLE ai_workers (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY," + columnsOfWorkers)},
	"sqlite/00001_a.sql": {Data: []byte("-- +goose Up\nCREATE TABLE ai_workers (id INTEGER PRIMARY KEY AUTOINCREMENT," + columnsOfWorkers)},
}

var workers = sqlmodel.Table{
	Name:   "ai_workers",
	Entity: "ai_worker",
	Columns: []listing.Column{
		{Name: "id", Kind: listing.Integer, Sort: true, Filter: true},
		{Name: "name", Kind: listing.Text, Sort: true, Filter: true},
		{Name: "seat", Kind: listing.Integer, Sort: true, Filter: true},
	},
	Unique: map[string][]string{"uq_name": {"name"}, "uq_seat": {"team", "seat"}},
	Codes:  sqlmodel.Codes{NotFound: "VTAPP-NOT01", Invalid: "VTAPP-INV01", Conflict: "VTAPP-CON01", Technical: "VTAPP-TEC01"},
}

const id = "ai_worker.data_repository.go:001 | Create"

// worker is a row of ai_workers.
type worker struct {
	ID   int64
	Name string
	Seat int32
}

func scanWorker(rows *sql.Rows, w *worker) error {
	return rows.Scan(&w.ID, &w.Name, &w.Seat)
}

func valueOfWorker(w worker, column string) any {
	switch column {
	case "id":
		return w.ID
	case "name":
		return w.Name
	default:
		return w.Seat
	}
}

func TestColumnNames(t *testing.T) {
	if got := workers.ColumnNames(); !slices.Equal(got, []string{"id", "name", "seat"}) {
		t.Errorf("got %v", got)
	}
	if got := (sqlmodel.Table{}).ColumnNames(); len(got) != 0 {
		t.Errorf("an empty table has the columns %v", got)
	}
}

func TestFailWithRealViolations(t *testing.T) {
	db := sqldbtest.Open(t, migrations)
	if _, err := db.ExecContext(t.Context(), "INSERT INTO ai_workers (id, name, boss_id) VALUES (1, 'anna', NULL), (2, 'bert', 1)"); err == nil {
		t.Fatal("two on one seat were accepted")
	}
	if _, err := db.ExecContext(t.Context(), "INSERT INTO ai_workers (id, name, seat, boss_id) VALUES (1, 'anna', 1, NULL), (2, 'bert', 2, 1)"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		statement string
		status    int
		filter    apperr.Filter
		code      apperr.Code
		mysql     string
		sqlite    string // when it differs
	}{
		{"INSERT INTO ai_workers (name, seat) VALUES ('anna', 9)", 409, apperr.UserEndViolation, "VTAPP-CON01", "another ai_worker has this name", ""},
		{"INSERT INTO ai_workers (name, seat) VALUES ('carl', 1)", 409, apperr.UserEndViolation, "VTAPP-CON01", "another ai_worker has this team and seat", ""},
		{"INSERT INTO ai_workers (id, name, seat) VALUES (1, 'carl', 9)", 409, apperr.UserEndViolation, "VTAPP-CON01", "another ai_worker has this id", ""},
		{"INSERT INTO ai_workers (name, seat, boss_id) VALUES ('carl', 9, 99)", 400, apperr.InvalidRequest, "VTAPP-INV01", `"boss_id" refers to something that does not exist`, "the ai_worker refers to something that does not exist"},
		{"DELETE FROM ai_workers WHERE id = 1", 409, apperr.UserEndViolation, "VTAPP-CON01", "the ai_worker is still in use", ""},
		{"INSERT INTO ai_workers (name, seat, team) VALUES ('carl', 9, 'x')", 400, apperr.InvalidRequest, "VTAPP-INV01", "the ai_worker has a value that is not allowed", ""},
		{"INSERT INTO ai_workers (name, seat) VALUES (NULL, 9)", 400, apperr.InvalidRequest, "VTAPP-INV01", `"name" is required`, ""},
		{"INSERT INTO nowhere (name) VALUES (1)", 500, apperr.TechnicalIssue, "VTAPP-TEC01", apperr.TechnicalDescription, ""},
	} {
		want := c.mysql
		if db.Dialect() == sqldb.SQLite && c.sqlite != "" {
			want = c.sqlite
		}
		_, cause := db.ExecContext(t.Context(), c.statement)
		err := workers.Fail(id, cause)
		got, ok := apperr.From(err)
		if !ok || got.Status != c.status || got.Filter != c.filter || got.Code != c.code || got.Description != want {
			t.Errorf("%s:\n got %+v\nwant %d %s %s %s", c.statement, got, c.status, c.filter, c.code, want)
		}
		if !errors.Is(err, cause) || !strings.HasPrefix(err.Error(), id) || !slices.Equal(apperr.IDs(err), []string{id}) {
			t.Errorf("%s: the error lost its cause or its log id: %v", c.statement, err)
		}
	}
}

func TestFail(t *testing.T) {
	if err := workers.Fail(id, nil); err != nil {
		t.Errorf("nil becomes %v", err)
	}
	own := apperr.Conflict("VTAPP-OWN01", "own words", nil)
	for name, c := range map[string]struct {
		cause       error
		status      int
		description string
	}{
		"no rows":              {fmt.Errorf("get: %w", sql.ErrNoRows), http.StatusNotFound, "ai_worker not found"},
		"cancelled":            {fmt.Errorf("get: %w", context.Canceled), http.StatusServiceUnavailable, apperr.TechnicalDescription},
		"too late":             {fmt.Errorf("get: %w", context.DeadlineExceeded), http.StatusServiceUnavailable, apperr.TechnicalDescription},
		"already classified":   {fmt.Errorf("get: %w", own), http.StatusConflict, "own words"},
		"something else":       {errors.New("s3cret"), http.StatusInternalServerError, apperr.TechnicalDescription},
		"classified with rows": {apperr.At("x.go:001 | X", errors.Join(own, sql.ErrNoRows)), http.StatusConflict, "own words"},
	} {
		err := workers.Fail(id, c.cause)
		got, ok := apperr.From(err)
		if !ok || got.Status != c.status || got.Description != c.description {
			t.Errorf("%s: got %+v, want %d %s", name, got, c.status, c.description)
		}
		if !errors.Is(err, c.cause) || apperr.IDs(err)[0] != id {
			t.Errorf("%s: the error lost its cause or its log id: %v", name, err)
		}
	}
}

func TestList(t *testing.T) {
	db := sqldbtest.Open(t, migrations)
	for i, name := range []string{"dora", "anna", "carl", "bert", "emil"} {
		if _, err := db.ExecContext(t.Context(), "INSERT INTO ai_workers (name, seat) VALUES (?, ?)", name, i); err != nil {
			t.Fatal(err)
		}
	}
	values := url.Values{"limit": {"2"}, "sort": {"name"}, "seat[gt]": {"0"}}
	var pages [][]string
	for range 5 {
		query, err := listing.Parse(values, workers.Columns)
		if err != nil {
			t.Fatal(err)
		}
		page, err := sqlmodel.List(t.Context(), db, workers, query, scanWorker, valueOfWorker)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, w := range page.Items {
			names = append(names, w.Name)
		}
		pages = append(pages, names)
		if page.NextCursor == "" {
			break
		}
		values.Set("cursor", page.NextCursor)
	}
	if want := "[[anna bert] [carl emil]]"; fmt.Sprint(pages) != want {
		t.Errorf("got the pages %v, want %s", pages, want)
	}
}

func TestListReportsErrors(t *testing.T) {
	db := sqldbtest.Open(t, migrations)
	if _, err := db.ExecContext(t.Context(), "INSERT INTO ai_workers (name) VALUES ('anna')"); err != nil {
		t.Fatal(err)
	}
	missing := workers
	missing.Name = "nowhere"
	if _, err := sqlmodel.List(t.Context(), db, missing, listing.Query{}, scanWorker, valueOfWorker); err == nil {
		t.Error("a missing table was listed")
	}
	broken := errors.New("broken")
	_, err := sqlmodel.List(t.Context(), db, workers, listing.Query{}, func(*sql.Rows, *worker) error { return broken }, valueOfWorker)
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the scan's error", err)
	}
}
