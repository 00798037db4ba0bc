package sqlguard

import (
	"context"
	"database/sql/driver"
)

// stmt guards a prepared statement, which may run for another module than the one that prepared it.
type stmt struct {
	driver.Stmt
	conn    *conn
	verdict *verdict
}

// What database/sql looks for in a statement.
var _ interface {
	driver.StmtExecContext
	driver.StmtQueryContext
	driver.NamedValueChecker
} = (*stmt)(nil)

// convertingStmt is a stmt whose driver converts the arguments by column.
type convertingStmt struct {
	*stmt
	columnConverter
}

// ExecContext runs the statement.
func (s *stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	if err := s.conn.guard.check(ctx, s.verdict); err != nil {
		return nil, err
	}
	if e, ok := s.Stmt.(driver.StmtExecContext); ok {
		return e.ExecContext(ctx, args)
	}
	plain, err := unnamed(ctx, args)
	if err != nil {
		return nil, err
	}
	return executor(s.Stmt).Exec(plain)
}

// QueryContext runs the query.
func (s *stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	if err := s.conn.guard.check(ctx, s.verdict); err != nil {
		return nil, err
	}
	if q, ok := s.Stmt.(driver.StmtQueryContext); ok {
		return q.QueryContext(ctx, args)
	}
	plain, err := unnamed(ctx, args)
	if err != nil {
		return nil, err
	}
	return executor(s.Stmt).Query(plain)
}

// CheckNamedValue is the driver's statement's, else its connection's, as database/sql would ask them.
func (s *stmt) CheckNamedValue(value *driver.NamedValue) error {
	if n, ok := s.Stmt.(driver.NamedValueChecker); ok {
		return n.CheckNamedValue(value)
	}
	return s.conn.CheckNamedValue(value)
}
