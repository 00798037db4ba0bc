package events

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"runtime/debug"
	"sync/atomic"
)

// maxID bounds the length of an event id, in bytes.
const maxID = 128

var validID = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*(\.[A-Z][A-Z0-9]*(_[A-Z0-9]+)*)*$`)

// Event is what a handler gets.
type Event struct {
	// ID is UPPER_SNAKE_CASE, or DOMAIN.ENTITY.ACTION of such parts.
	ID string
	// Data is the handler's own copy.
	Data any
}

// Sink accepts events: a [*Router], or what keeps them until they may go to one, such as an outbox.
type Sink interface {
	// Emit accepts an event, or returns why it does not.
	Emit(ctx context.Context, id string, data any) error
}

// Type is an event id together with the type of its data.
type Type[T any] struct {
	// ID is the event's id.
	ID string

	plain bool // data of this type needs no copy
	last  *atomic.Pointer[routeOf]
}

// routeOf is where a router keeps an event's handlers.
type routeOf struct {
	router *Router
	route  *route
}

// Define declares an event, and how its data is read back where it was stored (see [Decode]). It
// panics when the id is not UPPER_SNAKE_CASE or DOTTED.UPPER: a declaration is part of the program.
func Define[T any](id string) Type[T] {
	mustBeID(id)
	declare[T](id)
	return Type[T]{ID: id, plain: shapeOf(reflect.TypeFor[T]()).plain, last: &atomic.Pointer[routeOf]{}}
}

// Event returns the event with its data, for [Emitter.Emit] under the name [RouterEvent].
func (t Type[T]) Event(data T) Event { return Event{ID: t.ID, Data: data} }

// Emit sends the event through to, as [Router.Emit] does.
func (t Type[T]) Emit(ctx context.Context, to Sink, data T) error {
	if r, ok := to.(*Router); ok && t.plain {
		if current := t.way(r); current.isPlain() && r.isPlain() {
			return emitPlain(detach(ctx), r, current, data)
		}
	}
	return to.Emit(ctx, t.ID, data)
}

// To returns the function that emits the event to a sink: what follows a change in a database, for
// example.
func (t Type[T]) To(to Sink) func(ctx context.Context, data T) error {
	return func(ctx context.Context, data T) error { return t.Emit(ctx, to, data) }
}

// emitPlain does what Router.Emit does where that is to call handlers with data that needs neither a
// copy nor a place on the heap. It is one function with few arguments, which stay in registers, and one
// deferred call serves all handlers: that is most of what can be saved.
func emitPlain[T any](ctx *detached, r *Router, current *way, data T) error {
	if r.work.count.Add(1) <= 0 || ctx.depth > maxDepth { // as begin does
		if err := r.reconsider(ctx); err != nil {
			return emitError(current.id, err)
		}
	}
	var failure error
	at, returned := 0, false
	defer func() {
		if returned {
			return
		}
		if value := recover(); value != nil {
			goOn(ctx, r, current, at, &panicError{value: value, stack: debug.Stack()}, data)
			return
		}
		r.end() // the handler has ended its goroutine
	}()
	for at = range current.handlers {
		h := current.handlers[at]
		if typed, ok := h.typed.(func(context.Context, T) error); !ok {
			r.run(ctx, h, Event{ID: current.id, Data: data})
		} else if failure = typed(ctx, data); failure != nil {
			break
		}
	}
	returned = true
	if failure != nil {
		goOn(ctx, r, current, at, failure, data)
		return nil
	}
	r.end()
	return nil
}

// goOn logs why one of the handlers failed and runs those after it; then the event is over.
func goOn[T any](ctx *detached, r *Router, current *way, failed int, failure error, data T) {
	defer r.end()
	r.failed(ctx, current.handlers[failed], current.id, failure)
	for _, h := range current.handlers[failed+1:] {
		r.run(ctx, h, Event{ID: current.id, Data: data})
	}
}

// way returns what r has registered for the event at this moment, or nil.
func (t Type[T]) way(r *Router) *way {
	if known := t.last.Load(); known != nil && known.router == r {
		return known.route.current.Load()
	}
	return t.find(r)
}

// find is way for another router than the last time.
func (t Type[T]) find(r *Router) *way {
	found := r.route(t.ID)
	if found == nil {
		return nil
	}
	t.last.Store(&routeOf{router: r, route: found})
	return found.current.Load()
}

// isPlain reports whether there are handlers and nothing else.
func (w *way) isPlain() bool { return w != nil && w.publisher == nil && len(w.handlers) > 0 }

// isPlain reports whether there is nothing to do for each event but to call its handlers.
func (r *Router) isPlain() bool {
	return r.middlewares.Load() == nil && r.level.Load() > levelDebug
}

// On registers a handler for a declared event, as [Router.Handle] does.
func On[T any](r *Router, t Type[T], h func(ctx context.Context, data T) error, opts ...Option) (unregister func()) {
	if h == nil {
		panic("events: nil handler for " + t.ID)
	}
	return r.handle(t.ID, &registration{
		typed: h,
		handle: func(ctx context.Context, e Event) error {
			data, ok := e.Data.(T)
			if !ok {
				return fmt.Errorf("handle %s: the data is a %T and not the %s that was declared: emit it through its Type", e.ID, e.Data, reflect.TypeFor[T]())
			}
			return h(ctx, data)
		},
	}, opts)
}

// checkID refuses what is not an event id.
func checkID(id string) error {
	if len(id) > maxID || !validID.MatchString(id) {
		return fmt.Errorf("the event id %.140q is not UPPER_SNAKE_CASE or DOTTED.UPPER of at most %d characters: correct it", id, maxID)
	}
	return nil
}

func mustBeID(id string) {
	if err := checkID(id); err != nil {
		panic("events: " + err.Error())
	}
}
