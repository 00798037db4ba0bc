package events_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/events"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errHandler = errors.New("the handler failed")

// logs is a writer that can be read while it is written to.
type logs struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// lines returns the log lines that hold all the parts.
func (l *logs) lines(parts ...string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	found := 0
	for line := range strings.Lines(l.text.String()) {
		all := true
		for _, part := range parts {
			all = all && strings.Contains(line, part)
		}
		if all {
			found++
		}
	}
	return found
}

func newRouter(t testing.TB) (*events.Router, *logs) {
	t.Helper()
	var l logs
	r := events.NewRouter(events.Options{Logger: slog.New(slog.NewTextHandler(&l, nil))})
	t.Cleanup(func() {
		if err := r.Close(context.Background()); err != nil {
			t.Errorf("close the router: %v", err)
		}
	})
	return r, &l
}

func emit(t testing.TB, r *events.Router, id string, data any) {
	t.Helper()
	if err := r.Emit(t.Context(), id, data); err != nil {
		t.Errorf("emit %s: %v", id, err)
	}
}

// record makes handlers that note their name.
type record struct {
	mu    sync.Mutex
	names []string
}

func (r *record) handler(name string, err error) events.Handler {
	return func(context.Context, events.Event) error {
		r.note(name)
		return err
	}
}

func (r *record) note(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.names = append(r.names, name)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.names, " ")
}
