package sqltype

import (
	"testing"
	"time"
)

func TestNullUTC(t *testing.T) {
	if NullUTC(nil) != nil {
		t.Error("null became a time")
	}
	local := time.Date(2026, 1, 2, 3, 4, 5, 678901234, time.FixedZone("", 3600))
	given := local
	stored := NullUTC(&given)
	if want := time.Date(2026, 1, 2, 2, 4, 5, 678901000, time.UTC); *stored != want {
		t.Errorf("got %s, want %s", stored, want)
	}
	if given != local {
		t.Error("the caller's time was changed")
	}
}

func TestNowAfter(t *testing.T) {
	past := Now().Add(-time.Hour)
	if got := NowAfter(past); got.Sub(past) < time.Hour {
		t.Errorf("after the past: got %s", got)
	}
	future := Now().Add(time.Hour)
	if got := NowAfter(future); got.Sub(future) != time.Microsecond {
		t.Errorf("after the future: got %s later", got.Sub(future))
	}
}

func TestMust(t *testing.T) {
	if MustDecimal("1.50").String() != "1.5" || MustDate("2026-02-28").String() != "2026-02-28" ||
		!MustTime("2026-01-02T03:04:05+01:00").Equal(time.Date(2026, 1, 2, 2, 4, 5, 0, time.UTC)) {
		t.Error("a literal was misread")
	}
	for name, call := range map[string]func(){
		"decimal": func() { MustDecimal("one") },
		"date":    func() { MustDate("2026-02-30") },
		"time":    func() { MustTime("now") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: a wrong literal was taken", name)
				}
			}()
			call()
		}()
	}
}
