package faults

import (
	"fmt"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/rabbitmq"
	"github.com/vtgen/vtgen/runtime/spool"
)

// benchMessages is how many messages of benchBytes are sent.
const (
	benchMessages = 20_000
	benchBytes    = 300
)

// BenchmarkPublish compares what is accepted, sent and confirmed with what amqp091 sends without
// confirms, in turns. ratio is confirmed messages per second to unconfirmed ones.
func BenchmarkPublish(b *testing.B) {
	c := open(b, rabbitmq.Options{Spool: spool.Options{MaxMessages: 2 * benchMessages}})
	var ours, theirs time.Duration
	for b.Loop() {
		theirs += sendUnconfirmed(b)
		ours += sendConfirmed(b, c)
	}
	sent := float64(b.N * benchMessages)
	b.ReportMetric(sent/ours.Seconds(), "confirmed/s")
	b.ReportMetric(sent/theirs.Seconds(), "unconfirmed/s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "ratio")
}

func benchBody() []byte { return fmt.Appendf(nil, "%0*d", benchBytes, 0) }

func sendConfirmed(b *testing.B, c *rabbitmq.Connection) time.Duration {
	q, body := name(), benchBody()
	defer discard(b, q)
	began := time.Now()
	for range benchMessages {
		if err := c.Publish(b.Context(), queue.Message{Queue: q, Body: body}); err != nil {
			b.Fatal(err)
		}
	}
	eventually(b, "everything is sent", sent(c))
	return time.Since(began)
}

// sendUnconfirmed sends persistent messages and waits until the broker has them.
func sendUnconfirmed(b *testing.B) time.Duration {
	q, body := name(), benchBody()
	ch := plain(b)
	if _, err := ch.QueueDeclare(q, true, false, false, false, nil); err != nil {
		b.Fatal(err)
	}
	defer discard(b, q)
	began := time.Now()
	for range benchMessages {
		if err := ch.Publish("", q, false, false, amqp.Publishing{DeliveryMode: amqp.Persistent, ContentType: "application/json", Body: body}); err != nil {
			b.Fatal(err)
		}
	}
	// An answer on the same channel comes after everything that was sent there.
	if _, err := ch.QueueDeclarePassive(q, true, false, false, false, nil); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

func discard(b *testing.B, q string) {
	if _, err := plain(b).QueueDelete(q, false, false, false); err != nil {
		b.Fatal(err)
	}
}
