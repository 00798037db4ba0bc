package sqlguard

import (
	"context"
	"database/sql/driver"
)

// guardConn guards a connection. It runs statements without preparing them only where the driver's does:
// database/sql converts the arguments of the others by the prepared statement.
func guardConn(inner driver.Conn, g *guard) driver.Conn {
	c := &conn{Conn: inner, guard: g}
	_, execs := inner.(driver.ExecerContext)
	_, queries := inner.(driver.QueryerContext)
	if !execs {
		_, execs = inner.(execer)
	}
	if !queries {
		_, queries = inner.(queryer)
	}
	switch {
	case execs && queries:
		return struct {
			*conn
			directExec
			directQuery
		}{c, directExec{c}, directQuery{c}}
	case execs:
		return struct {
			*conn
			directExec
		}{c, directExec{c}}
	case queries:
		return struct {
			*conn
			directQuery
		}{c, directQuery{c}}
	}
	return c
}

// directExec and directQuery are the methods of connections that run statements without preparing them.
type (
	directExec  struct{ on *conn }
	directQuery struct{ on *conn }
)

// ExecContext runs a statement, unless the driver asks for it to be prepared after all.
func (d directExec) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c := d.on
	if err := c.guard.check(ctx, c.guard.verdict(query)); err != nil {
		return nil, err
	}
	if e, ok := c.Conn.(driver.ExecerContext); ok {
		return e.ExecContext(ctx, query, args)
	}
	plain, err := unnamed(ctx, args)
	if err != nil {
		return nil, err
	}
	return c.Conn.(execer).Exec(query, plain)
}

// QueryContext runs a query in the same way.
func (d directQuery) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c := d.on
	if err := c.guard.check(ctx, c.guard.verdict(query)); err != nil {
		return nil, err
	}
	if q, ok := c.Conn.(driver.QueryerContext); ok {
		return q.QueryContext(ctx, query, args)
	}
	plain, err := unnamed(ctx, args)
	if err != nil {
		return nil, err
	}
	return c.Conn.(queryer).Query(query, plain)
}
