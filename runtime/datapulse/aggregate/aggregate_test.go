package aggregate_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-sql-driver/mysql"
	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/datapulse"
	"github.com/vtgen/vtgen/runtime/datapulse/aggregate"
	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var schema = migrate.With(fstest.MapFS{"mysql/.gitkeep": {}, "sqlite/.gitkeep": {}}, aggregate.Migrations)

const day = 24 * time.Hour

var all = []aggregate.Window{
	{Span: aggregate.Minutes(15)}, {Span: aggregate.Hourly}, {Span: aggregate.Daily},
	{Span: aggregate.Monthly}, {Span: aggregate.Yearly}, {Span: aggregate.Lifetime},
}

func open(t *testing.T, o aggregate.Options) (*aggregate.Figures, *sqldb.DB) {
	t.Helper()
	db := sqldbtest.Open(t, schema)
	f, err := aggregate.New(db, o)
	if err != nil {
		t.Fatal(err)
	}
	return f, db
}

// sale is one sale at a time.
func sale(at time.Time) datapulse.Wire {
	return datapulse.Wire{AppID: 1, UserID: 7, Name: "SALE", RefID: "web", Label: "Sale", Adjustment: datapulse.Add, Count: 1, Timestamp: at.Unix()}
}

func apply(t *testing.T, f *aggregate.Figures, id string, list ...datapulse.Wire) {
	t.Helper()
	if err := f.Apply(t.Context(), id, list); err != nil {
		t.Error(err)
	}
}

// show reads figures as "2025-01-02T15:00=3/2", the total and the events.
func show(t *testing.T, f *aggregate.Figures, q aggregate.Query) string {
	t.Helper()
	q.AppID, q.Activity = 1, "SALE"
	list, err := f.Query(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, one := range list {
		parts = append(parts, fmt.Sprintf("%s=%d/%d", one.Start.Format("2006-01-02T15:04"), one.Total, one.Events))
	}
	return strings.Join(parts, " ")
}

func TestWindows(t *testing.T) {
	f, _ := open(t, aggregate.Options{Default: all})
	zone := time.FixedZone("east", 5*3600)
	for i, at := range []time.Time{
		time.Date(2024, 2, 29, 23, 59, 59, 0, time.UTC),
		time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2024, 3, 1, 0, 14, 59, 0, time.UTC),
		time.Date(2024, 12, 31, 23, 59, 59, 0, time.UTC),
		time.Date(2025, 1, 1, 4, 30, 0, 0, zone), // 2024 in UTC
		time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		one := sale(at)
		if i == 2 {
			one.Adjustment, one.Count = datapulse.Sub, 5
		}
		apply(t, f, fmt.Sprint(i), one)
	}
	for span, want := range map[aggregate.Span]string{
		aggregate.Minutes(15): "2024-02-29T23:45=1/1 2024-03-01T00:00=-4/2 2024-12-31T23:30=1/1 2024-12-31T23:45=1/1 2025-01-01T00:00=1/1",
		aggregate.Hourly:      "2024-02-29T23:00=1/1 2024-03-01T00:00=-4/2 2024-12-31T23:00=2/2 2025-01-01T00:00=1/1",
		aggregate.Daily:       "2024-02-29T00:00=1/1 2024-03-01T00:00=-4/2 2024-12-31T00:00=2/2 2025-01-01T00:00=1/1",
		aggregate.Monthly:     "2024-02-01T00:00=1/1 2024-03-01T00:00=-4/2 2024-12-01T00:00=2/2 2025-01-01T00:00=1/1",
		aggregate.Yearly:      "2024-01-01T00:00=-1/5 2025-01-01T00:00=1/1",
		aggregate.Lifetime:    "1970-01-01T00:00=0/6",
	} {
		if got := show(t, f, aggregate.Query{Span: span}); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", span, got, want)
		}
	}
	march, april := time.Date(2024, 3, 10, 5, 0, 0, 0, time.UTC), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	if got := show(t, f, aggregate.Query{Span: aggregate.Monthly, From: march, To: april}); got != "2024-03-01T00:00=-4/2 2024-12-01T00:00=2/2" {
		t.Errorf("between: %s", got)
	}
	if s := f.Stats(); s != (aggregate.Stats{Counted: 6}) {
		t.Errorf("the counts are %+v", s)
	}
}

