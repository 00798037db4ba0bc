package localqueue

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/queue/consuming"
	"github.com/vtgen/vtgen/runtime/spool"
)

// requeuePause is how long a message waits that could be neither acknowledged nor moved.
const requeuePause = time.Second

// consumer is one Consume.
type consumer struct {
	broker         *Broker
	queue          string
	handler        queue.Handler
	options        queue.ConsumeOptions
	stop, handling context.Context
}

// Consume implements [queue.Broker]. Prefetch only bounds Workers: there is no way between this broker
// and its consumers on which messages could wait. A dead message without a DeadLetterQueue is dropped,
// and logged.
func (b *Broker) Consume(ctx context.Context, name string, h queue.Handler, o queue.ConsumeOptions) error {
	o, err := o.WithDefaults()
	if err == nil {
		_, err = queue.Message{Queue: name}.Prepare()
	}
	if err != nil {
		return err
	}
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return fmt.Errorf("consuming %s: %w", name, queue.ErrClosed)
	}
	b.consumers.Add(1)
	b.mu.Unlock()
	defer b.consumers.Done()
	k := &consumer{broker: b, queue: name, handler: h, options: o}
	var finish func()
	k.stop, k.handling, finish = consuming.Contexts(ctx, b.closing, b.hurry, b.options.HandlerGrace)
	var workers sync.WaitGroup
	for range o.Workers {
		workers.Go(k.run)
	}
	workers.Wait()
	finish()
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("consuming %s: %w", name, queue.ErrClosed)
}

// run is a worker.
func (k *consumer) run() {
	for k.stop.Err() == nil {
		change := k.broker.change(k.queue)
		e, again := k.broker.spool.Take(k.queue)
		if e != nil {
			k.handle(e, again)
			continue
		}
		select {
		case <-change:
		case <-k.stop.Done():
		}
	}
}

// handle handles one message and settles it.
func (k *consumer) handle(e *spool.Entry, again bool) {
	m, ok := k.read(e)
	if !ok {
		return
	}
	d := queue.Delivery{Message: m, Attempt: queue.Attempt(m.Headers), Redelivered: again}
	d.Headers = maps.Clone(m.Headers) // the handler's own
	err := consuming.Handle(k.handling, k.handler, d)
	if err == nil {
		k.broker.spool.Ack(e)
		k.broker.handled.Add(1)
		return
	}
	log := k.broker.log.With("queue", k.queue, "message", m.ID, "attempt", d.Attempt, "error", err)
	if p, ok := errors.AsType[*consuming.PanicError](err); ok {
		log = log.With("stack", string(p.Stack))
	}
	if d.Attempt < k.options.MaxAttempts {
		log.Warn("consume.go:001 | handle | the handler failed")
		k.move(e, m, k.queue, queue.RetryHeader, int64(d.Attempt+1))
		return
	}
	log.Error("consume.go:002 | handle | the handler failed in all attempts; the message is dead")
	if k.options.DeadLetterQueue == "" {
		k.broker.dead.Add(1)
		k.broker.spool.Ack(e)
		return
	}
	k.move(e, m, k.options.DeadLetterQueue, queue.OriginalQueueHeader, k.queue)
}

// read reads a message. What is damaged is lost.
func (k *consumer) read(e *spool.Entry) (m queue.Message, ok bool) {
	data, err := k.broker.spool.Read(e)
	if err == nil {
		err = m.UnmarshalBinary(data)
	} else if !errors.Is(err, spool.ErrDamaged) {
		k.giveBack(e, err)
		return m, false
	}
	if err != nil {
		k.broker.log.Error("consume.go:003 | read | a message is damaged and lost", "queue", k.queue, "error", err)
		k.broker.spool.Ack(e)
		return m, false
	}
	return m, true
}

// move moves a message to a queue, with one more header. Where it comes from the same queue it is tried
// again, else it is dead.
func (k *consumer) move(e *spool.Entry, m queue.Message, to, header string, value any) {
	m.Headers = maps.Clone(m.Headers)
	if m.Headers == nil {
		m.Headers = map[string]any{}
	}
	m.Headers[header] = value
	m.Queue = to
	data, err := m.AppendBinary(nil)
	if err == nil {
		err = k.broker.spool.Move(context.WithoutCancel(k.handling), e, to, data)
	}
	switch {
	case err != nil:
		k.giveBack(e, err)
	case header == queue.RetryHeader:
		k.broker.retried.Add(1)
	default:
		k.broker.dead.Add(1)
	}
}

// giveBack has a message handled again, after a while.
func (k *consumer) giveBack(e *spool.Entry, cause error) {
	k.broker.log.Error("consume.go:004 | giveBack | a message could not be read or moved; trying again", "queue", k.queue, "error", cause)
	pause(k.stop.Done(), requeuePause)
	k.broker.spool.Return(e)
}
