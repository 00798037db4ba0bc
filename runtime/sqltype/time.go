package sqltype

import "time"

// Now returns the current instant as [UTC] gives it.
func Now() time.Time { return UTC(time.Now()) }

// UTC returns t in UTC, cut to whole microseconds. That is all a DATETIME(6) column keeps:
// a value that has passed through here equals the one read back later, on either database.
func UTC(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