func TestSeriesAreApart(t *testing.T) {
	f, _ := open(t, aggregate.Options{
		Default:    []aggregate.Window{{Span: aggregate.Daily}},
		Activities: map[string][]aggregate.Window{"OTHER": {{Span: aggregate.Hourly}}},
	})
	now := time.Now()
	change := func(edit func(*datapulse.Wire)) datapulse.Wire {
		one := sale(now)
		edit(&one)
		return one
	}
	apply(t, f, "m",
		sale(now), sale(now),
		change(func(w *datapulse.Wire) { w.UserID = 0 }),
		change(func(w *datapulse.Wire) { w.RefID = "WEB" }),
		change(func(w *datapulse.Wire) { w.RefID = "web " }),
		change(func(w *datapulse.Wire) { w.AppID = 2 }),
		change(func(w *datapulse.Wire) { w.Name = "OTHER" }),
	)
	seven, nobody, web := int64(7), int64(0), "web"
	for want, q := range map[string]aggregate.Query{
		"=5/5": {}, "=4/4": {UserID: &seven}, "=1/1": {UserID: &nobody}, "=2/2": {UserID: &seven, RefID: &web},
	} {
		q.Span = aggregate.Daily
		if got := show(t, f, q); !strings.HasSuffix(got, want) {
			t.Errorf("%+v gives %s, want %s", q, got, want)
		}
	}
	if got := show(t, f, aggregate.Query{Span: aggregate.Hourly}); got != "" {
		t.Errorf("an activity has windows of another: %s", got)
	}
	if list, err := f.Query(t.Context(), aggregate.Query{AppID: 1, Activity: "OTHER", Span: aggregate.Hourly}); err != nil || len(list) != 1 {
		t.Errorf("an activity's own windows give %v, %v", list, err)
	}
	if _, err := f.Query(t.Context(), aggregate.Query{Span: "weekly"}); err == nil {
		t.Error("an unknown span was queried")
	}
}

func TestAMessageCountsOnce(t *testing.T) {
	f, _ := open(t, aggregate.Options{Default: all})
	now := time.Now()
	for range 3 {
		apply(t, f, "same", sale(now), sale(now))
		apply(t, f, "", sale(now)) // of unknown identity
	}
	if got := show(t, f, aggregate.Query{Span: aggregate.Lifetime}); got != "1970-01-01T00:00=5/5" {
		t.Errorf("got %s", got)
	}
	if s := f.Stats(); s != (aggregate.Stats{Counted: 5, Duplicates: 2}) {
		t.Errorf("the counts are %+v", s)
	}
}

func TestLateEventsAndPurge(t *testing.T) {
	f, db := open(t, aggregate.Options{Default: []aggregate.Window{
		{Span: aggregate.Hourly, TTL: 2 * time.Hour}, {Span: aggregate.Daily, TTL: 10 * day}, {Span: aggregate.Lifetime},
	}})
	now := time.Now()
	apply(t, f, "now", sale(now))
	apply(t, f, "late", sale(now.Add(-5*day)))   // too late for its hour
	apply(t, f, "later", sale(now.Add(-20*day))) // and for its day
	if s := f.Stats(); s != (aggregate.Stats{Counted: 3, Late: 3}) {
		t.Errorf("the counts are %+v", s)
	}
	if got := show(t, f, aggregate.Query{Span: aggregate.Lifetime}); got != "1970-01-01T00:00=3/3" {
		t.Errorf("lifetime: %s", got)
	}
	if got := show(t, f, aggregate.Query{Span: aggregate.Daily}); strings.Count(got, "=1/1") != 2 {
		t.Errorf("daily: %s", got)
	}
	if n, err := f.Purge(t.Context(), 1000); err != nil || n != 0 {
		t.Errorf("purged %d that have not expired, %v", n, err)
	}
	for _, statement := range []string{"UPDATE data_pulse_figures SET expires_at = 5 WHERE span <> 'lifetime'", "UPDATE data_pulse_messages SET expires_at = 5"} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if got := show(t, f, aggregate.Query{Span: aggregate.Daily}); got != "" {
		t.Errorf("what has expired is shown: %s", got)
	}
	if n, err := f.Purge(t.Context(), 2); err != nil || n != 2 {
		t.Errorf("purged %d, %v, want 2", n, err)
	}
	if n, err := f.Purge(t.Context(), 1000); err != nil || n != 4 {
		t.Errorf("purged %d, %v, want 4", n, err)
	}
	if got := show(t, f, aggregate.Query{Span: aggregate.Lifetime}); got != "1970-01-01T00:00=3/3" {
		t.Errorf("after the purge lifetime is %s", got)
	}
}

