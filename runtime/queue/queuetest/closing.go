package queuetest

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/queue"
)

func testContextEnds(t *testing.T, b queue.Broker) {
	q := name()
	ctx, cancel := context.WithCancel(t.Context())
	began, finish := make(chan struct{}), make(chan struct{})
	returned := make(chan error, 1)
	go func() {
		returned <- b.Consume(ctx, q, func(ctx context.Context, _ queue.Delivery) error {
			close(began)
			<-finish
			return ctx.Err() // the grace has not ended
		}, queue.ConsumeOptions{Prefetch: 1})
	}()
	publish(t, b, queue.Message{Queue: q, Body: []byte("1")})
	publish(t, b, queue.Message{Queue: q, Body: []byte("2")})
	next(t, began)
	cancel()
	nothing(t, returned)
	close(finish)
	if err := next(t, returned); err != nil {
		t.Errorf("consuming: %v", err)
	}
	if d := next(t, collect(t, b, q)); string(d.Body) != "2" || d.Attempt != 1 {
		t.Errorf("then came %+v", d)
	}
}

func testUnacknowledgedComesAgain(t *testing.T, b queue.Broker) {
	q := name()
	ctx, cancel := context.WithCancel(t.Context())
	began := make(chan struct{}, 1)
	returned := make(chan error, 1)
	go func() {
		returned <- b.Consume(ctx, q, func(context.Context, queue.Delivery) error {
			began <- struct{}{}
			<-ctx.Done()
			return errHandler // at the end of the consumer: its message must not get lost
		}, queue.ConsumeOptions{Workers: 1, Prefetch: 10})
	}()
	for range 5 {
		publish(t, b, queue.Message{Queue: q})
	}
	next(t, began)
	cancel()
	if err := next(t, returned); err != nil {
		t.Errorf("consuming: %v", err)
	}
	deliveries := collect(t, b, q)
	for range 5 {
		next(t, deliveries)
	}
}

func testCloseWaitsForHandlers(t *testing.T, b queue.Broker) {
	q := name()
	began, finish := make(chan struct{}), make(chan struct{})
	var finished atomic.Bool
	consuming := make(chan error, 1)
	go func() {
		consuming <- b.Consume(context.Background(), q, func(context.Context, queue.Delivery) error {
			close(began)
			<-finish
			finished.Store(true)
			return nil
		}, queue.ConsumeOptions{})
	}()
	publish(t, b, queue.Message{Queue: q})
	next(t, began)
	closed := make(chan error, 1)
	go func() { closed <- b.Close(context.Background()) }()
	for b.Publish(t.Context(), queue.Message{Queue: q}) == nil {
		time.Sleep(time.Millisecond) // Close has not begun
	}
	nothing(t, closed)
	close(finish)
	if err := next(t, closed); err != nil {
		t.Errorf("closing: %v", err)
	}
	if !finished.Load() {
		t.Error("Close did not wait for the handler")
	}
	if err := next(t, consuming); !errors.Is(err, queue.ErrClosed) {
		t.Errorf("consuming: %v", err)
	}
}

func testAfterClose(t *testing.T, b queue.Broker) {
	for range 2 {
		if err := b.Close(t.Context()); err != nil {
			t.Errorf("closing: %v", err)
		}
	}
	if err := b.Publish(t.Context(), queue.Message{Queue: name()}); !errors.Is(err, queue.ErrClosed) {
		t.Errorf("publishing: %v", err)
	}
	h := func(context.Context, queue.Delivery) error { return nil }
	if err := b.Consume(t.Context(), name(), h, queue.ConsumeOptions{}); !errors.Is(err, queue.ErrClosed) {
		t.Errorf("consuming: %v", err)
	}
}

func testBadInput(t *testing.T, b queue.Broker) {
	for _, m := range []queue.Message{{}, {Queue: strings.Repeat("q", 300)}, {Queue: name(), Headers: map[string]any{"x": []int{1}}}} {
		if err := b.Publish(t.Context(), m); err == nil || errors.Is(err, queue.ErrFull) {
			t.Errorf("publishing %+v: %v", m, err)
		}
	}
	h := func(context.Context, queue.Delivery) error { return nil }
	if err := b.Consume(t.Context(), "", h, queue.ConsumeOptions{}); err == nil {
		t.Error("a queue without a name is consumed")
	}
	if err := b.Consume(t.Context(), name(), h, queue.ConsumeOptions{Workers: -1}); err == nil {
		t.Error("-1 workers consume")
	}
}

func testFull(t *testing.T, b queue.Broker) {
	q := name()
	for n := 0; ; n++ {
		err := b.Publish(t.Context(), queue.Message{Queue: q, Body: []byte("{}")})
		if errors.Is(err, queue.ErrFull) {
			return
		}
		if err != nil || n > 100 {
			t.Fatalf("message %d: %v", n, err)
		}
	}
}

// testCloseDelivers closes a broker right after many messages: another one finds them all.
func testCloseDelivers(t *testing.T, brokers Brokers) {
	const n = 1000
	q := name()
	first := open(t, brokers.Open)
	for range n {
		publish(t, first, queue.Message{Queue: q})
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := first.Close(ctx); err != nil {
		t.Fatalf("closing: %v", err)
	}
	deliveries := collect(t, open(t, brokers.Open), q)
	seen := map[string]bool{}
	for len(seen) < n {
		seen[next(t, deliveries).ID] = true
	}
}
