package munshi_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/munshi"
)

func refuse(refused ...string) func(string) bool {
	return func(way string) bool {
		for _, each := range refused {
			if each == way {
				return true
			}
		}
		return false
	}
}

func TestOrderOfTheWays(t *testing.T) {
	queueError, usual := munshi.Error{Err: errBroken, Code: "RABBITMQ-CONN-001"}, munshi.Error{Err: errBroken, Code: "A-1"}
	for name, c := range map[string]struct {
		report munshi.Error
		refuse func(string) bool
		change func(*munshi.Options)
		want   string
		stats  munshi.Stats
	}{
		"usual":                    {report: usual, want: "queue", stats: munshi.Stats{Reported: 1}},
		"usual, queue refuses":     {report: usual, refuse: refuse("queue"), want: "queue! http", stats: munshi.Stats{Reported: 1}},
		"usual, both refuse":       {report: usual, refuse: refuse("queue", "http"), want: "queue! http! queue!", stats: munshi.Stats{Dropped: 1}},
		"queue's own":              {report: queueError, want: "http", stats: munshi.Stats{Reported: 1}},
		"queue's own type":         {report: munshi.Error{Code: "X", Type: munshi.MQError}, want: "http", stats: munshi.Stats{Reported: 1}},
		"queue's own, no HTTP":     {report: queueError, refuse: refuse("http"), want: "http! queue", stats: munshi.Stats{Reported: 1}},
		"queue's own, both refuse": {report: queueError, refuse: refuse("queue", "http"), want: "http! queue! queue!", stats: munshi.Stats{Dropped: 1}},
		"queue's own, no URL":      {report: queueError, change: func(o *munshi.Options) { o.URL = "" }, want: "queue", stats: munshi.Stats{Reported: 1}},
		"no URL":                   {report: usual, refuse: refuse("queue"), change: func(o *munshi.Options) { o.URL = "" }, want: "queue! queue!", stats: munshi.Stats{Dropped: 1}},
		"no queue":                 {report: usual, change: func(o *munshi.Options) { o.Queue = nil }, want: "http", stats: munshi.Stats{Reported: 1}},
		"no queue, no HTTP":        {report: usual, refuse: refuse("http"), change: func(o *munshi.Options) { o.Queue = nil }, want: "http!", stats: munshi.Stats{Dropped: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := ways{refuse: c.refuse}
				o := w.options()
				if c.change != nil {
					c.change(&o)
				}
				r := munshi.New(o)
				defer closeReporter(t, r)
				r.Report(t.Context(), c.report)
				time.Sleep(1999 * time.Millisecond)
				synctest.Wait()
				early := w.said()
				time.Sleep(2 * time.Millisecond)
				synctest.Wait()
				if late := strings.TrimPrefix(w.said(), early); w.said() != c.want || late != "" && late != " queue!" {
					t.Errorf("went %s, and before the two seconds %s, want %s", w.said(), early, c.want)
				}
				if strings.HasSuffix(c.want, "! queue!") && early == w.said() {
					t.Error("the last attempt came too early")
				}
				if got := r.Stats(); got != c.stats {
					t.Errorf("the counts are %+v, want %+v", got, c.stats)
				}
				for i, body := range w.bodies {
					if _, queued := body["queued_at"]; len(w.bodies) == 1 && queued != strings.HasSuffix(w.said(), "queue") {
						t.Errorf("body %d is %v", i, body)
					}
				}
				for _, path := range w.paths {
					if path != "POST http://munshi.test/api/logs/system" {
						t.Errorf("sent to %s", path)
					}
				}
				for _, key := range w.keys {
					if key != "key" {
						t.Errorf("sent with the key %q", key)
					}
				}
			})
		})
	}
}

func TestActivityOverHTTP(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := ways{refuse: refuse("queue")}
		r := munshi.New(w.options())
		if err := r.Activity(t.Context(), munshi.Log{Type: "A", Text: "b"}); err != nil {
			t.Fatal(err)
		}
		closeReporter(t, r)
		if fmt.Sprint(w.paths) != "[POST http://munshi.test/api/logs/general]" || w.bodies[0]["log_type"] != "A" || w.bodies[0]["queued_at"] != nil {
			t.Errorf("sent %v to %v", w.bodies, w.paths)
		}
	})
}

