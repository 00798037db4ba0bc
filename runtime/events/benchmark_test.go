package events_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/events"
)

// small is data without references.
type small struct{ ID, Parent, Size int64 }

// work is a handler that does the least that can be seen.
func work(seen *atomic.Int64) func(context.Context, small) error {
	return func(_ context.Context, s small) error {
		seen.Add(s.ID)
		return nil
	}
}

// guarded calls a handler as a caller without a router would have to: what panics is an error of that
// handler alone, and the data is the handler's own copy.
func guarded(ctx context.Context, call func(context.Context, small) error, data small) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("panic: %v", value)
		}
	}()
	return call(ctx, data)
}

// What a router adds to direct calls of handlers that do one atomic addition. The aim is three times
// the direct calls, each with recover and its own copy of the data: without recover a direct call
// would not keep what the router promises, that a panic of one handler is none of the others' or of
// the emitter's. What remains is mostly two atomic additions, by which Close knows what is under way.
func BenchmarkDispatch(b *testing.B) {
	for _, handlers := range []int{1, 4} {
		b.Run(fmt.Sprintf("direct/%d", handlers), func(b *testing.B) {
			var seen atomic.Int64
			calls := make([]func(context.Context, small) error, handlers)
			for i := range calls {
				calls[i] = work(&seen)
			}
			ctx := context.Background()
			b.ReportAllocs()
			for b.Loop() {
				for _, call := range calls {
					if err := guarded(ctx, call, small{ID: 1}); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
		b.Run(fmt.Sprintf("router/%d", handlers), func(b *testing.B) {
			r := events.NewRouter(events.Options{Logger: slog.New(slog.DiscardHandler)})
			created := events.Define[small]("BENCHMARK")
			var seen atomic.Int64
			for range handlers {
				events.On(r, created, work(&seen))
			}
			ctx := context.Background()
			b.ReportAllocs()
			for b.Loop() {
				if err := created.Emit(ctx, r, small{ID: 1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The costs of what a router does on demand.
func BenchmarkEmit(b *testing.B) {
	created := events.Define[worker]("A")
	handle := func(context.Context, worker) error { return nil }
	b.Run("cancellable context", func(b *testing.B) {
		r, _ := newRouter(b)
		events.On(r, created, handle)
		b.ReportAllocs()
		for b.Loop() {
			_ = created.Emit(b.Context(), r, worker{ID: 1})
		}
	})
	b.Run("untyped", func(b *testing.B) {
		r, _ := newRouter(b)
		r.Handle("A", func(context.Context, events.Event) error { return nil })
		b.ReportAllocs()
		for b.Loop() {
			_ = r.Emit(b.Context(), "A", 1)
		}
	})
	b.Run("timeout", func(b *testing.B) {
		r, _ := newRouter(b)
		events.On(r, created, handle, events.Timeout(time.Minute))
		b.ReportAllocs()
		for b.Loop() {
			_ = created.Emit(b.Context(), r, worker{ID: 1})
		}
	})
	b.Run("references", func(b *testing.B) {
		r, _ := newRouter(b)
		r.Handle("A", func(context.Context, events.Event) error { return nil })
		data := newTree()
		b.ReportAllocs()
		for b.Loop() {
			_ = r.Emit(b.Context(), "A", data)
		}
	})
}
