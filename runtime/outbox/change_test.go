package outbox_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
	"github.com/vtgen/vtgen/runtime/sqlmodel"
)

// Many writers change one row at once, each reading it first, as repositories do. Each of them
// succeeds, and each change is told once, with its own value.
func TestChangeWhileOthersWrite(t *testing.T) {
	const writers, each = 6, 5
	db := sqldbtest.Open(t, schema)
	store := outbox.New(db)
	if _, err := db.ExecContext(t.Context(), "INSERT INTO things (id, n) VALUES (1, 0)"); err != nil {
		t.Fatal(err)
	}
	things := sqlmodel.Table{Name: "things", Entity: "thing", Outbox: true}
	update := func(ctx context.Context) (made box, err error) {
		err = sqlmodel.Retry(ctx, func(ctx context.Context) error {
			var n int
			if err := db.QueryRowContext(ctx, "SELECT n FROM things WHERE id = 1").Scan(&n); err != nil {
				return err
			}
			n++
			made, err = sqlmodel.Change(ctx, db, things, func(ctx context.Context) (box, error) {
				result, err := db.ExecContext(ctx, "UPDATE things SET n = ? WHERE id = 1 AND n = ?", n, n-1)
				if err != nil {
					return box{}, err
				}
				return box{ID: 1, N: n}, sqlmodel.Written(result.RowsAffected())
			}, boxed.To(outbox.NewEmitter(store)))
			return err
		})
		return made, err
	}
	told := map[int]bool{}
	var mu sync.Mutex
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for done := 0; done < each; {
				made, err := update(t.Context())
				if errors.Is(err, sqlmodel.ErrStale) {
					continue // too many came between, which a caller is told
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				told[made.N] = true
				mu.Unlock()
				done++
			}
		})
	}
	group.Wait()
	g := newGot()
	_, stop := run(t, store, outbox.RelayOptions{Deliver: g.deliver})
	g.await(t, writers*each)
	stop()
	if len(told) != writers*each {
		t.Errorf("%d different values were returned, want %d", len(told), writers*each)
	}
	for i, m := range g.messages {
		data, err := events.Decode(m.Name, m.Body)
		if err != nil || data.(box).N != i+1 {
			t.Fatalf("message %d tells of %v, %v", i, data, err)
		}
	}
}

func TestChangeTellsNothingThatFailed(t *testing.T) {
	db := sqldbtest.Open(t, schema)
	store := outbox.New(db)
	router := events.NewRouter(events.Options{Logger: slog.New(slog.DiscardHandler)})
	handled := 0
	events.On(router, boxed, func(context.Context, box) error { handled++; return nil })
	things := sqlmodel.Table{Name: "things", Entity: "thing", Outbox: true}
	insert := func(err error) func(context.Context) (box, error) {
		return func(ctx context.Context) (box, error) {
			if handled > 0 {
				t.Error("the event came before the commit")
			}
			_, failed := db.ExecContext(ctx, "INSERT INTO things (id, n) VALUES (1, 0)")
			return box{ID: 1}, errors.Join(failed, err)
		}
	}
	for _, sink := range []events.Sink{outbox.NewEmitter(store), outbox.AfterCommit(db, router, nil)} {
		if _, err := sqlmodel.Change(t.Context(), db, things, insert(errWork), boxed.To(sink)); !errors.Is(err, errWork) {
			t.Errorf("a failed change gives %v", err)
		}
	}
	type undeclared struct{ F func() }
	unstorable := events.Define[undeclared]("OUTBOX.UNSTORABLE")
	if _, err := sqlmodel.Change(t.Context(), db, things, func(ctx context.Context) (undeclared, error) {
		_, err := insert(nil)(ctx)
		return undeclared{F: func() {}}, err
	}, unstorable.To(outbox.NewEmitter(store))); err == nil {
		t.Error("an event that can not be stored was told")
	}
	if s := stats(t, store); s.Pending != 0 || handled != 0 {
		t.Errorf("stored are %+v, handled %d", s, handled)
	}
	if made, err := sqlmodel.Change(t.Context(), db, things, insert(nil), boxed.To(outbox.AfterCommit(db, router, nil))); err != nil || made.ID != 1 || handled != 1 {
		t.Errorf("got %v, %v; handled %d", made, err, handled)
	}
	if err := router.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
