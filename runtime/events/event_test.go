package events_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

type worker struct {
	ID   int64
	Name string
	At   time.Time
	Pay  sqltype.Decimal
}

func TestTypedEvents(t *testing.T) {
	r, l := newRouter(t)
	created := events.Define[worker]("WORKER.CREATED")
	want := worker{ID: 1, Name: "anna", At: sqltype.Now(), Pay: decimal.New(15, -1)}
	var got []worker
	remove := events.On(r, created, func(_ context.Context, w worker) error {
		got = append(got, w)
		return errHandler
	}, events.Name("typed"), events.Priority(1))
	if err := created.Emit(t.Context(), r, want); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0] != want || l.lines("handler=typed", errHandler.Error()) != 1 {
		t.Errorf("got %v, logged %s", got, l.text.String())
	}
	emit(t, r, "WORKER.CREATED", "not a worker")
	if len(got) != 1 || l.lines("handler=typed", "the data is a string and not the events_test.worker") != 1 {
		t.Errorf("got %v, logged %s", got, l.text.String())
	}
	remove()
	if err := created.Emit(t.Context(), r, want); err != nil || len(got) != 1 {
		t.Errorf("after removing: %v, %v", got, err)
	}
}

// tree holds every kind of reference that can be copied.
type tree struct {
	Name     string
	Tags     []string
	Fixed    [2][]int
	Labels   map[string][]int
	Parent   *tree
	Children []*tree
	Extra    any
	At       time.Time
	Pay      *sqltype.Decimal
	Nil      *tree
	NoSlice  []int
	NoMap    map[string]int
	noted    int
}

func newTree() *tree {
	pay := decimal.New(125, -2)
	return &tree{
		Name: "root", Tags: []string{"a"}, Fixed: [2][]int{{1}, {2}}, Labels: map[string][]int{"x": {1}},
		Parent: &tree{Name: "parent"}, Children: []*tree{{Name: "child", Tags: []string{"c"}}},
		Extra: map[string]any{"list": []any{1, "two", 3.5}, "n": int64(7)}, At: sqltype.Now(), Pay: &pay, noted: 3,
	}
}

// spoil changes everything that can be reached.
func spoil(data any) {
	v := data.(*tree)
	v.Name, v.Tags[0], v.Fixed[1][0], v.Labels["x"][0], v.Labels["new"] = "bad", "bad", 9, 9, nil
	v.Parent.Name, v.Children[0].Tags[0] = "bad", "bad"
	v.Extra.(map[string]any)["list"].([]any)[0] = "bad"
	*v.Pay = decimal.Zero
	v.noted = 99
}

func show(data any) string {
	v := data.(*tree)
	return fmt.Sprint(v.Name, v.Tags, v.Fixed, v.Labels, v.Parent.Name, v.Children[0].Name, v.Children[0].Tags,
		v.Extra, v.At, v.Pay, v.Nil == nil, v.NoSlice == nil, v.NoMap == nil, v.noted)
}

func TestEachHandlerHasItsOwnData(t *testing.T) {
	r, _ := newRouter(t)
	original := newTree()
	want := show(original)
	sent := &queue{}
	r.RegisterPublisher("A", sent)
	r.Use(func(_ context.Context, e events.Event) (any, error) {
		e.Data.(*tree).NoSlice = nil // its own copy as well
		return e.Data, nil
	})
	for range 3 {
		r.Handle("A", func(_ context.Context, e events.Event) error {
			if got := show(e.Data); got != want {
				t.Errorf("a handler got %s\nwant %s", got, want)
			}
			spoil(e.Data)
			return nil
		})
	}
	emit(t, r, "A", original)
	if show(original) != want || show(sent.taken[0].Data) != want {
		t.Errorf("the emitter has %s, the publisher got %s", show(original), show(sent.taken[0].Data))
	}
}

// box can only be copied by its own method.
type box struct{ hidden []int }

func (b box) Clone() box { return box{hidden: append([]int(nil), b.hidden...)} }

// crate is box with a pointer receiver, and breaks on demand.
type crate struct{ hidden []int }

func (c *crate) Clone() *crate {
	if len(c.hidden) == 0 {
		panic("empty")
	}
	return &crate{hidden: append([]int(nil), c.hidden...)}
}

