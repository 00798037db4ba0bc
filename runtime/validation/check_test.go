package validation

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/vtgen/vtgen/runtime/optional"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

type state string

type level uint8

// of returns what checks say of one value, given both as itself and as a pointer, which must be the same.
func of[T any](t *testing.T, v T, plain func(*Problems, optional.Value[T]), nullable func(*Problems, optional.Value[*T])) string {
	t.Helper()
	var one, two Problems
	plain(&one, optional.Of(v))
	nullable(&two, optional.Of(&v))
	if len(one.found) > 1 {
		t.Errorf("%v: more than one problem: %v", v, one.found)
	}
	if Errors(one.found).Error() != Errors(two.found).Error() {
		t.Errorf("%v: %v as a value and %v as a pointer", v, one.found, two.found)
	}

	var absent Problems
	plain(&absent, optional.Value[T]{V: v})
	nullable(&absent, optional.Value[*T]{V: &v})
	nullable(&absent, optional.Of[*T](nil))
	if err := absent.Err(); err != nil {
		t.Errorf("absent and null values gave %v", err)
	}
	if len(one.found) == 0 {
		return ""
	}
	return one.found[0].Message
}

func TestText(t *testing.T) {
	const (
		email = "must be a valid email"
		uuid  = "must be a valid GUID of 36 characters in lower case"
	)
	tests := []struct {
		name, text string
		rule       Rule[string]
		want       string
	}{
		{"no rules", "ä\n", nil, ""},
		{"invalid UTF-8", "\xff", nil, "must be valid UTF-8 text"},
		{"NUL", "a\x00", nil, "must not contain NUL characters"},
		{"empty", "", Length(1, 3), "is not allowed to be empty"},
		{"empty is allowed", "", Length(0, 3), ""},
		{"too short", "ä", Length(2, 3), "length must be at least 2 characters long"},
		{"characters, not bytes", "äöü", Length(3, 3), ""},
		{"too long", "äöüß", Length(2, 3), "length must be less than or equal to 3 characters long"},
		{"no upper limit", strings.Repeat("x", 1000), Length(2, 0), ""},
		{"bytes", "ää", Bytes(4), ""},
		{"too many bytes", "äää", Bytes(4), "length must be less than or equal to 4 bytes long"},
		{"email", "first.last+tag@mail.example.com", Email(), ""},
		{"email of one label", "a@localhost", Email(), email},
		{"email without domain", "a@", Email(), email},
		{"email without name", "@example.com", Email(), email},
		{"email without @", "example.com", Email(), email},
		{"email with two @", "a@b@example.com", Email(), email},
		{"email with a name", "A <a@example.com>", Email(), email},
		{"email with a line break", "a@example.com\nBcc: b@example.com", Email(), email},
		{"email with a dot too many", "a..b@example.com", Email(), email},
		{"email with an empty label", "a@example..com", Email(), email},
		{"email with a hyphen at the end", "a@example-.com", Email(), email},
		{"email with a hyphen at the start", "a@-example.com", Email(), email},
		{"email with an underscore in its domain", "a@ex_ample.com", Email(), email},
		{"email in other letters", "ä@example.com", Email(), email},
		{"email of a long name", strings.Repeat("a", 64) + "@example.com", Email(), ""},
		{"email of too long a name", strings.Repeat("a", 65) + "@example.com", Email(), email},
		{"email of too long a label", "a@" + strings.Repeat("b", 64) + ".com", Email(), email},
		{"email too long", strings.Repeat("a", 60) + "@" + strings.Repeat("b.", 97) + "com", Email(), email},
		{"uuid", "123e4567-e89b-12d3-a456-426614174000", UUID(), ""},
		{"uuid in upper case", "123E4567-e89b-12d3-a456-426614174000", UUID(), uuid},
		{"uuid without hyphens", "123e4567e89b12d3a456426614174000", UUID(), uuid},
		{"uuid in braces", "{123e4567-e89b-12d3-a456-42661417400}", UUID(), uuid},
		{"uuid with a letter", "g23e4567-e89b-12d3-a456-426614174000", UUID(), uuid},
		{"uuid with hyphens elsewhere", "123e45670e89b-12d3-a456-42661417-000", UUID(), uuid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var rules []Rule[string]
			if test.rule != nil {
				rules = append(rules, test.rule)
			}
			got := of(t, test.text,
				func(p *Problems, v optional.Value[string]) { Text(p, "f", v, rules...) },
				func(p *Problems, v optional.Value[*string]) { Text(p, "f", v, rules...) })
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	var p Problems
	Text(&p, "f", optional.Of(state("")), Length(1, 3))
	if p.Err() == nil {
		t.Error("a named string type was not checked")
	}
}

func TestOneOf(t *testing.T) {
	for text, want := range map[string]string{
		"open": "", "shut": "", "Open": "must be one of [open, shut]", "": "must be one of [open, shut]",
	} {
		got := of(t, text,
			func(p *Problems, v optional.Value[string]) { OneOf(p, "f", v, "open", "shut") },
			func(p *Problems, v optional.Value[*string]) { OneOf(p, "f", v, "open", "shut") })
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		got = of(t, state(text),
			func(p *Problems, v optional.Value[state]) { OneOf(p, "f", v, state("open"), "shut") },
			func(p *Problems, v optional.Value[*state]) { OneOf(p, "f", v, state("open"), "shut") })
		if got != want {
			t.Errorf("%q of a named type: got %q, want %q", text, got, want)
		}
	}
}

func number[T int8 | int16 | int32 | int64 | uint8 | uint64](t *testing.T, v T, rule Rule[Integer], want string) {
	t.Helper()
	var p Problems
	Number(&p, "f", optional.Of(v), rule)
	Number(&p, "f", optional.Value[T]{V: v}, rule)
	got := ""
	if len(p.found) == 1 {
		got = p.found[0].Message
	}
	if got != want || len(p.found) > 1 {
		t.Errorf("%d: got %v, want %q", v, p.found, want)
	}
}

func TestNumber(t *testing.T) {
	number(t, int32(0), Min(0), "")
	number(t, int32(-1), Min(0), "must be greater than or equal to 0")
	number(t, int8(math.MinInt8), Min(int64(math.MinInt64)), "")
	number(t, int64(math.MinInt64), Min(int64(math.MinInt64)), "")
	number(t, int64(math.MinInt64), Min(int64(math.MinInt64+1)), "must be greater than or equal to -9223372036854775807")
	number(t, int64(-2), Max(-3), "must be less than or equal to -3")
	number(t, int64(-3), Max(-3), "")
	number(t, uint64(math.MaxUint64), Max(uint64(math.MaxUint64)), "")
	number(t, uint64(math.MaxUint64), Max(int64(math.MaxInt64)), "must be less than or equal to 9223372036854775807")
	number(t, int64(-1), Max(uint64(math.MaxUint64)), "")
	number(t, int64(-1), Min(uint64(1)), "must be greater than or equal to 1")
	number(t, uint8(151), Max(150), "must be less than or equal to 150")

	got := of(t, int32(-1),
		func(p *Problems, v optional.Value[int32]) { Number(p, "f", v, Min(int32(0)), Max(int32(150))) },
		func(p *Problems, v optional.Value[*int32]) { Number(p, "f", v, Min(int32(0)), Max(int32(150))) })
	if got == "" {
		t.Error("a number below the minimum passed")
	}
	var p Problems
	Number(&p, "f", optional.Of(level(9)), Max(8))
	if p.Err() == nil {
		t.Error("a named integer type was not checked")
	}
}

func TestDecimal(t *testing.T) {
	const size = "must be a number of a sensible size"
	places, digits := "must have no more than 2 decimal places", "must have no more than 3 digits before the decimal point"
	tests := []struct {
		number string
		rule   Rule[decimal.Decimal]
		want   string
	}{
		{"1e100", nil, ""},
		{"1e101", nil, size},
		{"1e-101", nil, size},
		{"1e9999", nil, size},
		{"1e9999", MinDecimal(decimal.Zero), size},
		{"-1e-9999", MaxDecimal(decimal.Zero), size},
		{"1e9999", Precision(5, 2), size},
		{strings.Repeat("9", 96), nil, ""},
		{strings.Repeat("9", 97), nil, size},
		{"999.99", Precision(5, 2), ""},
		{"-999.99", Precision(5, 2), ""},
		{"999.990", Precision(5, 2), ""},
		{"999.999", Precision(5, 2), places},
		{"0.001", Precision(5, 2), places},
		{"1000", Precision(5, 2), digits},
		{"1e3", Precision(5, 2), digits},
		{"-1000.5", Precision(5, 2), digits},
		{"0", Precision(2, 2), ""},
		{"0.00000", Precision(2, 2), ""},
		{"0.99", Precision(2, 2), ""},
		{"1", Precision(2, 2), "must have no more than 0 digits before the decimal point"},
		{"100", Precision(3, 0), ""},
		{"0.01", MinDecimal(decimal.New(1, -2)), ""},
		{"0.009", MinDecimal(decimal.New(1, -2)), "must be greater than or equal to 0.01"},
		{"0.01", MaxDecimal(decimal.New(1, -2)), ""},
		{"0.0100000000000000000001", MaxDecimal(decimal.New(1, -2)), "must be less than or equal to 0.01"},
	}
	for _, test := range tests {
		t.Run(test.number+" "+test.want, func(t *testing.T) {
			number, err := decimal.NewFromString(test.number)
			if err != nil {
				t.Fatal(err)
			}
			var rules []Rule[decimal.Decimal]
			if test.rule != nil {
				rules = append(rules, test.rule)
			}
			var plain, nullable Problems
			Decimal(&plain, "f", optional.Of(number), rules...)
			Decimal(&nullable, "f", optional.Of(&number), rules...)
			Decimal(&nullable, "f", optional.Of[*decimal.Decimal](nil), rules...)
			want := ""
			if test.want != "" {
				want = `"f" ` + test.want
			}
			if got := plain.found.Error(); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if got := nullable.found.Error(); got != want {
				t.Errorf("got %q for a pointer, want %q", got, want)
			}
		})
	}
}

// To compare or print such a number takes gigabytes, so that this test would not end if a rule saw it.
func TestDecimalOfHugeExponent(t *testing.T) {
	for _, exponent := range []int32{math.MaxInt32, math.MinInt32} {
		var p Problems
		Decimal(&p, "f", optional.Of(decimal.New(1, exponent)), MinDecimal(decimal.New(1, 0)), MaxDecimal(decimal.New(1, 0)), Precision(5, 2))
		if len(p.found) != 1 {
			t.Errorf("exponent %d: got %v", exponent, p.found)
		}
	}
}

func TestJSON(t *testing.T) {
	deep := func(n int) string { return strings.Repeat(`[`, n) + strings.Repeat(`]`, n) }
	tests := []struct{ document, want string }{
		{`{}`, ""},
		{`"[[[["`, ""},
		{deep(32), ""},
		{deep(33), "must not be nested more than 32 levels deep"},
		{`{"a":` + deep(32) + `}`, "must not be nested more than 32 levels deep"},
		{`{"a"`, "must be valid JSON"},
		{`"` + strings.Repeat("a", 98) + `"`, ""},
		{`"` + strings.Repeat("a", 99) + `"`, "must be at most 100 bytes of JSON"},
	}
	for _, test := range tests {
		got := of(t, sqltype.JSON(test.document),
			func(p *Problems, v optional.Value[sqltype.JSON]) { JSON(p, "f", v, MaxBytes(100)) },
			func(p *Problems, v optional.Value[*sqltype.JSON]) { JSON(p, "f", v, MaxBytes(100)) })
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.document, got, test.want)
		}
	}
}

