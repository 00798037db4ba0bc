// Package queue is what the platform's services know of a message broker: messages, and the two
// things that can be done with them. RabbitMQ (package rabbitmq) and the broker within the process
// (package localqueue) both are a [Broker], and pass one suite of tests (package queuetest).
//
// Delivery is at least once: a message that Publish accepted reaches a consumer, also across the
// death of the process or of the broker, and may reach it twice. Its ID stays the same, so that
// consumers can tell.
package queue

import (
	"context"
	"errors"
	"time"
)

// ErrFull is matched by the error of a Publish for which the buffer has no room: the message was
// not accepted.
var ErrFull = errors.New("the buffer of messages is full")

// ErrClosed is matched by the error of a Publish or Consume after Close.
var ErrClosed = errors.New("the broker connection is closed")

// Message is what goes to a queue.
type Message struct {
	// ID identifies the message to its consumers and stays the same when it is sent again. Publish
	// makes one where it is empty.
	ID string
	// Queue is the name of the queue: messages go to the default exchange.
	Queue string
	// Body is JSON, UTF-8.
	Body []byte
	// Headers are optional; their values are strings, bools, int64 or finite float64. Those of a
	// [Delivery] may hold other values, if other programs put them there.
	Headers map[string]any
	// Transient messages need not survive the broker's restart. The zero value is a persistent one.
	Transient bool
	// Time is when the message was made; Publish sets it where it is zero.
	Time time.Time
}

// Delivery is a message as a consumer gets it.
type Delivery struct {
	Message
	// Attempt counts the deliveries of this message by x-retry-count, from 1.
	Attempt int
	// Redelivered says that the broker gave the message to a consumer before.
	Redelivered bool
}

// Handler handles a delivery. A nil error acknowledges it; any other has it delivered again, until
// its attempts are used up and it goes to the dead letters. A panic counts as an error.
type Handler = func(ctx context.Context, d Delivery) error

// ConsumeOptions say how a queue is consumed. Zero values stand for the defaults.
type ConsumeOptions struct {
	// Prefetch is how many deliveries may be unacknowledged at a time; 16 by default.
	Prefetch int
	// Workers is how many handlers run at a time; 1 by default, at most Prefetch.
	Workers int
	// MaxAttempts is how often a message is delivered before it is dead; 5 by default.
	MaxAttempts int
	// DeadLetterQueue takes what is dead. Empty means: the message is rejected without requeue, and
	// the queue's own dead letter exchange, if it has one, decides.
	DeadLetterQueue string
}

// Publisher accepts messages.
type Publisher interface {
	// Publish accepts a message, and does not wait for the broker: it returns within microseconds as a
	// rule, and within a tenth of a second whatever happens. An error, which may match [ErrFull] or
	// [ErrClosed], says that it was not accepted; one of a disk that is slow, that it may yet be
	// delivered (package spool).
	Publish(ctx context.Context, m Message) error
}

// Broker is a connection to a message broker.
type Broker interface {
	Publisher
	// Consume hands the messages of a queue to h until ctx ends or the broker is closed, across
	// reconnections, and returns once the handlers under way have returned. It returns nil when ctx
	// ended, and an error that matches [ErrClosed] when the broker was closed. The context of a
	// handler outlives ctx by a time of grace.
	Consume(ctx context.Context, queue string, h Handler, o ConsumeOptions) error
	// Close refuses further messages, waits until those accepted are delivered to the broker or ctx
	// ends, and ends the connection. What is left then is sent by the next process.
	Close(ctx context.Context) error
}
