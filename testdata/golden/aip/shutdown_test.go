package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/sqldb"
)

// The events of TestShutdown: the first has a handler that outlives its request.
var (
	leftRunning = events.Define[int]("TEST_LEFT_RUNNING")
	probed      = events.Define[int]("TEST_PROBED")
)

// TestShutdown ends the application while it serves a request whose event handler goes on for longer.
// The request is answered though no other is accepted any more, the handler finishes although no other
// event is, and until then both have the database.
func TestShutdown(t *testing.T) {
	t.Setenv("SQLITE_PATH", filepath.Join(t.TempDir(), "test.db"))
	t.Setenv("QUEUE_DIR", t.TempDir())
	for name, value := range map[string]string{"MYSQL_DSN": "", "APP_ENV": "development", "HTTP_ADDR": "127.0.0.1:0", "LOG_LEVEL": "INFO"} {
		t.Setenv(name, value)
	}
	ctx, end := context.WithCancel(t.Context())
	defer end()
	log, out := io.Pipe()
	test := &shutdown{t: t, end: end, begun: make(chan struct{}), finished: make(chan error, 1)}
	ended := make(chan error, 1)
	go func() {
		ended <- runApp(ctx, out, test.build)
		_ = out.Close()
	}()
	test.address = listeningAt(t, log)

	response, err := http.Get("http://" + test.address + "/")
	if err != nil {
		t.Fatalf("the request in flight was not answered: %v", err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusNoContent {
		t.Errorf("the request in flight was answered with %d", response.StatusCode)
	}
	if err := <-ended; err != nil {
		t.Errorf("the application ended with %v", err)
	}
	select {
	case err := <-test.finished:
		if err != nil {
			t.Errorf("the event handler had no database: %v", err)
		}
	default:
		t.Error("the application ended before the event handler had finished")
	}
}

// listeningAt returns the address that the application logs, and reads the rest of its log as well.
func listeningAt(t *testing.T, log io.Reader) string {
	t.Helper()
	pattern := regexp.MustCompile(`address"?[=:]"?(127\.0\.0\.1:\d+)`)
	for lines := bufio.NewScanner(log); lines.Scan(); {
		if found := pattern.FindStringSubmatch(lines.Text()); found != nil {
			go func() { _, _ = io.Copy(io.Discard, log) }()
			return found[1]
		}
	}
	t.Fatal("the application does not listen")
	return ""
}

// shutdown is the application of TestShutdown.
type shutdown struct {
	t        *testing.T
	end      func()
	address  string
	db       *sqldb.DB
	router   *events.Router
	begun    chan struct{}
	finished chan error
}

func (s *shutdown) build(p *platform) http.Handler {
	s.db, s.router = p.db, p.router
	events.On(p.router, leftRunning, s.handle)
	return s
}

// ServeHTTP ends the application, waits until it accepts no more connections, and only then does its
// work: it asks the database and leaves an event handler running.
func (s *shutdown) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.end()
	s.await(func() bool {
		connection, err := net.Dial("tcp", s.address)
		if err != nil {
			return true
		}
		_ = connection.Close()
		return false
	})
	if err := s.db.Ping(r.Context()); err != nil {
		s.t.Errorf("the request in flight had no database: %v", err)
	}
	refused := make(chan error, 1)
	go func() { refused <- leftRunning.Emit(r.Context(), s.router, 1) }()
	select {
	case <-s.begun:
	case err := <-refused:
		s.t.Errorf("the event of the request in flight was not handled: %v", err)
	}
	w.WriteHeader(http.StatusNoContent)
}

// handle goes on until the router takes no further events, and then asks the database.
func (s *shutdown) handle(ctx context.Context, _ int) error {
	close(s.begun)
	s.await(func() bool { return errors.Is(probed.Emit(context.Background(), s.router, 1), events.ErrClosed) })
	s.finished <- s.db.Ping(ctx)
	return nil
}

// await asks again and again until it is so, or the test is over.
func (s *shutdown) await(so func() bool) {
	for !so() {
		select {
		case <-s.t.Context().Done():
			return
		case <-time.After(time.Millisecond):
		}
	}
}
