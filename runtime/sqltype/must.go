package sqltype

import (
	"time"

	"github.com/shopspring/decimal"
)

// MustDecimal returns the decimal of a literal in code; it panics on one that is none.
func MustDecimal(literal string) Decimal { return decimal.RequireFromString(literal) }

// MustDate returns the date of a literal in code, "2006-01-02"; it panics on one that is none.
func MustDate(literal string) Date {
	date, err := ParseDate(literal)
	if err != nil {
		panic(err)
	}
	return date
}

// MustTime returns the time of a literal in code, in RFC 3339; it panics on one that is none.
func MustTime(literal string) time.Time {
	parsed, err := time.Parse(time.RFC3339Nano, literal)
	if err != nil {
		panic(err)
	}
	return UTC(parsed)
}
