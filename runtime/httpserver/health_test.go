package httpserver

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
)

func probe(r chi.Router, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest("GET", target, nil))
	return w
}

func TestHealth(t *testing.T) {
	tests := []struct {
		name   string
		check  func(context.Context) error
		status int
		want   string
	}{
		{"no check", nil, 200, `"DB_DATA":{"status":"ready"}`},
		{"ready", func(context.Context) error { return nil }, 200, `"DB_DATA":{"status":"ready"}`},
		{"not ready", func(context.Context) error { return errors.New("10.0.0.7 is down") }, 503,
			`{"STATUS":"ERROR","ERROR_FILTER":"TECHNICAL_ISSUE","ERROR_CODE":"NOT_READY","ERROR_DESCRIPTION":"the service is not ready"}`},
		{"panic", func(context.Context) error { panic("10.0.0.7") }, 503, `"ERROR_CODE":"NOT_READY"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := chi.NewRouter()
			Health(r, test.check, "NOT_READY")
			w := probe(r, "/readyz")
			if w.Code != test.status || !strings.Contains(w.Body.String(), test.want) || strings.Contains(w.Body.String(), "10.0.0.7") {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			w = probe(r, "/healthz")
			want := `{"STATUS":"SUCCESSFUL","ERROR_CODE":"","ERROR_FILTER":"","ERROR_DESCRIPTION":"","DB_DATA":{"status":"up"}}`
			if w.Code != 200 || w.Body.String() != want {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
		})
	}
}

func TestReadinessIsRemembered(t *testing.T) {
	var asked atomic.Int32
	checks := &readiness{check: func(context.Context) error {
		asked.Add(1)
		return nil
	}}
	for range 5 {
		if err := checks.ask(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	// The clock is not waited for: the answer is made old.
	checks.mu.Lock()
	checks.asked = checks.asked.Add(-readyFor)
	checks.mu.Unlock()
	before := asked.Load()
	if err := checks.ask(t.Context()); err != nil {
		t.Fatal(err)
	}
	if asked.Load() != before+1 {
		t.Errorf("an old answer was used")
	}
}

func TestHungCheckIsAskedOnce(t *testing.T) {
	var asked atomic.Int32
	release := make(chan struct{})
	ended := make(chan struct{})
	checks := &readiness{check: func(context.Context) error {
		asked.Add(1)
		<-release // deaf to its deadline
		close(ended)
		return nil
	}}
	var waiting sync.WaitGroup
	for range 10 {
		waiting.Go(func() {
			if err := checks.ask(t.Context()); err == nil {
				t.Error("a hung check counts as ready")
			}
		})
	}
	waiting.Wait()
	if got := asked.Load(); got != 1 {
		t.Errorf("the hung check was asked %d times", got)
	}
	close(release)
	<-ended
}

func TestCheckHasADeadline(t *testing.T) {
	checks := &readiness{check: func(ctx context.Context) error {
		if deadline, ok := ctx.Deadline(); !ok || time.Until(deadline) > readyTimeout {
			t.Error("the check has no deadline")
		}
		return nil
	}}
	if err := checks.ask(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestReadinessOfACallerThatLeaves(t *testing.T) {
	release := make(chan struct{})
	checks := &readiness{check: func(ctx context.Context) error {
		<-release
		// Others wait for the same answer, so that the first caller's leaving must not spoil it.
		return ctx.Err()
	}}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := checks.ask(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(release)
	if err := checks.ask(t.Context()); err != nil {
		t.Errorf("got %v", err)
	}
}
