package events

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
)

const (
	// maxDepth bounds handlers that emit events whose handlers emit events.
	maxDepth = 32
	// maxWarned bounds the ids for which it is remembered that nobody listens.
	maxWarned = 1024
)

// ErrClosed is matched by the error of an Emit after [Router.Close].
var ErrClosed = errors.New("the event router is closed")

// Options configure a router.
type Options struct {
	// Logger gets failing handlers and events for which there is none; nil means silence.
	Logger *slog.Logger
}

// Router brings events to their handlers. It is safe for concurrent use.
type Router struct {
	logger  *slog.Logger
	overdue atomic.Int64

	mu          sync.Mutex
	routes      map[string]*route
	middlewares []Middleware // appended to by copying
	warned      map[string]bool
	running     int           // emits, and handlers with a timeout
	closing     bool          // only handlers still running may emit
	closed      bool          // nobody may
	idle        chan struct{} // closed once running is 0 while closing; nil before
}

// NewRouter returns a router without handlers. The caller closes it.
func NewRouter(o Options) *Router {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Router{logger: o.Logger, routes: map[string]*route{}, warned: map[string]bool{}}
}

// Emit runs the middlewares and then the handlers of the event, and hands it to its
// publisher. The error says that the event was not accepted: its id is malformed, its data
// can not be copied, a middleware or the publisher refused it, or the router is closed. An
// event that nobody handles is no error, but is logged as a warning the first time.
func (r *Router) Emit(ctx context.Context, id string, data any) error {
	if err := r.emit(ctx, id, data); err != nil {
		return fmt.Errorf("emit %.140q: %w", id, err)
	}
	return nil
}

func (r *Router) emit(caller context.Context, id string, data any) error {
	ctx := detach(caller)
	if ctx.depth > maxDepth {
		return fmt.Errorf("events of handlers of events are nested more than %d deep: one of them leads back to itself", maxDepth)
	}
	way, middlewares, err := r.begin(ctx, id)
	if err != nil {
		return err
	}
	defer r.end()
	event := Event{ID: id, Data: data}
	if len(middlewares) > 0 {
		if event.Data, err = r.prepare(ctx, event, middlewares); err != nil {
			return err
		}
	}
	if way == nil || len(way.handlers) == 0 && way.publisher == nil {
		return r.unheard(ctx, id)
	}
	return r.deliver(ctx, event, way)
}

// deliver runs the handlers in order, and then the publisher.
func (r *Router) deliver(ctx context.Context, event Event, way *route) error {
	duplicate, err := copier(event.Data)
	if err != nil {
		return err
	}
	for _, h := range way.handlers {
		own := event
		if own.Data, err = duplicate(event.Data); err != nil {
			return err
		}
		r.run(ctx, h, own)
	}
	if way.publisher == nil {
		return nil
	}
	if event.Data, err = duplicate(event.Data); err != nil {
		return err
	}
	if err := contain(func() error { return way.publisher.Publish(ctx, event) }); err != nil {
		r.logger.ErrorContext(ctx, "event_router.go:001 | Emit | the publisher did not take the event", "event_id", event.ID, "error", err)
		return fmt.Errorf("publish it: %w", err)
	}
	return nil
}

// prepare passes the event's data through the middlewares, beginning with a copy.
func (r *Router) prepare(ctx context.Context, event Event, middlewares []Middleware) (any, error) {
	duplicate, err := copier(event.Data)
	if err != nil {
		return nil, err
	}
	if event.Data, err = duplicate(event.Data); err != nil {
		return nil, err
	}
	for i, m := range middlewares {
		err := contain(func() (err error) {
			event.Data, err = m(ctx, event)
			return err
		})
		if err != nil {
			r.logger.ErrorContext(ctx, "event_router.go:002 | Emit | a middleware stopped the event", "event_id", event.ID, "middleware", i+1, "error", err)
			return nil, fmt.Errorf("middleware %d: %w", i+1, err)
		}
	}
	return event.Data, nil
}

// unheard warns, once for each id, of an event that goes nowhere.
func (r *Router) unheard(ctx context.Context, id string) error {
	if err := checkID(id); err != nil {
		return err
	}
	r.mu.Lock()
	warn := !r.warned[id] && len(r.warned) < maxWarned
	if warn {
		r.warned[id] = true
	}
	r.mu.Unlock()
	if warn {
		r.logger.WarnContext(ctx, "event_router.go:003 | Emit | the event has no handler and no publisher", "event_id", id)
	}
	return nil
}

// begin lets an event in and returns its way, as registered at this moment.
func (r *Router) begin(ctx *detached, id string) (*route, []Middleware, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	// While closing, the events of handlers that are still running belong to their work.
	if r.closed || r.closing && ctx.depth == 1 {
		return nil, nil, ErrClosed
	}
	r.running++
	return r.routes[id], r.middlewares, nil
}

// join is begin for what an event that was let in starts by itself.
func (r *Router) join() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running++
}

// end is called for each begin and join.
func (r *Router) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running--
	if r.running == 0 && r.idle != nil {
		close(r.idle)
		r.idle = nil
	}
}

// Overdue returns how many handlers go on running after their timeout. It is the gauge for
// handlers that do not obey their context.
func (r *Router) Overdue() int { return int(r.overdue.Load()) }

// Close refuses further events and waits until the handlers of those under way have
// returned, or ctx ends; then it returns an error that tells how many had not.
func (r *Router) Close(ctx context.Context) error {
	r.mu.Lock()
	r.closing = true
	if r.running > 0 && r.idle == nil {
		r.idle = make(chan struct{})
	}
	idle := r.idle
	r.mu.Unlock()
	var cut error
	if idle != nil {
		select {
		case <-idle:
		case <-ctx.Done():
			cut = ctx.Err()
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	if cut != nil && r.running > 0 {
		return fmt.Errorf("close the event router: %d events or handlers had not finished: %w", r.running, cut)
	}
	return nil
}
