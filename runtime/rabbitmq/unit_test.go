package rabbitmq

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/vtgen/vtgen/runtime/config"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/spool"
)

// lines is a log that may be written from several goroutines.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestWithoutBroker is what a caller sees while nobody listens.
func TestWithoutBroker(t *testing.T) {
	var log lines
	reported := make(chan Fault, 10)
	c := open(t, Options{
		Logger:      slog.New(slog.NewTextHandler(&log, nil)),
		Report:      func(_ context.Context, f Fault) { reported <- f },
		OnConnected: func(context.Context) { t.Error("connected") },
		Spool:       spool.Options{MaxMessages: 5, Patience: time.Minute},
	})
	for range 5 {
		if err := c.Publish(t.Context(), queue.Message{Queue: "q"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Publish(t.Context(), queue.Message{Queue: "q"}); !errors.Is(err, queue.ErrFull) {
		t.Errorf("the sixth message: %v", err)
	}
	f := <-reported
	if f.Code != CodeInitFailed || f.Err == nil {
		t.Errorf("reported %+v", f)
	}
	if s := c.Stats(); s.Accepted != 5 || s.Dropped != 1 || s.Spooled != 5 || s.Connected {
		t.Errorf("stats: %+v", s)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	err := c.Close(ctx)
	if err == nil || !strings.Contains(err.Error(), "5 messages are left") {
		t.Errorf("closing: %v", err)
	}
	if all := log.String() + fmt.Sprint(f, err); strings.Contains(all, "the-password") {
		t.Errorf("the password shows in %s", all)
	}
}

func TestConsumeEndsWithoutBroker(t *testing.T) {
	c := open(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	returned := make(chan error, 2)
	h := func(context.Context, queue.Delivery) error { return nil }
	go func() { returned <- c.Consume(ctx, "q", h, queue.ConsumeOptions{}) }()
	cancel()
	if err := <-returned; err != nil {
		t.Errorf("its context ended: %v", err)
	}
	go func() { returned <- c.Consume(context.Background(), "q", h, queue.ConsumeOptions{}) }()
	if err := c.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if err := <-returned; !errors.Is(err, queue.ErrClosed) {
		t.Errorf("the connection was closed: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, o := range map[string]Options{
		"no URL":          {SpoolDir: t.TempDir()},
		"not AMQP":        {SpoolDir: t.TempDir(), URL: "https://user:the-password@host/"},
		"a bad password":  {SpoolDir: t.TempDir(), URL: "amqp://user:the-password%zz@host/"},
		"no directory":    {URL: nobody},
		"not a directory": {URL: nobody, SpoolDir: "/dev/null"},
	} {
		c, err := Open(t.Context(), o)
		if err == nil {
			t.Errorf("%s: opened", name)
			closeNow(c)
		} else if strings.Contains(err.Error(), "the-password") {
			t.Errorf("%s: the password shows in %v", name, err)
		}
	}
}

// TestHangingPeer connects to what accepts and never answers: Close does not wait for it.
func TestHangingPeer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	accepted := make(chan net.Conn, 10)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				close(accepted)
				return
			}
			accepted <- conn
		}
	}()
	c := open(t, Options{URL: config.Secret("amqp://user:the-password@" + listener.Addr().String() + "/")})
	conn := <-accepted
	began := time.Now()
	closeNow(c)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("closing took %s", took)
	}
	_ = conn.Close()
}

func TestDeadlineConn(t *testing.T) {
	near, far := net.Pipe() // a write waits for its reader
	defer func() { _, _ = near.Close(), far.Close() }()
	c := &deadlineConn{Conn: near, timeout: time.Millisecond}
	if _, err := c.Write([]byte("x")); !errors.Is(err, context.DeadlineExceeded) && !isTimeout(err) {
		t.Errorf("got %v", err)
	}
}

func isTimeout(err error) bool {
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout()
}

func TestBackoff(t *testing.T) {
	b := backoff{most: 4 * firstBackoff}
	for i, most := range []time.Duration{firstBackoff, 2 * firstBackoff, 4 * firstBackoff, 4 * firstBackoff} {
		if got := b.next(); got < most/2 || got > most {
			t.Errorf("pause %d is %s, not between %s and %s", i, got, most/2, most)
		}
	}
	for range 100 {
		if got := b.next(); got > b.most || got < b.most/2 {
			t.Fatalf("a pause of %s", got)
		}
	}
	b.reset()
	if got := b.next(); got > firstBackoff {
		t.Errorf("after a reset %s", got)
	}
}

// TestReporter: storms are capped, hooks may hang and panic, and nothing blocks.
func TestReporter(t *testing.T) {
	hang := make(chan struct{})
	got := make(chan Fault, 1000)
	r := newReporter(Options{
		Report: func(_ context.Context, f Fault) {
			got <- f
			<-hang
			panic("of the test")
		},
	}.withDefaults())
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { r.runFaults(ctx) })
	failed := errors.New("failed")
	for range 1000 {
		r.fault(CodeSendFailed, "title", "same", failed)
	}
	<-got
	for i := range 2 * maxCauses {
		r.fault(CodeSendFailed, "title", fmt.Sprint(i), failed)
	}
	close(hang)
	for range reportBacklog {
		<-got
	}
	cancel()
	group.Wait()
	if len(got) > 1 {
		t.Errorf("%d more reports than wait at most", len(got))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.last) > maxCauses {
		t.Errorf("%d causes are kept", len(r.last))
	}
}

