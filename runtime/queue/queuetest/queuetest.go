// Package queuetest is the suite of tests that every [queue.Broker] passes.
package queuetest

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/queue"
)

// patience bounds the wait for anything that must happen; it is no measure of speed.
const patience = time.Minute

// Brokers opens the brokers that are tested.
type Brokers struct {
	// Open opens a broker. Another one opened in the same test may stand on the same queues. The
	// suite closes it.
	Open func(t *testing.T) queue.Broker
	// OpenFull opens a broker whose buffer holds at most 100 messages, all of which stay there.
	OpenFull func(t *testing.T) queue.Broker
}

// Run runs the suite.
func Run(t *testing.T, brokers Brokers) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, b queue.Broker)
	}{
		{"Properties", testProperties},
		{"IDs", testIDs},
		{"Order", testOrder},
		{"Retry", testRetry},
		{"RetryCountOfOthers", testRetryCountOfOthers},
		{"DeadLetter", testDeadLetter},
		{"PoisonDoesNotStall", testPoisonDoesNotStall},
		{"Panic", testPanic},
		{"Workers", testWorkers},
		{"ManyQueues", testManyQueues},
		{"LargeBody", testLargeBody},
		{"Concurrency", testConcurrency},
		{"ContextEnds", testContextEnds},
		{"UnacknowledgedComesAgain", testUnacknowledgedComesAgain},
		{"CloseWaitsForHandlers", testCloseWaitsForHandlers},
		{"AfterClose", testAfterClose},
		{"BadInput", testBadInput},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t, brokers.Open)) })
	}
	t.Run("Full", func(t *testing.T) { testFull(t, open(t, brokers.OpenFull)) })
	t.Run("CloseDelivers", func(t *testing.T) { testCloseDelivers(t, brokers) })
}

func open(t *testing.T, opener func(t *testing.T) queue.Broker) queue.Broker {
	t.Helper()
	b := opener(t)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = b.Close(ctx) // a test that needs its error closes the broker itself
	})
	return b
}

// name makes the name of a queue that no other test has.
func name() string { return "vtgen_test_" + rand.Text() }

func publish(t *testing.T, b queue.Broker, m queue.Message) {
	t.Helper()
	if err := b.Publish(t.Context(), m); err != nil {
		t.Error(err)
	}
}

// consume consumes until the test, or the function it returns, ends it.
func consume(t *testing.T, b queue.Broker, queueName string, h queue.Handler, o queue.ConsumeOptions) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	group.Go(func() {
		if err := b.Consume(ctx, queueName, h, o); err != nil && !errors.Is(err, queue.ErrClosed) {
			t.Errorf("consuming: %v", err)
		}
	})
	stop = func() {
		cancel()
		group.Wait()
	}
	t.Cleanup(stop)
	return stop
}

// collect consumes into a channel.
func collect(t *testing.T, b queue.Broker, queueName string) <-chan queue.Delivery {
	t.Helper()
	deliveries := make(chan queue.Delivery, 1000)
	consume(t, b, queueName, func(_ context.Context, d queue.Delivery) error {
		deliveries <- d
		return nil
	}, queue.ConsumeOptions{})
	return deliveries
}

// next waits for a value.
func next[T any](t *testing.T, values <-chan T) T {
	t.Helper()
	select {
	case v := <-values:
		return v
	case <-time.After(patience):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}

// nothing checks that no value is there; what could send one has ended.
func nothing[T any](t *testing.T, values <-chan T) {
	t.Helper()
	select {
	case v := <-values:
		t.Errorf("there came %+v", v)
	default:
	}
}
