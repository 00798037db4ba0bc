package faults

import (
	"context"
	"errors"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/rabbitmq"
)

var errHandler = errors.New("the handler of the test fails")

// TestBrokerKilledInABurst kills the broker while 20,000 messages are under way.
func TestBrokerKilledInABurst(t *testing.T) {
	const n = 20_000
	q := name()
	c := open(t, rabbitmq.Options{})
	publish(t, c, q, 0, 1)
	eventually(t, "the queue is there", sent(c))
	if err := server.SyncDeclarations(t.Context()); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	publish(t, c, q, 1, n-1)
	t.Logf("accepted %d messages in %s", n, time.Since(began).Round(time.Millisecond))
	eventually(t, "some messages are confirmed", func() bool { return c.Stats().Confirmed > n/10 })
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	if s := c.Stats(); s.Spooled == 0 {
		t.Fatalf("all messages were sent before the kill: %+v", s)
	}
	if err := server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "everything is sent", sent(c))
	again := conserved(t, counts(t, q), n)
	t.Logf("accepted − in the queue = 0; %d came twice; %+v", again, c.Stats())
}

// TestRestarts kills and starts the broker ten times, under a publisher and a consumer.
func TestRestarts(t *testing.T) {
	const restarts, each = 10, 20
	q := name()
	var connected, handled atomic.Int64
	var seen [(restarts + 1) * each]atomic.Int64
	var reported faults
	c := open(t, rabbitmq.Options{OnConnected: func(context.Context) { connected.Add(1) }, Report: reported.report})
	consume(t, c, q, func(_ context.Context, d queue.Delivery) error {
		if i, err := strconv.Atoi(d.ID); err == nil && seen[i].Add(1) == 1 {
			handled.Add(1)
		}
		return nil
	}, queue.ConsumeOptions{Workers: 2})
	publish(t, c, q, 0, each)
	eventually(t, "the first messages are handled", func() bool { return handled.Load() == each })
	base := runtime.NumGoroutine()
	for i := 1; i <= restarts; i++ {
		if err := server.Kill(); err != nil {
			t.Fatal(err)
		}
		publish(t, c, q, i*each, each)
		if err := server.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the messages are handled", func() bool { return handled.Load() == int64((i+1)*each) })
	}
	eventually(t, "the goroutines are as many as before", func() bool { return runtime.NumGoroutine() <= base })
	eventually(t, "OnConnected is called for each connection", func() bool { return connected.Load() == c.Stats().Reconnects+1 })
	if got := connected.Load(); got < restarts+1 {
		t.Errorf("OnConnected was called %d times in %d restarts", got, restarts)
	}
	eventually(t, "the attempts in vain are reported", func() bool { return reported.has(rabbitmq.CodeReconnectFailed) })
	t.Logf("goroutines: %d before, %d after; OnConnected: %d times; %+v", base, runtime.NumGoroutine(), connected.Load(), c.Stats())
}

// TestMemoryAlarm has the broker stop reading from publishers.
func TestMemoryAlarm(t *testing.T) {
	q, other := name(), name()
	c := open(t, rabbitmq.Options{})
	publish(t, c, other, 0, 50)
	eventually(t, "what will be consumed is sent", sent(c))
	alarm := func(watermark string) {
		if _, err := server.Control(t.Context(), "set_vm_memory_high_watermark", watermark); err != nil {
			t.Fatal(err)
		}
	}
	alarm("0")
	defer alarm("0.4")
	publish(t, c, q, 0, 1)
	eventually(t, "the broker blocks its publishers", func() bool { return c.Stats().Blocked })
	began := time.Now()
	publish(t, c, q, 1, 999)
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("accepting 999 messages took %s", took)
	}
	stop := consume(t, c, other, func(context.Context, queue.Delivery) error { return nil }, queue.ConsumeOptions{})
	eventually(t, "consumers go on", func() bool { return c.Stats().Handled == 50 })
	stop()
	if left := counts(t, other); len(left) > 0 {
		t.Errorf("%d acknowledgements did not get through", len(left))
	}
	if s := c.Stats(); s.Spooled < 999 || !s.Connected {
		t.Errorf("while blocked: %+v", s)
	}
	alarm("0.4")
	eventually(t, "everything is sent", sent(c))
	conserved(t, counts(t, q), 1000)
	if s := c.Stats(); s.Reconnects != 0 {
		t.Errorf("a broker that is short of memory was taken for a dead one: %+v", s)
	}
}

