package events_test

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/vtgen/vtgen/runtime/events"
)

func TestEmitter(t *testing.T) {
	var l logs
	e := events.NewEmitter(slog.New(slog.NewTextHandler(&l, nil)))
	var ran record
	note := func(name string) events.Listener {
		return func(_ context.Context, data any) { ran.note(name + data.(string)) }
	}
	if e.Emit(t.Context(), "up", "0") {
		t.Error("nobody listens, and yet somebody was called")
	}
	off := e.On("up", note("a"))
	e.Once("up", note("once"))
	e.On("up", func(context.Context, any) { panic("boom") })
	e.On("up", note("b"))
	e.On("down", note("other"))
	offOnce := e.Once("up", note("never"))
	offOnce()
	for _, data := range []string{"1", "2"} {
		if !e.Emit(t.Context(), "up", data) {
			t.Error("nobody was called")
		}
	}
	off()
	off()
	e.Emit(t.Context(), "up", "3")
	e.Off("up")
	if e.Emit(t.Context(), "up", "4") {
		t.Error("a listener is left")
	}
	if want := "a1 once1 b1 a2 b2 b3"; ran.String() != want {
		t.Errorf("ran %s, want %s", &ran, want)
	}
	if l.lines("level=ERROR", "emitter.go:001 | Emit | ", "event=up", "panic: boom", "stack=") != 3 {
		t.Errorf("the log is %s", l.text.String())
	}
	if !panics(func() { e.On("up", nil) }) {
		t.Error("a nil listener was accepted")
	}
}

func TestEmitterWithoutLogger(t *testing.T) {
	e := events.NewEmitter(nil)
	e.On("up", func(context.Context, any) { panic("boom") })
	e.Emit(t.Context(), "up", nil)
}

func TestOnceIsOnceForConcurrentEvents(t *testing.T) {
	for range 50 {
		e := events.NewEmitter(nil)
		var once, always, reported atomic.Int32
		e.Once("up", func(context.Context, any) { once.Add(1) })
		start := make(chan struct{})
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				<-start
				if e.Emit(t.Context(), "up", nil) {
					reported.Add(1)
				}
				e.On("up", func(context.Context, any) { always.Add(1) })()
			})
		}
		close(start)
		group.Wait()
		if once.Load() != 1 || reported.Load() < 1 {
			t.Fatalf("called %d times", once.Load())
		}
	}
}

// A listener may emit the event it listens to: once stays once.
func TestOnceMayEmitAgain(t *testing.T) {
	e := events.NewEmitter(nil)
	calls := 0
	e.Once("up", func(ctx context.Context, _ any) {
		calls++
		e.Emit(ctx, "up", nil)
	})
	e.Emit(t.Context(), "up", nil)
	if calls != 1 {
		t.Errorf("called %d times", calls)
	}
}
