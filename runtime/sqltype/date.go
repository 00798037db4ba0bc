package sqltype

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// dateLayout is the form of a date in JSON, in a query string and in both databases.
const dateLayout = "2006-01-02"

// ErrNull is matched by the error of a scan that met NULL where the type has no place for
// it: the column is nullable, so the field must be a pointer.
var ErrNull = errors.New("the column is NULL: use a pointer field for a nullable column")

// Date is a day of the calendar, without time of day or zone, from 0001-01-01 (the zero
// value, as for [time.Time]) to 9999-12-31. Dates compare with ==.
type Date struct {
	days int32 // since 0001-01-01: an impossible day can not be represented
}

// epoch is the day of the zero Date.
var epoch = time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)

const secondsPerDay = 24 * 60 * 60

// NewDate returns the given day, or an error when the calendar has no such day.
func NewDate(year int, month time.Month, day int) (Date, error) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if year < 1 || year > 9999 || t.Year() != year || t.Month() != month || t.Day() != day {
		return Date{}, fmt.Errorf("make a date of year %d, month %d, day %d: there is no such day in the years 1 to 9999", year, month, day)
	}
	return Date{days: int32((t.Unix() - epoch.Unix()) / secondsPerDay)}, nil
}

// DateOf returns the day of t in t's own zone, or an error outside the years 1 to 9999.
func DateOf(t time.Time) (Date, error) { return NewDate(t.Date()) }

// ParseDate reads exactly the form "2006-01-02".
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(dateLayout, text)
	if err != nil || len(text) != len(dateLayout) {
		return Date{}, fmt.Errorf("read the date %s: it must be a day of the calendar written as YYYY-MM-DD", quoteShort(text))
	}
	return DateOf(t)
}

// quoteShort quotes at most the first 32 bytes of text: errors must not grow with their input.
func quoteShort(text string) string {
	const most = 32
	if len(text) > most {
		return strconv.Quote(text[:most]) + "…"
	}
	return strconv.Quote(text)
}

// Time returns the first instant of the day in UTC.
func (d Date) Time() time.Time { return epoch.AddDate(0, 0, int(d.days)) }

// Year returns the year, 1 to 9999.
func (d Date) Year() int { return d.Time().Year() }

// Month returns the month of the year.
func (d Date) Month() time.Month { return d.Time().Month() }

// Day returns the day of the month, from 1.
func (d Date) Day() int { return d.Time().Day() }

// IsZero reports whether d is the zero value, 0001-01-01.
func (d Date) IsZero() bool { return d == Date{} }

// Compare returns -1, 0 or +1 as d is before, the same as, or after other.
func (d Date) Compare(other Date) int {
	switch {
	case d.days < other.days:
		return -1
	case d.days > other.days:
		return 1
	default:
		return 0
	}
}

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.days < other.days }

// After reports whether d is a later day than other.
func (d Date) After(other Date) bool { return d.days > other.days }

// String returns the form "2006-01-02".
func (d Date) String() string { return d.Time().Format(dateLayout) }

// MarshalText implements [encoding.TextMarshaler], and so JSON: "2006-01-02".
func (d Date) MarshalText() ([]byte, error) { return d.Time().AppendFormat(nil, dateLayout), nil }

// UnmarshalText implements [encoding.TextUnmarshaler], and so JSON: a string as [ParseDate] reads.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value implements [driver.Valuer] with the text both databases compare correctly.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan implements [database/sql.Scanner]: MySQL's and SQLite's drivers give a time for a
// column declared DATE and text for an expression.
func (d *Date) Scan(src any) error {
	var parsed Date
	var err error
	switch v := src.(type) {
	case time.Time:
		parsed, err = DateOf(v)
	case string:
		parsed, err = ParseDate(v)
	case []byte:
		parsed, err = ParseDate(string(v))
	case nil:
		err = ErrNull
	default:
		err = fmt.Errorf("the column holds a %T, not a date", src)
	}
	if err != nil {
		return fmt.Errorf("scan a date: %w", err)
	}
	*d = parsed
	return nil
}
