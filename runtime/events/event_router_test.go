package events_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/events"
)

func TestHandlersRunByPriority(t *testing.T) {
	r, _ := newRouter(t)
	var ran record
	for _, c := range []struct {
		name string
		opts []events.Option
	}{
		{"default1", nil},
		{"late", []events.Option{events.Priority(20)}},
		{"zero", []events.Option{events.Priority(0)}},
		{"ten", []events.Option{events.Priority(10)}},
		{"negative", []events.Option{events.Priority(-5)}},
		{"default2", nil},
		{"zero2", []events.Option{events.Priority(0), events.Name("n"), events.Timeout(time.Minute)}},
	} {
		r.Handle("A", ran.handler(c.name, nil), c.opts...)
	}
	r.Handle("B", ran.handler("other", nil))
	emit(t, r, "A", nil)
	if want := "negative zero zero2 default1 ten default2 late"; ran.String() != want {
		t.Errorf("ran %s, want %s", &ran, want)
	}
}

// A failure, a panic or a timeout at any place must leave the other handlers alone.
func TestAFailingHandlerDoesNotStopTheOthers(t *testing.T) {
	for name, c := range map[string]struct {
		bad  events.Handler
		opts []events.Option
		logs []string
	}{
		"error":               {func(context.Context, events.Event) error { return errHandler }, nil, []string{"event_id=A", "handler=A_handler_2", errHandler.Error()}},
		"panic":               {func(context.Context, events.Event) error { panic("boom") }, nil, []string{"handler=A_handler_2", "panic: boom", "stack="}},
		"panic with an error": {func(context.Context, events.Event) error { panic(errHandler) }, []events.Option{events.Name("mine")}, []string{"handler=mine", errHandler.Error()}},
		"panic with timeout":  {func(context.Context, events.Event) error { panic("boom") }, []events.Option{events.Timeout(time.Minute)}, []string{"panic: boom"}},
		"timeout": {func(ctx context.Context, _ events.Event) error { <-ctx.Done(); return ctx.Err() },
			[]events.Option{events.Timeout(time.Millisecond)}, []string{"deadline exceeded"}},
		"runtime error": {func(_ context.Context, e events.Event) error { _ = e.Data.(string); return nil }, nil, []string{"interface conversion"}},
	} {
		t.Run(name, func(t *testing.T) {
			r, l := newRouter(t)
			var ran record
			r.Handle("A", ran.handler("before", nil))
			r.Handle("A", c.bad, c.opts...)
			r.Handle("A", ran.handler("after", nil))
			sent := &queue{}
			r.RegisterPublisher("A", sent)
			emit(t, r, "A", 1)
			if ran.String() != "before after" || len(sent.taken) != 1 {
				t.Errorf("ran %q and published %v", ran.String(), sent.taken)
			}
			if l.lines(append(c.logs, "level=ERROR", "run.go:001 | run | ")...) != 1 {
				t.Errorf("the log does not tell: %s", l.text.String())
			}
		})
	}
}

// queue is a publisher that keeps what it is given.
type queue struct {
	err   error
	taken []events.Event
}

func (q *queue) Publish(_ context.Context, e events.Event) error {
	q.taken = append(q.taken, e)
	return q.err
}

func TestPublisher(t *testing.T) {
	r, l := newRouter(t)
	first, second := &queue{}, &queue{}
	unregisterFirst := r.RegisterPublisher("A", first)
	emit(t, r, "A", 1) // no handler is needed
	unregisterSecond := r.RegisterPublisher("A", second)
	unregisterFirst() // it has been replaced already: the second one stays
	emit(t, r, "A", 2)
	if fmt.Sprint(first.taken, second.taken) != "[{A 1}] [{A 2}]" {
		t.Errorf("the first got %v, the second %v", first.taken, second.taken)
	}
	second.err = errHandler
	if err := r.Emit(t.Context(), "A", 3); !errors.Is(err, errHandler) {
		t.Errorf("got %v, want the publisher's error", err)
	}
	unregisterSecond()
	emit(t, r, "A", 4)
	if len(second.taken) != 2 || l.lines("level=ERROR", "event_router.go:001") != 1 || l.lines("level=WARN", "event_id=A") != 1 {
		t.Errorf("published %v, logged %s", second.taken, l.text.String())
	}
	r.RegisterPublisher("B", panicking{})
	if err := r.Emit(t.Context(), "B", nil); err == nil || !strings.Contains(err.Error(), "boom") {
		t.Errorf("a panicking publisher gives %v", err)
	}
}

type panicking struct{}

