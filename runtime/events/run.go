package events

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// maxOverdue bounds a handler's runs that went on after their timeout: one that hangs must
// not take up memory with every event.
const maxOverdue = 64

// errOverdue says why a handler was passed over.
var errOverdue = errors.New("too many earlier runs have not returned after their timeout: make the handler obey its context")

// panicError is a panic made into an error.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// StackTrace returns the stack, for a report to Munshi.
func (e *panicError) StackTrace() []byte { return e.stack }

// contain runs f and turns a panic into an error.
func contain(f func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicError{value: value, stack: debug.Stack()}
		}
	}()
	return f()
}

// run runs one handler and logs its failure.
func (r *Router) run(ctx context.Context, h *registration, event Event) {
	var err error
	if h.timeout > 0 {
		err = r.runBounded(ctx, h, event)
	} else {
		err = call(ctx, h, event)
	}
	if err != nil {
		r.failed(ctx, h, event.ID, err)
	}
}

// failed logs a handler's failure.
func (r *Router) failed(ctx context.Context, h *registration, id string, err error) {
	attrs := []any{"event_id", id, "handler", h.name, "error", err}
	if p, ok := errors.AsType[*panicError](err); ok {
		attrs = append(attrs, "stack", string(p.stack))
	}
	r.error(ctx, "run.go:001 | run | an event handler failed", attrs...)
}

// call is contain for a handler, without the cost of a closure.
func call(ctx context.Context, h *registration, event Event) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicError{value: value, stack: debug.Stack()}
		}
	}()
	return h.handle(ctx, event)
}

// The states of a bounded run.
const (
	running int32 = iota
	returned
	abandoned
)

// runBounded runs a handler that has a timeout, and leaves it behind when that is over.
func (r *Router) runBounded(ctx context.Context, h *registration, event Event) error {
	if h.overdue.Load() >= maxOverdue {
		return errOverdue
	}
	ctx, cancel := context.WithTimeout(ctx, h.timeout)
	var state atomic.Int32 // decides who of the two sides was first
	result := make(chan error, 1)
	r.join() // of its own, since the emit may end before the handler does
	go func() {
		defer r.end()
		defer cancel()
		result <- call(ctx, h, event)
		if !state.CompareAndSwap(running, returned) {
			h.overdue.Add(-1)
			r.overdue.Add(-1)
		}
	}()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
	}
	h.overdue.Add(1)
	r.overdue.Add(1)
	if state.CompareAndSwap(running, abandoned) {
		return fmt.Errorf("it did not return within %s: %w", h.timeout, ctx.Err())
	}
	h.overdue.Add(-1)
	r.overdue.Add(-1)
	return <-result
}

// detached is the context of handlers: its parent's values without its end, and how many
// events deep the handler is, so that a loop of events can be stopped.
type detached struct {
	parent context.Context
	depth  int
}

// detachedKey is the key under which a detached finds the one it was made within.
type detachedKey struct{}

// outermost is the context of handlers for a caller without any, which saves making one.
var outermost = &detached{parent: context.Background(), depth: 1}

func detach(parent context.Context) *detached {
	if parent == outermost.parent {
		return outermost
	}
	return detachFrom(parent)
}

// detachFrom is detach where one has to be made. It is apart so that detach is inlined.
func detachFrom(parent context.Context) *detached {
	depth := 1
	if outer, ok := parent.Value(detachedKey{}).(*detached); ok {
		depth = outer.depth + 1
	}
	return &detached{parent: parent, depth: depth}
}

// Deadline implements [context.Context]: there is none.
func (*detached) Deadline() (deadline time.Time, ok bool) { return time.Time{}, false }

// Done implements [context.Context]: it is never done.
func (*detached) Done() <-chan struct{} { return nil }

// Err implements [context.Context]: it never ends.
func (*detached) Err() error { return nil }

// Value implements [context.Context] with the values of the emitter's context.
func (d *detached) Value(key any) any {
	if key == (detachedKey{}) {
		return d
	}
	return d.parent.Value(key)
}
