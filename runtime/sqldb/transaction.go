package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/go-sql-driver/mysql"
	"modernc.org/sqlite"
	sqlitecode "modernc.org/sqlite/lib"
)

const (
	maxRetries = 3
	// retryDelay is the mean wait before the first retry; it doubles for each further one.
	retryDelay = 20 * time.Millisecond
)

// transactionKey is the context key of the running transaction on one database, which all its modules
// share: a platform
// may have several.
type transactionKey struct{ of *prepared }

// transaction is a running transaction and what has to be known when it ends.
type transaction struct {
	tx *sql.Tx

	mu          sync.Mutex
	failed      error                   // why it must not be committed
	afterCommit []func(context.Context) // in order
	wanted      []string                // queries to be prepared for the next time
}

// wants notes a query that is worth preparing.
func (t *transaction) wants(query string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wanted = append(t.wanted, query)
}

// transaction returns the transaction that ctx carries, or nil.
func (d *DB) transaction(ctx context.Context) *transaction {
	t, _ := ctx.Value(transactionKey{d.prepared}).(*transaction)
	return t
}

// InTx runs work in a transaction: all statements on d with the context that work gets
// belong to it. It is committed when work returns nil, and rolled back when work returns an
// error or panics. The context must not be used after work has returned.
//
// A nested InTx joins the transaction. When it fails the whole transaction fails, even if
// the error is swallowed in between: half of the nested work would be committed otherwise.
//
// A deadlock or a lock that was not given in time makes the whole of work run again, up to
// three times, so work must keep its other effects for [DB.AfterCommit]. A lost connection
// is not retried, because nobody knows what had been done.
func (d *DB) InTx(ctx context.Context, work func(ctx context.Context) error) error {
	if outer := d.transaction(ctx); outer != nil {
		return outer.join(ctx, work)
	}
	for retry := 0; ; retry++ {
		t, err := d.runOnce(ctx, work)
		if err == nil {
			for _, then := range t.afterCommit {
				then(ctx)
			}
			return nil
		}
		if retry == maxRetries || !transient(err) {
			return err
		}
		d.logger.DebugContext(ctx, "transaction.go:001 | InTx | transaction is run again", "retry", retry+1, "error", err)
		if !pause(ctx, retry) {
			return err
		}
	}
}

// AfterCommit runs then once the transaction that ctx carries has been committed, and not
// at all if it is rolled back; without a transaction it runs then at once. It is the place
// for effects that can not be taken back, such as emitting an event: a retried transaction
// would repeat them. The context given to then carries no transaction.
func (d *DB) AfterCommit(ctx context.Context, then func(ctx context.Context)) {
	t := d.transaction(ctx)
	if t == nil {
		then(ctx)
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.afterCommit = append(t.afterCommit, then)
}

// runOnce runs work in a transaction of its own.
func (d *DB) runOnce(ctx context.Context, work func(context.Context) error) (*transaction, error) {
	tx, err := d.pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("begin a transaction on the %s database: %w", d.dialect, err)
	}
	t := &transaction{tx: tx}
	// Also on a panic. After a commit it does nothing, and where it fails the connection is
	// gone, which rolls back as well.
	defer func() { _ = tx.Rollback() }()
	if err := work(context.WithValue(ctx, transactionKey{d.prepared}, t)); err != nil {
		return nil, err
	}
	if err := t.failure(); err != nil {
		return nil, fmt.Errorf("commit a transaction on the %s database: a part of it had failed: %w", d.dialect, err)
	}
	if err := tx.Commit(); err != nil {
		return nil, fmt.Errorf("commit a transaction on the %s database: %w", d.dialect, err)
	}
	for _, query := range t.wanted {
		if known, full := d.prepared.find(query); known == nil && !full {
			d.prepare(ctx, query)
		}
	}
	return t, nil
}

// join runs the work of a nested InTx.
func (t *transaction) join(ctx context.Context, work func(context.Context) error) error {
	finished := false
	defer func() {
		if !finished {
			t.fail(errors.New("the nested work panicked"))
		}
	}()
	err := work(ctx)
	finished = true
	if err != nil {
		t.fail(err)
	}
	return err
}

// note remembers an error after which the database has rolled back by itself: going on
// would commit the later statements without the earlier ones. It returns err; t may be nil.
func (t *transaction) note(err error) error {
	if t != nil && err != nil && transient(err) {
		t.fail(err)
	}
	return err
}

// fail keeps the first reason for which the transaction must not be committed.
func (t *transaction) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.failed == nil {
		t.failed = err
	}
}

func (t *transaction) failure() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.failed
}

// transient reports whether a transaction lost against another one, and can win if it is
// run again.
func transient(err error) bool {
	if e, ok := errors.AsType[*mysql.MySQLError](err); ok {
		return e.Number == mysqlDeadlock || e.Number == mysqlLockWaitTimeout
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		primary := e.Code() & 0xff
		return primary == sqlitecode.SQLITE_BUSY || primary == sqlitecode.SQLITE_LOCKED
	}
	return false
}

// pause waits before a retry, for a random time so that the rivals do not meet again. It
// reports false when the context ended first.
func pause(ctx context.Context, retry int) bool {
	mean := retryDelay << retry
	timer := time.NewTimer(mean/2 + rand.N(mean))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
