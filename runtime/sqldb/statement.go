package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/vtgen/vtgen/runtime/sqltype"
)

// executor is what a pool and a transaction have in common.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// ExecContext runs a statement that returns no rows, in the context's transaction if it has one.
func (d *DB) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	ctx = d.named(ctx)
	if known := d.statement(ctx, query); known != nil {
		result, err := known.ExecContext(ctx, d.arguments(args)...)
		if err != nil {
			return nil, d.transaction(ctx).note(explain(ctx, query, err))
		}
		return result, nil
	}
	on, t := d.executor(ctx)
	result, err := on.ExecContext(ctx, query, d.arguments(args)...)
	if err != nil {
		return nil, t.note(explain(ctx, query, err))
	}
	return result, nil
}

// QueryContext runs a query, in the context's transaction if it has one. The caller closes
// the rows, and in a transaction does so before the next statement: MySQL can not answer a
// second one in between.
func (d *DB) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx = d.named(ctx)
	if known := d.statement(ctx, query); known != nil {
		rows, err := known.QueryContext(ctx, d.arguments(args)...)
		if err != nil {
			return nil, d.transaction(ctx).note(explain(ctx, query, err))
		}
		return rows, nil
	}
	on, t := d.executor(ctx)
	rows, err := on.QueryContext(ctx, query, d.arguments(args)...)
	if err != nil {
		return nil, t.note(explain(ctx, query, err))
	}
	return rows, nil
}

// QueryRowContext runs a query for at most one row, in the context's transaction if it has one.
func (d *DB) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	ctx = d.named(ctx)
	if known := d.statement(ctx, query); known != nil {
		row := known.QueryRowContext(ctx, d.arguments(args)...)
		_ = d.transaction(ctx).note(row.Err()) // the caller gets it from Scan
		return row
	}
	on, t := d.executor(ctx)
	row := on.QueryRowContext(ctx, query, d.arguments(args)...)
	_ = t.note(row.Err()) // the caller gets it from Scan
	return row
}

// PrepareContext prepares a statement, in the context's transaction if it has one. The
// caller closes it. The other methods are as fast and need no closing; and a statement that
// is run through a [*sql.Stmt] can not tell [Violated] that it was a DELETE.
func (d *DB) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	ctx = d.named(ctx)
	on, t := d.executor(ctx)
	statement, err := on.PrepareContext(ctx, query)
	if err != nil {
		return nil, t.note(explain(ctx, query, err))
	}
	return statement, nil
}

// executor returns where ctx's statements run, and the transaction if that is one.
func (d *DB) executor(ctx context.Context) (executor, *transaction) {
	if t := d.transaction(ctx); t != nil {
		return t.tx, t
	}
	return d.pool, nil
}

// arguments cuts times to microseconds for SQLite, as MySQL's driver is told to do. It
// copies args only when it has to change them.
func (d *DB) arguments(args []any) []any {
	if d.dialect != SQLite {
		return args
	}
	copied := false
	for i, arg := range args {
		t, ok := instant(arg)
		if !ok || t.Nanosecond()%int(time.Microsecond) == 0 {
			continue
		}
		if !copied {
			args, copied = append([]any(nil), args...), true
		}
		args[i] = sqltype.UTC(t)
	}
	return args
}

// instant returns the time an argument holds, in the forms in which repositories pass one.
func instant(arg any) (time.Time, bool) {
	switch v := arg.(type) {
	case time.Time:
		return v, true
	case *time.Time:
		if v != nil {
			return *v, true
		}
	case sql.NullTime:
		return v.Time, v.Valid
	}
	return time.Time{}, false
}

// statementError is a failed statement. Its text leaves out the values that MySQL quotes in
// the message of a violated constraint: errors are logged, and values can be secret.
type statementError struct {
	deletes bool // SQLite does not say which side of a foreign key was violated
	err     error
}

func (e *statementError) Error() string {
	if v, ok := Violated(e); ok {
		return v.String()
	}
	return e.err.Error()
}

func (e *statementError) Unwrap() error { return e.err }

// explain adds to a statement's error what only this place knows: the statement, and that
// the caller's context ended, which drivers report in words of their own.
func explain(ctx context.Context, query string, err error) error {
	err = &statementError{deletes: firstWord(query, "DELETE"), err: err}
	if ended := ctx.Err(); ended != nil && !errors.Is(err, ended) {
		return fmt.Errorf("%w: %w", ended, err)
	}
	return err
}

// firstWord reports whether a statement begins with word, comments such as sqlc's aside.
func firstWord(query, word string) bool {
	for {
		query = strings.TrimLeft(query, " \t\r\n")
		switch {
		case strings.HasPrefix(query, "--"), strings.HasPrefix(query, "#"):
			_, query, _ = strings.Cut(query, "\n")
		case strings.HasPrefix(query, "/*"):
			_, query, _ = strings.Cut(query, "*/")
		default:
			return len(query) >= len(word) && strings.EqualFold(query[:len(word)], word)
		}
	}
}
