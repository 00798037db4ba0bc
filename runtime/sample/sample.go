// Package sample makes values for tests: valid within the limits given, the same for the same n and
// different for different n as far as the limits allow.
package sample

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/vtgen/vtgen/runtime/sqltype"
)

// Text returns the n-th text of at least minimum and at most maximum characters, built on name.
func Text(name string, n, minimum, maximum int) string {
	number := strconv.Itoa(n)
	text := name + " " + number
	if len(text) > maximum {
		text = number
	}
	if len(text) > maximum {
		text = strconv.FormatInt(int64(n), 36)
	}
	if len(text) > maximum {
		text = text[len(text)-maximum:]
	}
	if missing := minimum - len(text); missing > 0 {
		text = strings.Repeat("x", missing) + text
	}
	return text
}

// Integer returns the n-th number from minimum on, starting again when maximum is passed.
func Integer[T ~int32 | ~int64 | ~uint64](n int, minimum, maximum T) T {
	if span := maximum - minimum + 1; span > 0 {
		return minimum + T(n)%span
	}
	return minimum + T(n)
}

// Decimal returns the n-th decimal from minimum on in steps of the last place, starting again when
// maximum is passed. Both limits are decimal literals; scale is the number of fractional digits.
func Decimal(n, scale int, minimum, maximum string) sqltype.Decimal {
	low, high := decimal.RequireFromString(minimum), decimal.RequireFromString(maximum)
	step := decimal.New(int64(n), -int32(scale))
	if value := low.Add(step); value.LessThanOrEqual(high) {
		return value
	}
	return low
}

// Date returns the n-th day of 2026.
func Date(n int) sqltype.Date {
	day, err := sqltype.NewDate(2026, time.January, 1+n%28)
	if err != nil {
		panic(err) // the days 1 to 28 exist
	}
	return day
}

// Time returns the n-th minute of 2026, with microseconds that a store must keep.
func Time(n int) time.Time {
	return time.Date(2026, time.January, 1, 0, n, 0, 123456000, time.UTC)
}

// JSON returns the n-th small JSON object.
func JSON(n int) sqltype.JSON { return sqltype.JSON(`{"n":` + strconv.Itoa(n) + `}`) }

// UUID returns the n-th UUID in canonical form.
func UUID(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012x", n) }

// Body returns the JSON text of a request body; a value that JSON cannot hold panics.
func Body(fields map[string]any) []byte {
	text, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return text
}

// Pick returns the n-th of the values, starting again after the last.
func Pick[T any](n int, values ...T) T { return values[n%len(values)] }

// Pointer returns a pointer to value, for a nullable field.
func Pointer[T any](value T) *T { return &value }