func (panicking) Publish(context.Context, events.Event) error { panic("boom") }

func TestMiddlewares(t *testing.T) {
	r, l := newRouter(t)
	var order []string
	add := func(name string) events.Middleware {
		return func(_ context.Context, e events.Event) (any, error) {
			order = append(order, name)
			return fmt.Sprint(e.Data, "+", name), nil
		}
	}
	r.Use(add("one"))
	r.Use(add("two"))
	sent := &queue{}
	r.RegisterPublisher("A", sent)
	r.Handle("A", func(_ context.Context, e events.Event) error {
		order = append(order, fmt.Sprint("handler ", e.Data))
		return nil
	})
	emit(t, r, "A", "x")
	if want := "[one two handler x+one+two]"; fmt.Sprint(order) != want || sent.taken[0].Data != "x+one+two" {
		t.Errorf("got %v and published %v, want %s", order, sent.taken, want)
	}
	r.Use(func(context.Context, events.Event) (any, error) { return nil, errHandler })
	order = nil
	if err := r.Emit(t.Context(), "A", "x"); !errors.Is(err, errHandler) || len(sent.taken) != 1 || fmt.Sprint(order) != "[one two]" {
		t.Errorf("after a refusal: %v, ran %v, published %v", err, order, sent.taken)
	}
	if l.lines("level=ERROR", "event_router.go:002", "middleware=3") != 1 {
		t.Errorf("the log does not tell: %s", l.text.String())
	}
	other, _ := newRouter(t)
	other.Use(func(context.Context, events.Event) (any, error) { panic("boom") })
	if err := other.Emit(t.Context(), "A", "x"); err == nil {
		t.Error("a panicking middleware let the event pass")
	}
}

func TestAnEventThatNobodyHandlesIsAWarningOnce(t *testing.T) {
	r, l := newRouter(t)
	for range 3 {
		emit(t, r, "NOBODY", nil)
		emit(t, r, "NOBODY.ELSE", nil)
	}
	if l.lines("level=WARN", "event_id=NOBODY") != 2 || l.lines("level=WARN", "event_id=NOBODY.ELSE") != 1 {
		t.Errorf("the log is %s", l.text.String())
	}
}

