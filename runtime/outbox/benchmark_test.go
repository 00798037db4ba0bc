package outbox_test

import (
	"context"
	"testing"

	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

// What an event costs through the outbox: its transaction, and its delivery by a relay that runs
// beside.
func BenchmarkOutbox(b *testing.B) {
	db := sqldbtest.Open(b, schema)
	store := outbox.New(db)
	sink := outbox.NewEmitter(store)
	emit := func(b *testing.B, n int) {
		err := db.InTx(b.Context(), func(ctx context.Context) error { return boxed.Emit(ctx, sink, box{ID: int64(n), N: n}) })
		if err != nil {
			b.Fatal(err)
		}
	}
	b.Run("stored", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			emit(b, n)
		}
	})
	if _, err := db.ExecContext(b.Context(), "DELETE FROM outbox_messages"); err != nil {
		b.Fatal(err)
	}
	b.Run("stored and delivered", func(b *testing.B) {
		g := newGot()
		g.arrived = make(chan struct{}, 1<<20)
		relay := outbox.NewRelay(store, outbox.RelayOptions{Deliver: g.deliver, Batch: 200})
		ctx, cancel := context.WithCancel(b.Context())
		done := make(chan struct{})
		go func() { defer close(done); relay.Run(ctx) }()
		n := 0
		for ; b.Loop(); n++ {
			emit(b, n)
		}
		b.StartTimer() // until the last one is delivered
		for range n {
			<-g.arrived
		}
		b.StopTimer()
		cancel()
		<-done
	})
}
