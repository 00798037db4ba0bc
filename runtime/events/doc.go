// Package events carries events within a process (the standards, §3.2, §3.3 and §3.6).
//
// A [Router] brings an event, named by an id such as AI_WORKER.CREATED, to the handlers
// registered for that id, in the order of their priority, and then to the publisher that
// takes it out of the process, if there is one. The type of an event's data is declared once:
//
//	var WorkerCreated = events.Define[classes.Worker]("AI_WORKER.CREATED")
//
//	unregister := events.On(router, WorkerCreated, func(ctx context.Context, w classes.Worker) error {
//		return mail.Welcome(ctx, w)
//	}, events.Priority(5), events.Timeout(10*time.Second))
//
//	err := WorkerCreated.Emit(ctx, router, worker)
//
// What a router promises:
//
//   - Emit runs the handlers one after the other in the caller's goroutine; only a handler
//     with a timeout gets a goroutine of its own.
//   - A handler that fails, panics or takes too long is logged and does not keep the others
//     from running, nor does Emit return its error: the emitter has done its part.
//   - Each handler has its own copy of the data.
//   - Handlers see the emitter's context values but not its cancellation: a client that goes
//     away does not lose an event.
//   - An emitted event can not be taken back, so within a transaction emit to a [Sink] of package
//     outbox, which brings it to the router once the transaction has been committed.
//   - Emitting takes no lock, and no memory for declared data without references in a context
//     that has no end. Data with references costs a copy for each handler.
//
// [Router.RegisterPublisher] with [ToQueue] sends events to a queue of the message broker.
//
// An [Emitter] is the plain list of listeners for what happens to the process itself, such
// as rabbitMQConnected; a [Topic] is one of its events with the type of its data. Through
// [Router.Listen] it also takes events for a router.
package events
