package rabbitmq

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/queue/consuming"
	"github.com/vtgen/vtgen/runtime/spool"
)

// Connection is a [queue.Broker] on RabbitMQ. It is safe for concurrent use.
type Connection struct {
	options  Options
	spool    *spool.Spool
	reports  *reporter
	counters counters

	publishing, consuming *link
	startConsuming        sync.Once
	// work tells the publisher to look for messages, drained tells Close that there may be none left.
	work, drained chan struct{}

	ctx        context.Context // ends when everything shall
	cancel     context.CancelFunc
	goroutines sync.WaitGroup

	mu        sync.Mutex
	closed    bool
	closing   chan struct{}      // closed at the begin of Close
	handling  context.Context    // ends when handlers shall return at once
	hurry     context.CancelFunc // ends it
	consumers sync.WaitGroup
}

type counters struct {
	accepted, dropped, confirmed, returned, nacked, resent, handled, retried, dead, requeued atomic.Int64
}

var _ queue.Broker = (*Connection)(nil)

// Open opens the buffer and begins to connect. It does not wait for the broker: until that is there
// messages are kept. ctx gives values to the hooks; its end means nothing.
func Open(ctx context.Context, o Options) (*Connection, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o = o.withDefaults()
	c := &Connection{options: o, reports: newReporter(o), work: make(chan struct{}, 1), drained: make(chan struct{}, 1), closing: make(chan struct{})}
	o.Spool.Logger = o.Logger
	o.Spool.Notify = func(string) { wake(c.work) }
	var err error
	if c.spool, err = spool.OpenSlot(o.SpoolDir, o.Spool); err != nil {
		return nil, fmt.Errorf("connecting to RabbitMQ: %w", err)
	}
	ctx = context.WithoutCancel(ctx)
	c.ctx, c.cancel = context.WithCancel(ctx)
	c.handling, c.hurry = context.WithCancel(ctx)
	c.publishing = newLink(o, c.reports, "vtgen publishing", c.reports.connection, func() { wake(c.work) })
	c.consuming = newLink(o, c.reports, "vtgen consuming", func() {}, func() {})
	for _, run := range []func(context.Context){c.publishing.run, newPublisher(c).run, c.reports.runFaults, c.reports.runConnections, c.adopt} {
		c.goroutines.Go(func() { run(c.ctx) })
	}
	return c, nil
}

func wake(work chan<- struct{}) {
	select {
	case work <- struct{}{}:
	default: // it will
	}
}

// Publish implements [queue.Publisher].
func (c *Connection) Publish(ctx context.Context, m queue.Message) error {
	m, err := m.Prepare()
	if err != nil {
		return err
	}
	c.mu.Lock()
	closed := c.closed
	c.mu.Unlock()
	if closed {
		return fmt.Errorf("publishing to %s: %w", m.Queue, errClosed)
	}
	data, err := m.AppendBinary(nil)
	if err == nil {
		err = c.spool.Append(ctx, m.Queue, data)
	}
	if err != nil {
		c.counters.dropped.Add(1)
		return fmt.Errorf("publishing to %s: %w", m.Queue, err)
	}
	c.counters.accepted.Add(1)
	return nil
}

// adopt is the goroutine that takes over what processes that died have left.
func (c *Connection) adopt(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := c.spool.Adopt(ctx)
		if err != nil && ctx.Err() == nil {
			c.options.Logger.Warn("connection.go:001 | adopt | the messages of a process that died could not be taken over", "error", err)
		}
		if n > 0 {
			c.options.Logger.Info("connection.go:002 | adopt | took over the messages of processes that died", "count", n)
		}
		pause(ctx, adoptInterval)
	}
}

// checkDrained tells Close when the buffer is empty.
func (c *Connection) checkDrained() {
	if c.spool.Stats().Messages == 0 {
		wake(c.drained)
	}
}

// Stats returns counts and state.
func (c *Connection) Stats() Stats {
	connected, blocked, made := c.publishing.state()
	n := &c.counters
	return Stats{
		Accepted: n.accepted.Load(), Dropped: n.dropped.Load(), Spooled: c.spool.Stats().Messages,
		Confirmed: n.confirmed.Load(), Returned: n.returned.Load(), Nacked: n.nacked.Load(), Resent: n.resent.Load(),
		Handled: n.handled.Load(), Retried: n.retried.Load(), Dead: n.dead.Load(), Requeued: n.requeued.Load(),
		Reconnects: max(0, made-1), Connected: connected, Blocked: blocked,
	}
}

// Close implements [queue.Broker]: it refuses messages, stops deliveries, waits for handlers, and then
// for the buffer to empty. What is left when ctx ends stays on disk for the next process, and is said in
// the error.
func (c *Connection) Close(ctx context.Context) error {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return nil
	}
	c.closed = true
	close(c.closing)
	c.mu.Unlock()

	stopHurry := context.AfterFunc(ctx, c.hurry)
	defer stopHurry()
	handlers := consuming.Wait(ctx, &c.consumers)
	if handlers != nil {
		handlers = fmt.Errorf("waiting for handlers to return: %w", handlers)
	}
	c.drain(ctx)
	c.cancel()
	c.hurry()
	// Ending the connections takes a few seconds at most; hooks that do not return are left behind.
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*closeTimeout)
	defer cancel()
	goroutines := consuming.Wait(ending, &c.goroutines)
	if goroutines != nil {
		goroutines = fmt.Errorf("waiting for the hooks to return: %w", goroutines)
	}
	left := c.spool.Stats().Messages
	err := errors.Join(handlers, goroutines, c.spool.Close())
	if left > 0 {
		err = errors.Join(err, fmt.Errorf("%d messages are left in %s for the next process: %w", left, c.options.SpoolDir, ctx.Err()))
	}
	if err != nil {
		return fmt.Errorf("closing the connection to RabbitMQ: %w", err)
	}
	return nil
}

func (c *Connection) drain(ctx context.Context) {
	for c.spool.Stats().Messages > 0 {
		select {
		case <-c.drained:
		case <-time.After(100 * time.Millisecond): // what was dropped tells nobody
		case <-ctx.Done():
			return
		}
	}
}