func TestOnConnectedMayPanic(t *testing.T) {
	calls := make(chan struct{}, 2)
	r := newReporter(Options{OnConnected: func(context.Context) {
		calls <- struct{}{}
		panic("of the test")
	}}.withDefaults())
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { r.runConnections(ctx) })
	r.connection()
	r.connection()
	<-calls
	<-calls
	cancel()
	group.Wait()
}

func TestAgain(t *testing.T) {
	d := amqp.Delivery{
		Headers: amqp.Table{"kept": "yes", "CC": []any{"elsewhere"}}, ContentType: "text/plain", ContentEncoding: "gzip",
		DeliveryMode: amqp.Persistent, Priority: 3, CorrelationId: "c", ReplyTo: "r", Expiration: "5", MessageId: "i",
		Timestamp: time.Unix(5, 0), Type: "t", UserId: "another", AppId: "a", Body: []byte("b"),
	}
	want := amqp.Publishing{
		Headers: amqp.Table{"kept": "yes"}, ContentType: "text/plain", ContentEncoding: "gzip",
		DeliveryMode: amqp.Persistent, Priority: 3, CorrelationId: "c", ReplyTo: "r", Expiration: "5", MessageId: "i",
		Timestamp: time.Unix(5, 0), Type: "t", AppId: "a", Body: []byte("b"),
	}
	if got := again(d); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if d.Headers["CC"] == nil {
		t.Error("the delivery was changed")
	}
	if got := again(amqp.Delivery{}); got.Headers == nil {
		t.Error("there are no headers to write to")
	}
}

func TestToDelivery(t *testing.T) {
	d := toDelivery(amqp.Delivery{
		Headers: amqp.Table{
			"i8": int8(-1), "u8": uint8(1), "i16": int16(1), "u16": uint16(1), "i32": int32(1), "u32": uint32(1), "i": 1,
			"f32": float32(0.5), "text": "x", "none": nil, "list": []any{1}, queue.RetryHeader: int32(3),
		},
		Redelivered: true, DeliveryMode: amqp.Transient, RoutingKey: "elsewhere",
	}, "q")
	want := map[string]any{
		"i8": int64(-1), "u8": int64(1), "i16": int64(1), "u16": int64(1), "i32": int64(1), "u32": int64(1), "i": int64(1),
		"f32": 0.5, "text": "x", "none": nil, "list": []any{1}, queue.RetryHeader: int64(3),
	}
	if !reflect.DeepEqual(d.Headers, want) || d.Attempt != 3 || !d.Redelivered || !d.Transient || d.Queue != "q" {
		t.Errorf("got %+v", d)
	}
	if d := toDelivery(amqp.Delivery{}, "q"); d.Headers != nil || d.Attempt != 1 {
		t.Errorf("got %+v", d)
	}
}

func TestToPublishing(t *testing.T) {
	m, err := queue.Message{ID: "i", Queue: "q", Body: []byte("{}"), Headers: map[string]any{queue.RetryHeader: 2, "a": "b"}, Time: time.Unix(5, 0)}.Prepare()
	if err != nil {
		t.Fatal(err)
	}
	want := amqp.Publishing{
		Headers: amqp.Table{queue.RetryHeader: int32(2), "a": "b"}, ContentType: "application/json", DeliveryMode: amqp.Persistent,
		MessageId: "i", Timestamp: time.Unix(5, 0), Body: []byte("{}"),
	}
	if got := toPublishing(m); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	m.Transient = true
	if toPublishing(m).DeliveryMode != amqp.Transient {
		t.Error("a transient message is persistent")
	}
}
