package sqldb_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/vtgen/vtgen/runtime/sqldb"
)

func TestCompareDecimals(t *testing.T) {
	// Each class sorts before the next; the texts of one class are equal.
	classes := [][]string{
		{"-1000000000000000000000000000000"},
		{"-10", "-10.0", "-010"},
		{"-9.99"},
		{"-.5", "-0.50"},
		{"0", "-0", "+0", "0.0", "-.0", "00", "0."},
		{"0.00000000000000000000000000000000001"},
		{"0.5", ".5", "+0.5", "0.500"},
		{"9"},
		{"10", "+10", "10."},
		{"10.1"},
		{"1000000000000000000000000000000"},
		{""}, // what is no number comes after all numbers, byte by byte
		{"+"},
		{"-"},
		{"--1"},
		{"."},
		{"1.2.3"},
		{"1e5"},
		{"NaN"},
		{"\xff"},
	}
	for i, class := range classes {
		for j, other := range classes {
			want := min(1, max(-1, i-j))
			for _, a := range class {
				for _, b := range other {
					if got := sqldb.CompareDecimals(a, b); got != want {
						t.Errorf("compare %q with %q: got %d, want %d", a, b, got, want)
					}
				}
			}
		}
	}
}

func FuzzCompareDecimals(f *testing.F) {
	for _, text := range []string{"0", "-0.0", "1.5", "+2", "1e3", "", ".", "-", "99999999999999999999", "\x00"} {
		f.Add(text, "1", "-7.25")
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		compare := sqldb.CompareDecimals
		if compare(a, b) != -compare(b, a) || compare(a, a) != 0 {
			t.Errorf("not antisymmetric for %q and %q", a, b)
		}
		if compare(a, b) <= 0 && compare(b, c) <= 0 && compare(a, c) > 0 {
			t.Errorf("not transitive for %q, %q and %q", a, b, c)
		}
		x, xErr := plainDecimal(a)
		y, yErr := plainDecimal(b)
		if xErr && yErr && compare(a, b) != x.Cmp(y) {
			t.Errorf("compare %q with %q: got %d, want %d", a, b, compare(a, b), x.Cmp(y))
		}
	})
}

// plainDecimal reads a decimal without exponent of at most 100 bytes.
func plainDecimal(text string) (decimal.Decimal, bool) {
	for i := range len(text) {
		if c := text[i]; c != '-' && c != '+' && c != '.' && (c < '0' || c > '9') {
			return decimal.Decimal{}, false
		}
	}
	d, err := decimal.NewFromString(text)
	return d, err == nil && len(text) <= 100
}
