package httpserver

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/envelope"
)

// How long readiness is remembered, and how long it may take to find out.
const (
	readyFor     = time.Second
	readyTimeout = time.Second
)

// Health mounts two routes for load balancers and supervisors. /healthz says that the process runs and asks nothing else. /readyz says
// whether it can serve: not while the server is stopping, and only when ready and the server's Options.Ready return nil. Both may be
// nil. Their answers are remembered for a second, and one that takes longer than a second counts as no. The response carries no reason.
func Health(r chi.Router, ready func(context.Context) error, notReady apperr.Code) {
	up := map[string]string{"status": "up"}
	r.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		// An error can only be that of a client that is gone.
		_ = envelope.WriteSuccess(w, http.StatusOK, up)
	})
	unready := apperr.New(http.StatusServiceUnavailable, apperr.TechnicalIssue, notReady, "the service is not ready", nil)
	checks := &readiness{check: ready}
	r.Get("/readyz", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if err := checks.ask(r.Context()); err != nil {
			_ = envelope.WriteFailure(w, unready.Status, envelope.FailureOf(unready, ""))
			return
		}
		_ = envelope.WriteSuccess(w, http.StatusOK, map[string]string{"status": "ready"})
	})
}

// readiness asks a check at most once at a time and remembers the answer.
type readiness struct {
	check func(context.Context) error

	mu      sync.Mutex
	running chan struct{} // closed when the running check ends; nil when none runs
	asked   time.Time     // when the last answer came
	answer  error
}

// ask returns the remembered answer or a new one.
func (c *readiness) ask(ctx context.Context) error {
	server := serving(ctx)
	if server != nil && server.draining.Load() {
		// Not from memory: the balancer must learn it at once.
		return server.ready(ctx)
	}
	c.mu.Lock()
	if time.Since(c.asked) < readyFor {
		defer c.mu.Unlock()
		return c.answer
	}
	if c.running == nil {
		c.running = make(chan struct{})
		go c.run(context.WithoutCancel(ctx), server)
	}
	running := c.running
	c.mu.Unlock()

	timeout := time.NewTimer(readyTimeout)
	defer timeout.Stop()
	select {
	case <-running:
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.answer
	case <-ctx.Done():
		return ctx.Err()
	case <-timeout.C:
		// The check ignores its deadline. It stays the only one, so that a hung dependency holds one goroutine and not one per question.
		return fmt.Errorf("no answer within %s", readyTimeout)
	}
}

// run asks once, for all who wait.
func (c *readiness) run(ctx context.Context, server *Server) {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	answer := c.probe(ctx, server)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answer, c.asked = answer, time.Now()
	close(c.running)
	c.running = nil
}

// probe asks the server and the check. A panic is an answer too: nothing above would catch it.
func (c *readiness) probe(ctx context.Context, server *Server) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("the check panicked: %v", panicked)
		}
	}()
	if server != nil {
		if err := server.ready(ctx); err != nil {
			return err
		}
	}
	if c.check != nil {
		return c.check(ctx)
	}
	return nil
}
