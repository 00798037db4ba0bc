package sqlmodel

import (
	"context"
	"errors"

	"github.com/vtgen/vtgen/runtime/sqldb"
)

// Then follows a change of a row, with the row as it is afterwards or, when it was deleted, as it
// last was: usually it emits the event that tells of the change.
type Then[T any] = func(ctx context.Context, row T) error

// Change runs write, which changes a row of the table and returns it, and then what follows it.
//
// Of a table with an outbox both are one transaction: what follows may fail the change, and is
// undone with it. Of a table without one what follows runs once the change is committed; its failure
// is logged, because the change stands.
func Change[T any](ctx context.Context, db *sqldb.DB, t Table, write func(ctx context.Context) (T, error), then ...Then[T]) (T, error) {
	switch {
	case len(then) == 0:
		return write(ctx)
	case !t.Outbox:
		row, err := write(ctx)
		if err == nil {
			db.AfterCommit(ctx, func(ctx context.Context) { t.follow(ctx, db, func() error { return follow(ctx, row, then) }) })
		}
		return row, err
	}
	var row T
	var stale error
	err := db.InTx(ctx, func(ctx context.Context) (err error) {
		row, err = write(ctx)
		if stale = nil; errors.Is(err, ErrStale) {
			stale = err // nothing was changed: no reason to fail a transaction around this one
			return nil
		}
		if err != nil {
			return err
		}
		return follow(ctx, row, then)
	})
	if err == nil {
		err = stale
	}
	return row, err
}

// follow runs what follows, up to the first failure.
func follow[T any](ctx context.Context, row T, then []Then[T]) error {
	for _, one := range then {
		if err := one(ctx, row); err != nil {
			return err
		}
	}
	return nil
}

// follow logs the failure of what cannot fail the change any more.
func (t Table) follow(ctx context.Context, db *sqldb.DB, then func() error) {
	if err := then(); err != nil {
		db.Logger().ErrorContext(ctx, "change.go:001 | Change | what follows a change failed", "entity", t.Entity, "error", err)
	}
}