func TestCloneIsUsed(t *testing.T) {
	type shelf struct{ Boxes []box }
	for name, c := range map[string]struct {
		data  any
		inner func(any) []int
	}{
		"value":   {box{[]int{1}}, func(v any) []int { return v.(box).hidden }},
		"pointer": {&crate{[]int{1}}, func(v any) []int { return v.(*crate).hidden }},
		"inside":  {shelf{[]box{{[]int{1}}}}, func(v any) []int { return v.(shelf).Boxes[0].hidden }},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := newRouter(t)
			seen := 0
			for range 2 {
				r.Handle("A", func(_ context.Context, e events.Event) error {
					seen += c.inner(e.Data)[0]
					c.inner(e.Data)[0] = 99
					return nil
				})
			}
			emit(t, r, "A", c.data)
			if seen != 2 || c.inner(c.data)[0] != 1 {
				t.Errorf("the handlers saw %d, the emitter has %d", seen, c.inner(c.data)[0])
			}
		})
	}
}

// An error is known by its identity, and often hides others.
func TestErrorsInDataStayThemselves(t *testing.T) {
	type report struct {
		Err  error
		Tags []string
	}
	r, _ := newRouter(t)
	r.Handle("A", func(_ context.Context, e events.Event) error {
		if got := e.Data.(report); !errors.Is(got.Err, errHandler) || got.Tags[0] != "a" {
			t.Errorf("the handler got %v", got)
		}
		return nil
	})
	emit(t, r, "A", report{Err: fmt.Errorf("wrapped: %w", errHandler), Tags: []string{"a"}})
}

func TestDataThatCanNotBeCopiedIsRefused(t *testing.T) {
	cycle := &tree{}
	cycle.Parent = cycle
	for name, data := range map[string]any{
		"hidden reference": struct{ hidden []int }{[]int{1}},
		"function":         struct{ F func() }{func() {}},
		"channel":          make(chan int),
		"cycle":            cycle,
		"pointer key":      map[*int]int{new(int): 1},
		"interface key":    map[any]int{new(int): 1},
		"panicking clone":  &crate{},
	} {
		r, _ := newRouter(t)
		var ran record
		r.Handle("A", ran.handler("ran", nil))
		if err := r.Emit(t.Context(), "A", data); err == nil || ran.String() != "" {
			t.Errorf("%s: error %v, ran %q", name, err, ran.String())
		}
	}
	for name, data := range map[string]any{
		"nil": nil, "nil pointer": (*tree)(nil), "nil crate": (*crate)(nil), "nil map": map[string]int(nil), "nil function": struct{ F func() }{},
		"plain interface key": map[any]int{1: 1, "a": 2}, "array": [2]worker{},
	} {
		r, _ := newRouter(t)
		var ran record
		r.Handle("A", ran.handler("ran", nil))
		emit(t, r, "A", data)
		if ran.String() != "ran" {
			t.Errorf("%s was not handled", name)
		}
	}
}

// Whatever ends one typed handler, the others run, in their order, and the event is over: newRouter
// closes the router, which waits for events under way.
func TestTypedHandlersThatFail(t *testing.T) {
	for name, bad := range map[string]func(context.Context, int) error{
		"error": func(context.Context, int) error { return errHandler },
		"panic": func(context.Context, int) error { panic(errHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			r, l := newRouter(t)
			failing := events.Define[int]("TYPED_FAILING")
			var ran record
			note := func(name string) func(context.Context, int) error {
				return func(context.Context, int) error { ran.note(name); return nil }
			}
			events.On(r, failing, note("first"))
			events.On(r, failing, bad)
			events.On(r, failing, note("second"))
			events.On(r, failing, bad)
			events.On(r, failing, note("third"), events.Timeout(time.Minute))
			if err := failing.Emit(t.Context(), r, 7); err != nil {
				t.Error(err)
			}
			if ran.String() != "first second third" {
				t.Errorf("ran %s", ran.String())
			}
			if l.lines("run.go:001 | run | ", errHandler.Error()) != 2 || l.lines("TYPED_FAILING_handler_2") != 1 || l.lines("TYPED_FAILING_handler_4") != 1 {
				t.Errorf("the log does not tell: %s", l.text.String())
			}
		})
	}
}

// A handler that ends its goroutine, as t.FailNow does, leaves no event under way behind.
func TestAHandlerThatEndsItsGoroutine(t *testing.T) {
	r, _ := newRouter(t)
	ends := events.Define[int]("TYPED_ENDS")
	events.On(r, ends, func(context.Context, int) error { runtime.Goexit(); return nil })
	var group sync.WaitGroup
	group.Go(func() {
		err := ends.Emit(context.Background(), r, 1)
		t.Errorf("emit returned: %v", err)
	})
	group.Wait()
}
