package httpserver

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var quiet = slog.New(slog.DiscardHandler)

// run starts a server and returns it with a function that stops it and gives Run's error.
func run(t *testing.T, o Options) (*Server, func() error) {
	t.Helper()
	o.Address = "127.0.0.1:0"
	o.Logger = quiet
	s := New(o)
	if got := s.Address(); got != "" {
		t.Errorf("the address before Run is %q", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	select {
	case <-s.Listening():
	case err := <-ended:
		t.Fatalf("the server does not start: %v", err)
	}
	return s, func() error {
		cancel()
		return <-ended
	}
}

// get sends a request on a connection of its own and returns status and body.
func get(t *testing.T, url string) (int, string, error) {
	t.Helper()
	transport := &http.Transport{DisableKeepAlives: true}
	defer transport.CloseIdleConnections()
	response, err := (&http.Client{Transport: transport}).Get(url)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}

func TestRunServesAndStops(t *testing.T) {
	s, stop := run(t, Options{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") })})
	if host, port, err := net.SplitHostPort(s.Address()); err != nil || host != "127.0.0.1" || port == "0" {
		t.Errorf("the address is %q", s.Address())
	}
	if status, body, err := get(t, "http://"+s.Address()); status != 200 || body != "hello" || err != nil {
		t.Errorf("got %d %q, %v", status, body, err)
	}
	if err := stop(); err != nil {
		t.Errorf("a clean stop gave %v", err)
	}
	if _, _, err := get(t, "http://"+s.Address()); err == nil {
		t.Error("the server still answers")
	}
	if err := s.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "run before") {
		t.Errorf("a second Run gave %v", err)
	}
}

func TestRequestsInFlightAreFinished(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	s, stop := run(t, Options{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(entered)
		<-release
		if err := r.Context().Err(); err != nil {
			t.Errorf("the request noticed the end of the server: %v", err)
		}
		_, _ = io.WriteString(w, "done")
	})})
	type answer struct {
		body string
		err  error
	}
	answers := make(chan answer)
	go func() {
		_, body, err := get(t, "http://"+s.Address())
		answers <- answer{body, err}
	}()
	<-entered
	stopped := make(chan error)
	go func() { stopped <- stop() }()
	for !s.draining.Load() {
		time.Sleep(time.Millisecond)
	}
	close(release)
	if got := <-answers; got.body != "done" || got.err != nil {
		t.Errorf("got %q, %v", got.body, got.err)
	}
	if err := <-stopped; err != nil {
		t.Errorf("the stop gave %v", err)
	}
}

func TestStopIsBounded(t *testing.T) {
	entered, cut := make(chan struct{}), make(chan struct{})
	s, stop := run(t, Options{ShutdownTimeout: 20 * time.Millisecond, Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(entered)
		<-r.Context().Done() // only when the connection is cut
		close(cut)
	})})
	failed := make(chan error)
	go func() {
		_, _, err := get(t, "http://"+s.Address())
		failed <- err
	}()
	<-entered
	if err := stop(); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("got the error %v", err)
	}
	<-cut
	if err := <-failed; err == nil {
		t.Error("the client of the cut request got an answer")
	}
}

func TestAddressInUse(t *testing.T) {
	s, stop := run(t, Options{Handler: http.NotFoundHandler()})
	err := New(Options{Address: s.Address(), Logger: quiet}).Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "listen for HTTP") {
		t.Errorf("got the error %v", err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestListenerThatBreaks(t *testing.T) {
	s := New(Options{Address: "127.0.0.1:0", Handler: http.NotFoundHandler(), Logger: quiet})
	ended := make(chan error, 1)
	go func() { ended <- s.Run(t.Context()) }()
	<-s.Listening()
	_ = s.http.Close()
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("got the error %v", err)
	}
}

func TestDefaults(t *testing.T) {
	s := New(Options{})
	h := s.http
	if h.ReadHeaderTimeout != DefaultReadHeaderTimeout || h.ReadTimeout != DefaultReadTimeout || h.WriteTimeout != DefaultWriteTimeout ||
		h.IdleTimeout != DefaultIdleTimeout || h.MaxHeaderBytes != DefaultMaxHeaderBytes || s.options.ShutdownTimeout != DefaultShutdownTimeout {
		t.Errorf("got %+v", h)
	}
	if h := New(Options{WriteTimeout: time.Hour}).http; h.WriteTimeout != time.Hour {
		t.Errorf("an own limit became %s", h.WriteTimeout)
	}
}

func TestReadinessWhileDraining(t *testing.T) {
	r := chi.NewRouter()
	Health(r, nil, "NOT_READY")
	s, stop := run(t, Options{Handler: r})
	if status, body, err := get(t, "http://"+s.Address()+"/readyz"); status != 200 || err != nil {
		t.Errorf("got %d %s, %v", status, body, err)
	}
	s.draining.Store(true)
	if status, body, err := get(t, "http://"+s.Address()+"/readyz"); status != 503 || !strings.Contains(body, `"ERROR_CODE":"NOT_READY"`) || err != nil {
		t.Errorf("got %d %s, %v", status, body, err)
	}
	if status, _, err := get(t, "http://"+s.Address()+"/healthz"); status != 200 || err != nil {
		t.Errorf("a draining server is not alive: %d, %v", status, err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestDrainDelayKeepsServing(t *testing.T) {
	r := chi.NewRouter()
	Health(r, nil, "NOT_READY")
	delayed, release := make(chan struct{}), make(chan struct{})
	s := New(Options{Address: "127.0.0.1:0", Handler: r, Logger: quiet, DrainDelay: time.Hour})
	s.sleep = func(time.Duration) {
		close(delayed)
		<-release
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	<-s.Listening()
	cancel()
	<-delayed
	if status, _, err := get(t, "http://"+s.Address()+"/readyz"); status != 503 || err != nil {
		t.Errorf("in the delay: %d, %v", status, err)
	}
	close(release)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestOptionsReady(t *testing.T) {
	broken := errors.New("db at 10.0.0.7 is down")
	var answer error
	for range 2 {
		r := chi.NewRouter()
		Health(r, nil, "NOT_READY")
		s, stop := run(t, Options{Handler: r, Ready: func(context.Context) error { return answer }})
		status, body, err := get(t, "http://"+s.Address()+"/readyz")
		if (status == 200) != (answer == nil) || strings.Contains(body, "10.0.0.7") || err != nil {
			t.Errorf("with %v: got %d %s, %v", answer, status, body, err)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
		answer = broken
	}
}
