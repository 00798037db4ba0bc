package rabbitmq

import (
	"errors"
	"fmt"
	"sync"

	amqp "github.com/rabbitmq/amqp091-go"
)

// outcome is what became of a message that was sent.
type outcome struct {
	// err is nil where the broker confirmed the message.
	err error
	// returned says that the queue does not exist, nacked that the broker refused the message. With
	// neither, the channel ended and the message may or may not have arrived.
	returned, nacked bool
}

var (
	errReturned      = errors.New("the queue does not exist")
	errNacked        = errors.New("the broker refused the message")
	errNotConfirmed  = errors.New("the channel was closed before the broker confirmed the message")
	errChannelClosed = errors.New("the channel is closed")
)

// confirmer is a channel on which the broker confirms what it is sent.
type confirmer struct {
	session *session
	channel *amqp.Channel
	// ended is closed when the channel is gone; err says why.
	ended chan struct{}
	err   error

	sending sync.Mutex // the order of tags is that of sending
	mu      sync.Mutex
	pending map[uint64]*sent // by delivery tag; nil once ended
}

type sent struct {
	key      string
	returned bool
	done     func(outcome)
}

func newConfirmer(s *session) (*confirmer, error) {
	ch, err := s.channel()
	if err != nil {
		return nil, err
	}
	c := &confirmer{session: s, channel: ch, ended: make(chan struct{}), pending: map[uint64]*sent{}}
	closes := ch.NotifyClose(make(chan *amqp.Error, 1))
	// amqp091 drops what a listener does not take in time; run never blocks, and these have room.
	returns := ch.NotifyReturn(make(chan amqp.Return, window))
	confirms := ch.NotifyPublish(make(chan amqp.Confirmation, 4*window))
	go c.run(closes, returns, confirms)
	if err := s.call("asking for confirms", func() error { return ch.Confirm(false) }); err != nil {
		return nil, err
	}
	return c, nil
}

// sendingKey is what a returned message is recognised by.
func sendingKey(queue, id string) string { return queue + "\x00" + id }

// publish sends a message and calls done once with the outcome, from another goroutine; done must not
// block. Where publish returns an error done is not called.
func (c *confirmer) publish(queue string, p amqp.Publishing, done func(outcome)) error {
	c.sending.Lock()
	defer c.sending.Unlock()
	tag := c.channel.GetNextPublishSeqNo()
	c.mu.Lock()
	if c.pending == nil {
		c.mu.Unlock()
		return errChannelClosed
	}
	c.pending[tag] = &sent{key: sendingKey(queue, p.MessageId), done: done}
	c.mu.Unlock()
	err := c.channel.Publish("", queue, true, false, p)
	if err == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, waiting := c.pending[tag]; !waiting {
		return nil // the channel ended meanwhile, and done was told
	}
	delete(c.pending, tag)
	return fmt.Errorf("sending a message to %s: %w", queue, err)
}

// run hands out the outcomes. The broker returns a message before it confirms it, so what was returned
// is looked at first.
func (c *confirmer) run(closes <-chan *amqp.Error, returns <-chan amqp.Return, confirms <-chan amqp.Confirmation) {
	for {
		select {
		case r, open := <-returns:
			if !open {
				returns = nil
				continue
			}
			c.markReturned(r)
		case confirmation, open := <-confirms:
			if !open {
				c.end(<-closes)
				return
			}
			c.takeReturned(returns)
			c.settle(confirmation)
		}
	}
}

func (c *confirmer) takeReturned(returns <-chan amqp.Return) {
	for {
		select {
		case r, open := <-returns:
			if !open {
				return
			}
			c.markReturned(r)
		default:
			return
		}
	}
}

// markReturned marks what a return may mean: all messages under way with that ID. One too many is sent
// twice, one too few is lost.
func (c *confirmer) markReturned(r amqp.Return) {
	key := sendingKey(r.RoutingKey, r.MessageId)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, one := range c.pending {
		if one.key == key {
			one.returned = true
		}
	}
}

func (c *confirmer) settle(confirmation amqp.Confirmation) {
	c.mu.Lock()
	one := c.pending[confirmation.DeliveryTag]
	delete(c.pending, confirmation.DeliveryTag)
	c.mu.Unlock()
	switch {
	case one == nil: // its sending failed on this side
	case !confirmation.Ack:
		one.done(outcome{err: errNacked, nacked: true})
	case one.returned:
		one.done(outcome{err: errReturned, returned: true})
	default:
		one.done(outcome{})
	}
}

// end tells everything under way that the channel is gone. It takes the sending lock last, so that a
// publish that hangs in a write does not hold up the news.
func (c *confirmer) end(cause *amqp.Error) {
	c.mu.Lock()
	rest := c.pending
	c.pending = nil
	c.mu.Unlock()
	c.err = errChannelClosed
	if cause != nil {
		c.err = cause
	}
	for _, one := range rest {
		one.done(outcome{err: errNotConfirmed})
	}
	close(c.ended)
}

// alive says that messages can be sent.
func (c *confirmer) alive() bool {
	select {
	case <-c.ended:
		return false
	default:
		return !c.channel.IsClosed()
	}
}
