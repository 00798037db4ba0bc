package events

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
)

// maxEmitted bounds the names that an emitter remembers to have emitted; programs have a few.
const maxEmitted = 1024

// Listener is told of an event of an [Emitter]. All listeners get the same data.
type Listener = func(ctx context.Context, data any)

// Emitter keeps listeners by event name, such as rabbitMQConnected (the standards, §3.2).
// It is safe for concurrent use.
type Emitter struct {
	logger *slog.Logger

	mu        sync.Mutex
	listeners map[string][]*listener // slices are replaced, never changed
	emitted   map[string]bool        // the names of events that have been
}

// listener is one registration: the same function may be there twice.
type listener struct {
	call Listener
	once bool
	done atomic.Bool // for once
}

// NewEmitter returns an emitter without listeners. It logs panicking listeners to logger,
// which may be nil.
func NewEmitter(logger *slog.Logger) *Emitter {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &Emitter{logger: logger, listeners: map[string][]*listener{}, emitted: map[string]bool{}}
}

// On adds a listener, after those already there, and returns what removes it again.
func (e *Emitter) On(name string, call Listener) (off func()) {
	return e.add(name, &listener{call: call})
}

// Once adds a listener that is called for one event only, even when several are emitted at
// the same time, and returns what removes it before that.
func (e *Emitter) Once(name string, call Listener) (off func()) {
	return e.add(name, &listener{call: call, once: true})
}

// OnceOrNow adds a listener for one event, as Once does, but calls it at once, with ctx and nil for
// data, when the event has been emitted before: for what waits until something is there.
func (e *Emitter) OnceOrNow(ctx context.Context, name string, call Listener) (off func()) {
	late := &listener{call: call, once: true}
	if call == nil {
		panic("events: nil listener for " + name)
	}
	e.mu.Lock()
	before := e.emitted[name]
	if !before {
		e.append(name, late)
	}
	e.mu.Unlock()
	if before {
		e.call(ctx, name, late, nil)
		return func() {}
	}
	return func() { e.remove(name, late) }
}

// Off removes all listeners of an event.
func (e *Emitter) Off(name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.listeners, name)
}

// Emit calls the listeners of an event in the order in which they were added, and reports
// whether there was one. A listener that panics is logged and does not keep the next from
// being called. Listeners added or removed meanwhile count from the next event on.
func (e *Emitter) Emit(ctx context.Context, name string, data any) bool {
	e.mu.Lock()
	current := e.listeners[name]
	if !e.emitted[name] && len(e.emitted) < maxEmitted {
		e.emitted[name] = true
	}
	e.mu.Unlock()
	called := false
	for _, l := range current {
		if l.once && !l.done.CompareAndSwap(false, true) {
			continue
		}
		called = true
		if l.once {
			e.remove(name, l)
		}
		e.call(ctx, name, l, data)
	}
	return called
}

func (e *Emitter) call(ctx context.Context, name string, l *listener, data any) {
	err := contain(func() error {
		l.call(ctx, data)
		return nil
	})
	if p, ok := err.(*panicError); ok {
		e.logger.ErrorContext(ctx, "emitter.go:001 | Emit | a listener panicked", "event", name, "error", err, "stack", string(p.stack))
	}
}

func (e *Emitter) add(name string, l *listener) (off func()) {
	if l.call == nil {
		panic("events: nil listener for " + name)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.append(name, l)
	return func() { e.remove(name, l) }
}

// append is add while e.mu is held.
func (e *Emitter) append(name string, l *listener) {
	e.listeners[name] = append(slices.Clip(e.listeners[name]), l)
}

func (e *Emitter) remove(name string, l *listener) {
	e.mu.Lock()
	defer e.mu.Unlock()
	rest := slices.DeleteFunc(slices.Clone(e.listeners[name]), func(other *listener) bool { return other == l })
	if len(rest) == 0 {
		delete(e.listeners, name)
		return
	}
	e.listeners[name] = rest
}
