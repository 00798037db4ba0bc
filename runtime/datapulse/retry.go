package datapulse

import (
	"container/heap"
	"context"
	"errors"
	"time"

	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/queue"
)

// errClosing is why a report that waits is given up.
var errClosing = errors.New("the process ends")

// report is a message on its way.
type report struct {
	name    string
	message queue.Message
	retries int
	due     time.Time
	store   bool // it goes to the store first
	pending bool // it is counted as such
}

// byDue is a heap of reports, the next one first.
type byDue []*report

// Len implements [heap.Interface].
func (b byDue) Len() int { return len(b) }

// Less implements [heap.Interface].
func (b byDue) Less(i, j int) bool { return b[i].due.Before(b[j].due) }

// Swap implements [heap.Interface].
func (b byDue) Swap(i, j int) { b[i], b[j] = b[j], b[i] }

// Push implements [heap.Interface].
func (b *byDue) Push(x any) { *b = append(*b, x.(*report)) }

// Pop implements [heap.Interface].
func (b *byDue) Pop() any {
	last := len(*b) - 1
	p := (*b)[last]
	(*b)[last] = nil
	*b = (*b)[:last]
	return p
}

// run is the worker: it stores or sends what waits.
func (r *Reporter) run() {
	defer close(r.finished)
	for {
		p, wait, ended := r.next(time.Now())
		switch {
		case ended:
			return
		case p != nil:
			r.attempt(p)
		default:
			r.rest(wait)
		}
	}
}

// next returns the report that is due, or how long there is none.
func (r *Reporter) next(now time.Time) (p *report, wait time.Duration, ended bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case len(r.pending) == 0:
		return nil, time.Hour, r.closing
	case r.closing || !r.pending[0].due.After(now):
		return heap.Pop(&r.pending).(*report), 0, false
	}
	return nil, r.pending[0].due.Sub(now), false
}

func (r *Reporter) rest(wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-r.wake:
	case <-timer.C:
	}
}

// attempt stores or sends a report, or has it wait again.
func (r *Reporter) attempt(p *report) {
	if r.work.Err() != nil {
		r.keep(r.work, p, errClosing) // which drops it
		return
	}
	if r.o.Store != nil && (p.store || r.isClosing()) {
		if r.toStore(p) == nil {
			return
		}
	}
	if err := r.publish(r.work, p); err != nil {
		r.keep(r.work, p, err)
	}
}

func (r *Reporter) isClosing() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.closing
}

// toStore leaves a report and its further attempts to the outbox.
func (r *Reporter) toStore(p *report) error {
	ctx, cancel := context.WithTimeout(r.work, storeTimeout)
	defer cancel()
	err := r.o.Store.Add(ctx, outbox.Message{
		Kind: outbox.Queue, Name: p.message.Queue, Body: p.message.Body, DeliveryID: p.message.ID,
		NotBefore: time.Now().Add(retryWait()), MaxAttempts: maxRetries, RetryMin: retryMin, RetryMax: retryMax,
	})
	if err != nil {
		r.o.Logger.WarnContext(ctx, "retry.go:001 | toStore | a count that the queue refused was not stored and waits in memory", "activity_id", p.name, "error", err)
		return err
	}
	r.settle(p, &r.stats.Stored)
	return nil
}