// TestConnectionClosedByTheBroker has an operator close all connections.
func TestConnectionClosedByTheBroker(t *testing.T) {
	q := name()
	var reported faults
	c := open(t, rabbitmq.Options{Report: reported.report})
	publish(t, c, q, 0, 1)
	eventually(t, "the first message is sent", sent(c))
	if _, err := server.Control(t.Context(), "close_all_connections", "of the test"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is reported", func() bool { return reported.has(rabbitmq.CodeConnectionClosed) })
	publish(t, c, q, 1, 1)
	eventually(t, "the second message is sent", sent(c))
	conserved(t, counts(t, q), 2)
}

func TestQueueDeleted(t *testing.T) {
	q := name()
	c := open(t, rabbitmq.Options{})
	publish(t, c, q, 0, 10)
	eventually(t, "the first messages are sent", sent(c))
	if _, err := plain(t).QueueDelete(q, false, false, false); err != nil {
		t.Fatal(err)
	}
	publish(t, c, q, 0, 10)
	eventually(t, "the rest is sent", sent(c))
	conserved(t, counts(t, q), 10)
	if s := c.Stats(); s.Returned == 0 || s.Resent == 0 {
		t.Errorf("no message was returned: %+v", s)
	}
}

// TestConsumedQueueDeleted takes the queue from under a consumer.
func TestConsumedQueueDeleted(t *testing.T) {
	q := name()
	var reported faults
	c := open(t, rabbitmq.Options{Report: reported.report})
	got := make(chan string, 10)
	consume(t, c, q, func(_ context.Context, d queue.Delivery) error {
		got <- d.ID
		return nil
	}, queue.ConsumeOptions{})
	publish(t, c, q, 0, 1)
	<-got
	if _, err := plain(t).QueueDelete(q, false, false, false); err != nil {
		t.Fatal(err)
	}
	publish(t, c, q, 1, 1)
	select {
	case <-got:
	case <-time.After(patience):
		t.Fatal("the consumer does not come back")
	}
	eventually(t, "it is reported", func() bool { return reported.has(rabbitmq.CodeChannelClosed) })
}

// TestLockedQueue publishes to a queue that another connection has for itself: others get their messages.
func TestLockedQueue(t *testing.T) {
	bad, good := name(), name()
	ch := plain(t)
	if _, err := ch.QueueDeclare(bad, true, false, true, false, nil); err != nil {
		t.Fatal(err)
	}
	var reported faults
	c := open(t, rabbitmq.Options{Report: reported.report})
	for i := range 100 {
		publish(t, c, bad, i, 1)
		publish(t, c, good, i, 1)
	}
	eventually(t, "the other queue has its messages", func() bool { return c.Stats().Spooled == 100 })
	eventually(t, "it is reported", func() bool { return reported.has(rabbitmq.CodeSendFailed) })
	conserved(t, counts(t, good), 100)
	if s := c.Stats(); s.Resent > 50 {
		t.Errorf("the queue was tried %d times within seconds", s.Resent)
	}
	if _, err := ch.QueueDelete(bad, false, false, false); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the queue has its messages", sent(c))
	conserved(t, counts(t, bad), 100)
}

// TestFullQueue publishes to a queue that refuses more than one message: others get theirs.
func TestFullQueue(t *testing.T) {
	const n = 10
	bad, good := name(), name()
	ch := plain(t)
	if _, err := ch.QueueDeclare(bad, true, false, false, false, amqp.Table{"x-max-length": 1, "x-overflow": "reject-publish"}); err != nil {
		t.Fatal(err)
	}
	c := open(t, rabbitmq.Options{})
	for i := range n {
		publish(t, c, bad, i, 1)
		publish(t, c, good, i, 1)
	}
	eventually(t, "the other queue has its messages", func() bool { return c.Stats().Spooled <= n && c.Stats().Nacked > 0 })
	ids := map[string]int{}
	eventually(t, "the queue had its messages", func() bool {
		d, found, err := ch.Get(bad, true)
		if err == nil && found {
			ids[d.MessageId]++
		}
		return len(ids) == n
	})
	conserved(t, counts(t, good), n)
	conserved(t, ids, n)
}

func TestUndeliverable(t *testing.T) {
	bad, undeliverable := name(), name()
	c := open(t, rabbitmq.Options{UndeliverableQueue: undeliverable})
	if _, err := plain(t).QueueDeclare(bad, true, false, true, false, nil); err != nil {
		t.Fatal(err)
	}
	publish(t, c, bad, 0, 3)
	eventually(t, "the messages are sent elsewhere", sent(c))
	d, found, err := plain(t).Get(undeliverable, false)
	if err != nil || !found || d.Headers[queue.OriginalQueueHeader] != bad {
		t.Errorf("got %+v, %v", d, err)
	}
}

// TestQueueInAnotherForm publishes to a queue that another service has declared in its own way.
func TestQueueInAnotherForm(t *testing.T) {
	q := name()
	if _, err := plain(t).QueueDeclare(q, true, false, false, false, amqp.Table{"x-dead-letter-exchange": "other"}); err != nil {
		t.Fatal(err)
	}
	var reported faults
	c := open(t, rabbitmq.Options{Report: reported.report})
	publish(t, c, q, 0, 10)
	eventually(t, "everything is sent", sent(c))
	eventually(t, "it is reported", func() bool { return reported.has(rabbitmq.CodeChannelFailed) })
	got := make(chan string, 10)
	consume(t, c, q, func(_ context.Context, d queue.Delivery) error {
		got <- d.ID
		return nil
	}, queue.ConsumeOptions{})
	for range 10 {
		select {
		case <-got:
		case <-time.After(patience):
			t.Fatal("the queue is not consumed")
		}
	}
}

// TestMessageThatClosesTheChannel has the broker close the channel for one message of many.
func TestMessageThatClosesTheChannel(t *testing.T) {
	limit := func(bytes string) {
		if _, err := server.Control(t.Context(), "eval", "application:set_env(rabbit, max_message_size, "+bytes+")."); err != nil {
			t.Fatal(err)
		}
	}
	limit("10000")
	defer limit("134217728")
	bad, good := name(), name()
	var reported faults
	c := open(t, rabbitmq.Options{Report: reported.report})
	n := 0
	more := func() {
		publish(t, c, good, n, 1)
		n++
	}
	for range 100 {
		more()
	}
	if err := c.Publish(t.Context(), queue.Message{Queue: bad, Body: []byte(`"` + strings.Repeat("x", 20_000) + `"`)}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the message is found among the others", func() bool {
		more() // it is never alone
		return reported.has(rabbitmq.CodeSendFailed)
	})
	eventually(t, "the other messages are sent", func() bool { return c.Stats().Spooled == 1 })
	again := conserved(t, counts(t, good), n)
	t.Logf("of %d messages %d came twice: %+v", n, again, c.Stats())
}