// The queue's own failure is reported while a report is published: that must not go round.
func TestReportsOfReportingAreCountedOnly(t *testing.T) {
	var r *munshi.Reporter
	w := ways{refuse: refuse("queue", "http")}
	w.publish = func(ctx context.Context) {
		r.ReportFault(ctx, "RABBITMQ-SEND-001", "send failed", errBroken)
		if err := r.Activity(ctx, munshi.Log{Type: "A", Text: "b"}); err != nil {
			t.Error(err)
		}
	}
	r = munshi.New(w.options())
	r.Report(t.Context(), munshi.Error{Err: errBroken})
	closeReporter(t, r)
	if s := r.Stats(); s.Nested != 4 || s.Dropped != 1 || w.said() != "queue! http! queue!" {
		t.Errorf("the counts are %+v, and it went %s", s, w.said())
	}
}

func TestStorm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var w ways
		r := munshi.New(w.options())
		for range 3 { // windows
			for range 100 {
				r.Report(t.Context(), munshi.Error{Err: errBroken, Code: "A-1", Metadata: map[string]any{"big": "value"}})
				time.Sleep(100 * time.Millisecond)
			}
			r.Report(t.Context(), munshi.Error{Err: errBroken, Code: "B-1"})
			time.Sleep(50*time.Second + time.Millisecond)
			synctest.Wait()
		}
		closeReporter(t, r)
		var got []string
		sum := 0.0
		for _, body := range w.bodies {
			count, _ := body["other_data"].(map[string]any)["suppressed_count"].(float64)
			got = append(got, fmt.Sprintf("%s %g", body["error_code"], count))
			sum += count
		}
		if want := "[A-1 0 B-1 0 A-1 99 A-1 100 A-1 100]"; !strings.HasPrefix(fmt.Sprint(got), "[A-1 0 B-1 0 A-1 99") || float64(r.Stats().Suppressed) != sum {
			t.Errorf("got %v (%+v), want %s", got, r.Stats(), want)
		}
		total := sum
		for _, each := range got {
			if strings.HasSuffix(each, " 0") {
				total++
			}
		}
		if total != 303 {
			t.Errorf("%g of 303 errors are told of: %v", total, got)
		}
	})
}

// The queue is down for two minutes while 1,000 errors come each second, each of another code.
func TestMemoryIsBoundedWhileNothingWorks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := true
		w := ways{refuse: func(string) bool { return down }}
		r := munshi.New(w.options())
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		const errorsMade = 120_000
		for i := range errorsMade {
			r.Report(t.Context(), munshi.Error{Err: errBroken, Code: fmt.Sprintf("A-%d", i)})
			time.Sleep(time.Millisecond)
		}
		w.mu.Lock()
		w.order = nil
		w.mu.Unlock()
		runtime.GC()
		runtime.ReadMemStats(&after)
		if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 16<<20 {
			t.Errorf("the heap has grown by %d bytes", grown)
		}
		w.mu.Lock()
		down = false
		w.mu.Unlock()
		closeReporter(t, r)
		s := r.Stats()
		told := 0.0
		for _, body := range w.bodies {
			count, _ := body["other_data"].(map[string]any)["suppressed_count"].(float64)
			told += count
		}
		if s.Pending != 0 || s.Suppressed < errorsMade-1024 || told != float64(s.Suppressed) {
			t.Errorf("the counts are %+v, and %g were told", s, told)
		}
	})
}

// A redirection must not carry the key elsewhere.
func TestRedirectionsAreNotFollowed(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}))
	defer server.Close()
	r := munshi.New(munshi.Options{URL: server.URL, APIKey: "key"})
	r.Report(t.Context(), munshi.Error{Err: errBroken})
	closeReporter(t, r)
	if s := r.Stats(); fmt.Sprint(asked) != "[/api/logs/system]" || s.Dropped != 1 {
		t.Errorf("asked for %v, %+v", asked, s)
	}
}