// Several consumers, over pools of their own, count the same series at once; half of the messages come
// twice.
func TestConcurrentCounting(t *testing.T) {
	first, db := open(t, aggregate.Options{Default: all})
	const consumers, messages = 4, 30
	now := time.Now()
	var group sync.WaitGroup
	for consumer := range consumers {
		f := first
		if consumer > 0 {
			other, err := sqldb.Open(t.Context(), options(t, db))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = other.Close() })
			if f, err = aggregate.New(other, aggregate.Options{Default: all}); err != nil {
				t.Fatal(err)
			}
		}
		group.Go(func() {
			for i := range messages {
				id := fmt.Sprintf("%d-%d", consumer/2, i) // two consumers get the same
				for f.Apply(t.Context(), id, []datapulse.Wire{sale(now), sale(now.Add(-time.Hour))}) != nil {
					time.Sleep(time.Millisecond) // as the broker would deliver it again
				}
			}
		})
	}
	group.Wait()
	want := fmt.Sprintf("1970-01-01T00:00=%d/%d", consumers/2*messages*2, consumers/2*messages*2)
	if got := show(t, first, aggregate.Query{Span: aggregate.Lifetime}); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// options returns how another process opens the database of db.
func options(t *testing.T, db *sqldb.DB) sqldb.Options {
	t.Helper()
	dsn := os.Getenv(sqldbtest.DSNVariable)
	query := "SELECT file FROM pragma_database_list WHERE name = 'main'"
	if dsn != "" {
		query = "SELECT DATABASE()"
	}
	var name string
	if err := db.QueryRowContext(t.Context(), query).Scan(&name); err != nil {
		t.Fatal(err)
	}
	if dsn == "" {
		return sqldb.Options{SQLitePath: name}
	}
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatal("the data source name of the tests is malformed")
	}
	config.DBName = name
	return sqldb.Options{MySQLDSN: config.FormatDSN()}
}

func TestInvalidOptions(t *testing.T) {
	db := sqldbtest.Open(t, schema)
	ok := []aggregate.Window{{Span: aggregate.Daily}}
	for name, o := range map[string]aggregate.Options{
		"no windows":   {},
		"odd minutes":  {Default: []aggregate.Window{{Span: aggregate.Minutes(7)}}},
		"no minutes":   {Default: []aggregate.Window{{Span: aggregate.Minutes(0)}}},
		"many minutes": {Default: []aggregate.Window{{Span: aggregate.Minutes(2880)}}},
		"not a span":   {Default: []aggregate.Window{{Span: "minutes_15x"}}},
		"short":        {Default: []aggregate.Window{{Span: aggregate.Daily, TTL: time.Second}}},
		"negative":     {Default: []aggregate.Window{{Span: aggregate.Daily, TTL: -1}}},
		"twice":        {Default: append(ok, ok...)},
		"activity":     {Default: ok, Activities: map[string][]aggregate.Window{"A": {}}},
		"remember":     {Default: ok, Remember: -1},
	} {
		if _, err := aggregate.New(db, o); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// broker delivers what it is given, each message twice.
type broker struct {
	queue.Broker
	bodies []string
	refuse []error
}

func (b *broker) Consume(ctx context.Context, name string, h queue.Handler, _ queue.ConsumeOptions) error {
	if name != "data_pulse_queue" {
		return errors.New("wrong queue " + name)
	}
	for i, body := range b.bodies {
		for attempt := range 2 {
			m := queue.Message{ID: fmt.Sprint(i), Queue: name, Body: []byte(body)}
			b.refuse = append(b.refuse, h(ctx, queue.Delivery{Message: m, Attempt: attempt + 1}))
		}
	}
	return nil
}

func TestConsume(t *testing.T) {
	f, _ := open(t, aggregate.Options{Default: all})
	at := time.Now().Unix()
	one := fmt.Sprintf(`{"app_id":1,"user_id":7,"name":"SALE","activity_ref_id":"web","event_label":"Sale","adjustment":"add","event_count":2,"event_timestamp":%d}`, at)
	b := &broker{bodies: []string{
		"[" + one + "]",
		"[" + one + `,{"name":"not valid"},` + strings.Replace(one, fmt.Sprint(at), "99999999999", 1) + "]",
		fmt.Sprintf(`[{"app_id":1,"name":"SALE","event_label":"Sale","event_timestamp":%d}]`, at), // of an older service
		"[]", "{}", "not JSON",
		"[" + strings.Repeat("{},", 10_000) + "{}]",
	}}
	if err := f.Consume(t.Context(), b, queue.ConsumeOptions{}); err != nil {
		t.Fatal(err)
	}
	for i, err := range b.refuse {
		if refused := i >= 8; refused != (err != nil) {
			t.Errorf("delivery %d gives %v", i, err)
		}
	}
	if got := show(t, f, aggregate.Query{Span: aggregate.Lifetime}); got != "1970-01-01T00:00=5/3" {
		t.Errorf("got %s", got)
	}
	if s := f.Stats(); s != (aggregate.Stats{Counted: 3, Duplicates: 4, Invalid: 2}) {
		t.Errorf("the counts are %+v", s)
	}
}
