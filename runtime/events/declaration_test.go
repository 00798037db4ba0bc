package events_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

func TestDeclaredDataIsReadBackAsItWas(t *testing.T) {
	created := events.Define[worker]("STORED.CREATED")
	want := worker{ID: 1 << 60, Name: "anna", At: sqltype.Now(), Pay: decimal.New(15, -1)}
	text, err := events.Encode(created.ID, want)
	if err != nil {
		t.Fatal(err)
	}
	data, err := events.Decode(created.ID, text)
	if got, ok := data.(worker); err != nil || !ok || got.ID != want.ID || got.Name != want.Name || !got.At.Equal(want.At) || !got.Pay.Equal(want.Pay) {
		t.Errorf("got %#v, %v, want %v", data, err, want)
	}
	if data, err := events.Decode(created.ID, []byte(`{"Name":"b","gone":1}`)); err != nil || data.(worker).Name != "b" {
		t.Errorf("a member that is no more: %v, %v", data, err)
	}
	events.Define[worker](created.ID) // once more is no contradiction
	for name, err := range map[string]error{
		"another type": errorOf(events.Encode(created.ID, "text")),
		"nil":          errorOf(events.Encode(created.ID, nil)),
		"not JSON":     errorOf(events.Decode(created.ID, []byte("{"))),
		"wrong member": errorOf(events.Decode(created.ID, []byte(`{"ID":"x"}`))),
	} {
		if err == nil || errors.Is(err, events.ErrUndeclared) {
			t.Errorf("%s gives %v", name, err)
		}
	}
	events.Define[worker]("STORED.TWICE")
	events.Define[tree]("STORED.TWICE")
	for _, id := range []string{"STORED.NEVER", "STORED.TWICE"} {
		if _, err := events.Encode(id, worker{}); !errors.Is(err, events.ErrUndeclared) {
			t.Errorf("encode %s gives %v", id, err)
		}
		if _, err := events.Decode(id, []byte("{}")); !errors.Is(err, events.ErrUndeclared) {
			t.Errorf("decode %s gives %v", id, err)
		}
	}
	events.Define[any]("STORED.ANY")
	if text, err := events.Encode("STORED.ANY", nil); err != nil || string(text) != "null" {
		t.Errorf("nil of an interface gives %s, %v", text, err)
	}
}

func errorOf[T any](_ T, err error) error { return err }

// What a Type does by itself for data without references must be what the router does.
func TestPlainDataTakesTheSameWay(t *testing.T) {
	created := events.Define[small]("PLAIN")
	for name, prepare := range map[string]func(r *events.Router){
		"alone": func(*events.Router) {},
		"middleware": func(r *events.Router) {
			r.Use(func(_ context.Context, e events.Event) (any, error) { return e.Data, nil })
		},
		"publisher": func(r *events.Router) { r.RegisterPublisher("PLAIN", &queue{}) },
		"untyped": func(r *events.Router) {
			r.Handle("PLAIN", func(context.Context, events.Event) error { return errHandler })
		},
		"timeout": func(r *events.Router) {
			events.On(r, created, func(context.Context, small) error { panic("x") }, events.Timeout(1<<40))
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, l := newRouter(t)
			var ran record
			note := func(name string, err error) func(context.Context, small) error {
				return func(ctx context.Context, s small) error {
					ran.note(name)
					if s.ID != 7 || ctx.Done() != nil {
						t.Errorf("got %v, a context that ends: %t", s, ctx.Done() != nil)
					}
					if name == "panics" {
						panic(name)
					}
					return err
				}
			}
			events.On(r, created, note("last", nil), events.Priority(20))
			events.On(r, created, note("fails", errHandler))
			events.On(r, created, note("panics", nil))
			prepare(r)
			if err := created.Emit(t.Context(), r, small{ID: 7}); err != nil {
				t.Fatal(err)
			}
			if ran.String() != "fails panics last" || l.lines("PLAIN_handler_2", errHandler.Error()) != 1 || l.lines("PLAIN_handler_3", "panic: panics", "stack=") != 1 {
				t.Errorf("ran %s, logged %s", &ran, l.text.String())
			}
		})
	}
}

func TestPlainDataForSeveralRouters(t *testing.T) {
	created := events.Define[small]("PLAIN.MANY")
	one, _ := newRouter(t)
	two, _ := newRouter(t)
	var ran record
	events.On(one, created, func(ctx context.Context, s small) error { ran.note("one"); return created.Emit(ctx, two, s) })
	events.On(two, created, func(context.Context, small) error { ran.note("two"); return nil })
	for range 2 {
		if err := created.Emit(t.Context(), one, small{}); err != nil {
			t.Fatal(err)
		}
	}
	if ran.String() != "one two one two" {
		t.Errorf("ran %s", &ran)
	}
	if err := one.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := created.Emit(t.Context(), one, small{}); !errors.Is(err, events.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	events.On(two, created, func(ctx context.Context, s small) error { return created.Emit(ctx, two, s) }) // without end
	if err := created.Emit(t.Context(), two, small{}); err != nil {
		t.Errorf("a loop: %v", err)
	}
}

// Registering, unregistering, replacing and emitting at the same time: the handler that stays is
// never skipped.
func TestStress(t *testing.T) {
	r, _ := newRouter(t)
	created := events.Define[small]("STRESS")
	var fixed atomic.Int64
	events.On(r, created, func(context.Context, small) error { fixed.Add(1); return nil })
	const workers, rounds = 8, 300
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := range rounds {
				remove := events.On(r, created, func(context.Context, small) error { return nil }, events.Priority(i%5))
				unpublish := r.RegisterPublisher("STRESS", ignoring{})
				if err := created.Emit(t.Context(), r, small{ID: int64(i)}); err != nil {
					t.Error(err)
				}
				unpublish()
				remove()
				if err := r.Emit(t.Context(), "STRESS", small{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if fixed.Load() != 2*workers*rounds {
		t.Errorf("the fixed handler ran %d times, want %d", fixed.Load(), 2*workers*rounds)
	}
}

type ignoring struct{}

func (ignoring) Publish(context.Context, events.Event) error { return nil }
