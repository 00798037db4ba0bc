package aggregate_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/datapulse/aggregate"
)

func TestParseQuery(t *testing.T) {
	values, err := url.ParseQuery("activity=CHARGE&span=daily&user_id=7&ref_id=web&from=2026-01-31&to=2026-02-01T10:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	q, err := aggregate.ParseQuery(values, 42)
	if err != nil {
		t.Fatal(err)
	}
	if q.AppID != 42 || q.Activity != "CHARGE" || q.Span != aggregate.Daily || *q.UserID != 7 || *q.RefID != "web" ||
		!q.From.Equal(time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)) || !q.To.Equal(time.Date(2026, 2, 1, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("got %+v", q)
	}
	for _, bad := range []string{"", "activity=A", "span=daily", "activity=A&span=daily&user_id=-1", "activity=A&span=daily&app_id=x", "activity=A&span=daily&from=yesterday", "activity=A&span=daily&colour=red"} {
		values, err := url.ParseQuery(bad)
		if err != nil {
			t.Fatal(err)
		}
		if q, err := aggregate.ParseQuery(values, 42); err == nil {
			t.Errorf("%q gives %+v", bad, q)
		}
	}
}
