package queuetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/queue"
)

var errHandler = errors.New("the handler of the test fails")

func testProperties(t *testing.T, b queue.Broker) {
	q := name()
	sent := queue.Message{
		ID: "the-id", Queue: q, Body: []byte(`{"name":"Zoë\u2028","n":1}`), Time: time.Unix(1_700_000_000, 0),
		Headers: map[string]any{"text": "ä", "yes": true, "whole": int64(-5), "real": 2.5},
	}
	publish(t, b, sent)
	sent2 := sent
	sent2.Transient, sent2.Headers = true, nil
	publish(t, b, sent2)
	deliveries := collect(t, b, q)
	for _, want := range []queue.Message{sent, sent2} {
		d := next(t, deliveries)
		if d.Attempt != 1 || !d.Time.Equal(want.Time) || d.ID != want.ID || d.Queue != q || d.Transient != want.Transient || !bytes.Equal(d.Body, want.Body) {
			t.Errorf("got %+v, want %+v", d, want)
		}
		if len(d.Headers)+len(want.Headers) > 0 && !reflect.DeepEqual(d.Headers, want.Headers) {
			t.Errorf("headers %v, want %v", d.Headers, want.Headers)
		}
	}
}

func testIDs(t *testing.T, b queue.Broker) {
	q := name()
	before := time.Now().Add(-2 * time.Second) // a broker may keep whole seconds
	seen := map[string]bool{}
	for range 10 {
		publish(t, b, queue.Message{Queue: q, Body: []byte("{}")})
	}
	deliveries := collect(t, b, q)
	for range 10 {
		d := next(t, deliveries)
		if d.ID == "" || seen[d.ID] {
			t.Errorf("the ID %q is empty or taken", d.ID)
		}
		seen[d.ID] = true
		if d.Time.Before(before) || d.Time.After(time.Now()) {
			t.Errorf("made at %s", d.Time)
		}
	}
}

func testOrder(t *testing.T, b queue.Broker) {
	const n = 500
	q := name()
	deliveries := collect(t, b, q)
	for i := range n {
		publish(t, b, queue.Message{Queue: q, Body: fmt.Appendf(nil, "%d", i)})
	}
	for i := range n {
		if got := string(next(t, deliveries).Body); got != fmt.Sprint(i) {
			t.Fatalf("message %d is %s", i, got)
		}
	}
}

func testRetry(t *testing.T, b queue.Broker) {
	q := name()
	deliveries := make(chan queue.Delivery, 10)
	consume(t, b, q, func(_ context.Context, d queue.Delivery) error {
		deliveries <- d
		if d.Attempt < 3 {
			return errHandler
		}
		return nil
	}, queue.ConsumeOptions{})
	publish(t, b, queue.Message{ID: "same", Queue: q, Body: []byte("1"), Headers: map[string]any{"kept": "yes"}})
	for attempt := 1; attempt <= 3; attempt++ {
		d := next(t, deliveries)
		if d.Attempt != attempt || d.ID != "same" || string(d.Body) != "1" || d.Headers["kept"] != "yes" {
			t.Errorf("attempt %d: %+v", attempt, d)
		}
	}
}

func testRetryCountOfOthers(t *testing.T, b queue.Broker) {
	q, dead := name(), name()
	attempts := make(chan int, 10)
	consume(t, b, q, func(_ context.Context, d queue.Delivery) error {
		attempts <- d.Attempt
		return errHandler
	}, queue.ConsumeOptions{MaxAttempts: 5, DeadLetterQueue: dead})
	publish(t, b, queue.Message{Queue: q, Headers: map[string]any{queue.RetryHeader: 4}})
	next(t, collect(t, b, dead))
	if first, second := next(t, attempts), next(t, attempts); first != 4 || second != 5 {
		t.Errorf("attempts %d and %d", first, second)
	}
	nothing(t, attempts)
}

func testDeadLetter(t *testing.T, b queue.Broker) {
	q, dead := name(), name()
	attempts := make(chan int, 10)
	stop := consume(t, b, q, func(_ context.Context, d queue.Delivery) error {
		attempts <- d.Attempt
		return errHandler
	}, queue.ConsumeOptions{MaxAttempts: 3, DeadLetterQueue: dead})
	publish(t, b, queue.Message{ID: "poison", Queue: q, Body: []byte("x"), Headers: map[string]any{"kept": "yes"}})
	d := next(t, collect(t, b, dead))
	if d.ID != "poison" || string(d.Body) != "x" || d.Headers["kept"] != "yes" || d.Headers[queue.OriginalQueueHeader] != q {
		t.Errorf("dead: %+v", d)
	}
	stop()
	for want := 1; want <= 3; want++ {
		if got := next(t, attempts); got != want {
			t.Errorf("attempt %d, want %d", got, want)
		}
	}
	nothing(t, attempts)
}

// testPoisonDoesNotStall also leaves out the dead letter queue: the message is rejected.
func testPoisonDoesNotStall(t *testing.T, b queue.Broker) {
	q := name()
	good := make(chan string, 200)
	consume(t, b, q, func(_ context.Context, d queue.Delivery) error {
		if string(d.Body) == "poison" {
			return errHandler
		}
		good <- string(d.Body)
		return nil
	}, queue.ConsumeOptions{MaxAttempts: 2, Prefetch: 1})
	for i := range 100 {
		if i%10 == 0 {
			publish(t, b, queue.Message{Queue: q, Body: []byte("poison")})
		}
		publish(t, b, queue.Message{Queue: q, Body: fmt.Appendf(nil, "%d", i)})
	}
	for i := range 100 {
		if got := next(t, good); got != fmt.Sprint(i) {
			t.Fatalf("message %d is %s", i, got)
		}
	}
}

func testPanic(t *testing.T, b queue.Broker) {
	q := name()
	attempts := make(chan int, 10)
	consume(t, b, q, func(_ context.Context, d queue.Delivery) error {
		attempts <- d.Attempt
		if d.Attempt == 1 {
			panic("of the test")
		}
		return nil
	}, queue.ConsumeOptions{})
	publish(t, b, queue.Message{Queue: q})
	if first, second := next(t, attempts), next(t, attempts); first != 1 || second != 2 {
		t.Errorf("attempts %d and %d", first, second)
	}
}
