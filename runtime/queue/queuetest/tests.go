package queuetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
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

func testWorkers(t *testing.T, b queue.Broker) {
	const workers, n = 4, 40
	q := name()
	var at, most atomic.Int64
	together := make(chan struct{})
	done := make(chan struct{}, n)
	consume(t, b, q, func(context.Context, queue.Delivery) error {
		now := at.Add(1)
		defer at.Add(-1)
		if now == workers && most.CompareAndSwap(workers-1, workers) {
			close(together)
		}
		most.CompareAndSwap(now-1, now)
		<-together // all of them, or the test hangs
		done <- struct{}{}
		return nil
	}, queue.ConsumeOptions{Workers: workers, Prefetch: 8})
	for range n {
		publish(t, b, queue.Message{Queue: q})
	}
	for range n {
		next(t, done)
	}
	if most.Load() != workers {
		t.Errorf("%d handlers at a time, want %d", most.Load(), workers)
	}
}

func testManyQueues(t *testing.T, b queue.Broker) {
	const queues, each = 20, 20
	all := make(chan queue.Delivery, queues*each)
	var names []string
	for range queues {
		q := name()
		names = append(names, q)
		consume(t, b, q, func(_ context.Context, d queue.Delivery) error {
			if d.Queue != q {
				t.Errorf("%s got a message of %s", q, d.Queue)
			}
			all <- d
			return nil
		}, queue.ConsumeOptions{})
	}
	for range each {
		for _, q := range names {
			publish(t, b, queue.Message{Queue: q})
		}
	}
	counts := map[string]int{}
	for range queues * each {
		counts[next(t, all).Queue]++
	}
	for _, q := range names {
		if counts[q] != each {
			t.Errorf("%s got %d messages", q, counts[q])
		}
	}
}

func testLargeBody(t *testing.T, b queue.Broker) {
	q := name()
	body := []byte(`"` + strings.Repeat("0123456789", 300_000) + `"`)
	publish(t, b, queue.Message{Queue: q, Body: body})
	publish(t, b, queue.Message{Queue: q})
	deliveries := collect(t, b, q)
	if d := next(t, deliveries); !bytes.Equal(d.Body, body) {
		t.Errorf("a body of %d bytes came as %d", len(body), len(d.Body))
	}
	if d := next(t, deliveries); len(d.Body) != 0 {
		t.Errorf("an empty body came as %q", d.Body)
	}
	if err := b.Publish(t.Context(), queue.Message{Queue: q, Body: make([]byte, 17<<20)}); err == nil {
		t.Error("a message of 17 MiB was accepted")
	}
}

func testConcurrency(t *testing.T, b queue.Broker) {
	const publishers, each = 8, 250
	q := name()
	got := make(chan string, publishers*each*2)
	for range 3 {
		consume(t, b, q, func(_ context.Context, d queue.Delivery) error {
			got <- string(d.Body)
			return nil
		}, queue.ConsumeOptions{Workers: 3})
	}
	var group sync.WaitGroup
	for p := range publishers {
		group.Go(func() {
			for i := range each {
				publish(t, b, queue.Message{Queue: q, Body: fmt.Appendf(nil, "%d-%d", p, i)})
			}
		})
	}
	seen := map[string]bool{}
	for len(seen) < publishers*each {
		seen[next(t, got)] = true
	}
	group.Wait()
}

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
