package events_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/vtgen/vtgen/runtime/events"
	broker "github.com/vtgen/vtgen/runtime/queue"
)

func TestListenBringsEventsOfAnEmitterToTheRouter(t *testing.T) {
	r, l := newRouter(t)
	e := events.NewEmitter(nil)
	created := events.Define[small]("LISTEN.CREATED")
	var got []small
	events.On(r, created, func(_ context.Context, s small) error { got = append(got, s); return nil })
	stop := r.Listen(e)
	r.Listen(e) // still one listener
	if !e.Emit(t.Context(), events.RouterEvent, created.Event(small{ID: 1})) {
		t.Error("nobody listens")
	}
	e.Emit(t.Context(), events.RouterEvent, "LISTEN.CREATED")
	e.Emit(t.Context(), events.RouterEvent, events.Event{ID: "not an id"})
	stop()
	if e.Emit(t.Context(), events.RouterEvent, created.Event(small{ID: 2})) {
		t.Error("somebody still listens")
	}
	r.Listen(e)
	e.Emit(t.Context(), events.RouterEvent, created.Event(small{ID: 3}))
	if fmt.Sprint(got) != "[{1 0 0} {3 0 0}]" || l.lines("bridge.go:001") != 1 || l.lines("bridge.go:002") != 1 {
		t.Errorf("got %v, logged %s", got, l.text.String())
	}
	if err := r.Close(t.Context()); err != nil || e.Emit(t.Context(), events.RouterEvent, created.Event(small{})) {
		t.Errorf("after Close (%v) somebody still listens", err)
	}
}

func TestTopic(t *testing.T) {
	var l logs
	e := events.NewEmitter(slog.New(slog.NewTextHandler(&l, nil)))
	up := events.Topic[int]{Name: "up"}
	sum, once := 0, 0
	off := up.On(e, func(_ context.Context, n int) { sum += n })
	up.Once(e, func(_ context.Context, n int) { once += n })
	if !up.Emit(t.Context(), e, 1) {
		t.Error("nobody listens")
	}
	up.Emit(t.Context(), e, 2)
	e.Emit(t.Context(), "up", "three")
	off()
	up.On(e, func(_ context.Context, n int) { sum += n })
	up.Off(e)
	if up.Emit(t.Context(), e, 4) || sum != 3 || once != 1 || l.lines("topic.go:001", "got=string", "want=int") != 1 {
		t.Errorf("sum %d, once %d, logged %s", sum, once, l.text.String())
	}
	if !panics(func() { up.On(e, nil) }) || !panics(func() { e.OnceOrNow(t.Context(), "up", nil) }) {
		t.Error("a nil listener was accepted")
	}
}

// However emitting and listening meet, the listener is called exactly once.
func TestOnceOrNow(t *testing.T) {
	for range 200 {
		e := events.NewEmitter(nil)
		var calls atomic.Int32
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() { e.Emit(t.Context(), events.RabbitMQConnected, nil) })
		}
		group.Go(func() {
			e.OnceOrNow(t.Context(), events.RabbitMQConnected, func(context.Context, any) { calls.Add(1) })
		})
		group.Wait()
		e.Emit(t.Context(), events.RabbitMQConnected, nil)
		if calls.Load() != 1 {
			t.Fatalf("called %d times", calls.Load())
		}
	}
	e := events.NewEmitter(nil)
	e.OnceOrNow(t.Context(), "up", func(context.Context, any) { t.Error("called after off") })()
	e.Emit(t.Context(), "up", nil)
	e.OnceOrNow(t.Context(), "up", func(context.Context, any) { panic("boom") })
}