func TestABufferThatIsFullDrops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := ways{refuse: refuse("queue", "http")}
		o := w.options()
		o.Buffer = 3
		r := munshi.New(o)
		for i := range 10 {
			r.Report(t.Context(), munshi.Error{Code: fmt.Sprintf("A-%d", i)})
		}
		synctest.Wait() // three wait for their last attempt
		if s := r.Stats(); s.Pending > 3 || s.Dropped < 7 {
			t.Errorf("the counts are %+v", s)
		}
		closeReporter(t, r)
		if s := r.Stats(); s.Pending != 0 || s.Dropped != 10 {
			t.Errorf("after Close the counts are %+v", s)
		}
		r.Report(t.Context(), munshi.Error{Code: "LATE"})
		if s := r.Stats(); s.Dropped != 11 {
			t.Errorf("a report after Close: %+v", s)
		}
	})
}

func TestCloseGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := ways{refuse: refuse("queue")}
		o := w.options()
		o.Client.Transport = hanging{}
		r := munshi.New(o)
		for i := range 3 {
			r.Report(t.Context(), munshi.Error{Code: fmt.Sprintf("A-%d", i)})
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := r.Close(ctx); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "3 reports") {
			t.Errorf("close gives %v", err)
		}
		if s := r.Stats(); s.Dropped != 3 || s.Pending != 0 {
			t.Errorf("the counts are %+v", s)
		}
	})
}

func TestRegister(t *testing.T) {
	var w ways
	o := w.options()
	o.Window = time.Nanosecond
	r := munshi.New(o)
	router := events.NewRouter(events.Options{Logger: slog.New(slog.DiscardHandler)})
	emitter := events.NewEmitter(nil)
	stop := r.Register(router, emitter)
	router.Listen(emitter)
	input := map[string]any{"error": errBroken, "error_code": "M-1", "error_title": "title", "error_type": "DB_ERROR", "nonblocking": 1, "ttl": 60,
		"metadata": map[string]any{"a": 1}, "other_data": map[string]any{"b": 2}}
	send := func() {
		for _, err := range []error{
			munshi.ErrorEvent.Emit(t.Context(), router, munshi.Error{Err: errBroken, Code: "T-1", Metadata: map[string]any{"a": 1}}),
			router.Emit(t.Context(), "MUNSHI_EVENT", input),
			munshi.ActivityEvent.Emit(t.Context(), router, munshi.Log{Type: "L-1", Text: "text"}),
			router.Emit(t.Context(), "GENERAL_LOG_EVENT", map[string]any{"log_type": "L-2", "plain_text": "x", "oneid": 5, "changes": []any{map[string]any{"field": "f", "old_value": 1, "new_value": 2}}}),
			router.Emit(t.Context(), "MUNSHI_EVENT", "neither"),
			router.Emit(t.Context(), "MUNSHI_EVENT", (*munshi.Error)(nil)),
		} {
			if err != nil {
				t.Error(err)
			}
		}
		input["error_code"], input["error"] = "OLD-1", "thrown text"
		emitter.Emit(t.Context(), "report_to_munshi", input)
		emitter.Emit(t.Context(), "event_router", munshi.ErrorEvent.Event(munshi.Error{Code: "E-1"}))
	}
	send()
	var got []string
	for _, body := range w.bodies {
		got = append(got, fmt.Sprint(body["error_code"], body["log_type"]))
	}
	if want := "[T-1system M-1system <nil>L-1 <nil>L-2 OLD-1system E-1system]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if m := w.bodies[1]; text(m["metadata"]) != `{"a":1,"error_type":"DB_ERROR","nonblocking":1,"reported_via":"munshi_service"}` || m["ttl"] != 60.0 || m["error_title"] != "title" {
		t.Errorf("of a map: %v", m)
	}
	if l := w.bodies[3]; l["oneid"] != "5" || text(l["changes"]) != `[{"field":"f","new_value":2,"old_value":1}]` {
		t.Errorf("of a map: %v", l)
	}
	if other := w.bodies[4]["other_data"].(map[string]any); other["error_message"] != "thrown text" {
		t.Errorf("of a thrown text: %v", other)
	}
	stop()
	send()
	if len(w.bodies) != 6 {
		t.Error("it reports after the end")
	}
	closeReporter(t, r)
	if err := router.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
