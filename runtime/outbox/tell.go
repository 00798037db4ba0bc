package outbox

import (
	"context"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/sqlmodel"
)

// Transactor runs work in a transaction: a *sqldb.DB, or a repository that passes it on.
type Transactor interface {
	// InTx commits what work does when it returns nil.
	InTx(ctx context.Context, work func(ctx context.Context) error) error
}

// Tell makes a change and emits the event that tells of it, with what change returned, in one
// transaction: either both happen or neither. A change that another writer overtook
// ([sqlmodel.ErrStale]) is made again, in a transaction of its own each time; so change keeps to the
// database. The sink is an [Emitter] or [AfterCommit]; a router would get the event before the commit.
//
//	return outbox.Tell(ctx, s.repository, s.events, classes.AIWorkerCreated, func(ctx context.Context) (classes.AIWorker, error) {
//		return s.repository.Create(ctx, worker)
//	})
func Tell[T any](ctx context.Context, db Transactor, to events.Sink, event events.Type[T], change func(ctx context.Context) (T, error)) (T, error) {
	var made T
	err := sqlmodel.Retry(ctx, func(ctx context.Context) error {
		return db.InTx(ctx, func(ctx context.Context) (err error) {
			if made, err = change(ctx); err != nil {
				return err
			}
			return event.Emit(ctx, to, made)
		})
	})
	if err != nil {
		var none T
		return none, err
	}
	return made, nil
}