func TestLogLevel(t *testing.T) {
	var l logs
	r := events.NewRouter(events.Options{Logger: slog.New(slog.NewTextHandler(&l, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	act := func() {
		remove := r.Handle("A", func(context.Context, events.Event) error { return errHandler })
		emit(t, r, "A", nil)
		remove()
		emit(t, r, "NOBODY", nil)
	}
	act()
	if l.lines("level=DEBUG") != 0 || l.lines("level=ERROR") != 1 || l.lines("level=WARN") != 1 {
		t.Errorf("by default it logged %s", l.text.String())
	}
	r.SetLogLevel(slog.LevelDebug)
	act()
	if l.lines("level=DEBUG", "registration.go:001") != 1 || l.lines("level=DEBUG", "event dispatched", "event_id=A", "handlers=1") != 1 || l.lines("registration.go:002") != 1 {
		t.Errorf("at debug it logged %s", l.text.String())
	}
	l.text.Reset()
	r.SetLogLevel(slog.LevelError + 1)
	act()
	if l.text.Len() != 0 {
		t.Errorf("above error it logged %s", l.text.String())
	}
}

// sent is a queue.Publisher that keeps what it is given.
type sent struct {
	mu       sync.Mutex
	messages []broker.Message
	err      error
}

func (s *sent) Publish(_ context.Context, m broker.Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.messages = append(s.messages, m)
	}
	return s.err
}

func TestToQueue(t *testing.T) {
	r, _ := newRouter(t)
	var to sent
	r.RegisterPublisher("A", events.ToQueue(&to, "plain"))
	r.RegisterPublisher("B", events.ToQueue(&to, "options", events.Transient(), events.ContentType("application/x+json"), events.Header("n", int64(1))))
	emit(t, r, "A", map[string]any{"user_id": "12345"})
	emit(t, r, "B", []int{1})
	want := `[{ plain {"user_id":"12345"} map[] false} { options [1] map[content-type:application/x+json n:1] true}]`
	var got []string
	for _, m := range to.messages {
		got = append(got, fmt.Sprintf("{%s %s %s %v %t}", m.ID, m.Queue, m.Body, m.Headers, m.Transient))
	}
	if fmt.Sprint(got) != want {
		t.Errorf("sent %v\nwant %s", got, want)
	}
	to.err = broker.ErrFull
	if err := r.Emit(t.Context(), "A", 1); !errors.Is(err, broker.ErrFull) {
		t.Errorf("a full broker gives %v", err)
	}
	if err := r.Emit(t.Context(), "A", strings.Repeat("x", 5<<20)); err == nil || errors.Is(err, broker.ErrFull) {
		t.Errorf("a body of 5 MiB gives %v", err)
	}
	if err := r.Emit(t.Context(), "A", []any{complex(1, 1)}); err == nil {
		t.Error("what JSON can not hold was sent")
	}
	if !panics(func() { events.ToQueue(nil, "q") }) || !panics(func() { events.ToQueue(&to, "") }) {
		t.Error("a publisher to nowhere was made")
	}
}

// A delivery's id names the message of the event itself, not of those that its handlers emit: these
// may be many, and one id for all of them would have a consumer drop all but the first.
func TestDeliveryID(t *testing.T) {
	r, _ := newRouter(t)
	var to sent
	r.RegisterPublisher("A", events.ToQueue(&to, "a"))
	r.RegisterPublisher("B", events.ToQueue(&to, "b"))
	var seen []string
	r.Handle("A", func(ctx context.Context, _ events.Event) error {
		seen = append(seen, events.DeliveryID(ctx))
		return errors.Join(r.Emit(ctx, "B", 1), r.Emit(ctx, "B", 2))
	})
	r.Handle("B", func(ctx context.Context, _ events.Event) error {
		seen = append(seen, events.DeliveryID(ctx))
		return nil
	})
	if err := r.Emit(events.WithDeliveryID(t.Context(), "7"), "A", nil); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprintf("%q", seen) != `["7" "" ""]` {
		t.Errorf("the handlers saw %q", seen)
	}
	if ids := fmt.Sprintf("%q %q %q", to.messages[0].ID, to.messages[1].ID, to.messages[2].ID); ids != `"" "" "7.A"` {
		t.Errorf("the messages have the ids %s", ids)
	}
}
