package rabbitmq

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/queue/consuming"
)

const (
	// resendMargin and the timeout of a confirm bound the publishing of a message that is to be tried
	// again.
	resendMargin = 5 * time.Second
	// requeuePause is how long a message is kept before it is given back to the broker, which
	// delivers it again at once.
	requeuePause = time.Second
)

// handle handles one delivery and settles it. It runs in a worker.
func (k *consumer) handle(d amqp.Delivery) {
	delivery := toDelivery(d, k.queue)
	err := consuming.Handle(k.handling, k.handler, delivery)
	if err == nil {
		k.settle(d.Ack(false))
		k.connection.counters.handled.Add(1)
		return
	}
	log := k.connection.options.Logger.With("queue", k.queue, "message", delivery.ID, "attempt", delivery.Attempt, "error", err)
	if p, ok := errors.AsType[*consuming.PanicError](err); ok {
		log = log.With("stack", string(p.Stack))
	}
	log.Warn("settle.go:001 | handle | the handler failed")
	if ch, ok := d.Acknowledger.(*amqp.Channel); ok && ch.IsClosed() {
		return // the broker delivers it again: published by this side, too, there would be two of it
	}
	if delivery.Attempt >= k.options.MaxAttempts {
		k.bury(d, delivery, err)
		return
	}
	k.retry(d, delivery)
}

// settle notes an acknowledgement that did not get through: the broker delivers the message again.
func (k *consumer) settle(err error) {
	if err != nil {
		k.connection.options.Logger.Info("settle.go:002 | settle | an acknowledgement was lost; the message will be delivered again", "queue", k.queue, "error", err)
	}
}

// retry publishes a message again, with its count one higher.
func (k *consumer) retry(d amqp.Delivery, delivery queue.Delivery) {
	p := again(d)
	p.Headers[queue.RetryHeader] = int32(min(delivery.Attempt+1, math.MaxInt32)) // see min
	if err := k.resend(k.queue, p); err != nil {
		k.requeue(d, err)
		return
	}
	k.connection.counters.retried.Add(1)
	k.settle(d.Ack(false))
}

// bury brings a message whose attempts are used up to the dead letters.
func (k *consumer) bury(d amqp.Delivery, delivery queue.Delivery, cause error) {
	k.connection.reports.fault(CodeRetriesUsedUp, fmt.Sprintf("a message failed in %d attempts and is dead", delivery.Attempt), k.queue, fmt.Errorf("message %q of %s: %w", delivery.ID, k.queue, cause))
	if k.options.DeadLetterQueue == "" {
		k.connection.counters.dead.Add(1)
		k.settle(d.Nack(false, false))
		return
	}
	p := again(d)
	p.Headers[queue.OriginalQueueHeader] = k.queue
	if err := k.resend(k.options.DeadLetterQueue, p); err != nil {
		k.requeue(d, err)
		return
	}
	k.connection.counters.dead.Add(1)
	k.settle(d.Ack(false))
}

// requeue gives a message back to the broker.
func (k *consumer) requeue(d amqp.Delivery, cause error) {
	k.connection.reports.fault(CodeRetryFailed, "a message could not be published again; it goes back to its queue", k.queue, cause)
	pause(k.handling, requeuePause)
	k.connection.counters.requeued.Add(1)
	k.settle(d.Nack(false, true))
}

// resend publishes a message and waits until the broker has confirmed it.
func (k *consumer) resend(name string, p amqp.Publishing) error {
	// Not within k.handling: a handler that was told to end shall still have its message tried again.
	ctx, cancel := context.WithTimeout(k.connection.ctx, k.connection.options.ConfirmTimeout+resendMargin)
	defer cancel()
	s, err := k.connection.publishing.wait(ctx)
	if err != nil {
		return err
	}
	if err := s.await(ctx); err != nil {
		return err
	}
	if _, err := s.queues.assert(name); err != nil {
		return err
	}
	confirms, err := s.resender()
	if err != nil {
		return err
	}
	began := time.Now()
	result := make(chan outcome, 1)
	if err := confirms.publish(name, p, func(o outcome) { result <- o }); err != nil {
		return err
	}
	select {
	case o := <-result:
		if o.returned {
			s.queues.forget(name)
		}
		return o.err
	case <-ctx.Done():
	}
	err = fmt.Errorf("publishing to %s: %w: no confirm within %s", name, errNoAnswer, time.Since(began).Round(time.Millisecond))
	if k.connection.ctx.Err() == nil && !time.Now().Before(s.due(began)) {
		s.abort(err) // nothing else may notice
	}
	return err
}

// resender is the session's channel for messages that are tried again.
func (s *session) resender() (*confirmer, error) {
	s.resending.Lock()
	defer s.resending.Unlock()
	if s.resends != nil && s.resends.alive() {
		return s.resends, nil
	}
	confirms, err := newConfirmer(s)
	if err == nil {
		s.resends = confirms
	}
	return confirms, err
}

// again is a delivery as it is published again: as it came, except for what would send it elsewhere, or
// have the broker refuse it because another user sent it first.
func again(d amqp.Delivery) amqp.Publishing {
	headers := maps.Clone(d.Headers)
	if headers == nil {
		headers = amqp.Table{}
	}
	delete(headers, "CC")
	delete(headers, "BCC")
	return amqp.Publishing{
		Headers: headers, ContentType: d.ContentType, ContentEncoding: d.ContentEncoding,
		DeliveryMode: d.DeliveryMode, Priority: d.Priority, CorrelationId: d.CorrelationId, ReplyTo: d.ReplyTo,
		Expiration: d.Expiration, MessageId: d.MessageId, Timestamp: d.Timestamp, Type: d.Type, AppId: d.AppId,
		Body: d.Body,
	}
}

// toDelivery is a delivery as handlers get it.
func toDelivery(d amqp.Delivery, name string) queue.Delivery {
	var headers map[string]any
	for key, value := range d.Headers {
		if headers == nil {
			headers = make(map[string]any, len(d.Headers))
		}
		headers[key] = plainValue(value)
	}
	return queue.Delivery{
		Message: queue.Message{
			ID: d.MessageId, Queue: name, Body: d.Body, Headers: headers,
			Transient: d.DeliveryMode != amqp.Persistent, Time: d.Timestamp,
		},
		Attempt:     queue.Attempt(d.Headers),
		Redelivered: d.Redelivered,
	}
}

// plainValue makes int64 and float64 of AMQP's many numbers, and leaves the rest.
func plainValue(value any) any {
	switch v := value.(type) {
	case int8:
		return int64(v)
	case uint8:
		return int64(v)
	case int16:
		return int64(v)
	case uint16:
		return int64(v)
	case int32:
		return int64(v)
	case uint32:
		return int64(v)
	case int:
		return int64(v)
	case float32:
		return float64(v)
	}
	return value
}
