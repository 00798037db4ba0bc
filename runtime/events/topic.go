package events

import (
	"context"
	"fmt"
	"reflect"
)

// Topic is the name of an [Emitter]'s event together with the type of its data.
//
//	var Reloaded = events.Topic[Settings]{Name: "reloaded"}
//
//	off := Reloaded.On(emitter, func(ctx context.Context, s Settings) { … })
//	Reloaded.Emit(ctx, emitter, settings)
type Topic[T any] struct {
	// Name is what the event is called.
	Name string
}

// On adds a listener, as [Emitter.On] does.
func (t Topic[T]) On(e *Emitter, call func(ctx context.Context, data T)) (off func()) {
	return e.On(t.Name, t.listener(e, call))
}

// Once adds a listener for one event, as [Emitter.Once] does.
func (t Topic[T]) Once(e *Emitter, call func(ctx context.Context, data T)) (off func()) {
	return e.Once(t.Name, t.listener(e, call))
}

// Off removes all listeners, as [Emitter.Off] does.
func (t Topic[T]) Off(e *Emitter) { e.Off(t.Name) }

// Emit calls the listeners, as [Emitter.Emit] does.
func (t Topic[T]) Emit(ctx context.Context, e *Emitter, data T) bool {
	return e.Emit(ctx, t.Name, data)
}

// listener makes a [Listener] of call. Data of another type, which can only come from an emit
// without the topic, is logged and does not reach it.
func (t Topic[T]) listener(e *Emitter, call func(context.Context, T)) Listener {
	if call == nil {
		panic("events: nil listener for " + t.Name)
	}
	return func(ctx context.Context, data any) {
		typed, ok := data.(T)
		if !ok {
			e.logger.ErrorContext(ctx, "topic.go:001 | On | the event's data is not of the declared type: emit it through its Topic",
				"event", t.Name, "got", fmt.Sprintf("%T", data), "want", reflect.TypeFor[T]().String())
			return
		}
		call(ctx, typed)
	}
}
