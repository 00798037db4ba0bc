package outbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"github.com/vtgen/vtgen/runtime/logging"
)

const (
	defaultBatch       = 50
	maxBatch           = 500
	defaultPoll        = 2 * time.Second
	defaultLease       = time.Minute
	defaultMaxAttempts = 10
	retryFirst         = time.Second
	retryMost          = 5 * time.Minute
	// maxCause bounds the stored error, in bytes of a column of 1000 characters.
	maxCause = 900
	// gather is how long a relay waits for further messages while some come in: those that come together are
	// claimed and removed together, which costs a fraction.
	gather = 3 * time.Millisecond
	// unsettled is for how long messages may be delivered and not removed yet: should the process die,
	// they are delivered again.
	unsettled = 50 * time.Millisecond
	// settleTimeout bounds the statement after a delivery, for which the caller's context may be over.
	settleTimeout = 10 * time.Second
)

// Deliver delivers a message. An error, or a panic, has it delivered again.
type Deliver = func(ctx context.Context, m Message) error

// RelayOptions configure a relay. Zero values stand for the defaults.
type RelayOptions struct {
	// Deliver is called for each message; see [To]. It is required.
	Deliver Deliver
	// Batch is how many messages are claimed at a time; 50 by default, at most 500.
	Batch int
	// Poll is how often the relay looks for messages of other processes and those to be tried again;
	// 2 s by default. Messages stored in this process are found at once.
	Poll time.Duration
	// Lease is for how long messages are claimed: a delivery that takes longer may be repeated by
	// another process. One minute by default.
	Lease time.Duration
	// MaxAttempts is after how many failed deliveries a message is dead; 10 by default.
	MaxAttempts int
	// Dead is told of a message that has used up its attempts; it may be nil.
	Dead func(ctx context.Context, m Message, cause error)
	// Logger gets failed deliveries; nil means silence.
	Logger *slog.Logger
}

// Relay delivers the messages of a [Store].
type Relay struct {
	store     *Store
	o         RelayOptions
	delivered atomic.Int64
	failed    atomic.Int64
	dead      atomic.Int64
}

// NewRelay returns a relay; [Relay.Run] has it work. It panics without Deliver.
func NewRelay(store *Store, o RelayOptions) *Relay {
	if o.Deliver == nil {
		panic("outbox: a relay without Deliver")
	}
	o.Batch = min(cmp.Or(o.Batch, defaultBatch), maxBatch)
	o.Poll = cmp.Or(o.Poll, defaultPoll)
	o.Lease = cmp.Or(o.Lease, defaultLease)
	o.MaxAttempts = cmp.Or(o.MaxAttempts, defaultMaxAttempts)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Relay{store: store, o: o}
}

// RelayStats counts what a relay has done since it was made.
type RelayStats struct {
	// Delivered, Failed and Dead count deliveries that worked, those that did not, and messages given up.
	Delivered, Failed, Dead int64
}

// Stats returns the counts at this moment.
func (r *Relay) Stats() RelayStats {
	return RelayStats{Delivered: r.delivered.Load(), Failed: r.failed.Load(), Dead: r.dead.Load()}
}

// Run delivers messages until ctx ends, then finishes the delivery under way and leaves the rest to
// the next relay. A database that does not answer is tried again.
func (r *Relay) Run(ctx context.Context) {
	var last map[string]bool
	for ctx.Err() == nil {
		list, err := r.round(ctx)
		if err != nil && ctx.Err() == nil {
			r.o.Logger.ErrorContext(ctx, "relay.go:001 | Run | the outbox can not be read or written", "error", err)
		}
		if len(list) == 0 || err != nil {
			r.rest(ctx)
			continue
		}
		keys, chain := keysOf(list, last)
		last = keys
		// A round takes one message of each key: where one comes after the other, waiting would add up.
		if len(list) < r.o.Batch && !chain && len(r.store.wake) > 0 {
			r.gather(ctx)
		}
	}
}

// keysOf returns the keys of messages, and whether one of them was among the last ones.
func keysOf(list []Message, last map[string]bool) (keys map[string]bool, chain bool) {
	keys = make(map[string]bool, len(list))
	for _, m := range list {
		if m.Key != "" {
			keys[m.Key] = true
			chain = chain || last[m.Key]
		}
	}
	return keys, chain
}

// rest waits until there may be something to deliver.
func (r *Relay) rest(ctx context.Context) {
	timer := time.NewTimer(r.o.Poll/2 + rand.N(r.o.Poll)) // processes that start together do not stay together
	defer timer.Stop()
	select {
	case <-r.store.wake:
		r.gather(ctx)
	case <-timer.C:
	case <-ctx.Done():
	}
}

