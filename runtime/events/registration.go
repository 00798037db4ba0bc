package events

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"
)

// defaultPriority is for handlers registered without [Priority].
const defaultPriority = 10

// Handler handles one event. Its error is logged.
type Handler = func(ctx context.Context, e Event) error

// Middleware sees every event before its handlers and returns the data that goes on. Its
// error stops the event and is returned to the emitter.
type Middleware func(ctx context.Context, e Event) (data any, err error)

// Publisher takes events out of the process, to a message broker for example. Publish
// returns once the event is accepted; after that the publisher answers for it.
type Publisher interface {
	Publish(ctx context.Context, e Event) error
}

// Option changes how a handler is run.
type Option func(*registration)

// Priority orders an event's handlers: lower numbers run first, equal ones in the order of
// registration. Without it the priority is 10.
func Priority(priority int) Option {
	return func(h *registration) { h.priority = priority }
}

// Timeout bounds a handler: its context ends then, and the next handler runs whether or
// not it has returned. Such a handler runs in a goroutine of its own.
func Timeout(d time.Duration) Option {
	return func(h *registration) { h.timeout = d }
}

// Name names a handler in logs. Without it the name is <event id>_handler_<n>.
func Name(name string) Option {
	return func(h *registration) { h.name = name }
}

// registration is a registered handler. It is not changed afterwards, except overdue.
type registration struct {
	handle   Handler
	typed    any // the func(context.Context, T) error of a declared event, unless it has a timeout
	priority int
	timeout  time.Duration // 0 for none
	name     string
	overdue  atomic.Int64 // runs that went on after their timeout
}

// route is an event id's place in a router: once made it stays.
type route struct{ current atomic.Pointer[way] }

// way is what is registered for one event id. A way in use is never changed but replaced, so
// that it can be walked through without a lock.
type way struct {
	id         string
	handlers   []*registration // in the order in which they run
	publisher  Publisher
	registered int // how many there ever were, for default names
}

// clone returns a copy to be changed; of nothing, an empty one.
func (w *way) clone() *way {
	if w == nil {
		return &way{}
	}
	next := *w
	next.handlers = slices.Clone(w.handlers)
	return &next
}

// Handle registers a handler for an event id and returns what removes it again. It panics
// when the id is malformed or the handler nil, as [net/http.ServeMux.Handle] does: that is
// a mistake in the program.
func (r *Router) Handle(id string, h func(ctx context.Context, e Event) error, opts ...Option) (unregister func()) {
	mustBeID(id)
	if h == nil {
		panic("events: nil handler for " + id)
	}
	return r.handle(id, &registration{handle: h}, opts)
}

func (r *Router) handle(id string, added *registration, opts []Option) (unregister func()) {
	added.priority = defaultPriority
	for _, option := range opts {
		option(added)
	}
	if added.timeout > 0 {
		added.typed = nil // it is run in another way
	}
	r.change(id, func(next *way) {
		next.registered++
		if added.name == "" {
			added.name = fmt.Sprintf("%s_handler_%d", id, next.registered)
		}
		at := slices.IndexFunc(next.handlers, func(other *registration) bool { return other.priority > added.priority })
		if at < 0 {
			at = len(next.handlers)
		}
		next.handlers = slices.Insert(next.handlers, at, added)
	})
	r.debug(context.Background(), "registration.go:001 | Handle | handler registered", "event_id", id, "handler", added.name, "priority", added.priority, "timeout", added.timeout)
	return func() {
		r.change(id, func(next *way) {
			next.handlers = slices.DeleteFunc(next.handlers, func(other *registration) bool { return other == added })
		})
		r.debug(context.Background(), "registration.go:002 | Handle | handler unregistered", "event_id", id, "handler", added.name)
	}
}

// Remove removes all handlers of an event id, and its publisher.
func (r *Router) Remove(id string) {
	r.change(id, func(next *way) { next.handlers, next.publisher = nil, nil })
	r.debug(context.Background(), "registration.go:003 | Remove | handlers and publisher unregistered", "event_id", id)
}

// RegisterPublisher sends the events of an id to p after their handlers, in place of an
// earlier publisher, and returns what ends that. It panics on a malformed id or a nil p.
func (r *Router) RegisterPublisher(id string, p Publisher) (unregister func()) {
	mustBeID(id)
	if p == nil {
		panic("events: nil publisher for " + id)
	}
	// The pointer tells this registration from a later one of an equal publisher.
	mine := &publication{p}
	r.change(id, func(next *way) { next.publisher = mine })
	r.debug(context.Background(), "registration.go:004 | RegisterPublisher | publisher registered", "event_id", id)
	return func() {
		r.change(id, func(next *way) {
			if next.publisher == mine {
				next.publisher = nil
			}
		})
	}
}

// publication is one registration of a publisher.
type publication struct{ Publisher }

// Use adds a middleware after those already there, for all events.
func (r *Router) Use(m Middleware) {
	if m == nil {
		panic("events: nil middleware")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []Middleware
	if current := r.middlewares.Load(); current != nil {
		all = slices.Clone(*current)
	}
	all = append(all, m)
	r.middlewares.Store(&all)
}
