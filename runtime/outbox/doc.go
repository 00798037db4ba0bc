// Package outbox brings what a transaction has to say out of it, exactly when the transaction is
// committed: an event or a queue message is stored in the same transaction as the change it tells of,
// and a [Relay] delivers it afterwards. What was committed is delivered at least once, also across
// the death of the process; what was rolled back never.
//
//	store := outbox.New(db)
//	sink := outbox.NewEmitter(store) // an events.Sink for services
//	relay := outbox.NewRelay(store, outbox.RelayOptions{Deliver: outbox.To(router, broker)})
//	go relay.Run(ctx)
//
//	err := db.InTx(ctx, func(ctx context.Context) error {
//		created, err := repository.Create(ctx, worker)
//		if err != nil {
//			return err
//		}
//		return classes.AIWorkerCreated.Emit(ctx, sink, created)
//	})
//
// Where no outbox is wanted, [AfterCommit] is a sink for the same code that loses events when the
// process dies between the commit and their handlers.
//
// # Delivery
//
// Several processes may run a relay on one database: each message is claimed by one of them for a
// lease, and taken over by another when that is over. Leases are times of the processes' own clocks,
// which have to agree to much less than a lease. A message is delivered twice when its process dies,
// or takes longer than the lease, between the delivery and its deletion; its DeliveryID stays the same.
//
// Messages with the same Key are delivered in the order in which they were stored: one that fails
// holds up those after it until it is delivered or dead. Concurrent transactions store messages of one
// key in the order of their statements; transactions that change the same row first wait for each
// other, and so do their messages. Messages without a key have no order.
//
// A message that fails is tried again, later each time, and after its attempts is dead: it stays in the
// table, where [Store.Stats] counts it, [Store.Dead] shows it and [Store.Revive] gives it another try.
package outbox
