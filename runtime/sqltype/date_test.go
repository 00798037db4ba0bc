package sqltype_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	jsonv2 "github.com/go-json-experiment/json"

	"github.com/vtgen/vtgen/runtime/sqltype"
)

// day returns a day that exists.
func day(t *testing.T, text string) sqltype.Date {
	t.Helper()
	d, err := sqltype.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseDate(t *testing.T) {
	for _, text := range []string{"0001-01-01", "1900-02-28", "2000-02-29", "2024-02-29", "2026-12-31", "9999-12-31"} {
		d := day(t, text)
		if d.String() != text {
			t.Errorf("%s is read as %s", text, d)
		}
		if stored, err := d.Value(); err != nil || stored != text {
			t.Errorf("%s is stored as %v (%v)", text, stored, err)
		}
		if again, err := sqltype.DateOf(d.Time()); err != nil || again != d {
			t.Errorf("%s by way of its time is %s (%v)", text, again, err)
		}
	}
	for _, text := range []string{"", "0000-00-00", "0000-01-01", "1900-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1", "2026-01-01 ", " 2026-01-01", "2026-01-01T00:00:00Z", "10000-01-01", "-001-01-01", "２０２６-01-01", strings.Repeat("9", 1000)} {
		d, err := sqltype.ParseDate(text)
		if err == nil {
			t.Errorf("%q is read as %s", text, d)
		} else if len(err.Error()) > 250 {
			t.Errorf("the error for %d bytes has %d", len(text), len(err.Error()))
		}
	}
}

func TestNewDate(t *testing.T) {
	d, err := sqltype.NewDate(2024, time.February, 29)
	if err != nil || d.Year() != 2024 || d.Month() != time.February || d.Day() != 29 {
		t.Errorf("got %s (%v)", d, err)
	}
	for _, c := range [][3]int{{2023, 2, 29}, {0, 1, 1}, {10000, 1, 1}, {2026, 13, 1}, {2026, 0, 1}, {2026, 1, 0}, {2026, 4, 31}, {-1 << 62, 1, 1}, {2026, 1, 1 << 62}} {
		if d, err := sqltype.NewDate(c[0], time.Month(c[1]), c[2]); err == nil {
			t.Errorf("%v is %s", c, d)
		}
	}
}

func TestDateOrder(t *testing.T) {
	first, second := day(t, "2025-12-31"), day(t, "2026-01-01")
	if !first.Before(second) || first.After(second) || second.Before(first) || !second.After(first) || first.Before(first) || first.After(first) {
		t.Error("Before and After disagree with the calendar")
	}
	if first.Compare(second) != -1 || second.Compare(first) != 1 || first.Compare(first) != 0 {
		t.Error("Compare disagrees with the calendar")
	}
	if (sqltype.Date{}).String() != "0001-01-01" || !(sqltype.Date{}).IsZero() || first.IsZero() {
		t.Error("the zero value is not 0001-01-01")
	}
}

func TestDateOfIsTheDayInTheTimesZone(t *testing.T) {
	late := time.Date(2026, 1, 1, 23, 30, 0, 0, time.FixedZone("west", -5*60*60))
	if d, err := sqltype.DateOf(late); err != nil || d.String() != "2026-01-01" {
		t.Errorf("got %s (%v)", d, err)
	}
	if d, err := sqltype.DateOf(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)); err == nil {
		t.Errorf("the year 10000 is %s", d)
	}
}

func TestDateInJSON(t *testing.T) {
	type holder struct {
		D sqltype.Date  `json:"d"`
		P *sqltype.Date `json:"p"`
	}
	const text = `{"d":"2026-03-04","p":null}`
	for version, codec := range map[string]struct {
		unmarshal func([]byte, any) error
		marshal   func(any) ([]byte, error)
	}{
		"v1": {json.Unmarshal, json.Marshal},
		"v2": {func(b []byte, v any) error { return jsonv2.Unmarshal(b, v) }, func(v any) ([]byte, error) { return jsonv2.Marshal(v) }},
	} {
		var h holder
		if err := codec.unmarshal([]byte(text), &h); err != nil || h.D.String() != "2026-03-04" || h.P != nil {
			t.Errorf("%s: read %+v (%v)", version, h, err)
		}
		if out, err := codec.marshal(h); err != nil || string(out) != text {
			t.Errorf("%s: wrote %s (%v)", version, out, err)
		}
		for _, bad := range []string{`{"d":20260304}`, `{"d":"2026-02-30"}`, `{"d":{}}`} {
			if err := codec.unmarshal([]byte(bad), &h); err == nil {
				t.Errorf("%s: %s was read", version, bad)
			}
		}
	}
}

func TestDateScan(t *testing.T) {
	for _, src := range []any{"2026-03-04", []byte("2026-03-04"), time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)} {
		var d sqltype.Date
		if err := d.Scan(src); err != nil || d.String() != "2026-03-04" {
			t.Errorf("scan %v: %s (%v)", src, d, err)
		}
	}
	for _, src := range []any{nil, int64(1), "nonsense", []byte{}, time.Time{}.AddDate(-1, 0, 0)} {
		d := day(t, "2026-03-04")
		err := d.Scan(src)
		if err == nil || d.String() != "2026-03-04" {
			t.Errorf("scan %v: %s (%v)", src, d, err)
		}
		if errors.Is(err, sqltype.ErrNull) != (src == nil) {
			t.Errorf("scan %v: %v", src, err)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, text := range []string{"2026-01-01", "0001-01-01", "9999-12-31", "2024-02-29", "x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := sqltype.ParseDate(text)
		if err == nil && d.String() != text {
			t.Errorf("%q is read as %s", text, d)
		}
	})
}
