package events

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
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

// Type is an event id together with the type of its data.
type Type[T any] struct {
	// ID is the event's id.
	ID string
}

// Define declares an event. It panics when the id is not UPPER_SNAKE_CASE or DOTTED.UPPER:
// a declaration is part of the program.
func Define[T any](id string) Type[T] {
	mustBeID(id)
	return Type[T]{ID: id}
}

// Emit sends the event through r, as [Router.Emit] does.
func (t Type[T]) Emit(ctx context.Context, r *Router, data T) error {
	return r.Emit(ctx, t.ID, data)
}

// On registers a handler for a declared event, as [Router.Handle] does.
func On[T any](r *Router, t Type[T], h func(ctx context.Context, data T) error, opts ...Option) (unregister func()) {
	if h == nil {
		panic("events: nil handler for " + t.ID)
	}
	return r.Handle(t.ID, func(ctx context.Context, e Event) error {
		data, ok := e.Data.(T)
		if !ok {
			return fmt.Errorf("handle %s: the data is a %T and not the %s that was declared: emit it through its Type", e.ID, e.Data, reflect.TypeFor[T]())
		}
		return h(ctx, data)
	}, opts...)
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
