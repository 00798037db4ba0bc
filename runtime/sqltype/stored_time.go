package sqltype

import "time"

// NullUTC is UTC for a time that may be null. It does not change what t points to.
func NullUTC(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	stored := UTC(*t)
	return &stored
}

// NowAfter is Now, or the next microsecond after t where the clock has not passed t yet: the times of
// a row's successive versions differ.
func NowAfter(t time.Time) time.Time {
	if now := Now(); now.After(t) {
		return now
	}
	return UTC(t).Add(time.Microsecond)
}
