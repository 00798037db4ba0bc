package rabbitmq

import (
	"context"
	"errors"
	"fmt"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/spool"
)

// publisher brings messages from the buffer to the broker. All of it belongs to one goroutine, except
// that the confirmer's hands it outcomes.
type publisher struct {
	connection *Connection
	spool      *spool.Spool
	outcomes   chan settled
	lanes      map[string]*laneState
	failures   map[uint64]int // of messages, by number

	// What belongs to one channel.
	session  *session
	confirms *confirmer
	under    map[uint64]*spool.Entry // under way, by number
	progress time.Time               // the last outcome, or the first message under way
	// careful is how many messages are to be sent one at a time: those under way when the broker
	// closed the channel, to find the one it closed it for.
	careful int
}

type settled struct {
	entry *spool.Entry
	outcome
}

// laneState keeps the messages of a queue that fails from being sent all the time: until a time none is,
// and then one, until that is confirmed.
type laneState struct {
	failures int
	until    time.Time
	probing  bool
}

func newPublisher(c *Connection) *publisher {
	return &publisher{connection: c, spool: c.spool, outcomes: make(chan settled, window), lanes: map[string]*laneState{}, failures: map[uint64]int{}}
}

// run is the publisher's goroutine.
func (p *publisher) run(ctx context.Context) {
	wait := backoff{most: p.connection.options.MaxBackoff}
	for {
		s, err := p.connection.publishing.wait(ctx)
		if err != nil {
			return // ctx ended
		}
		began := time.Now()
		if err := p.serve(ctx, s); err != nil && !s.gone() && ctx.Err() == nil {
			p.connection.reports.fault(CodeChannelFailed, "the channel for publishing failed", err.Error(), err)
			if time.Since(began) >= steady {
				wait.reset()
			}
			pause(ctx, wait.next())
		}
	}
}

// serve publishes on one channel until that or ctx ends.
func (p *publisher) serve(ctx context.Context, s *session) error {
	confirms, err := newConfirmer(s)
	if err != nil {
		return err
	}
	p.session, p.confirms, p.under = s, confirms, map[uint64]*spool.Entry{}
	defer p.giveBack()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		if err := p.fill(ctx); err != nil {
			return err
		}
		timer.Reset(time.Until(p.wakeAt()))
		select {
		case o := <-p.outcomes:
			p.settle(ctx, o)
		case <-p.connection.work:
		case <-timer.C:
			p.checkProgress()
		case <-confirms.ended:
			return confirms.err
		case <-s.ended:
			return s.err
		case <-ctx.Done():
			return nil
		}
	}
}

// giveBack returns what is under way to the buffer, so that it is sent again. It waits for the channel's
// end, after which no outcome comes.
func (p *publisher) giveBack() {
	if !p.session.gone() {
		_ = p.session.call("closing a channel", p.confirms.channel.Close) // or it is closed
	}
	p.confirms.wait()
	for {
		select {
		case o := <-p.outcomes:
			p.settle(context.Background(), o)
			continue
		default:
		}
		break
	}
	p.suspect()
	for _, state := range p.lanes {
		state.probing = false
	}
	for seq, e := range p.under {
		delete(p.under, seq)
		p.connection.counters.resent.Add(1)
		p.spool.Return(e)
	}
}

// fill sends messages until the window is full, taking turns between queues.
func (p *publisher) fill(ctx context.Context) error {
	for blocked, _ := p.session.state(); !blocked && len(p.under) < p.window(); {
		sent := false
		for _, lane := range p.spool.Lanes() {
			if len(p.under) >= p.window() || !p.ready(lane) {
				continue
			}
			e, _ := p.spool.Take(lane)
			if e == nil {
				continue
			}
			sent = true
			if err := p.send(ctx, e); err != nil {
				return err
			}
		}
		if !sent {
			return nil
		}
		blocked, _ = p.session.state()
	}
	return nil
}

func (p *publisher) window() int {
	if p.careful > 0 {
		return 1
	}
	return window
}

func (p *publisher) ready(lane string) bool {
	state := p.lanes[lane]
	return state == nil || !state.probing && !time.Now().Before(state.until)
}

// send sends one message. An error ends the channel.
func (p *publisher) send(ctx context.Context, e *spool.Entry) error {
	m, ok := p.read(e)
	if !ok {
		return nil
	}
	if err := p.assert(e.Lane()); err != nil {
		if p.session.gone() {
			p.spool.Return(e)
			return err
		}
		p.fail(ctx, e, err)
		return nil
	}
	if len(p.under) == 0 {
		p.progress = time.Now()
	}
	p.under[e.Seq()] = e
	if state := p.lanes[e.Lane()]; state != nil {
		state.probing = true
	}
	err := p.confirms.publish(e.Lane(), toPublishing(m), func(o outcome) { p.outcomes <- settled{e, o} })
	if err == nil {
		return nil
	}
	delete(p.under, e.Seq())
	if !p.confirms.alive() || p.session.gone() {
		p.spool.Return(e)
		p.connection.counters.resent.Add(1)
		return err
	}
	p.fail(ctx, e, err)
	return nil
}

// read reads a message. What cannot be read now is tried again later; what never can is dropped.
func (p *publisher) read(e *spool.Entry) (m queue.Message, ok bool) {
	data, err := p.spool.Read(e)
	if err == nil {
		err = m.UnmarshalBinary(data)
	} else if !errors.Is(err, spool.ErrDamaged) {
		p.hold(e.Lane())
		p.spool.Return(e)
		return m, false
	}
	if err != nil {
		p.connection.counters.dropped.Add(1)
		p.connection.reports.fault(CodeSendFailed, "a message in the buffer is damaged and lost", e.Lane(), err)
		p.spool.Ack(e)
		return m, false
	}
	return m, true
}