func TestTime(t *testing.T) {
	noon := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	const years = "must be a date in the years 1000 to 9999"
	tests := []struct {
		instant time.Time
		rule    Rule[time.Time]
		want    string
	}{
		{noon, After(noon), "must be later than 2026-01-02T12:00:00Z"},
		{noon.Add(1), After(noon), ""},
		{noon, Before(noon), "must be earlier than 2026-01-02T12:00:00Z"},
		{noon.Add(-1), Before(noon), ""},
		{time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC), After(time.Time{}.AddDate(-9, 0, 0)), years},
		{time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), After(noon), years},
		// In its own zone it is still 9999.
		{time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("", -3*3600)), After(noon), years},
	}
	for _, test := range tests {
		got := of(t, test.instant,
			func(p *Problems, v optional.Value[time.Time]) { Time(p, "f", v, test.rule) },
			func(p *Problems, v optional.Value[*time.Time]) { Time(p, "f", v, test.rule) })
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.instant, got, test.want)
		}
	}
}

func TestDate(t *testing.T) {
	day := func(text string) sqltype.Date {
		d, err := sqltype.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for text, want := range map[string]string{
		"2026-01-01": "must be 2026-01-02 or later",
		"2026-01-02": "",
		"2026-01-31": "",
		"2026-02-01": "must be 2026-01-31 or earlier",
	} {
		rules := []Rule[sqltype.Date]{MinDate(day("2026-01-02")), MaxDate(day("2026-01-31"))}
		got := of(t, day(text),
			func(p *Problems, v optional.Value[sqltype.Date]) { Date(p, "f", v, rules...) },
			func(p *Problems, v optional.Value[*sqltype.Date]) { Date(p, "f", v, rules...) })
		if got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestTrimmed(t *testing.T) {
	for text, want := range map[string]string{
		"a b": "", "": "",
		" a":      "must not have leading or trailing whitespace",
		"a\t":     "must not have leading or trailing whitespace",
		"a\u00a0": "must not have leading or trailing whitespace",
	} {
		if got := Trimmed()(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
