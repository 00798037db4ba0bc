package sqldb_test

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

// thing is a row of things as generated code would have it.
type thing struct {
	Name    string
	Notes   *string
	Active  bool
	Size    int32
	Ratio   *float64
	Price   *sqltype.Decimal
	Details *sqltype.JSON
	Day     *sqltype.Date
	At      *time.Time
}

const insertThing = "INSERT INTO things (name, notes, active, size, ratio, price, details, day, at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'third')"

func (v *thing) args() []any {
	return []any{v.Name, v.Notes, v.Active, v.Size, v.Ratio, v.Price, v.Details, v.Day, v.At}
}

func readThing(t *testing.T, db *sqldb.DB, id int64) thing {
	t.Helper()
	var v thing
	err := db.QueryRowContext(t.Context(), "SELECT name, notes, active, size, ratio, price, details, day, at FROM things WHERE id = ?", id).
		Scan(&v.Name, &v.Notes, &v.Active, &v.Size, &v.Ratio, &v.Price, &v.Details, &v.Day, &v.At)
	if err != nil {
		t.Fatalf("read thing %d: %v", id, err)
	}
	return v
}

func TestEveryTypeReadsBackWhatWasWritten(t *testing.T) {
	db := open(t)
	notes, ratio, price, details := "naïve 🙂 'quoted' \\ \n", 0.1, decimal.RequireFromString("-12345678901234567890.0000000001"), sqltype.JSON(`{"a":[1,"é"]}`)
	day, err := sqltype.NewDate(2024, time.February, 29)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 4, 5, 6, 7, 891234000, time.UTC)
	for _, want := range []thing{
		{Name: "full", Notes: &notes, Active: true, Size: -1 << 31, Ratio: &ratio, Price: &price, Details: &details, Day: &day, At: &at},
		{Name: "empty"},
	} {
		result, err := db.ExecContext(t.Context(), insertThing, want.args()...)
		if err != nil {
			t.Fatalf("insert %s: %v", want.Name, err)
		}
		id, err := result.LastInsertId()
		if err != nil {
			t.Fatal(err)
		}
		got := readThing(t, db, id)
		if describe(got) != describe(want) {
			t.Errorf("%s:\n got %s\nwant %s", want.Name, describe(got), describe(want))
		}
		if got.At != nil && got.At.Location() != time.UTC {
			t.Errorf("the time is in %v, not in UTC", got.At.Location())
		}
	}
}

// describe shows the values behind the pointers.
func describe(v thing) string {
	text := fmt.Sprintf("%q %t %d", v.Name, v.Active, v.Size)
	for _, p := range []any{v.Notes, v.Ratio, v.Details, v.Day} {
		switch p := p.(type) {
		case *string:
			text += " " + optional(p)
		case *float64:
			text += " " + optional(p)
		case *sqltype.JSON:
			text += " " + optional(p)
		case *sqltype.Date:
			text += " " + optional(p)
		}
	}
	if v.Price != nil {
		text += " " + v.Price.String()
	}
	if v.At != nil {
		text += " " + v.At.Format(time.RFC3339Nano)
	}
	return text
}

func optional[T any](p *T) string {
	if p == nil {
		return "NULL"
	}
	return fmt.Sprintf("%q", fmt.Sprint(*p))
}

