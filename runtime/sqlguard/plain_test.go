package sqlguard_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/vtgen/vtgen/runtime/sqlguard"
)

// plainDriver is a driver that has only what package driver demands, and records what it is asked.
type plainDriver struct {
	calls    []string
	legacy   bool // connections run statements directly, in the old way
	convert  bool // statements convert their arguments by column
	checking bool // connections check arguments
}

func (d *plainDriver) Connect(context.Context) (driver.Conn, error) {
	c := &plainConn{d}
	switch {
	case d.legacy:
		return &legacyConn{c}, nil
	case d.checking:
		return &checkingConn{c}, nil
	}
	return c, nil
}

func (d *plainDriver) Driver() driver.Driver { return nil }

func (d *plainDriver) note(format string, args ...any) {
	d.calls = append(d.calls, fmt.Sprintf(format, args...))
}

type plainConn struct{ d *plainDriver }

func (c *plainConn) Prepare(query string) (driver.Stmt, error) {
	c.d.note("prepare")
	if c.d.convert {
		return &convertingPlain{&plainStmt{c.d}}, nil
	}
	return &plainStmt{c.d}, nil
}
func (c *plainConn) Close() error { return nil }
func (c *plainConn) Begin() (driver.Tx, error) {
	c.d.note("begin")
	return c, nil
}
func (c *plainConn) Commit() error   { return nil }
func (c *plainConn) Rollback() error { return nil }

type legacyConn struct{ *plainConn }

func (c *legacyConn) Exec(_ string, args []driver.Value) (driver.Result, error) {
	c.d.note("exec %v", args)
	return driver.RowsAffected(1), nil
}
func (c *legacyConn) Query(_ string, args []driver.Value) (driver.Rows, error) {
	c.d.note("query %v", args)
	return noRows{}, nil
}

type checkingConn struct{ *plainConn }

func (c *checkingConn) CheckNamedValue(v *driver.NamedValue) error {
	v.Value = fmt.Sprint("checked ", v.Value)
	return nil
}

type plainStmt struct{ d *plainDriver }

func (s *plainStmt) Close() error  { return nil }
func (s *plainStmt) NumInput() int { return -1 }
func (s *plainStmt) Exec(args []driver.Value) (driver.Result, error) {
	s.d.note("run %v", args)
	return driver.RowsAffected(1), nil
}
func (s *plainStmt) Query(args []driver.Value) (driver.Rows, error) {
	s.d.note("ask %v", args)
	return noRows{}, nil
}

type convertingPlain struct{ *plainStmt }

func (s *convertingPlain) NumInput() int { return 1 }
func (s *convertingPlain) ColumnConverter(int) driver.ValueConverter {
	return driver.String
}

type noRows struct{}

func (noRows) Columns() []string         { return nil }
func (noRows) Close() error              { return nil }
func (noRows) Next([]driver.Value) error { return io.EOF }

// TestDriversWithLess runs the same on a driver and on the guarded driver, for drivers that lack the
// optional methods: nothing may differ.
func TestDriversWithLess(t *testing.T) {
	type named string
	for name, setting := range map[string]plainDriver{
		"least": {}, "legacy": {legacy: true}, "converting": {convert: true}, "checking": {checking: true},
	} {
		t.Run(name, func(t *testing.T) {
			var calls [2][]string
			var errs [2][]error
			for k := range 2 {
				d := setting
				var to driver.Connector = &d
				if k == 1 {
					guarded, err := sqlguard.Wrap(&d, policy)
					if err != nil {
						t.Fatal(err)
					}
					to = guarded
				}
				db := sql.OpenDB(to)
				ended, cancel := context.WithCancel(t.Context())
				note := func(err error) { errs[k] = append(errs[k], err) }
				_, err := db.ExecContext(t.Context(), "DELETE FROM orders WHERE id = ?", named("x"))
				note(err)
				_, err = db.ExecContext(t.Context(), "DELETE FROM orders WHERE id = ?", 7)
				note(err)
				note(drain(db.QueryContext(t.Context(), "SELECT 1 FROM orders WHERE id = ?", 7)))
				_, err = db.ExecContext(t.Context(), "DELETE FROM orders", struct{}{})
				note(err)
				_, err = db.ExecContext(t.Context(), "DELETE FROM orders", sql.Named("id", 1))
				note(err)
				tx, err := db.BeginTx(ended, nil)
				note(err)
				if tx != nil {
					note(tx.Commit())
				}
				_, err = db.BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true})
				note(err)
				_, err = db.BeginTx(t.Context(), &sql.TxOptions{Isolation: sql.LevelSerializable})
				note(err)
				note(db.PingContext(t.Context()))
				cancel()
				_, err = db.ExecContext(ended, "DELETE FROM orders")
				note(err)
				note(db.Close())
				calls[k] = d.calls
			}
			if !slices.Equal(calls[0], calls[1]) {
				t.Errorf("the driver is asked\n%q\nguarded\n%q", calls[0], calls[1])
			}
			if len(errs[0]) != len(errs[1]) {
				t.Fatalf("got %d errors, guarded %d", len(errs[0]), len(errs[1]))
			}
			for n := range errs[0] {
				if (errs[0][n] == nil) != (errs[1][n] == nil) {
					t.Errorf("%d: the error is %v, guarded %v", n, errs[0][n], errs[1][n])
				}
			}
		})
	}
}

// closing is a connector that can be closed.
type closing struct {
	plainDriver
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return errors.New("closed")
}

func TestClosesTheConnector(t *testing.T) {
	c := &closing{}
	guarded, err := sqlguard.Wrap(c, policy)
	if err != nil {
		t.Fatal(err)
	}
	if err := sql.OpenDB(guarded).Close(); err == nil || !c.closed {
		t.Errorf("got %v", err)
	}
}
