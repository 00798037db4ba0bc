package httpserver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/runtime/logging"
)

func TestRequestID(t *testing.T) {
	tests := []struct {
		sent string
		kept bool
	}{
		{"abc-DEF_1.2", true},
		{strings.Repeat("a", 64), true},
		{strings.Repeat("a", 65), false},
		{"", false},
		{"a b", false},
		{"a\nb", false},
		{"ä", false},
		{`"}`, false},
	}
	seen := map[string]bool{}
	for _, test := range tests {
		var inside string
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("X-Request-Id", test.sent)
		w := httptest.NewRecorder()
		RequestID(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { inside = logging.RequestID(r.Context()) })).ServeHTTP(w, r)
		if got := w.Header().Get("X-Request-Id"); got != inside || !saneID(got) || (got == test.sent) != test.kept || seen[got] {
			t.Errorf("%q: the response has %q, the context %q", test.sent, got, inside)
		}
		seen[inside] = true
	}
}

func TestAccessLog(t *testing.T) {
	tests := []struct {
		name    string
		handler http.HandlerFunc
		status  float64
		bytes   float64
	}{
		{"nothing written", func(http.ResponseWriter, *http.Request) {}, 200, 0},
		{"written", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }, 200, 5},
		{"status", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, 404, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			h := RequestID(AccessLog(logging.New(&out, logging.Options{}))(test.handler))
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/things?token=c4n4ry", nil))
			var line map[string]any
			if err := json.Unmarshal(out.Bytes(), &line); err != nil {
				t.Fatal(err)
			}
			if line["status"] != test.status || line["bytes"] != test.bytes || line["method"] != "POST" || line["path"] != "/things" || line["request_id"] == nil ||
				line["log_id"] != "middleware.go:001" || line["duration"] == nil || line["remote"] == nil || strings.Contains(out.String(), "c4n4ry") {
				t.Errorf("got %s", out.String())
			}
		})
	}
}

func TestSecurityHeaders(t *testing.T) {
	w := httptest.NewRecorder()
	SecurityHeaders(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	for name, want := range map[string]string{
		"X-Content-Type-Options":    "nosniff",
		"X-Frame-Options":           "DENY",
		"Content-Security-Policy":   "default-src 'none'; frame-ancestors 'none'",
		"Referrer-Policy":           "no-referrer",
		"Cache-Control":             "no-store",
		"Strict-Transport-Security": "max-age=31536000",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// TestSecurityHeadersCanBeChanged lets a handler add to one header and expects the others as they were, there and in the next response.
func TestSecurityHeadersCanBeChanged(t *testing.T) {
	first := true
	h := SecurityHeaders(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if first {
			for name := range w.Header() {
				w.Header().Add(name, "more")
				w.Header()[name][0] = "changed"
			}
		}
		first = false
	}))
	changed, next := httptest.NewRecorder(), httptest.NewRecorder()
	h.ServeHTTP(changed, httptest.NewRequest("GET", "/", nil))
	h.ServeHTTP(next, httptest.NewRequest("GET", "/", nil))
	for _, set := range securityHeaders {
		if got := changed.Header()[set.name]; !slices.Equal(got, []string{"changed", "more"}) {
			t.Errorf("%s is %q after it was changed", set.name, got)
		}
		if got := next.Header()[set.name]; !slices.Equal(got, []string{set.value}) {
			t.Errorf("%s is %q in the next response", set.name, got)
		}
	}
}

// chain is the middleware in the order in which a platform has it.
func chain(logger *slog.Logger, onPanic ...OnPanic) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return RequestID(AccessLog(logger)(Recover(logger, "UNEXPECTED", onPanic...)(SecurityHeaders(next))))
	}
}

func TestRecover(t *testing.T) {
	var out bytes.Buffer
	var told []any
	base := chain(logging.New(&out, logging.Options{}),
		func(context.Context, any, []byte) { panic("the report fails") },
		func(ctx context.Context, panicked any, stack []byte) {
			told = append(told, panicked, logging.RequestID(ctx), bytes.Contains(stack, []byte("middleware_test.go")))
		},
	)
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("X-Request-Id", "r1")
	w := httptest.NewRecorder()
	base(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("dial 10.0.0.7") })).ServeHTTP(w, r)

	want := `{"STATUS":"ERROR","ERROR_FILTER":"TECHNICAL_ISSUE","ERROR_CODE":"UNEXPECTED","ERROR_DESCRIPTION":` +
		`"something went wrong on our side; quote request r1 when you report it"}`
	if w.Code != 500 || w.Body.String() != want || w.Header().Get("X-Frame-Options") != "DENY" || w.Header().Get("X-Request-Id") != "r1" {
		t.Errorf("got %d %v %s", w.Code, w.Header(), w.Body)
	}
	if len(told) != 3 || told[0] != "dial 10.0.0.7" || told[1] != "r1" || told[2] != true {
		t.Errorf("OnPanic was told %v", told)
	}
	for _, want := range []string{`"panic":"dial 10.0.0.7"`, `"stack":"goroutine`, `"panic":"the report fails"`, `"status":500`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is not logged in %s", want, out.String())
		}
	}
}

func TestPanicAfterTheResponseBegan(t *testing.T) {
	var out bytes.Buffer
	h := chain(logging.New(&out, logging.Options{}))(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"STATUS":`)
		panic("too late")
	}))
	server := httptest.NewServer(h)
	defer server.Close()
	_, body, err := get(t, server.URL)
	server.Close() // waits for the log line
	if err == nil || strings.Contains(body, "TECHNICAL_ISSUE") {
		t.Errorf("the client got %q without an error", body)
	}
	if !strings.Contains(out.String(), `"panic":"too late"`) {
		t.Errorf("logged %s", out.String())
	}
}

func TestAbortIsNoFault(t *testing.T) {
	var out bytes.Buffer
	h := Recover(logging.New(&out, logging.Options{}), "UNEXPECTED")(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer func() {
		if got, ok := recover().(error); !ok || !errors.Is(got, http.ErrAbortHandler) || out.Len() > 0 {
			t.Errorf("got %v, logged %s", got, out.String())
		}
	}()
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
}
