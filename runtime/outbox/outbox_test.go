package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/logging"
	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

func stats(t *testing.T, store *outbox.Store) outbox.Stats {
	t.Helper()
	s, err := store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOnlyWhatIsCommittedIsDelivered(t *testing.T) {
	db := sqldbtest.Open(t, schema)
	store := outbox.New(db)
	sink := outbox.NewEmitter(store)
	g := newGot()
	_, stop := run(t, store, outbox.RelayOptions{Deliver: g.deliver, Poll: time.Hour})
	for i, fails := range []bool{false, true, false} {
		err := db.InTx(t.Context(), func(ctx context.Context) error {
			if _, err := db.ExecContext(ctx, "INSERT INTO things (id) VALUES (?)", i); err != nil {
				return err
			}
			if err := boxed.Emit(ctx, sink, box{ID: int64(i)}); err != nil {
				return err
			}
			if fails {
				return errWork
			}
			return nil
		})
		if fails != errors.Is(err, errWork) {
			t.Fatal(err)
		}
	}
	add(t.Context(), t, store, outbox.Message{Name: "alone"}) // without a transaction
	g.await(t, 3)                                             // at once: the relay polls once an hour
	stop()
	var names []string
	for _, m := range g.messages {
		names = append(names, m.Name+" "+m.Key)
	}
	if want := "[OUTBOX.BOXED outbox_test.box/0 OUTBOX.BOXED outbox_test.box/2 alone ]"; fmt.Sprint(names) != want || stats(t, store) != (outbox.Stats{}) {
		t.Errorf("got %v, want %s; left %+v", names, want, stats(t, store))
	}
}

func TestHandlersGetTheSameDataAsFromADirectEmit(t *testing.T) {
	db := sqldbtest.Open(t, schema)
	store := outbox.New(db)
	router := events.NewRouter(events.Options{Logger: slog.New(slog.DiscardHandler)})
	var mu sync.Mutex
	var messages []queue.Message
	to := publishing(func(m queue.Message) error {
		mu.Lock()
		defer mu.Unlock()
		messages = append(messages, m)
		return nil
	})
	router.RegisterPublisher(boxed.ID, events.ToQueue(to, "boxes"))
	type seen struct {
		data              box
		delivery, request string
	}
	arrived := make(chan seen, 10)
	events.On(router, boxed, func(ctx context.Context, b box) error {
		arrived <- seen{b, events.DeliveryID(ctx), logging.RequestID(ctx)}
		return nil
	})
	_, stop := run(t, store, outbox.RelayOptions{Deliver: outbox.To(router, to)})
	want := box{ID: 1 << 60, N: 3, At: sqltype.Now(), Secret: "hidden"}
	ctx := logging.WithRequestID(t.Context(), "req-7")
	for _, sink := range []events.Sink{router, outbox.AfterCommit(db, router, nil), outbox.NewEmitter(store)} {
		if err := boxed.Emit(ctx, sink, want); err != nil {
			t.Fatal(err)
		}
		got := <-arrived
		_, stored := sink.(*outbox.Emitter)
		if stored {
			want.Secret = "" // kept out of JSON
		}
		if !reflect.DeepEqual(got.data, want) || got.request != "req-7" || stored != (got.delivery != "") {
			t.Errorf("through %T the handler got %+v, want %+v", sink, got, want)
		}
	}
	if err := outbox.NewPublisher(store).Publish(ctx, queue.Message{Queue: "direct", Body: []byte("[1]"), Headers: map[string]any{"a": "b", "n": int64(1 << 60), "f": 1.5, "t": true}, ID: "mine"}); err != nil {
		t.Fatal(err)
	}
	for stats(t, store).Pending > 0 {
		time.Sleep(time.Millisecond)
	}
	stop()
	if last := messages[len(messages)-1]; len(messages) != 4 || last.ID != "mine" || last.Queue != "direct" || string(last.Body) != "[1]" || !reflect.DeepEqual(last.Headers, map[string]any{"a": "b", "n": int64(1 << 60), "f": 1.5, "t": true}) || last.Time.IsZero() {
		t.Errorf("published %v", messages)
	}
	if messages[2].ID == "" || !strings.HasSuffix(messages[2].ID, ".OUTBOX.BOXED") || messages[0].ID != "" {
		t.Errorf("the messages are identified by %q and %q", messages[0].ID, messages[2].ID)
	}
	if err := router.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if err := boxed.Emit(t.Context(), outbox.AfterCommit(db, router, nil), want); err != nil {
		t.Errorf("a refused event after the commit gives %v", err)
	}
}

type publishing func(queue.Message) error

func (p publishing) Publish(_ context.Context, m queue.Message) error { return p(m) }

// A message that fails holds up those of its key, and no others.
func TestOrderWithinAKey(t *testing.T) {
	store := outbox.New(sqldbtest.Open(t, schema))
	g := newGot()
	failures := map[string]int{"a1": 2, "a2": 1, "b1": 1}
	g.fail = func(m outbox.Message) error {
		if failures[m.Name] > 0 {
			failures[m.Name]--
			return fmt.Errorf("password=hunter2: %w", errWork)
		}
		return nil
	}
	for _, name := range []string{"a1", "b1", "a2", "c1", "a3", "b2", "x", "y"} {
		key := name[:1]
		if len(name) == 1 {
			key = ""
		}
		add(t.Context(), t, store, outbox.Message{Name: name, Key: key, RetryMax: time.Millisecond})
	}
	relay, stop := run(t, store, outbox.RelayOptions{Deliver: g.deliver, Poll: 5 * time.Millisecond, Batch: 2})
	g.await(t, 8)
	stop()
	order := map[string]string{}
	for _, m := range g.messages {
		order[m.Key] += m.Name
	}
	if order["a"] != "a1a2a3" || order["b"] != "b1b2" || order["c"] != "c1" {
		t.Errorf("delivered %v", order)
	}
	if s := relay.Stats(); s != (outbox.RelayStats{Delivered: 8, Failed: 4}) {
		t.Errorf("the counts are %+v", s)
	}
}

func TestDeadMessages(t *testing.T) {
	store := outbox.New(sqldbtest.Open(t, schema))
	g := newGot()
	working := false
	g.fail = func(m outbox.Message) error {
		if working || m.Name == "fine" {
			return nil
		}
		if m.Attempts == 1 {
			panic("boom")
		}
		return errors.New("password=hunter2 refused")
	}
	buried := make(chan outbox.Message, 1)
	_, stop := run(t, store, outbox.RelayOptions{Deliver: g.deliver, Poll: 5 * time.Millisecond, MaxAttempts: 3, Dead: func(_ context.Context, m outbox.Message, cause error) {
		buried <- m
		panic("so does this")
	}})
	add(t.Context(), t, store, outbox.Message{Name: "bad", Key: "k", RetryMax: time.Millisecond})
	add(t.Context(), t, store, outbox.Message{Name: "fine", Key: "k"})
	g.await(t, 1) // what waited behind the dead one
	dead := <-buried
	list, err := store.Dead(t.Context(), 10)
	if err != nil || len(list) != 1 || list[0].Name != "bad" || list[0].Attempts != 3 || list[0].LastError != "password=[masked] refused" || dead.ID != list[0].ID {
		t.Fatalf("the dead are %+v, %v", list, err)
	}
	for stats(t, store).Pending > 0 { // until the delivered one is removed
		time.Sleep(time.Millisecond)
	}
	if s := stats(t, store); s.Dead != 1 {
		t.Errorf("stored are %+v", s)
	}
	g.mu.Lock()
	working = true
	g.mu.Unlock()
	if revived, err := store.Revive(t.Context(), dead.ID); err != nil || !revived {
		t.Errorf("revived: %t, %v", revived, err)
	}
	g.await(t, 1)
	stop()
	if revived, err := store.Revive(t.Context(), dead.ID); err != nil || revived {
		t.Errorf("revived again: %t, %v", revived, err)
	}
}

func TestAddRefuses(t *testing.T) {
	store := outbox.New(sqldbtest.Open(t, schema))
	for name, m := range map[string]outbox.Message{
		"kind":     {Kind: "x", Name: "a"},
		"no name":  {Kind: outbox.Queue},
		"name":     {Kind: outbox.Queue, Name: strings.Repeat("a", 256)},
		"key":      {Kind: outbox.Queue, Name: "a", Key: strings.Repeat("a", 192)},
		"id":       {Kind: outbox.Queue, Name: "a", DeliveryID: strings.Repeat("a", 192)},
		"body":     {Kind: outbox.Queue, Name: "a", Body: make([]byte, 5<<20)},
		"attempts": {Kind: outbox.Queue, Name: "a", MaxAttempts: -1},
		"waits":    {Kind: outbox.Queue, Name: "a", RetryMin: 2, RetryMax: 1},
		"headers":  {Kind: outbox.Queue, Name: "a", Headers: map[string]any{"f": func() {}}},
	} {
		if err := store.Add(t.Context(), m); err == nil {
			t.Errorf("%s was stored", name)
		}
	}
	sink := outbox.NewEmitter(store)
	if err := sink.Emit(t.Context(), "OUTBOX.UNDECLARED", 1); !errors.Is(err, events.ErrUndeclared) {
		t.Errorf("an undeclared event gives %v", err)
	}
	if s := stats(t, store); s.Pending != 0 {
		t.Errorf("stored are %+v", s)
	}
}

type keyed struct{ name string }

func (k keyed) EventKey() string { return k.name }

func TestKeys(t *testing.T) {
	type named struct{ ID string }
	type counted struct{ ID uint8 }
	type other struct{ ID []int }
	for want, data := range map[string]any{
		"mine": keyed{"mine"}, "outbox_test.named/x": named{"x"}, "outbox_test.counted/7": &counted{7}, "outbox_test.box/5": box{ID: 5},
	} {
		if got := outbox.KeyOf(data); got != want {
			t.Errorf("the key of %v is %q, want %q", data, got, want)
		}
	}
	for _, data := range []any{nil, 1, other{}, (*box)(nil), struct{}{}} {
		if got := outbox.KeyOf(data); got != "" {
			t.Errorf("the key of %v is %q", data, got)
		}
	}
	if got := outbox.KeyOf(named{strings.Repeat("x", 1000)}); len(got) != 191 {
		t.Errorf("a long key has %d bytes", len(got))
	}
}
