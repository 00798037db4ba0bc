package events

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
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
	level   atomic.Int64 // a slog.Level
	overdue atomic.Int64

	// What emitting reads is replaced and never changed, so that it takes no lock.
	routes      atomic.Pointer[map[string]*route]
	middlewares atomic.Pointer[[]Middleware] // nil for none
	work        work

	mu        sync.Mutex // of registrations
	warned    map[string]bool
	listening map[*Emitter]func()
}

// NewRouter returns a router without handlers. The caller closes it.
func NewRouter(o Options) *Router {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	r := &Router{logger: o.Logger, warned: map[string]bool{}, listening: map[*Emitter]func(){}}
	r.routes.Store(&map[string]*route{})
	r.level.Store(levelInfo)
	return r
}

// Emit runs the middlewares and then the handlers of the event, and hands it to its
// publisher. The error says that the event was not accepted: its id is malformed, its data
// can not be copied, a middleware or the publisher refused it, or the router is closed. An
// event that nobody handles is no error, but is logged as a warning the first time.
func (r *Router) Emit(ctx context.Context, id string, data any) error {
	if err := r.emit(ctx, id, data); err != nil {
		return emitError(id, err)
	}
	return nil
}

func emitError(id string, err error) error { return fmt.Errorf("emit %.140q: %w", id, err) }

func (r *Router) emit(caller context.Context, id string, data any) error {
	ctx := detach(caller)
	if err := r.begin(ctx); err != nil {
		return err
	}
	defer r.end()
	event := Event{ID: id, Data: data}
	if middlewares := r.middlewares.Load(); middlewares != nil {
		var err error
		if event.Data, err = r.prepare(ctx, event, *middlewares); err != nil {
			return err
		}
	}
	var current *way
	if found := r.route(id); found != nil {
		current = found.current.Load()
	}
	if current == nil || len(current.handlers) == 0 && current.publisher == nil {
		return r.unheard(ctx, id)
	}
	return r.deliver(ctx, event, current)
}

// route returns the route of an id, or nil.
func (r *Router) route(id string) *route { return (*r.routes.Load())[id] }

// deliver runs the handlers in order, and then the publisher.
func (r *Router) deliver(ctx context.Context, event Event, current *way) error {
	if r.logs(slog.LevelDebug) {
		r.debug(ctx, "event_router.go:004 | Emit | event dispatched", "event_id", event.ID, "handlers", len(current.handlers), "published", current.publisher != nil)
	}
	for _, h := range current.handlers {
		own, err := duplicate(event.Data)
		if err != nil {
			return err
		}
		r.run(ctx, h, Event{ID: event.ID, Data: own})
	}
	if current.publisher == nil {
		return nil
	}
	own, err := duplicate(event.Data)
	if err != nil {
		return err
	}
	err = contain(func() error { return current.publisher.Publish(ctx, Event{ID: event.ID, Data: own}) })
	if err != nil {
		r.error(ctx, "event_router.go:001 | Emit | the publisher did not take the event", "event_id", event.ID, "error", err)
		return fmt.Errorf("publish it: %w", err)
	}
	return nil
}

// prepare passes the event's data through the middlewares, beginning with a copy.
func (r *Router) prepare(ctx context.Context, event Event, middlewares []Middleware) (any, error) {
	own, err := duplicate(event.Data)
	if err != nil {
		return nil, err
	}
	event.Data = own
	for i, m := range middlewares {
		err := contain(func() (err error) {
			event.Data, err = m(ctx, event)
			return err
		})
		if err != nil {
			r.error(ctx, "event_router.go:002 | Emit | a middleware stopped the event", "event_id", event.ID, "middleware", i+1, "error", err)
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
	if warn && r.logs(slog.LevelWarn) {
		r.logger.WarnContext(ctx, "event_router.go:003 | Emit | the event has no handler and no publisher", "event_id", id)
	}
	return nil
}

// Overdue returns how many handlers go on running after their timeout. It is the gauge for
// handlers that do not obey their context.
func (r *Router) Overdue() int { return int(r.overdue.Load()) }

// change replaces what is registered for an id by a changed copy.
func (r *Router) change(id string, edit func(next *way)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	found := r.route(id)
	if found == nil {
		found = &route{}
		routes := maps.Clone(*r.routes.Load())
		routes[id] = found
		defer r.routes.Store(&routes) // when there is something to find
	}
	next := found.current.Load().clone()
	next.id = id
	edit(next)
	found.current.Store(next)
}
