package sqlguard

import (
	"context"
	"database/sql/driver"
	"errors"
)

// conn guards a connection. It has the optional methods that database/sql asks for, and behaves as
// database/sql does without it where the driver's connection lacks one; see direct.go for the two whose
// mere presence makes a difference.
type conn struct {
	driver.Conn
	guard *guard
}

// What database/sql looks for in every connection.
var _ interface {
	driver.Pinger
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.SessionResetter
	driver.Validator
	driver.NamedValueChecker
	Unwrapper
} = (*conn)(nil)

// Unwrap returns the driver's connection.
func (c *conn) Unwrap() driver.Conn { return c.Conn }

// Ping is the driver's; a driver without it is taken to be alive.
func (c *conn) Ping(ctx context.Context) error {
	if p, ok := c.Conn.(driver.Pinger); ok {
		return p.Ping(ctx)
	}
	return nil
}

// Prepare prepares a statement outside any context: it is judged when it runs.
func (c *conn) Prepare(query string) (driver.Stmt, error) {
	inner, err := c.Conn.Prepare(query)
	if err != nil {
		return nil, err
	}
	return c.guarded(inner, query), nil
}

// PrepareContext judges the statement for ctx's module, and prepares it.
func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if err := c.guard.check(ctx, c.guard.verdict(query)); err != nil {
		return nil, err
	}
	p, ok := c.Conn.(driver.ConnPrepareContext)
	if !ok {
		prepared, err := c.Prepare(query)
		if err == nil && ctx.Err() != nil {
			_ = prepared.Close() // the context's end is what counts
			return nil, ctx.Err()
		}
		return prepared, err
	}
	inner, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return c.guarded(inner, query), nil
}

// guarded wraps a prepared statement. One that converts columns keeps doing so: merely having the
// method would change how database/sql treats the arguments of one that does not.
func (c *conn) guarded(inner driver.Stmt, query string) driver.Stmt {
	s := &stmt{Stmt: inner, conn: c, verdict: c.guard.verdict(query)}
	if converter, ok := inner.(columnConverter); ok {
		return &convertingStmt{stmt: s, columnConverter: converter}
	}
	return s
}

// BeginTx begins a transaction; a driver without options gets none but the default ones.
func (c *conn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	if b, ok := c.Conn.(driver.ConnBeginTx); ok {
		return b.BeginTx(ctx, options)
	}
	if options.Isolation != 0 {
		return nil, errors.New("begin a transaction: the driver does not support a non-default isolation level")
	}
	if options.ReadOnly {
		return nil, errors.New("begin a transaction: the driver does not support read-only transactions")
	}
	tx, err := beginner(c.Conn).Begin()
	if err == nil && ctx.Err() != nil {
		_ = tx.Rollback() // the context's end is what counts
		return nil, ctx.Err()
	}
	return tx, err
}

// ResetSession is the driver's, if it has one.
func (c *conn) ResetSession(ctx context.Context) error {
	if r, ok := c.Conn.(driver.SessionResetter); ok {
		return r.ResetSession(ctx)
	}
	return nil
}

// IsValid is the driver's; without one a connection is valid.
func (c *conn) IsValid() bool {
	v, ok := c.Conn.(driver.Validator)
	return !ok || v.IsValid()
}

// CheckNamedValue is the driver's; without one database/sql converts the argument.
func (c *conn) CheckNamedValue(value *driver.NamedValue) error {
	if n, ok := c.Conn.(driver.NamedValueChecker); ok {
		return n.CheckNamedValue(value)
	}
	return driver.ErrSkip
}

// unnamed returns arguments for a method that knows neither names nor a context.
func unnamed(ctx context.Context, args []driver.NamedValue) ([]driver.Value, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	values := make([]driver.Value, len(args))
	for i, arg := range args {
		if arg.Name != "" {
			return nil, errors.New("run a statement: the driver does not support named arguments")
		}
		values[i] = arg.Value
	}
	return values, nil
}