// TestPoison rejects a message until its queue's own dead letter exchange takes it.
func TestPoison(t *testing.T) {
	q, dead := name(), name()
	ch := plain(t)
	if _, err := ch.QueueDeclare(dead, true, false, false, false, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := ch.QueueDeclare(q, true, false, false, false, amqp.Table{"x-dead-letter-exchange": "", "x-dead-letter-routing-key": dead}); err != nil {
		t.Fatal(err)
	}
	var reported faults
	c := open(t, rabbitmq.Options{Report: reported.report})
	var good, attempts atomic.Int64
	consume(t, c, q, func(_ context.Context, d queue.Delivery) error {
		if d.ID == "50" {
			attempts.Add(1)
			return errHandler
		}
		good.Add(1)
		return nil
	}, queue.ConsumeOptions{MaxAttempts: 3, Prefetch: 1})
	publish(t, c, q, 0, 100)
	eventually(t, "the rest is handled", func() bool { return good.Load() == 99 })
	var d amqp.Delivery
	eventually(t, "the message is dead", func() bool {
		var found bool
		var err error
		d, found, err = ch.Get(dead, true)
		return err == nil && found
	})
	if d.MessageId != "50" || d.Headers[queue.RetryHeader] != int32(3) || attempts.Load() != 3 {
		t.Errorf("after %d attempts: %+v", attempts.Load(), d)
	}
	eventually(t, "it is reported", func() bool { return reported.has(rabbitmq.CodeRetriesUsedUp) })
}

// TestDeadLettersTakeNothing keeps a message whose attempts are used up where it is until the dead letters
// can take it.
func TestDeadLettersTakeNothing(t *testing.T) {
	q, dead := name(), name()
	ch := plain(t)
	if _, err := ch.QueueDeclare(dead, true, false, true, false, nil); err != nil { // for this connection alone
		t.Fatal(err)
	}
	var reported faults
	c := open(t, rabbitmq.Options{Report: reported.report})
	consume(t, c, q, func(context.Context, queue.Delivery) error { return errHandler }, queue.ConsumeOptions{MaxAttempts: 1, DeadLetterQueue: dead})
	publish(t, c, q, 0, 1)
	eventually(t, "it is reported", func() bool { return reported.has(rabbitmq.CodeRetryFailed) })
	eventually(t, "it goes back to its queue", func() bool { return c.Stats().Requeued > 0 })
	if got := c.Stats().Dead; got != 0 {
		t.Errorf("%d messages are dead", got)
	}
	if _, err := ch.QueueDelete(dead, false, false, false); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the dead letters have it", func() bool { return c.Stats().Dead == 1 })
	conserved(t, counts(t, dead), 1)
}

// TestForeignMessages consumes what no platform service would send.
func TestForeignMessages(t *testing.T) {
	q, dead := name(), name()
	ch := plain(t)
	if _, err := ch.QueueDeclare(q, true, false, false, false, nil); err != nil {
		t.Fatal(err)
	}
	odd := []amqp.Publishing{
		{},
		{Body: []byte{0xFF, 0x00}, ContentType: "application/octet-stream"},
		{Headers: amqp.Table{queue.RetryHeader: "many", "nested": amqp.Table{"list": []any{int8(1), nil, "x"}}, "time": time.Unix(5, 0), "none": nil}},
		{Headers: amqp.Table{queue.RetryHeader: int64(-7), "decimal": amqp.Decimal{Scale: 2, Value: 314}}},
		{Headers: amqp.Table{"CC": []any{"nowhere"}}, Priority: 7, CorrelationId: "c", ReplyTo: "r", Type: "t", AppId: "a", Expiration: "600000", UserId: "vtgen"},
	}
	for i, p := range odd {
		p.MessageId = strconv.Itoa(i)
		if err := ch.Publish("", q, true, false, p); err != nil {
			t.Fatal(err)
		}
	}
	c := open(t, rabbitmq.Options{})
	consume(t, c, q, func(context.Context, queue.Delivery) error { return errHandler }, queue.ConsumeOptions{MaxAttempts: 2, DeadLetterQueue: dead})
	eventually(t, "all are dead", func() bool { return c.Stats().Dead == int64(len(odd)) })
	for range odd {
		d, found, err := ch.Get(dead, true)
		if err != nil || !found {
			t.Fatal(err)
		}
		i, _ := strconv.Atoi(d.MessageId)
		want := odd[i]
		if d.ContentType != want.ContentType || d.CorrelationId != want.CorrelationId || d.Priority != want.Priority || string(d.Body) != string(want.Body) {
			t.Errorf("message %d came out as %+v", i, d)
		}
		for key := range want.Headers {
			if _, kept := d.Headers[key]; !kept && key != "CC" {
				t.Errorf("message %d lost its header %s", i, key)
			}
		}
	}
}
