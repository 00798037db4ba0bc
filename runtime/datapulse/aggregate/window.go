package aggregate

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Span is a kind of window, such as [Daily].
type Span string

// The spans; see also [Minutes].
const (
	Hourly   Span = "hourly"
	Daily    Span = "daily"
	Monthly  Span = "monthly"
	Yearly   Span = "yearly"
	Lifetime Span = "lifetime"
)

const minutesOfDay = 24 * 60

// Minutes returns the span of n minutes, which has to divide a day. Its windows begin at midnight.
func Minutes(n int) Span { return Span(fmt.Sprintf("minutes_%d", n)) }

// minutes returns n of Minutes(n), or 0.
func (s Span) minutes() int {
	var n int
	if _, err := fmt.Sscanf(string(s), "minutes_%d", &n); err != nil || s != Minutes(n) {
		return 0
	}
	return n
}

// check refuses what is not a span.
func (s Span) check() error {
	switch s {
	case Hourly, Daily, Monthly, Yearly, Lifetime:
		return nil
	}
	if n := s.minutes(); n < 1 || n > minutesOfDay || minutesOfDay%n != 0 {
		return fmt.Errorf("the span %.40q is none: use Minutes(n) of an n that divides a day, or one of the constants", s)
	}
	return nil
}

// bounds returns when the window that t is in begins and ends. A lifetime begins in 1970 and has its
// end with each event.
func (s Span) bounds(t time.Time) (start, end time.Time) {
	t = t.UTC()
	year, month, day := t.Date()
	switch s {
	case Hourly:
		start = t.Truncate(time.Hour)
		return start, start.Add(time.Hour)
	case Daily:
		start = time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
		return start, start.AddDate(0, 0, 1)
	case Monthly:
		start = time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
		return start, start.AddDate(0, 1, 0)
	case Yearly:
		start = time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		return start, start.AddDate(1, 0, 0)
	case Lifetime:
		return time.Unix(0, 0).UTC(), t
	}
	length := time.Duration(s.minutes()) * time.Minute
	midnight := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	start = midnight.Add(t.Sub(midnight).Truncate(length))
	return start, start.Add(length)
}

// Window is a span and how long its figures are kept.
type Window struct {
	// Span is the window's length.
	Span Span
	// TTL is for how long a window's figures are kept after its end, and those of [Lifetime] after the
	// last event. 0 means for ever.
	TTL time.Duration
}

// expires is when the figures of a window that ends then expire, in Unix seconds.
func (w Window) expires(end time.Time) int64 {
	if w.TTL == 0 {
		return math.MaxInt64
	}
	return end.Add(w.TTL).Unix()
}

// checkWindows refuses what can not be counted.
func checkWindows(windows []Window) error {
	seen := map[Span]bool{}
	for _, w := range windows {
		if err := w.Span.check(); err != nil {
			return err
		}
		if w.TTL < 0 || w.TTL > 0 && w.TTL < time.Minute {
			return fmt.Errorf("the figures of the span %s live %s: give at least a minute, or 0 for ever", w.Span, w.TTL)
		}
		if seen[w.Span] {
			return fmt.Errorf("the span %s is given twice", w.Span)
		}
		seen[w.Span] = true
	}
	if len(windows) == 0 {
		return errors.New("there are no windows: give at least one")
	}
	return nil
}
