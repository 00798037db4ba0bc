package validation

import (
	"time"

	"github.com/vtgen/vtgen/runtime/optional"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

// Time checks an instant: its year in UTC must be 1000 to 9999, which is what both databases can hold.
func Time[T interface{ time.Time | *time.Time }](p *Problems, field string, v optional.Value[T], rules ...Rule[time.Time]) {
	if instant, ok := given[time.Time](v); ok {
		apply(p, field, instant.UTC(), append([]Rule[time.Time]{fourDigitYear}, rules...))
	}
}

func fourDigitYear(instant time.Time) string {
	if year := instant.Year(); year < 1000 || year > 9999 {
		return "must be a date in the years 1000 to 9999"
	}
	return ""
}

// After wants an instant later than limit.
func After(limit time.Time) Rule[time.Time] {
	return func(instant time.Time) string {
		if !instant.After(limit) {
			return "must be later than " + limit.UTC().Format(time.RFC3339Nano)
		}
		return ""
	}
}

// Before wants an instant earlier than limit.
func Before(limit time.Time) Rule[time.Time] {
	return func(instant time.Time) string {
		if !instant.Before(limit) {
			return "must be earlier than " + limit.UTC().Format(time.RFC3339Nano)
		}
		return ""
	}
}

// Date checks a day of the calendar. A sqltype.Date cannot hold an impossible one, so that only the rules can refuse it.
func Date[T interface{ sqltype.Date | *sqltype.Date }](p *Problems, field string, v optional.Value[T], rules ...Rule[sqltype.Date]) {
	if day, ok := given[sqltype.Date](v); ok {
		apply(p, field, day, rules)
	}
}

// MinDate wants a day that is first or later.
func MinDate(first sqltype.Date) Rule[sqltype.Date] {
	return func(day sqltype.Date) string {
		if day.Before(first) {
			return "must be " + first.String() + " or later"
		}
		return ""
	}
}

// MaxDate wants a day that is last or earlier.
func MaxDate(last sqltype.Date) Rule[sqltype.Date] {
	return func(day sqltype.Date) string {
		if day.After(last) {
			return "must be " + last.String() + " or earlier"
		}
		return ""
	}
}
