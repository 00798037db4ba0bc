package localqueue

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/queue/queuetest"
	"github.com/vtgen/vtgen/runtime/spool"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patient keeps the tests independent of how busy the machine is.
var patient = spool.Options{Patience: time.Minute}

func open(t *testing.T, o Options) *Broker {
	t.Helper()
	if o.Spool.Patience == 0 {
		o.Spool.Patience = patient.Patience
	}
	b, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return b
}

func TestBroker(t *testing.T) {
	dirs := map[*testing.T]string{}
	queuetest.Run(t, queuetest.Brokers{
		Open: func(t *testing.T) queue.Broker {
			if dirs[t] == "" {
				dirs[t] = t.TempDir()
			}
			b, err := Open(t.Context(), Options{Dir: dirs[t], Spool: patient})
			if err != nil {
				t.Fatal(err)
			}
			return b
		},
		OpenFull: func(t *testing.T) queue.Broker {
			return open(t, Options{Dir: t.TempDir(), Spool: spool.Options{MaxMessages: 10}})
		},
	})
}

func TestRestartRedelivers(t *testing.T) {
	dir := t.TempDir()
	b, err := Open(t.Context(), Options{Dir: dir, Spool: patient, HandlerGrace: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"1", "2"} {
		if err := b.Publish(t.Context(), queue.Message{ID: text, Queue: "q"}); err != nil {
			t.Fatal(err)
		}
	}
	// The handler does not return before the broker is closed, as when the process is killed.
	began, end := make(chan struct{}), make(chan struct{})
	returned := make(chan error)
	go func() {
		returned <- b.Consume(context.Background(), "q", func(context.Context, queue.Delivery) error {
			close(began)
			<-end
			return nil
		}, queue.ConsumeOptions{})
	}()
	<-began
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := b.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("closing with a handler at work: %v", err)
	}
	close(end)
	if err := <-returned; !errors.Is(err, queue.ErrClosed) {
		t.Errorf("consuming: %v", err)
	}

	b = open(t, Options{Dir: dir})
	got := make(chan queue.Delivery)
	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	go func() {
		returned <- b.Consume(ctx, "q", func(_ context.Context, d queue.Delivery) error {
			got <- d
			return nil
		}, queue.ConsumeOptions{})
	}()
	for _, want := range []string{"1", "2"} {
		if d := <-got; d.ID != want || !d.Redelivered || d.Attempt != 1 {
			t.Errorf("got %+v, want %s", d, want)
		}
	}
	cancel()
	if err := <-returned; err != nil {
		t.Error(err)
	}
	if s := b.Stats(); s.Handled != 2 || s.Messages != 0 {
		t.Errorf("stats: %+v", s)
	}
}

func TestQueueNobodyConsumes(t *testing.T) {
	b := open(t, Options{Dir: t.TempDir(), Spool: spool.Options{MaxLaneMessages: 3}})
	var err error
	for range 4 {
		err = b.Publish(t.Context(), queue.Message{Queue: "unread"})
	}
	if !errors.Is(err, queue.ErrFull) {
		t.Errorf("got %v", err)
	}
	if err := b.Publish(t.Context(), queue.Message{Queue: "read"}); err != nil {
		t.Errorf("another queue: %v", err)
	}
}

func TestOnConnected(t *testing.T) {
	var calls atomic.Int64
	b := open(t, Options{Dir: t.TempDir(), OnConnected: func(context.Context) {
		calls.Add(1)
		panic("of the test")
	}})
	if err := b.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if calls.Load() != 1 {
		t.Errorf("called %d times", calls.Load())
	}
}

func TestNoDirectory(t *testing.T) {
	if _, err := Open(t.Context(), Options{}); err == nil {
		t.Error("opened without a directory")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Dir: file}); err == nil {
		t.Error("opened a file as a directory")
	}
}
