package envelope

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

type row struct {
	ID   int64    `json:"id"`
	Tags []string `json:"tags"`
}

func TestWriteSuccess(t *testing.T) {
	const head = `{"STATUS":"SUCCESSFUL","ERROR_CODE":"","ERROR_FILTER":"","ERROR_DESCRIPTION":"","DB_DATA":`
	tests := []struct {
		name string
		data any
		want string
	}{
		{"nil", nil, `null`},
		{"struct", row{ID: 9007199254740993}, `{"id":9007199254740993,"tags":[]}`},
		{"map", map[string]int{"b": 2, "a": 1}, `{"a":1,"b":2}`},
		{"not UTF-8", "a\xff", `"a` + "\ufffd" + `"`},
		{"duplicate keys of a stored document", sqltype.JSON(`{"a":1,"a":2}`), `{"a":1,"a":2}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			if err := WriteSuccess(w, http.StatusCreated, test.data); err != nil {
				t.Fatal(err)
			}
			check(t, w, http.StatusCreated, head+test.want+`}`)
		})
	}
}

// TestResponsesDoNotMix writes responses of different lengths from many goroutines, after one too large to keep the buffer of and after
// one that broke off half-way.
func TestResponsesDoNotMix(t *testing.T) {
	const head = `{"STATUS":"SUCCESSFUL","ERROR_CODE":"","ERROR_FILTER":"","ERROR_DESCRIPTION":"","DB_DATA":"`
	var waiting sync.WaitGroup
	for writer := range 8 {
		waiting.Go(func() {
			for round := range 9 {
				text := strings.Repeat(string(rune('a'+writer)), (round%3)*maxKept/2+writer)
				w := httptest.NewRecorder()
				if err := WriteSuccess(w, http.StatusOK, text); err != nil || w.Body.String() != head+text+`"}` {
					t.Errorf("a text of %d bytes was answered with %d (%v)", len(text), w.Body.Len(), err)
				}
				if err := WriteSuccess(w, http.StatusOK, []any{text, func() {}}); !errors.Is(err, ErrEncode) {
					t.Errorf("got the error %v", err)
				}
			}
		})
	}
	waiting.Wait()
}

func TestWriteFailure(t *testing.T) {
	tests := []struct {
		name    string
		failure Failure
		want    string
	}{
		{"plain", Failure{Filter: "INVALID_REQUEST", Code: "VTWE-1", Description: `"name" is required`},
			`{"STATUS":"ERROR","ERROR_FILTER":"INVALID_REQUEST","ERROR_CODE":"VTWE-1","ERROR_DESCRIPTION":"\"name\" is required"}`},
		{"rate limit", Failure{Filter: "RATE_LIMIT_EXCEEDED", Code: "VTWE-429001", RateLimit: &RateLimit{Type: "IP", RetryAfterSeconds: 1800}},
			`{"STATUS":"ERROR","ERROR_FILTER":"RATE_LIMIT_EXCEEDED","ERROR_CODE":"VTWE-429001","ERROR_DESCRIPTION":"",` +
				`"RATE_LIMIT":{"type":"IP","retry_after_seconds":1800,"remaining_points":0}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			if err := WriteFailure(w, http.StatusTooManyRequests, test.failure); err != nil {
				t.Fatal(err)
			}
			check(t, w, http.StatusTooManyRequests, test.want)
		})
	}
}

func check(t *testing.T, w *httptest.ResponseRecorder, status int, body string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("got the status %d, want %d", w.Code, status)
	}
	if got := w.Body.String(); got != body {
		t.Errorf("got  %s\nwant %s", got, body)
	}
	for name, want := range map[string]string{"Content-Type": "application/json; charset=utf-8", "X-Content-Type-Options": "nosniff"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestWhatCannotBeEncodedLeavesRoomForAFailure(t *testing.T) {
	w := httptest.NewRecorder()
	err := WriteSuccess(w, http.StatusOK, map[string]any{"a": 1, "f": func() {}})
	if !errors.Is(err, ErrEncode) {
		t.Errorf("got the error %v", err)
	}
	if w.Body.Len() > 0 || len(w.Header()) > 0 {
		t.Errorf("something was written: %v %s", w.Header(), w.Body)
	}
}

// gone is the writer of a connection that is closed.
type gone struct{ *httptest.ResponseRecorder }

func (gone) Write([]byte) (int, error) { return 0, http.ErrHandlerTimeout }

func TestErrorOfTheConnection(t *testing.T) {
	err := WriteSuccess(gone{httptest.NewRecorder()}, http.StatusOK, nil)
	if !errors.Is(err, http.ErrHandlerTimeout) || errors.Is(err, ErrEncode) {
		t.Errorf("got the error %v", err)
	}
}

func TestFailureOf(t *testing.T) {
	refused := apperr.NotFound("VTAPP-XXX01", "ai_worker not found")
	failed := apperr.Technical("VTAPP-XXX02", errors.New("dial tcp 10.0.0.7"))
	tests := []struct {
		name      string
		err       *apperr.Error
		requestID string
		want      Failure
	}{
		{"the client's fault", refused, "r1", Failure{StatusError, "INVALID_REQUEST", "VTAPP-XXX01", "ai_worker not found", nil}},
		{"ours", failed, "r1", Failure{StatusError, "TECHNICAL_ISSUE", "VTAPP-XXX02",
			"something went wrong on our side; quote request r1 when you report it", nil}},
		{"ours without an id", failed, "", Failure{StatusError, "TECHNICAL_ISSUE", "VTAPP-XXX02", "something went wrong on our side", nil}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := FailureOf(test.err, test.requestID); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}
