package events

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
)

// closing is added to the count of what is running once the router closes: the count is negative
// from then on, and equal to closing when nothing runs.
const closing = math.MinInt64 / 2

var errTooDeep = errors.New("events of handlers of events are nested too deep: one of them leads back to itself")

// work counts the emits and the handlers with a timeout that are running. Emitting takes one atomic
// operation before and one after.
type work struct {
	count  atomic.Int64
	closed atomic.Bool // not even handlers that are still running may emit

	mu     sync.Mutex
	closes bool          // closing has been added
	idle   chan struct{} // closed when nothing runs any more; nil when nobody waits
}

// begin lets an event in.
func (r *Router) begin(ctx *detached) error {
	if r.work.count.Add(1) > 0 && ctx.depth <= maxDepth {
		return nil
	}
	return r.reconsider(ctx)
}

// reconsider is begin where more has to be looked at. It is apart so that begin is inlined.
func (r *Router) reconsider(ctx *detached) error {
	switch {
	case ctx.depth > maxDepth:
		r.end()
		return fmt.Errorf("%w (%d)", errTooDeep, maxDepth)
	// While closing, the events of handlers that are still running belong to their work.
	case r.work.closed.Load() || ctx.depth == 1:
		r.end()
		return ErrClosed
	}
	return nil
}

// join is begin for what an event that was let in starts by itself.
func (r *Router) join() { r.work.count.Add(1) }

// end is called for each begin and join.
func (r *Router) end() {
	if r.work.count.Add(-1) == closing {
		r.work.rest()
	}
}

// rest tells Close that nothing runs any more.
func (w *work) rest() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.idle != nil {
		close(w.idle)
		w.idle = nil
	}
}

// Close refuses further events and waits until the handlers of those under way have
// returned, or ctx ends; then it returns an error that tells how many had not.
func (r *Router) Close(ctx context.Context) error {
	r.stopListening()
	defer r.work.closed.Store(true)
	idle := r.work.beginClosing()
	if idle == nil {
		return nil
	}
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("close the event router: %d events or handlers had not finished: %w", r.work.count.Load()-closing, ctx.Err())
	}
}

// beginClosing returns what tells that nothing runs any more, or nil when that is so already.
func (w *work) beginClosing() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.idle == nil {
		w.idle = make(chan struct{})
	}
	if !w.closes {
		w.closes = true
		w.count.Add(closing)
	}
	if w.count.Load() == closing {
		close(w.idle) // for another Close that waits
		w.idle = nil
		return nil
	}
	return w.idle
}