func TestEventIDs(t *testing.T) {
	r, _ := newRouter(t)
	for _, id := range []string{"A", "USER_CREATED", "AI_WORKER.CREATED", "A1.B2_C3.D", strings.Repeat("A", 128)} {
		emit(t, r, id, nil)
		r.Handle(id, func(context.Context, events.Event) error { return nil })()
		events.Define[int](id)
	}
	for _, id := range []string{"", "a", "userCreated", "_A", "A_", "A__B", "A.", ".A", "A..B", "1A", "A-B", "A B", "Ä", "A\n", strings.Repeat("A", 129)} {
		if err := r.Emit(t.Context(), id, nil); err == nil || len(err.Error()) > 600 {
			t.Errorf("emit %.20q: %v", id, err)
		}
		for name, declare := range map[string]func(){
			"handle":  func() { r.Handle(id, func(context.Context, events.Event) error { return nil }) },
			"publish": func() { r.RegisterPublisher(id, &queue{}) },
			"define":  func() { events.Define[int](id) },
		} {
			if !panics(declare) {
				t.Errorf("%s %.20q was accepted", name, id)
			}
		}
	}
	for name, declare := range map[string]func(){
		"handle":  func() { r.Handle("A", nil) },
		"publish": func() { r.RegisterPublisher("A", nil) },
		"use":     func() { r.Use(nil) },
		"on":      func() { events.On(r, events.Define[int]("A"), nil) },
	} {
		if !panics(declare) {
			t.Errorf("%s nil was accepted", name)
		}
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

func TestUnregister(t *testing.T) {
	r, _ := newRouter(t)
	var ran record
	removeOne := r.Handle("A", ran.handler("one", nil))
	r.Handle("A", ran.handler("two", nil))
	removeOne()
	removeOne() // twice is as once
	emit(t, r, "A", nil)
	r.RegisterPublisher("A", &queue{err: errHandler})
	r.Remove("A")
	emit(t, r, "A", nil)
	r.Handle("A", ran.handler("three", nil))
	emit(t, r, "A", nil)
	if ran.String() != "two three" {
		t.Errorf("ran %s", &ran)
	}
}

// A handler that changes the registrations while it runs counts from the next event on.
func TestHandlersMayRegisterAndUnregister(t *testing.T) {
	r, _ := newRouter(t)
	var ran record
	var remove func()
	remove = r.Handle("A", func(context.Context, events.Event) error {
		ran.note("first")
		remove()
		r.Handle("A", ran.handler("added", nil))
		return nil
	})
	r.Handle("A", ran.handler("second", nil))
	emit(t, r, "A", nil)
	emit(t, r, "A", nil)
	if ran.String() != "first second second added" {
		t.Errorf("ran %s", &ran)
	}
}

type key struct{}

func TestHandlersSeeValuesButNoCancellation(t *testing.T) {
	r, _ := newRouter(t)
	for _, opts := range [][]events.Option{nil, {events.Timeout(time.Minute)}} {
		called := false
		remove := r.Handle("A", func(ctx context.Context, _ events.Event) error {
			called = true
			if ctx.Value(key{}) != "value" || ctx.Err() != nil {
				t.Errorf("the handler sees %v and %v", ctx.Value(key{}), ctx.Err())
			}
			if _, bounded := ctx.Deadline(); bounded != (opts != nil) {
				t.Errorf("the handler has a deadline: %t", bounded)
			}
			return nil
		}, opts...)
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
		cancel()
		if err := r.Emit(ctx, "A", nil); err != nil || !called {
			t.Errorf("called: %t, error %v", called, err)
		}
		remove()
	}
}

func TestEventsThatLeadBackToThemselvesEnd(t *testing.T) {
	r, _ := newRouter(t)
	calls := 0
	r.Handle("A", func(ctx context.Context, _ events.Event) error {
		calls++
		return r.Emit(ctx, "B", nil)
	})
	r.Handle("B", func(ctx context.Context, _ events.Event) error { return r.Emit(ctx, "A", nil) }, events.Timeout(time.Minute))
	emit(t, r, "A", nil)
	if calls < 2 || calls > 100 {
		t.Errorf("the handler ran %d times", calls)
	}
}

func TestAHandlerThatIgnoresItsTimeout(t *testing.T) {
	r, l := newRouter(t)
	release := make(chan struct{})
	var started atomic.Int32
	r.Handle("A", func(context.Context, events.Event) error {
		started.Add(1)
		<-release
		return nil
	}, events.Timeout(time.Millisecond), events.Name("stuck"))
	for range 70 {
		emit(t, r, "A", nil)
	}
	if started.Load() != 64 || r.Overdue() != 64 || l.lines("handler=stuck", "earlier runs") != 6 {
		t.Errorf("%d runs were started, %d are overdue", started.Load(), r.Overdue())
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := r.Close(ctx); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "64") {
		t.Errorf("close: %v", err)
	}
	close(release)
	if err := r.Close(t.Context()); err != nil || r.Overdue() != 0 {
		t.Errorf("after the release: %v, %d are overdue", err, r.Overdue())
	}
}

// Closing waits for what is under way, including the events that this still emits.
func TestClose(t *testing.T) {
	r, _ := newRouter(t)
	inside, release := make(chan struct{}), make(chan struct{})
	var ran record
	r.Handle("A", func(ctx context.Context, _ events.Event) error {
		close(inside)
		<-release
		ran.note("A")
		return r.Emit(ctx, "B", nil)
	})
	r.Handle("B", ran.handler("B", nil))
	var group sync.WaitGroup
	group.Go(func() { emit(t, r, "A", nil) })
	<-inside
	closed := make(chan error)
	go func() { closed <- r.Close(context.Background()) }()
	for r.Emit(t.Context(), "C", nil) == nil { // until Close has begun
		time.Sleep(time.Millisecond)
	}
	if err := r.Emit(t.Context(), "B", nil); !errors.Is(err, events.ErrClosed) {
		t.Errorf("emit while closing: %v", err)
	}
	close(release)
	if err := <-closed; err != nil {
		t.Error(err)
	}
	group.Wait()
	if ran.String() != "A B" {
		t.Errorf("ran %s", &ran)
	}
}

func TestConcurrentUse(t *testing.T) {
	r, _ := newRouter(t)
	var fixed, once atomic.Int32
	r.Handle("A", func(context.Context, events.Event) error { fixed.Add(1); return nil })
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 200 {
				remove := r.Handle("A", func(context.Context, events.Event) error {
					once.Add(1)
					panic("boom")
				}, events.Priority(i%3-1+worker))
				emit(t, r, "A", []int{i})
				remove()
			}
		})
	}
	group.Wait()
	if fixed.Load() != 1600 || once.Load() < 1600 {
		t.Errorf("the fixed handler ran %d times, the passing ones %d times", fixed.Load(), once.Load())
	}
}
