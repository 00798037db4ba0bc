package munshi_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/munshi"
	"github.com/vtgen/vtgen/runtime/queue"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errBroken = errors.New("it is broken")

// ways records what goes along one of the two ways, in the order of both.
type ways struct {
	mu      sync.Mutex
	order   []string // "queue", "http", with "!" when it was refused
	bodies  []map[string]any
	paths   []string
	keys    []string
	refuse  func(way string) bool
	publish func(ctx context.Context) // called in Publish
}

func (w *ways) take(way string, body []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refuse != nil && w.refuse(way) {
		w.order = append(w.order, way+"!")
		return errBroken
	}
	w.order = append(w.order, way)
	var members map[string]any
	if err := json.Unmarshal(body, &members); err != nil {
		return err
	}
	w.bodies = append(w.bodies, members)
	return nil
}

func (w *ways) Publish(ctx context.Context, m queue.Message) error {
	if w.publish != nil {
		w.publish(ctx)
	}
	if m.Queue != "VT_MUNSHI_SERVICE_MAIN" {
		return errors.New("wrong queue " + m.Queue)
	}
	return w.take("queue", m.Body)
}

func (w *ways) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	w.paths = append(w.paths, r.Method+" "+r.URL.String())
	w.keys = append(w.keys, r.Header.Get("x-api-key"))
	w.mu.Unlock()
	status := http.StatusCreated
	if w.take("http", body) != nil {
		status = http.StatusBadGateway
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
}

func (w *ways) said() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.order, " ")
}

func (w *ways) options() munshi.Options {
	return munshi.Options{AppID: 42, Queue: w, URL: "http://munshi.test/", APIKey: "key", Client: &http.Client{Transport: w}}
}

func closeReporter(t *testing.T, r *munshi.Reporter) {
	t.Helper()
	if err := r.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// hanging is a server that does not answer.
type hanging struct{}

func (hanging) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}
