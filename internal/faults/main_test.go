package faults

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/vtgen/vtgen/internal/realservice"
	"github.com/vtgen/vtgen/runtime/config"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/rabbitmq"
	"github.com/vtgen/vtgen/runtime/spool"
)

// server is the RabbitMQ of all tests, which run one after another. A test that kills it starts it again.
var server *realservice.RabbitMQServer

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		child()
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if server, err = realservice.RabbitMQ(context.Background(), io.Discard); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if err := server.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	return code
}

// patience bounds the wait for anything that must happen; it is no measure of speed.
const patience = 2 * time.Minute

// name makes the name of a queue that no other test has.
func name() string { return "vtgen_faults_" + rand.Text() }

// faults collects what a connection reports.
type faults struct {
	mu  sync.Mutex
	all []rabbitmq.Fault
}

func (f *faults) report(_ context.Context, fault rabbitmq.Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all = append(f.all, fault)
}

func (f *faults) has(code string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.all, func(fault rabbitmq.Fault) bool { return fault.Code == code })
}

// open opens a connection to the server, unless o says otherwise, with short pauses.
func open(t testing.TB, o rabbitmq.Options) *rabbitmq.Connection {
	t.Helper()
	o.URL = cmp.Or(o.URL, config.Secret(server.URL))
	o.SpoolDir = cmp.Or(o.SpoolDir, filepath.Join(t.TempDir(), "spool"))
	o.MaxBackoff = cmp.Or(o.MaxBackoff, time.Second)
	o.Spool.Patience = cmp.Or(o.Spool.Patience, time.Minute) // the machine may be busy
	if testing.Verbose() && o.Logger == nil {
		o.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	c, err := rabbitmq.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = c.Close(ctx) // a test that needs its error closes the connection itself
	})
	return c
}

// publish publishes n messages, whose IDs and bodies are numbers from first.
func publish(t testing.TB, c *rabbitmq.Connection, queueName string, first, n int) {
	t.Helper()
	for i := first; i < first+n; i++ {
		m := queue.Message{ID: strconv.Itoa(i), Queue: queueName, Body: fmt.Appendf(nil, `{"n":%d}`, i)}
		if err := c.Publish(t.Context(), m); err != nil {
			t.Fatalf("message %d: %v", i, err)
		}
	}
}

// eventually waits for a state.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

func sent(c *rabbitmq.Connection) func() bool {
	return func() bool { return c.Stats().Spooled == 0 }
}

// plain is a channel of a client that knows nothing of the runtime.
func plain(t testing.TB) *amqp.Channel {
	t.Helper()
	conn, err := amqp.Dial(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() }) // the test may have killed the server
	ch, err := conn.Channel()
	if err != nil {
		t.Fatal(err)
	}
	return ch
}

// counts empties a queue, and says how often each message ID was in it.
func counts(t testing.TB, queueName string) map[string]int {
	t.Helper()
	ch := plain(t)
	q, err := ch.QueueDeclarePassive(queueName, true, false, false, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	deliveries, err := ch.Consume(queueName, "", true, false, false, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]int{}
	for range q.Messages {
		select {
		case d := <-deliveries:
			ids[d.MessageId]++
		case <-time.After(patience):
			t.Fatalf("%d of %d messages came", len(ids), q.Messages)
		}
	}
	return ids
}

// conserved checks that each of the numbers below n is there, and returns how many came again.
func conserved(t testing.TB, ids map[string]int, n int) (again int) {
	t.Helper()
	lost := 0
	for i := range n {
		if ids[strconv.Itoa(i)] == 0 {
			lost++
		}
		again += max(0, ids[strconv.Itoa(i)]-1)
	}
	if lost > 0 || len(ids) > n {
		t.Errorf("of %d messages %d are lost, and %d came that were never sent", n, lost, len(ids)-(n-lost))
	}
	return again
}

// consume consumes until the test, or the function it returns, ends it.
func consume(t testing.TB, c *rabbitmq.Connection, queueName string, h queue.Handler, o queue.ConsumeOptions) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	group.Go(func() {
		if err := c.Consume(ctx, queueName, h, o); err != nil {
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

// smallSpool bounds a buffer to few messages.
func smallSpool(messages int) spool.Options { return spool.Options{MaxMessages: messages} }
