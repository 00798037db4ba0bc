package sample_test

import (
	"math"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

func TestTextStaysWithinItsLimits(t *testing.T) {
	for _, limits := range [][2]int{{0, 255}, {1, 1}, {3, 3}, {200, 300}, {0, 2}, {321, 321}} {
		seen := map[string]bool{}
		for n := range 9 {
			text := sample.Text("a_long_name", n, limits[0], limits[1])
			if length := utf8.RuneCountInString(text); length < limits[0] || length > limits[1] {
				t.Errorf("%d to %d characters: got %q", limits[0], limits[1], text)
			}
			seen[text] = true
		}
		if len(seen) != 9 {
			t.Errorf("%d to %d characters: %d of 9 samples differ", limits[0], limits[1], len(seen))
		}
	}
}

func TestNumbersStayWithinTheirLimits(t *testing.T) {
	for n := range 20 {
		if got := sample.Integer[int32](n, -2, 3); got < -2 || got > 3 {
			t.Errorf("got %d", got)
		}
		if got := sample.Integer[int64](n, math.MinInt64, math.MaxInt64); got != math.MinInt64+int64(n) {
			t.Errorf("the whole range: got %d", got)
		}
		if got := sample.Integer[uint64](n, 5, 5); got != 5 {
			t.Errorf("a single value: got %d", got)
		}
		got := sample.Decimal(n, 2, "0.10", "0.15")
		if got.LessThan(sqltype.MustDecimal("0.10")) || got.GreaterThan(sqltype.MustDecimal("0.15")) {
			t.Errorf("got %s", got)
		}
	}
	if sample.Decimal(1, 2, "0", "9").Equal(sample.Decimal(2, 2, "0", "9")) {
		t.Error("two decimals are the same")
	}
}

func TestOthersDiffer(t *testing.T) {
	if sample.Date(1) == sample.Date(2) || sample.Time(1).Equal(sample.Time(2)) || sample.JSON(1) == sample.JSON(2) || sample.UUID(1) == sample.UUID(2) {
		t.Error("two samples are the same")
	}
	if sample.Pick(3, "a", "b") != "b" || *sample.Pointer(4) != 4 {
		t.Error("the wrong value")
	}
	if got := string(sample.Body(map[string]any{"a": 1})); got != `{"a":1}` {
		t.Errorf("got %s", got)
	}
}

type row struct {
	Name   string
	Amount *sqltype.Decimal
	At     time.Time
	Note   *string
}

func TestDiff(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	one := row{"a", sample.Pointer(sqltype.MustDecimal("1.50")), at, nil}
	same := row{"a", sample.Pointer(sqltype.MustDecimal("1.5")), at.In(time.FixedZone("", 3600)), nil}
	if diff := sample.Diff(one, same); diff != "" {
		t.Errorf("equal values: %s", diff)
	}
	other := row{"b", sample.Pointer(sqltype.MustDecimal("2")), at.Add(1), sample.Pointer("x")}
	want := "row.Name: got a, want b; row.Amount: got 1.5, want 2; row.At: got " + at.String() + ", want " + at.Add(1).String() + "; row.Note: got <nil>, want x"
	if diff := sample.Diff(one, other); diff != want {
		t.Errorf("got  %s\nwant %s", diff, want)
	}
	if sample.Diff(one, 1) == "" {
		t.Error("values of two types are the same")
	}
}
