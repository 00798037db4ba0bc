package events_test

import (
	"context"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/events"
)

// The costs of one event with one handler.
func BenchmarkEmit(b *testing.B) {
	created := events.Define[worker]("A")
	handle := func(context.Context, worker) error { return nil }
	b.Run("handler", func(b *testing.B) {
		r, _ := newRouter(b)
		events.On(r, created, handle)
		for b.Loop() {
			_ = created.Emit(b.Context(), r, worker{ID: 1})
		}
	})
	b.Run("timeout", func(b *testing.B) {
		r, _ := newRouter(b)
		events.On(r, created, handle, events.Timeout(time.Minute))
		for b.Loop() {
			_ = created.Emit(b.Context(), r, worker{ID: 1})
		}
	})
	b.Run("references", func(b *testing.B) {
		r, _ := newRouter(b)
		r.Handle("A", func(context.Context, events.Event) error { return nil })
		data := newTree()
		for b.Loop() {
			_ = r.Emit(b.Context(), "A", data)
		}
	})
}