// gather waits for further messages.
func (r *Relay) gather(ctx context.Context) {
	timer := time.NewTimer(gather)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// round claims and delivers one batch, and returns its messages.
func (r *Relay) round(ctx context.Context) ([]Message, error) {
	claim, list, err := r.store.claim(ctx, r.o.Batch, r.o.Lease)
	if claim == "" {
		return nil, err
	}
	left := len(list)
	if err == nil {
		left, err = r.deliverAll(ctx, claim, list)
	}
	if err == nil && left == 0 {
		return list, nil
	}
	settle, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	return list, errors.Join(err, r.store.release(settle, claim))
}

// deliverAll delivers what was claimed, and returns how many messages are left. The error is the
// database's: without it, others would be delivered and not be removed.
func (r *Relay) deliverAll(ctx context.Context, claim string, list []Message) (left int, err error) {
	b := &batch{relay: r, claim: claim, claimed: time.Now()}
	defer func() { err = errors.Join(err, b.settle(ctx)) }()
	for i, m := range list {
		if ctx.Err() != nil {
			return len(list) - i, nil
		}
		ours, err := b.keep(ctx, m)
		if err != nil {
			return len(list) - i, err
		}
		if !ours {
			continue
		}
		if err := r.handle(ctx, b, m); err != nil {
			return len(list) - i, err
		}
	}
	return 0, nil
}

// batch is a claim being delivered.
type batch struct {
	relay   *Relay
	claim   string
	claimed time.Time
	// delivered are to be removed, since the time of the first of them.
	delivered []any // ids
	since     time.Time
}

// keep settles and renews the claim where that is due, and reports whether it still has the message.
func (b *batch) keep(ctx context.Context, m Message) (bool, error) {
	if len(b.delivered) > 0 && time.Since(b.since) > unsettled {
		if err := b.settle(ctx); err != nil {
			return false, err
		}
	}
	if time.Since(b.claimed) <= b.relay.o.Lease/2 {
		return true, nil
	}
	ours, err := b.relay.renew(ctx, b.claim, m.ID)
	b.claimed = time.Now()
	return ours, err
}

// add notes a delivered message.
func (b *batch) add(id int64) {
	if len(b.delivered) == 0 {
		b.since = time.Now()
	}
	b.delivered = append(b.delivered, id)
}

// settle removes what has been delivered.
func (b *batch) settle(ctx context.Context) error {
	if len(b.delivered) == 0 {
		return nil
	}
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	ids := b.delivered
	b.delivered = nil
	return b.relay.store.settle(bounded, b.claim, ids)
}

// renew extends a claim, and reports whether it still has the message.
func (r *Relay) renew(ctx context.Context, claim string, id int64) (bool, error) {
	if err := r.store.extend(ctx, claim, r.o.Lease); err != nil {
		return false, err
	}
	return r.store.holds(ctx, claim, id)
}

// handle delivers one message, for the batch to settle. The error is the database's.
func (r *Relay) handle(ctx context.Context, b *batch, m Message) error {
	// A delivery under way is finished, however the process is being stopped.
	ctx = logging.WithRequestID(context.WithoutCancel(ctx), m.RequestID)
	bounded, cancel := context.WithTimeout(ctx, r.o.Lease)
	defer cancel()
	cause := r.deliver(bounded, m)
	if cause == nil {
		r.delivered.Add(1)
		b.add(m.ID)
		return nil
	}
	settle, cancel := context.WithTimeout(ctx, settleTimeout)
	defer cancel()
	r.failed.Add(1)
	m.Attempts++
	dead := m.Attempts >= cmp.Or(m.MaxAttempts, r.o.MaxAttempts)
	r.o.Logger.WarnContext(ctx, "relay.go:002 | deliver | a message was not delivered", "id", m.ID, "kind", string(m.Kind), "name", m.Name,
		"attempt", m.Attempts, "dead", dead, "error", cause)
	if err := r.store.fail(settle, b.claim, m, dead, time.Now().Add(m.wait()), brief(cause)); err != nil {
		return err
	}
	if dead {
		r.dead.Add(1)
		r.bury(settle, m, cause)
	}
	return nil
}

// bury tells of a dead message.
func (r *Relay) bury(ctx context.Context, m Message, cause error) {
	if r.o.Dead == nil {
		return
	}
	defer func() {
		if value := recover(); value != nil {
			r.o.Logger.ErrorContext(ctx, "relay.go:003 | bury | what is told of dead messages panicked", "panic", fmt.Sprint(value))
		}
	}()
	r.o.Dead(ctx, m, cause)
}

// deliver calls Deliver and turns a panic into an error.
func (r *Relay) deliver(ctx context.Context, m Message) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("panic: %v", value)
			r.o.Logger.ErrorContext(ctx, "relay.go:004 | deliver | a delivery panicked", "id", m.ID, "error", err, "stack", string(debug.Stack()))
		}
	}()
	return r.o.Deliver(ctx, m)
}

// wait is how long to wait before another delivery.
func (m Message) wait() time.Duration {
	if m.RetryMax > 0 {
		return m.RetryMin + rand.N(m.RetryMax-m.RetryMin+1)
	}
	longest := retryMost
	if m.Attempts < 10 {
		longest = min(retryFirst<<(m.Attempts-1), retryMost)
	}
	return longest/2 + rand.N(longest/2)
}

// masking keeps secrets of errors out of the table.
var masking = logging.NewMask()

// brief is an error as the table keeps it.
func brief(err error) string {
	text := masking.Text(err.Error())
	return strings.ToValidUTF8(text[:min(len(text), maxCause)], "")
}
