package outbox_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqlmodel"
)

type order struct {
	ID    int64  `json:"id"`
	State string `json:"state"`
}

var orderCreated = events.Define[order]("ORDER_CREATED")

// A service makes a change and tells of it; a relay brings the event to the router.
func Example() {
	folder, err := os.MkdirTemp("", "outbox")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	ctx, stop := context.WithCancel(context.Background())
	db, err := sqldb.Open(ctx, sqldb.Options{SQLitePath: filepath.Join(folder, "a.db")})
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := migrate.Up(ctx, db, migrate.With(os.DirFS("testdata/migrations"), outbox.Migrations)); err != nil {
		log.Fatal(err)
	}

	router := events.NewRouter(events.Options{})
	handled := make(chan order)
	events.On(router, orderCreated, func(_ context.Context, o order) error { handled <- o; return nil })
	store := outbox.New(db)
	relay := outbox.NewRelay(store, outbox.RelayOptions{Deliver: outbox.To(router, nil)})
	ended := make(chan struct{})
	go func() { defer close(ended); relay.Run(ctx) }()

	orders := sqlmodel.Table{Name: "orders", Entity: "order", Outbox: true}
	created, err := sqlmodel.Change(ctx, db, orders, func(ctx context.Context) (order, error) {
		return order{ID: 1, State: "new"}, nil // stored by a repository, with this ctx
	}, orderCreated.To(outbox.NewEmitter(store)))
	fmt.Println("created", created, err)
	fmt.Println("handled", <-handled)
	stop()
	<-ended
	// Output:
	// created {1 new} <nil>
	// handled {1 new}
}
