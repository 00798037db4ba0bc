package sqltype_test

import (
	"testing"
	"time"

	jsonv2 "github.com/go-json-experiment/json"

	"github.com/vtgen/vtgen/runtime/sqltype"
)

func TestUTC(t *testing.T) {
	zone := time.FixedZone("east", 5*60*60+30*60)
	for _, c := range []struct{ in, want time.Time }{
		{time.Date(2026, 1, 1, 3, 0, 0, 123456789, zone), time.Date(2025, 12, 31, 21, 30, 0, 123456000, time.UTC)},
		{time.Date(1969, 12, 31, 23, 59, 59, 999999999, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999999000, time.UTC)},
		{time.Time{}, time.Time{}},
	} {
		if got := sqltype.UTC(c.in); got != c.want {
			t.Errorf("%s becomes %s, want %s", c.in, got, c.want)
		}
	}
}

func TestNow(t *testing.T) {
	before := time.Now()
	now := sqltype.Now()
	if now != sqltype.UTC(now) || now.Location() != time.UTC || now.Before(before.Truncate(time.Microsecond)) || now.After(time.Now()) {
		t.Errorf("Now gives %s", now)
	}
}

// A decimal must keep its digits on the way in and out.
func TestDecimalInJSON(t *testing.T) {
	for text, want := range map[string]string{
		`12345678901234567890.123456789`:   `"12345678901234567890.123456789"`,
		`"12345678901234567890.123456789"`: `"12345678901234567890.123456789"`,
		`0.1`:                              `"0.1"`,
		`-5`:                               `"-5"`,
	} {
		var d sqltype.Decimal
		if err := jsonv2.Unmarshal([]byte(text), &d); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if out, err := jsonv2.Marshal(d); err != nil || string(out) != want {
			t.Errorf("%s is written as %s (%v), want %s", text, out, err, want)
		}
	}
}
