package consuming

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/queue"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestHandle(t *testing.T) {
	failed := errors.New("failed")
	run := func(h queue.Handler) error { return Handle(t.Context(), h, queue.Delivery{}) }
	if err := run(func(context.Context, queue.Delivery) error { return nil }); err != nil {
		t.Error(err)
	}
	if err := run(func(context.Context, queue.Delivery) error { return failed }); !errors.Is(err, failed) {
		t.Error(err)
	}
	err := run(func(context.Context, queue.Delivery) error { panic("secret") })
	if p, ok := errors.AsType[*PanicError](err); !ok || p.Value != "secret" || len(p.Stack) == 0 {
		t.Error(err)
	}
	if err := run(func(context.Context, queue.Delivery) error { runtime.Goexit(); return nil }); err == nil {
		t.Error("a handler that ended its goroutine succeeded")
	}
}

func TestContexts(t *testing.T) {
	never := make(chan struct{})
	ended := make(chan struct{})
	close(ended)
	t.Run("the caller's context ends", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		stop, handling, finish := Contexts(ctx, never, never, time.Hour)
		cancel()
		<-stop.Done()
		if handling.Err() != nil {
			t.Error("handlers have no grace")
		}
		finish()
		<-handling.Done()
	})
	t.Run("the grace ends", func(t *testing.T) {
		_, handling, finish := Contexts(t.Context(), ended, never, time.Millisecond)
		<-handling.Done()
		finish()
	})
	t.Run("there is no time", func(t *testing.T) {
		_, handling, finish := Contexts(t.Context(), ended, ended, time.Hour)
		<-handling.Done()
		finish()
	})
	t.Run("nothing ends", func(t *testing.T) {
		stop, handling, finish := Contexts(t.Context(), never, never, 0)
		if stop.Err() != nil || handling.Err() != nil {
			t.Error("a context ended by itself")
		}
		finish()
	})
}

func TestWait(t *testing.T) {
	var group sync.WaitGroup
	if err := Wait(t.Context(), &group); err != nil {
		t.Error(err)
	}
	group.Add(1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Wait(ctx, &group); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	group.Done()
}
