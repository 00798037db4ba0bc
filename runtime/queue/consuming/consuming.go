// Package consuming is what brokers share in running the handlers of messages.
package consuming

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/vtgen/vtgen/runtime/queue"
)

// PanicError is the error of a handler that panicked.
type PanicError struct {
	Value any
	Stack []byte
}

// Error implements error; the stack is left out.
func (e *PanicError) Error() string { return fmt.Sprintf("the handler panicked: %v", e.Value) }

var errNoReturn = errors.New("the handler ended its goroutine without returning")

// Handle runs a handler. One that panics, or ends its goroutine, has failed.
func Handle(ctx context.Context, h queue.Handler, d queue.Delivery) error {
	result := make(chan error, 1)
	go func() {
		err := errNoReturn
		defer func() {
			if value := recover(); value != nil {
				err = &PanicError{Value: value, Stack: debug.Stack()}
			}
			result <- err
		}()
		err = h(ctx, d)
	}()
	return <-result
}

// Contexts makes the contexts of one consumer: no message is begun after stop, which ends with ctx or
// when closing is closed. Handlers run in handling, which ends a time of grace later, or when hurry is
// closed. The consumer calls finish when its last handler has returned.
func Contexts(ctx context.Context, closing, hurry <-chan struct{}, grace time.Duration) (stop, handling context.Context, finish func()) {
	stop, cancelStop := context.WithCancel(ctx)
	handling, cancelHandling := context.WithCancel(context.WithoutCancel(ctx))
	over := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		defer cancelHandling()
		select {
		case <-closing:
			cancelStop()
		case <-stop.Done():
		case <-over:
			return
		}
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-hurry:
		case <-over:
		}
	})
	return stop, handling, func() {
		cancelStop()
		close(over)
		watching.Wait()
	}
}

// Wait waits for goroutines, or until ctx ends.
func Wait(ctx context.Context, group *sync.WaitGroup) error {
	done := make(chan struct{})
	go func() {
		group.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
	}
	select {
	case <-done:
		return nil
	default:
		return ctx.Err()
	}
}
