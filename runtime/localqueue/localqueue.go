// Package localqueue is a message broker within the process: the embedded default where no RabbitMQ is
// set. Its queues are lanes of a spool on disk (package spool), which makes them durable: what was
// accepted and not acknowledged is delivered again by the next process.
//
// It delivers to the consumers of its own process only. Processes of a machine may share the directory,
// and then take over what those that died have left.
package localqueue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/queue/consuming"
	"github.com/vtgen/vtgen/runtime/spool"
)

// Options say how to open a broker. Zero values stand for the defaults.
type Options struct {
	// Dir is the directory of the queues, on a local disk. The processes of a machine may share it.
	Dir string
	// Spool bounds the queues together, and each by itself: by default one holds 50,000 messages, so
	// that a queue nobody consumes leaves room for others. Its Logger and Notify are set by Open.
	Spool spool.Options
	// Logger may be nil.
	Logger *slog.Logger
	// OnConnected is called once, in a goroutine of its own (emitter event rabbitMQConnected). It may
	// be nil.
	OnConnected func(ctx context.Context)
	// HandlerGrace is how long handlers may go on after the end of their Consume or of the broker,
	// before their context ends; 10 s by default.
	HandlerGrace time.Duration
}

const (
	defaultLaneMessages = 50_000
	defaultGrace        = 10 * time.Second
	// adoptInterval is how often the backlogs of processes that died are looked for.
	adoptInterval = time.Minute
)

// Broker is a [queue.Broker] within the process. It is safe for concurrent use.
type Broker struct {
	options Options
	spool   *spool.Spool
	log     *slog.Logger

	accepted, handled, retried, dead atomic.Int64

	closing    chan struct{} // closed at the begin of Close
	hurry      chan struct{} // closed when handlers shall return at once
	goroutines sync.WaitGroup
	consumers  sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	changes map[string]chan struct{} // closed when a queue got a message
}

var _ queue.Broker = (*Broker)(nil)

// Open opens the queues in a directory. ctx gives values to OnConnected; its end means nothing.
func Open(ctx context.Context, o Options) (*Broker, error) {
	if o.Dir == "" {
		return nil, errors.New("opening the queues: no directory is set")
	}
	o.HandlerGrace = cmp.Or(o.HandlerGrace, defaultGrace)
	o.Spool.MaxLaneMessages = cmp.Or(o.Spool.MaxLaneMessages, defaultLaneMessages)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	b := &Broker{options: o, log: o.Logger, closing: make(chan struct{}), hurry: make(chan struct{}), changes: map[string]chan struct{}{}}
	o.Spool.Logger, o.Spool.Notify = o.Logger, b.changed
	var err error
	if b.spool, err = spool.OpenSlot(o.Dir, o.Spool); err != nil {
		return nil, fmt.Errorf("opening the queues: %w", err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	b.goroutines.Go(func() {
		<-b.closing
		cancel()
	})
	b.goroutines.Go(func() { b.adopt(ctx) })
	b.goroutines.Go(func() { b.connected(ctx) })
	return b, nil
}

func (b *Broker) connected(ctx context.Context) {
	defer func() {
		if value := recover(); value != nil {
			b.log.Error("localqueue.go:001 | connected | OnConnected panicked", "panic", value, "stack", string(debug.Stack()))
		}
	}()
	if b.options.OnConnected != nil {
		b.options.OnConnected(ctx)
	}
}

// adopt takes over what processes that died have left.
func (b *Broker) adopt(ctx context.Context) {
	for ctx.Err() == nil {
		if _, err := b.spool.Adopt(ctx); err != nil && ctx.Err() == nil {
			b.log.Warn("localqueue.go:002 | adopt | the messages of a process that died could not be taken over", "error", err)
		}
		pause(ctx.Done(), adoptInterval)
	}
}

// Publish implements [queue.Publisher].
func (b *Broker) Publish(ctx context.Context, m queue.Message) error {
	m, err := m.Prepare()
	if err != nil {
		return err
	}
	data, err := m.AppendBinary(nil)
	if err == nil {
		err = b.refuseClosed()
	}
	if err == nil {
		err = b.spool.Append(ctx, m.Queue, data)
	}
	if err != nil {
		return fmt.Errorf("publishing to %s: %w", m.Queue, err)
	}
	b.accepted.Add(1)
	return nil
}

func (b *Broker) refuseClosed() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return queue.ErrClosed
	}
	return nil
}

// Stats are counts since Open. Messages are in the queues now, under way or not.
type Stats struct {
	Accepted, Refused, Handled, Retried, Dead int64
	Messages                                  int
}

// Stats returns the counts.
func (b *Broker) Stats() Stats {
	s := b.spool.Stats()
	return Stats{Accepted: b.accepted.Load(), Refused: s.Refused, Handled: b.handled.Load(), Retried: b.retried.Load(), Dead: b.dead.Load(), Messages: s.Messages}
}

// changed tells the consumers of a queue that it got a message.
func (b *Broker) changed(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if change := b.changes[name]; change != nil {
		close(change)
		delete(b.changes, name)
	}
}

// change returns what is closed when a queue gets a message.
func (b *Broker) change(name string) <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	change := b.changes[name]
	if change == nil {
		change = make(chan struct{})
		b.changes[name] = change
	}
	return change
}

// Close implements [queue.Broker]: it refuses messages, begins no further ones, and waits for handlers
// until ctx ends. What is left is on disk, for the next process.
func (b *Broker) Close(ctx context.Context) error {
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return nil
	}
	b.closed = true
	close(b.closing)
	b.mu.Unlock()
	stop := context.AfterFunc(ctx, func() { close(b.hurry) })
	defer stop()
	err := errors.Join(consuming.Wait(ctx, &b.consumers), consuming.Wait(ctx, &b.goroutines))
	if err != nil {
		err = fmt.Errorf("waiting for handlers and OnConnected to return: %w", err)
	}
	if err = errors.Join(err, b.spool.Close()); err != nil {
		return fmt.Errorf("closing the queues: %w", err)
	}
	return nil
}

// pause waits, or until done is closed.
func pause(done <-chan struct{}, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-done:
	}
}