func (p *publisher) assert(name string) error {
	differs, err := p.session.queues.assert(name)
	if differs != nil {
		p.connection.reports.fault(CodeChannelFailed, "a queue exists in another form than is asserted; it is used as it is", name, differs)
	}
	return err
}

// settle deals with what became of a message.
func (p *publisher) settle(ctx context.Context, o settled) {
	e := o.entry
	if _, waiting := p.under[e.Seq()]; !waiting {
		return
	}
	p.progress = time.Now()
	counters := &p.connection.counters
	switch {
	case o.err == nil:
		delete(p.under, e.Seq())
		delete(p.failures, e.Seq())
		delete(p.lanes, e.Lane())
		counters.confirmed.Add(1)
		p.spool.Ack(e)
		p.connection.checkDrained()
		p.careful = max(0, p.careful-1)
	case o.returned, o.nacked:
		delete(p.under, e.Seq())
		if o.returned {
			counters.returned.Add(1)
			p.session.queues.forget(e.Lane())
		} else {
			counters.nacked.Add(1)
		}
		p.careful = max(0, p.careful-1)
		p.fail(ctx, e, o.err)
	default: // giveBack returns it
	}
}

// fail returns a message to the buffer after it was not taken, and lets its queue wait. After some
// attempts the message is reported, and goes to the undeliverable ones if there is a queue for them.
func (p *publisher) fail(ctx context.Context, e *spool.Entry, cause error) {
	p.hold(e.Lane())
	p.failures[e.Seq()]++
	p.connection.counters.resent.Add(1)
	if p.failures[e.Seq()] < maxSends {
		p.spool.Return(e)
		return
	}
	options := p.connection.options
	p.connection.reports.fault(CodeSendFailed, fmt.Sprintf("a message could not be sent in %d attempts", maxSends), e.Lane(), fmt.Errorf("sending a message to %s: %w", e.Lane(), cause))
	if options.UndeliverableQueue != "" && e.Lane() != options.UndeliverableQueue && p.divert(ctx, e) == nil {
		delete(p.failures, e.Seq())
		return
	}
	p.failures[e.Seq()] = 0
	p.spool.Return(e)
}

// divert moves a message to the queue of the undeliverable.
func (p *publisher) divert(ctx context.Context, e *spool.Entry) error {
	m, ok := p.read(e)
	if !ok {
		return nil // read has dealt with it
	}
	if m.Headers == nil {
		m.Headers = map[string]any{}
	}
	m.Headers[queue.OriginalQueueHeader] = m.Queue
	m.Queue = p.connection.options.UndeliverableQueue
	data, err := m.AppendBinary(nil)
	if err != nil {
		return err
	}
	return p.spool.Move(ctx, e, m.Queue, data)
}

// hold lets a queue wait, for longer with each time.
func (p *publisher) hold(lane string) {
	state := p.lanes[lane]
	if state == nil {
		state = &laneState{}
		p.lanes[lane] = state
	}
	state.probing = false
	if now := time.Now(); now.After(state.until) { // else it failed for several messages at once
		wait := backoff{most: p.connection.options.MaxBackoff, failures: state.failures}
		state.until = now.Add(wait.next())
		state.failures = wait.failures
	}
}

// suspect finds the message for which the broker closed the channel: with one under way it is that one.
func (p *publisher) suspect() {
	refusal, refused := errors.AsType[*amqp.Error](p.confirms.err)
	if !refused || !refusal.Server || p.session.gone() {
		return
	}
	if len(p.under) != 1 {
		p.careful = len(p.under)
		return
	}
	for seq, e := range p.under {
		delete(p.under, seq)
		p.fail(context.Background(), e, fmt.Errorf("the broker closed the channel: %w", refusal))
	}
}

// wakeAt is when something is to be done even if nothing happens.
func (p *publisher) wakeAt() time.Time {
	at := time.Now().Add(time.Minute)
	for _, lane := range p.lanes {
		if lane.until.After(time.Now()) && lane.until.Before(at) {
			at = lane.until
		}
	}
	if due := p.session.due(p.progress); len(p.under) > 0 && due.Before(at) {
		at = due
	}
	return at
}

// checkProgress ends a connection that confirms nothing although it is not blocked.
func (p *publisher) checkProgress() {
	if len(p.under) > 0 && !time.Now().Before(p.session.due(p.progress)) {
		p.session.abort(fmt.Errorf("publishing: %w: no confirm within %s", errNoAnswer, p.session.timeout))
	}
}

// toPublishing is a message as it goes over the wire.
func toPublishing(m queue.Message) amqp.Publishing {
	mode := amqp.Persistent
	if m.Transient {
		mode = amqp.Transient
	}
	headers := amqp.Table{}
	for name, value := range m.Headers {
		headers[name] = value
	}
	if _, counted := headers[queue.RetryHeader]; counted {
		headers[queue.RetryHeader] = int32(queue.Attempt(m.Headers)) // Attempt keeps it within
	}
	return amqp.Publishing{
		Headers:      headers,
		ContentType:  "application/json",
		DeliveryMode: mode,
		MessageId:    m.ID,
		Timestamp:    m.Time,
		Body:         m.Body,
	}
}
