package queuetest

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/vtgen/vtgen/runtime/queue"
)

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
