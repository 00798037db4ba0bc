package rabbitmq

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/vtgen/vtgen/runtime/queue"
)

// steady is how long a connection must have held for the next pause to be short again.
const steady = 5 * time.Second

// link keeps a connection: it makes another whenever one ends.
type link struct {
	options Options
	reports *reporter
	name    string
	// connected is called with each session, changed when its state changed. Neither may block.
	connected func()
	changed   func()

	mu      sync.Mutex
	current *session
	arrived chan struct{} // closed when there is a session
	made    int64
}

func newLink(o Options, r *reporter, name string, connected, changed func()) *link {
	return &link{options: o, reports: r, name: name, connected: connected, changed: changed, arrived: make(chan struct{})}
}

// run is the link's goroutine.
func (l *link) run(ctx context.Context) {
	wait := backoff{most: l.options.MaxBackoff}
	for ctx.Err() == nil {
		conn, raw, err := dial(ctx, l.options, l.name)
		if err != nil {
			l.connectFailed(ctx, err)
			pause(ctx, wait.next())
			continue
		}
		began := time.Now()
		s := newSession(conn, raw, l.options.ConfirmTimeout, l.changed)
		l.begin(s)
		select {
		case <-s.ended:
		case <-ctx.Done():
			l.leave()
			s.close()
			return
		}
		l.leave()
		l.lost(s.err)
		if time.Since(began) >= steady {
			wait.reset()
		}
		pause(ctx, wait.next())
	}
}

func (l *link) begin(s *session) {
	l.mu.Lock()
	l.current = s
	l.made++
	close(l.arrived)
	l.mu.Unlock()
	l.options.Logger.Info("link.go:001 | begin | connected to RabbitMQ", "connection", l.name)
	l.connected()
}

func (l *link) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.current = nil
	l.arrived = make(chan struct{})
}

func (l *link) connectFailed(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	l.mu.Lock()
	first := l.made == 0
	l.mu.Unlock()
	if first {
		l.reports.fault(CodeInitFailed, "the first connect failed; trying again", l.name, err)
	} else {
		l.reports.fault(CodeReconnectFailed, "a reconnect failed; trying again", l.name, err)
	}
}

func (l *link) lost(err error) {
	failure, told := errors.AsType[*amqp.Error](err)
	if told && failure.Server {
		l.reports.fault(CodeConnectionClosed, "the broker closed the connection", l.name, err)
		return
	}
	l.reports.fault(CodeConnectionFailed, "the connection broke", l.name, err)
}

// wait waits for a session that has not ended.
func (l *link) wait(ctx context.Context) (*session, error) {
	for {
		l.mu.Lock()
		s, arrived := l.current, l.arrived
		l.mu.Unlock()
		if s == nil {
			select {
			case <-arrived:
				continue
			case <-ctx.Done():
				return nil, fmt.Errorf("waiting for a connection to RabbitMQ: %w", ctx.Err())
			}
		}
		if !s.gone() {
			return s, nil
		}
		// The link has not noticed yet.
		select {
		case <-s.ended:
			pause(ctx, time.Millisecond)
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for a connection to RabbitMQ: %w", ctx.Err())
		}
	}
}

// state is what Stats shows of the link.
func (l *link) state() (connected, blocked bool, made int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.current == nil || l.current.gone() {
		return false, false, l.made
	}
	blocked, _ = l.current.state()
	return true, blocked, l.made
}

// errClosed is the error of what is asked of a closed connection.
var errClosed = fmt.Errorf("RabbitMQ: %w", queue.ErrClosed)
