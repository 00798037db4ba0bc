package rabbitmq

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/queue/consuming"
)

// consumer is one Consume.
type consumer struct {
	connection *Connection
	queue      string
	handler    queue.Handler
	options    queue.ConsumeOptions
	// stop ends when no further messages shall be begun, handling when handlers shall return.
	stop, handling context.Context
	// work hands deliveries to the workers, which outlive sessions: there are never more handlers at
	// work than the options say.
	work      chan amqp.Delivery
	workers   sync.WaitGroup
	finishing sync.Once
}

// Consume implements [queue.Broker].
func (c *Connection) Consume(ctx context.Context, name string, h queue.Handler, o queue.ConsumeOptions) error {
	o, err := o.WithDefaults()
	if err == nil {
		_, err = queue.Message{Queue: name}.Prepare()
	}
	if err != nil {
		return err
	}
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return fmt.Errorf("consuming %s: %w", name, errClosed)
	}
	c.consumers.Add(1)
	c.mu.Unlock()
	defer c.consumers.Done()
	c.startConsuming.Do(func() { c.goroutines.Go(func() { c.consuming.run(c.ctx) }) })

	k := &consumer{connection: c, queue: name, handler: h, options: o, work: make(chan amqp.Delivery)}
	defer k.start(ctx)()
	wait := backoff{most: c.options.MaxBackoff}
	for {
		s, err := c.consuming.wait(k.stop)
		if err != nil {
			break
		}
		began := time.Now()
		err = k.serve(s)
		if k.stop.Err() != nil {
			break
		}
		if !s.gone() {
			c.reports.fault(CodeChannelClosed, "consuming was interrupted; trying again", name, err)
		}
		if time.Since(began) >= steady {
			wait.reset()
		}
		pause(k.stop, wait.next())
	}
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("consuming %s: %w", name, errClosed)
}

// start sets the contexts and starts the workers. What it returns waits for those.
func (k *consumer) start(ctx context.Context) (finish func()) {
	c := k.connection
	var end func()
	k.stop, k.handling, end = consuming.Contexts(ctx, c.closing, c.handling.Done(), c.options.HandlerGrace)
	for range k.options.Workers {
		k.workers.Go(func() {
			for d := range k.work {
				k.handle(d)
			}
		})
	}
	return func() {
		k.finishWorkers()
		end()
	}
}

// serve consumes on one channel, until that or the consumer ends.
func (k *consumer) serve(s *session) error {
	differs, err := s.queues.assert(k.queue)
	if err != nil {
		return err
	}
	if differs != nil {
		k.connection.reports.fault(CodeChannelFailed, "a queue exists in another form than is asserted; it is used as it is", k.queue, differs)
	}
	s.queues.forget(k.queue) // the next time it may be gone
	ch, err := s.channel()
	if err != nil {
		return err
	}
	closes := ch.NotifyClose(make(chan *amqp.Error, 1))
	cancels := ch.NotifyCancel(make(chan string, 1))
	deliveries, tag, err := k.subscribe(s, ch)
	if err == nil {
		err = k.pass(s, deliveries, cancels)
	}
	if k.stop.Err() != nil && tag != "" && !ch.IsClosed() {
		_ = s.call("ending deliveries", func() error { return ch.Cancel(tag, false) })
		for d := range deliveries {
			_ = d.Nack(false, true) // or the end of the channel gives it back
		}
	}
	if k.stop.Err() != nil {
		k.finishWorkers() // their acknowledgements need the channel
	}
	if !ch.IsClosed() {
		_ = s.call("closing a channel", ch.Close) // which gives back what is left
	}
	if failure := <-closes; failure != nil {
		return failure
	}
	return err
}

// finishWorkers waits until no handler is at work, and ends the workers.
func (k *consumer) finishWorkers() {
	k.finishing.Do(func() { close(k.work) })
	k.workers.Wait()
}

func (k *consumer) subscribe(s *session, ch *amqp.Channel) (deliveries <-chan amqp.Delivery, tag string, err error) {
	tag = "vtgen-" + rand.Text()
	err = s.call("consuming "+k.queue, func() (err error) {
		if err := ch.Qos(k.options.Prefetch, 0, false); err != nil {
			return err
		}
		deliveries, err = ch.Consume(k.queue, tag, false, false, false, false, nil)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return deliveries, tag, nil
}

// pass hands deliveries to the workers.
func (k *consumer) pass(s *session, deliveries <-chan amqp.Delivery, cancels <-chan string) error {
	for {
		select {
		case d, open := <-deliveries:
			if !open {
				return errChannelClosed
			}
			select {
			case k.work <- d:
			case <-s.ended: // the broker delivers it again
				return errChannelClosed
			case <-k.stop.Done():
				_ = d.Nack(false, true) // or the end of the channel gives it back
				return nil
			}
		case <-cancels:
			return errors.New("the queue was deleted")
		case <-k.stop.Done():
			return nil
		}
	}
}
