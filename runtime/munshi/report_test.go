package munshi_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/logging"
	"github.com/vtgen/vtgen/runtime/munshi"
)

// one reports an error and returns what arrived.
func one(t *testing.T, e munshi.Error) map[string]any {
	t.Helper()
	var w ways
	r := munshi.New(w.options())
	defer closeReporter(t, r)
	r.Report(logging.WithRequestID(t.Context(), "req-1"), e)
	if len(w.bodies) != 1 {
		t.Fatalf("%d reports arrived", len(w.bodies))
	}
	return w.bodies[0]
}

func text(value any) string {
	encoded, _ := json.Marshal(value)
	return string(encoded)
}

func TestErrorOnTheWire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now().Unix()
		err := apperr.At("user.service.go:007 | GetUser", errors.New("password=hunter2 refused"))
		got := one(t, munshi.Error{
			Err: err, Code: "DB-ERROR-1001", Title: "Database Query Failure", Type: munshi.DBError,
			Metadata: map[string]any{"collection": "users", "api_key": "s3cret", "bad": func() {}, "reported_via": "me"}, OtherData: map[string]any{"user_id": 7},
			NonBlocking: true, TTL: munshi.KeepMinor,
		})
		origin := got["origin_trace"].(map[string]any)
		if origin["file_name"] != "report_test.go" || origin["function_name"] != "munshi_test.TestErrorOnTheWire.func1" || origin["column_no"] != 0.0 || origin["line_no"].(float64) < 40 {
			t.Errorf("the origin is %v", origin)
		}
		stack := got["other_data"].(map[string]any)["error_stack"].(string)
		if strings.Contains(stack, "hunter2") || !strings.Contains(stack, "report_test.go:") {
			t.Errorf("the stack is %s", stack)
		}
		delete(got, "origin_trace")
		delete(got["other_data"].(map[string]any), "error_stack")
		want := fmt.Sprintf(`{"app_id":42,"entry_time":%d,"error_code":"DB-ERROR-1001","error_title":"Database Query Failure","log_type":"system",`+
			`"metadata":{"api_key":"[masked]","bad":"[func()%s]","collection":"users","error_type":"DB_ERROR","log_id":"user.service.go:007 | GetUser","nonblocking":1,"reported_via":"munshi_service","request_id":"req-1"},`+
			`"other_data":{"error_message":"user.service.go:007 | GetUser: password=[masked] refused","reported_at":%d,"user_id":7},"queued_at":%d,"ttl":604800}`, now, badText(got), now, now)
		if text(got) != want {
			t.Errorf("got  %s\nwant %s", text(got), want)
		}
	})
}

// badText is what the JSON library says of a function.
func badText(got map[string]any) string {
	said, _ := got["metadata"].(map[string]any)["bad"].(string)
	return strings.TrimSuffix(strings.TrimPrefix(said, "[func()"), "]")
}

func TestActivityOnTheWire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now().Unix()
		var w ways
		r := munshi.New(w.options())
		defer closeReporter(t, r)
		id := "o1"
		for _, l := range []munshi.Log{
			{Type: "MEMCACHE_RECOVERY", Text: "the primary is back"},
			{Type: "USER_CHANGED", Text: "changed", OneID: &id, Metadata: map[string]any{"a": 1}, TTL: munshi.KeepActivity,
				Changes: []munshi.Change{{Field: "name", Old: "a", New: nil}, {Field: "password", Old: "x", New: "y"}}},
		} {
			if err := r.Activity(t.Context(), l); err != nil {
				t.Fatal(err)
			}
		}
		want := fmt.Sprintf(`[{"app_id":42,"changes":[],"entity_id":null,"entity_type":null,"entry_time":%[1]d,"log_type":"MEMCACHE_RECOVERY","metadata":{"reported_via":"munshi_service"},"oneid":null,"org_id":null,"other_data":{"reported_at":%[1]d},"plain_text":"the primary is back","queued_at":%[1]d,"ttl":2592000},`+
			`{"app_id":42,"changes":[{"field":"name","new_value":null,"old_value":"a"},{"field":"password","new_value":"[masked]","old_value":"[masked]"}],"entity_id":null,"entity_type":null,"entry_time":%[1]d,"log_type":"USER_CHANGED","metadata":{"a":1,"reported_via":"munshi_service"},"oneid":"o1","org_id":null,"other_data":{"reported_at":%[1]d},"plain_text":"changed","queued_at":%[1]d,"ttl":1209600}]`, now)
		if text(w.bodies) != want {
			t.Errorf("got  %s\nwant %s", text(w.bodies), want)
		}
		if r.Activity(t.Context(), munshi.Log{Type: "A"}) == nil || r.Activity(t.Context(), munshi.Log{Text: "A"}) == nil {
			t.Error("an activity without type or text was accepted")
		}
	})
}

// hostile wraps whatever it is told to.
type hostile struct {
	inner func() error
	text  func() string
}

func (h *hostile) Error() string { return h.text() }
func (h *hostile) Unwrap() error { return h.inner() }

func cyclic() error {
	h := &hostile{}
	h.inner = func() error { return h }
	h.text = func() string { return "again: " + h.Error() } // would not end
	return h
}

