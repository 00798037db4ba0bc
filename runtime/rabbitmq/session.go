package rabbitmq

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// session is one connection, from its making to its end.
type session struct {
	conn    *amqp.Connection
	raw     net.Conn
	timeout time.Duration // of an answer
	// ended is closed when the connection is gone; err says why, and is nil where this side closed it.
	ended chan struct{}
	err   error

	queues *queues

	mu        sync.Mutex
	blocked   bool
	unblocked chan struct{} // closed when it no longer is
	relief    time.Time     // when it last was
	aborted   error
	resending sync.Mutex
	resends   *confirmer // guarded by resending
}

// newSession watches a connection. changed is called when the broker blocks or unblocks it.
func newSession(conn *amqp.Connection, raw net.Conn, timeout time.Duration, changed func()) *session {
	s := &session{conn: conn, raw: raw, timeout: timeout, ended: make(chan struct{}), unblocked: make(chan struct{})}
	close(s.unblocked)
	s.queues = &queues{session: s, asserted: map[string]bool{}}
	closes := conn.NotifyClose(make(chan *amqp.Error, 1))
	blocks := conn.NotifyBlocked(make(chan amqp.Blocking, 16))
	go s.watch(closes, blocks, changed)
	return s
}

func (s *session) watch(closes <-chan *amqp.Error, blocks <-chan amqp.Blocking, changed func()) {
	defer changed()
	defer close(s.ended)
	for {
		select {
		case b, open := <-blocks:
			if !open {
				blocks = nil
				continue
			}
			s.setBlocked(b.Active)
			changed()
		case failure := <-closes:
			s.mu.Lock()
			s.err = s.aborted
			s.mu.Unlock()
			if failure != nil && s.err == nil {
				s.err = failure
			}
			s.setBlocked(false)
			return
		}
	}
}

func (s *session) setBlocked(blocked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if blocked == s.blocked {
		return
	}
	s.blocked = blocked
	if blocked {
		s.unblocked = make(chan struct{})
	} else {
		s.relief = time.Now()
		close(s.unblocked)
	}
}

// due is when an answer awaited since a time is overdue: not while the broker reads nothing of us.
func (s *session) due(since time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.blocked {
		since = time.Now()
	} else if since.Before(s.relief) {
		since = s.relief
	}
	return since.Add(s.timeout)
}

// state says whether the broker takes no messages, and gives what is closed when it does again.
func (s *session) state() (blocked bool, unblocked <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.blocked, s.unblocked
}

// abort ends the connection at once.
func (s *session) abort(reason error) {
	s.mu.Lock()
	if s.aborted == nil {
		s.aborted = reason
	}
	s.mu.Unlock()
	_ = s.raw.Close() // amqp091 notices
}

// close ends the connection in order, within a few seconds.
func (s *session) close() {
	_ = s.conn.CloseDeadline(time.Now().Add(closeTimeout)) // it is gone in any case
	<-s.ended
}

var errNoAnswer = errors.New("the broker does not answer")

// call runs a request and its answer. amqp091 waits for answers without bound, so this one ends the
// connection when there is none in time, except while the broker reads nothing of us anyway.
func (s *session) call(what string, f func() error) error {
	result := make(chan error, 1)
	go func() { result <- f() }()
	began := time.Now()
	timer := time.NewTimer(s.timeout)
	defer timer.Stop()
	for {
		select {
		case err := <-result:
			if err != nil {
				return fmt.Errorf("%s: %w", what, err)
			}
			return nil
		case <-timer.C:
			wait := time.Until(s.due(began))
			if wait <= 0 {
				s.abort(fmt.Errorf("%s: %w within %s", what, errNoAnswer, s.timeout))
				continue // the request ends with the connection
			}
			timer.Reset(wait)
		}
	}
}

// channel opens a channel.
func (s *session) channel() (ch *amqp.Channel, err error) {
	err = s.call("opening a channel", func() (err error) {
		ch, err = s.conn.Channel()
		return err
	})
	return ch, err
}

// gone says that the connection has ended.
func (s *session) gone() bool {
	select {
	case <-s.ended:
		return true
	default:
		return s.conn.IsClosed()
	}
}

// queues asserts queues, each once in a session. It has a channel of its own, since a refusal closes it.
type queues struct {
	session  *session
	mu       sync.Mutex
	channel  *amqp.Channel
	asserted map[string]bool
}

// assert makes sure that a durable queue exists. One that exists in another form, or that this user may
// not declare, is taken as it is: differs then says how it was refused.
func (q *queues) assert(name string) (differs, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.asserted[name] {
		return nil, nil
	}
	err = q.declare(name, (*amqp.Channel).QueueDeclare)
	if refusal, refused := errors.AsType[*amqp.Error](err); refused && !q.session.gone() {
		if passive := q.declare(name, (*amqp.Channel).QueueDeclarePassive); passive == nil {
			differs, err = refusal, nil
		}
	}
	q.asserted[name] = err == nil
	return differs, err
}

type declaration = func(ch *amqp.Channel, name string, durable, autoDelete, exclusive, noWait bool, args amqp.Table) (amqp.Queue, error)

func (q *queues) declare(name string, declare declaration) error {
	if q.channel == nil || q.channel.IsClosed() {
		ch, err := q.session.channel()
		if err != nil {
			return err
		}
		q.channel = ch
	}
	return q.session.call("asserting the queue "+name, func() error {
		_, err := declare(q.channel, name, true, false, false, false, nil)
		return err
	})
}

// forget has a queue asserted again.
func (q *queues) forget(name string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.asserted, name)
}

// await waits until the broker takes messages.
func (s *session) await(ctx context.Context) error {
	_, unblocked := s.state()
	select {
	case <-unblocked:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting until the broker takes messages again: %w", ctx.Err())
	}
}
