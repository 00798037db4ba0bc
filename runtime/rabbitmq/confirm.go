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

// confirmer is a channel on which the broker confirms what it is sent. At most window messages are under
// way.
type confirmer struct {
	channel *amqp.Channel
	// ended is closed when the channel is gone; err says why.
	ended   chan struct{}
	err     error
	room    chan struct{} // has a value for each message under way
	waiters sync.WaitGroup

	mu      sync.Mutex
	returns <-chan amqp.Return
	pending map[*sent]struct{}
}

// sent is a message under way. key is what it is recognised by when it is returned.
type sent struct {
	key      string
	returned bool
}

func sendingKey(queue, id string) string { return queue + "\x00" + id }

func newConfirmer(s *session) (*confirmer, error) {
	ch, err := s.channel()
	if err != nil {
		return nil, err
	}
	c := &confirmer{channel: ch, ended: make(chan struct{}), room: make(chan struct{}, window), pending: map[*sent]struct{}{}}
	// amqp091 drops what a listener does not take in time: there is room for a return of each message.
	c.returns = ch.NotifyReturn(make(chan amqp.Return, window))
	closes := ch.NotifyClose(make(chan *amqp.Error, 1))
	go func() {
		c.err = errChannelClosed
		if cause := <-closes; cause != nil {
			c.err = cause
		}
		close(c.ended)
	}()
	if err := s.call("asking for confirms", func() error { return ch.Confirm(false) }); err != nil {
		return nil, err
	}
	return c, nil
}

// publish sends a message and calls done once with the outcome, from another goroutine. Where publish
// returns an error done is not called.
func (c *confirmer) publish(queue string, p amqp.Publishing, done func(outcome)) error {
	select {
	case c.room <- struct{}{}:
	case <-c.ended:
		return errChannelClosed
	}
	one := &sent{key: sendingKey(queue, p.MessageId)}
	c.mu.Lock()
	c.pending[one] = struct{}{}
	c.mu.Unlock()
	// Not NotifyPublish: where the broker refuses one message and then confirms several at once, that
	// gives the refused one as confirmed.
	confirmation, err := c.channel.PublishWithDeferredConfirm("", queue, true, false, p)
	if err != nil {
		c.finish(one)
		return fmt.Errorf("sending a message to %s: %w", queue, err)
	}
	c.waiters.Go(func() {
		<-confirmation.Done()
		returned := c.finish(one)
		switch {
		case confirmation.Acked() && returned:
			done(outcome{err: errReturned, returned: true})
		case confirmation.Acked():
			done(outcome{})
		case c.channel.IsClosed():
			done(outcome{err: errNotConfirmed})
		default:
			done(outcome{err: errNacked, nacked: true})
		}
	})
	return nil
}

// finish takes a message from those under way, and says whether it was returned. The broker returns a
// message before it confirms it, so its return is among those that are there.
func (c *confirmer) finish(one *sent) (returned bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for more := true; more; {
		select {
		case r, open := <-c.returns:
			if more = open; open {
				c.markReturned(r)
			}
		default:
			more = false
		}
	}
	delete(c.pending, one)
	<-c.room
	return one.returned
}

// markReturned marks what a return may mean: all messages under way with that ID. One too many is sent
// twice, one too few is lost.
func (c *confirmer) markReturned(r amqp.Return) {
	key := sendingKey(r.RoutingKey, r.MessageId)
	for one := range c.pending {
		if one.key == key {
			one.returned = true
		}
	}
}

// wait waits for the end of the channel, and for the last outcome.
func (c *confirmer) wait() {
	<-c.ended
	c.waiters.Wait()
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