func endless() error {
	h := &hostile{text: func() string { return "endless" }}
	h.inner = endless
	return h
}

// panics returns what a recovered panic is reported as.
func panics(f func()) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = munshi.Recovered(value, debug.Stack())
		}
	}()
	f()
	return nil
}

func breakDown() {
	var data any = "text"
	_ = data.(int)
}

func plainPanic() { panic(errBroken) }

func makeTraced() error { return munshi.Trace(errBroken) }

// stacked is an error of another package that has a stack.
type stacked struct{ stack func() []byte }

func (s stacked) Error() string      { return "stacked" }
func (s stacked) StackTrace() []byte { return s.stack() }

func TestOrigins(t *testing.T) {
	traced := makeTraced()
	for name, c := range map[string]struct {
		err               error
		function, message string
	}{
		"plain":          {errBroken, "munshi_test.one", "it is broken"},
		"nil":            {nil, "munshi_test.one", "no error was given"},
		"traced":         {traced, "munshi_test.makeTraced", "it is broken"},
		"traced twice":   {munshi.Trace(fmt.Errorf("outer: %w", traced)), "munshi_test.makeTraced", "outer: it is broken"},
		"joined":         {errors.Join(errors.New("first"), fmt.Errorf("second: %w", traced)), "munshi_test.makeTraced", "first\nsecond: it is broken"},
		"log id":         {apperr.At("a.go:001 | A", errBroken), "munshi_test.TestOrigins", "a.go:001 | A: it is broken"},
		"panic":          {panics(plainPanic), "munshi_test.plainPanic", "panic: it is broken"},
		"runtime panic":  {fmt.Errorf("wrapped: %w", panics(breakDown)), "munshi_test.breakDown", "wrapped: panic: interface conversion: interface {} is string, not int"},
		"other's stack":  {stacked{func() []byte { return debug.Stack() }}, "", "stacked"},
		"broken stack":   {stacked{func() []byte { panic("boom") }}, "", "stacked"},
		"no stack":       {munshi.Recovered("x", nil), "", "panic: x"},
		"cyclic":         {cyclic(), "munshi_test.one", "[*munshi_test.hostile: it wraps more than 100 errors or itself]"},
		"endless":        {endless(), "munshi_test.one", "[*munshi_test.hostile: it wraps more than 100 errors or itself]"},
		"typed nil":      {(*hostile)(nil), "munshi_test.one", "[*munshi_test.hostile: panic while its text was asked for]"},
		"panicking text": {&hostile{inner: func() error { return nil }, text: func() string { panic("boom") }}, "munshi_test.one", "[*munshi_test.hostile: panic while its text was asked for]"},
	} {
		t.Run(name, func(t *testing.T) {
			got := one(t, munshi.Error{Err: c.err})
			origin := got["origin_trace"].(map[string]any)
			if origin["function_name"] != c.function {
				t.Errorf("the origin is %v, want %s", origin, c.function)
			}
			if c.function != "" && (origin["file_name"] != "report_test.go" || origin["line_no"] == 0.0 || !strings.HasSuffix(origin["file_path"].(string), "munshi/report_test.go")) {
				t.Errorf("the origin is %v", origin)
			}
			other := got["other_data"].(map[string]any)
			if other["error_message"] != c.message || other["error_stack"] == "" {
				t.Errorf("it says %v, want %s", other, c.message)
			}
			if got["error_code"] != "VTAPP-XXX01" || got["ttl"] != 2592000.0 || got["metadata"].(map[string]any)["error_type"] != "UNEXPECTED_ERROR" {
				t.Errorf("the defaults are %v", got)
			}
		})
	}
	if munshi.Trace(nil) != nil || !errors.Is(traced, errBroken) || !errors.Is(panics(plainPanic), errBroken) {
		t.Error("what is wrapped is hidden")
	}
}

func TestReportsAreBounded(t *testing.T) {
	many := map[string]any{}
	for i := range 500 {
		many[fmt.Sprint("key", i)] = strings.Repeat("v", 10_000)
	}
	got := one(t, munshi.Error{
		Err: errors.New(strings.Repeat("ä", 1<<20)), Code: strings.Repeat("C", 10_000), Title: strings.Repeat("t", 10_000), Type: strings.Repeat("T", 10_000),
		Metadata: many, OtherData: many,
	})
	if size := len(text(got)); size > 32<<10 {
		t.Errorf("the report has %d bytes", size)
	}
	if metadata := got["metadata"].(map[string]any); metadata["omitted_members"] != 436.0 || metadata["key0"] != "[too large to report]" {
		t.Errorf("the metadata is %v", slices.Sorted(maps.Keys(metadata)))
	}
}

// A reporter must keep its caller alive whatever it is given.
func TestReportNeverPanics(t *testing.T) {
	w := ways{publish: func(context.Context) { panic("the queue broke") }}
	r := munshi.New(w.options())
	defer closeReporter(t, r)
	r.Report(t.Context(), munshi.Error{Err: errBroken})
	if err := r.Activity(t.Context(), munshi.Log{Type: "A", Text: "b"}); err != nil {
		t.Error(err)
	}
	if s := r.Stats(); s.Dropped != 2 {
		t.Errorf("the counts are %+v", s)
	}
	runtime.KeepAlive(&w)
}
