package listing_test

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/shopspring/decimal"

	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

var migrations = fstest.MapFS{
	"mysql/00001_things.sql": {Data: []byte("-- +goose Up\n" +
		"CREATE TABLE things (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(255) NOT NULL, `rank` INT NULL, " +
		"active BOOLEAN NOT NULL, at DATETIME(6) NOT NULL, day DATE NULL, price DECIMAL(40,20) NULL);\n")},
	"sqlite/00001_things.sql": {Data: []byte("-- +goose Up\n" +
		"CREATE TABLE things (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(255) NOT NULL, `rank` INTEGER NULL, " +
		"active BOOLEAN NOT NULL, at DATETIME NOT NULL, day DATE NULL, price TEXT COLLATE decimal NULL);\n")},
}

type thing struct {
	ID     int64
	Name   string
	Rank   *int32
	Active bool
	At     time.Time
	Day    *sqltype.Date
	Price  *sqltype.Decimal
}

var things = []listing.Column{
	{Name: "id", Kind: listing.Integer, Sort: true},
	{Name: "name", Kind: listing.Text, Sort: true, Filter: true},
	{Name: "rank", Kind: listing.Integer, Sort: true, Filter: true},
	{Name: "active", Kind: listing.Bool, Sort: true, Filter: true},
	{Name: "at", Kind: listing.Time, Sort: true, Filter: true},
	{Name: "day", Kind: listing.Date, Sort: true, Filter: true},
	{Name: "price", Kind: listing.Decimal, Sort: true, Filter: true},
}

func scan(rows *sql.Rows, t *thing) error {
	return rows.Scan(&t.ID, &t.Name, &t.Rank, &t.Active, &t.At, &t.Day, &t.Price)
}

func value(t thing, column string) any {
	switch column {
	case "id":
		return t.ID
	case "name":
		return t.Name
	case "rank":
		return t.Rank
	case "active":
		return t.Active
	case "at":
		return t.At
	case "day":
		return t.Day
	case "price":
		return t.Price
	}
	return nil
}

// fill inserts rows whose values repeat, are NULL, and differ where only an exact comparison sees it.
func fill(t *testing.T, db *sqldb.DB) {
	t.Helper()
	noon := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	for i := range 60 {
		row := thing{
			Name:   []string{"", "b", "B", "a", "ä", "it's", `"`, "%"}[i%8],
			Active: i%3 == 0,
			At:     noon.Add(time.Duration(i*7%5) * time.Microsecond).Add(time.Duration(i%2) * time.Second),
		}
		if i%4 != 0 {
			rank := int32(i*11%7) - 3
			row.Rank = &rank
		}
		if i%5 != 0 {
			day, err := sqltype.ParseDate(fmt.Sprintf("2026-01-%02d", 1+i*13%9))
			if err != nil {
				t.Fatal(err)
			}
			row.Day = &day
		}
		if i%6 != 0 {
			// Equal as floating-point numbers, and of different length.
			price := decimal.New(int64(i*17%11)-5, int32(-18-i%2)).Add(decimal.New(10, 0))
			row.Price = &price
		}
		_, err := db.ExecContext(t.Context(), "INSERT INTO things (name, `rank`, active, at, day, price) VALUES (?, ?, ?, ?, ?, ?)",
			row.Name, row.Rank, row.Active, row.At, row.Day, row.Price)
		if err != nil {
			t.Fatal(err)
		}
	}
}