// What SQLite's driver makes of a declared type decides how columns must be declared.
func TestWhatSQLiteGivesBackForDeclaredTypes(t *testing.T) {
	db := open(t)
	if db.Dialect() != sqldb.SQLite {
		return
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, c := range []struct {
		declared string
		value    any
		want     string
	}{
		{"DATETIME", at, "time.Time 2026-01-02 03:04:05 +0000 UTC"},
		{"TIMESTAMP", at, "time.Time 2026-01-02 03:04:05 +0000 UTC"},
		{"DATE", "2026-01-02", "time.Time 2026-01-02 00:00:00 +0000 UTC"},
		{"DATETIME(6)", at, "string 2026-01-02 03:04:05+00:00"},
		{"BOOLEAN", true, "int64 1"},
		{"VARCHAR(20)", "2026-01-02", "string 2026-01-02"},
		{"TEXT", "7", "string 7"},
		{"TEXT COLLATE decimal", "1.50", "string 1.50"},
		{"INTEGER", int64(7), "int64 7"},
		{"BIGINT", int64(1) << 62, "int64 4611686018427387904"},
		{"DOUBLE", 1.5, "float64 1.5"},
		{"JSON", `{"a":1}`, `string {"a":1}`},
		{"JSON", `7`, `int64 7`}, // JSON has numeric affinity: a number is kept as one
	} {
		t.Run(c.declared, func(t *testing.T) {
			exec(t, db, "DROP TABLE IF EXISTS probe")
			exec(t, db, "CREATE TABLE probe (v "+c.declared+")")
			exec(t, db, "INSERT INTO probe (v) VALUES (?)", c.value)
			var got any
			if err := db.QueryRowContext(t.Context(), "SELECT v FROM probe").Scan(&got); err != nil {
				t.Fatal(err)
			}
			if described := fmt.Sprintf("%T %v", got, got); described != c.want {
				t.Errorf("a column declared %s gives %s, want %s", c.declared, described, c.want)
			}
		})
	}
}

// Instants must sort and compare as instants on both databases, whatever their zone and
// their number of fractional digits.
func TestTimesCompareAsInstants(t *testing.T) {
	db := open(t)
	second := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	tokyo := time.FixedZone("JST", 9*60*60)
	ordered := []time.Time{
		second.AddDate(-1000, 0, 0),
		second.Add(-time.Microsecond),
		second,
		second.Add(time.Microsecond).In(tokyo),
		second.Add(10 * time.Microsecond),
		second.Add(100 * time.Millisecond),
		second.Add(120 * time.Millisecond).In(tokyo),
		second.Add(999999 * time.Microsecond),
		second.Add(time.Second),
		second.Add(time.Hour).In(tokyo),
	}
	var want []string
	for i, at := range slices.Backward(ordered) {
		exec(t, db, "INSERT INTO things (name, at) VALUES (?, ?)", fmt.Sprint("t", i), at)
		want = append(want, fmt.Sprint("t", i))
	}
	slices.Reverse(want)
	if got := texts(t, db, "SELECT name FROM things ORDER BY at"); !slices.Equal(got, want) {
		t.Errorf("ORDER BY at gives %v", got)
	}
	for i, at := range ordered {
		if got := texts(t, db, "SELECT name FROM things WHERE at = ?", at.In(tokyo)); !slices.Equal(got, want[i:i+1]) {
			t.Errorf("at = %s gives %v", at, got)
		}
		if got := texts(t, db, "SELECT name FROM things WHERE at < ? ORDER BY at", at.UTC()); !slices.Equal(got, want[:i]) {
			t.Errorf("at < %s gives %v", at, got)
		}
	}
}

func TestTimesAreCutToMicroseconds(t *testing.T) {
	db := open(t)
	at := time.Date(2026, 1, 1, 0, 0, 0, 999999999, time.UTC)
	want := sqltype.UTC(at)
	for name, arg := range map[string]any{"value": at, "pointer": &at, "null": sql.NullTime{Time: at, Valid: true}} {
		args := []any{name, arg}
		exec(t, db, "INSERT INTO things (name, at) VALUES (?, ?)", args...)
		if args[1] != arg {
			t.Errorf("%s: the caller's arguments were changed", name)
		}
		var got time.Time
		if err := db.QueryRowContext(t.Context(), "SELECT at FROM things WHERE name = ?", name).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if !got.Equal(want) {
			t.Errorf("%s: stored %s, want %s", name, got, want)
		}
	}
	exec(t, db, "INSERT INTO things (name, at) VALUES (?, ?)", "nil", (*time.Time)(nil))
	exec(t, db, "INSERT INTO things (name, at) VALUES (?, ?)", "invalid", sql.NullTime{})
	if n := count(t, db, "SELECT COUNT(*) FROM things WHERE at IS NULL"); n != 2 {
		t.Errorf("%d times are NULL, want 2", n)
	}
}

func TestDecimalsCompareAsNumbers(t *testing.T) {
	db := open(t)
	ordered := []string{"-100.5", "-100", "-9.99", "-0.0000000001", "0", "0.5", "1", "1.0000000001", "9", "10", "99999999999999999999.9999999999"}
	for _, text := range slices.Backward(ordered) {
		exec(t, db, "INSERT INTO things (name, notes, price) VALUES (?, ?, ?)", fmt.Sprint(len(text), text)[:min(10, len(text)+1)], text, decimal.RequireFromString(text))
	}
	if got := texts(t, db, "SELECT notes FROM things ORDER BY price"); !slices.Equal(got, ordered) {
		t.Errorf("ORDER BY price gives %v", got)
	}
	if got := texts(t, db, "SELECT notes FROM things WHERE price > ? AND price <= ? ORDER BY price", "-0.5", "9.000"); !slices.Equal(got, ordered[3:9]) {
		t.Errorf("a range gives %v", got)
	}
}

func TestUpdateCountsTheRowsItFound(t *testing.T) {
	db := open(t)
	exec(t, db, "INSERT INTO things (name) VALUES ('same')")
	for name, want := range map[string]int64{"same": 1, "absent": 0} {
		result, err := db.ExecContext(t.Context(), "UPDATE things SET name = ? WHERE name = ?", name, name)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := result.RowsAffected(); err != nil || got != want {
			t.Errorf("an update of %s that changes nothing affects %d rows (%v), want %d", name, got, err, want)
		}
	}
}