func page(t *testing.T, db *sqldb.DB, query string) (listing.Page[thing], error) {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	q, err := listing.Parse(values, things)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	text, args := q.Select("things", []string{"id", "name", "rank", "active", "at", "day", "price"})
	rows, err := db.QueryContext(t.Context(), text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return listing.Collect(q, rows, scan, value)
}

// walk follows the cursors and returns all ids in order.
func walk(t *testing.T, db *sqldb.DB, query string, limit int) []int64 {
	t.Helper()
	var ids []int64
	cursor := ""
	for pages := 0; ; pages++ {
		if pages > 200 {
			t.Fatalf("%s: the list does not end", query)
		}
		got, err := page(t, db, fmt.Sprintf("%s&limit=%d%s", query, limit, cursor))
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		if len(got.Items) > limit {
			t.Fatalf("%s: a page of %d has %d items", query, limit, len(got.Items))
		}
		for _, item := range got.Items {
			ids = append(ids, item.ID)
		}
		if got.NextCursor == "" {
			return ids
		}
		if len(got.Items) != limit {
			t.Fatalf("%s: a page of %d that is not the last has %d items", query, limit, len(got.Items))
		}
		cursor = "&cursor=" + got.NextCursor
	}
}

// idsOf returns what the database itself gives for a whole list.
func idsOf(t *testing.T, db *sqldb.DB, rest string, args ...any) []int64 {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT id FROM things "+rest, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestPagesHoldEveryRowOnce(t *testing.T) {
	db := sqldbtest.Open(t, migrations)
	fill(t, db)
	for _, column := range things {
		for _, direction := range []string{"", " DESC"} {
			sort := column.Name
			if direction != "" {
				sort = "-" + sort
			}
			t.Run(sort, func(t *testing.T) {
				want := idsOf(t, db, "ORDER BY `"+column.Name+"`"+direction+", id"+direction)
				for _, limit := range []int{1, 7, 30, 59, 60, 61} {
					if got := walk(t, db, "sort="+sort, limit); !slices.Equal(got, want) {
						t.Errorf("in pages of %d:\ngot  %v\nwant %v", limit, got, want)
					}
				}
			})
		}
	}
}

func TestFilters(t *testing.T) {
	db := sqldbtest.Open(t, migrations)
	fill(t, db)
	instant := time.Date(2026, 1, 2, 12, 0, 0, 1000, time.UTC)
	tests := []struct {
		query, where string
		args         []any
	}{
		{"name=it's", "name = ?", []any{"it's"}},
		{"name[gt]=a&name[ne]=b", "name > 'a' AND name <> 'b'", nil},
		{"rank[lte]=-1", "`rank` <= -1", nil},
		{"rank[ne]=1&active=true", "`rank` <> 1 AND active", nil},
		{"active[ne]=true", "NOT active", nil},
		{"at=2026-01-02T12:00:00.000001Z", "at = ?", []any{instant}},
		{"at[gt]=2026-01-02T13:00:00.000001%2B01:00", "at > ?", []any{instant}},
		{"day[gte]=2026-01-05", "day >= '2026-01-05'", nil},
		{"price[gt]=10&sort=-price", "price > 10.0", nil},
		{"price=10.000000000000000000", "price = 10.0", nil},
		{"name=nobody", "1 = 0", nil},
	}
	if db.Dialect() == sqldb.SQLite {
		// The collation of the column works on text only.
		for i := range tests {
			tests[i].where = strings.ReplaceAll(tests[i].where, "10.0", "'10.0'")
		}
	}
	for _, test := range tests {
		t.Run(test.query, func(t *testing.T) {
			got, want := walk(t, db, test.query, 4), idsOf(t, db, "WHERE "+test.where, test.args...)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("got  %v\nwant %v", got, want)
			}
			if len(want) == 0 != (test.where == "1 = 0") {
				t.Errorf("the test shows nothing: %d rows", len(want))
			}
		})
	}
}

func TestEmptyPageHasItems(t *testing.T) {
	db := sqldbtest.Open(t, migrations)
	got, err := page(t, db, "")
	if err != nil || got.Items == nil || len(got.Items) != 0 || got.NextCursor != "" {
		t.Errorf("got %#v, %v", got, err)
	}
}

func TestRowsThatComeAndGoDoNotDisturb(t *testing.T) {
	db := sqldbtest.Open(t, migrations)
	fill(t, db)
	first, err := page(t, db, "limit=10")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "DELETE FROM things WHERE id <= 10"); err != nil {
		t.Fatal(err)
	}
	second, err := page(t, db, "limit=10&cursor="+first.NextCursor)
	if err != nil {
		t.Fatal(err)
	}
	if second.Items[0].ID != first.Items[9].ID+1 {
		t.Errorf("after %d came %d", first.Items[9].ID, second.Items[0].ID)
	}
}

func TestCollectReportsErrors(t *testing.T) {
	db := sqldbtest.Open(t, migrations)
	fill(t, db)
	query, err := listing.Parse(url.Values{"limit": {"3"}}, things)
	if err != nil {
		t.Fatal(err)
	}
	text, args := query.Select("things", []string{"id"})
	broken := errors.New("no such thing")
	for name, test := range map[string]struct {
		scan  func(*sql.Rows, *int64) error
		value func(int64, string) any
	}{
		"scan":  {func(*sql.Rows, *int64) error { return broken }, nil},
		"value": {func(*sql.Rows, *int64) error { return nil }, func(int64, string) any { return "1" }},
	} {
		rows, err := db.QueryContext(t.Context(), text, args...)
		if err != nil {
			t.Fatal(err)
		}
		got, err := listing.Collect(query, rows, test.scan, test.value)
		if err == nil || got.Items != nil {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
		if rows.Next() || rows.Err() != nil {
			t.Errorf("%s: the rows are not closed", name)
		}
	}
}
