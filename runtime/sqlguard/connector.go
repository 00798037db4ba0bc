package sqlguard

import (
	"context"
	"database/sql/driver"
	"io"
)

// Wrap puts a guard before the connections that a connector makes. It fails for a policy that
// contradicts itself or is empty.
func Wrap(to driver.Connector, policy Policy) (driver.Connector, error) {
	g, err := newGuard(policy)
	if err != nil {
		return nil, err
	}
	return &connector{Connector: to, guard: g}, nil
}

type connector struct {
	driver.Connector
	guard *guard
}

// Connect is the wrapped connector's, guarded.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return guardConn(inner, c.guard), nil
}

// Close closes the wrapped connector where it can be closed: [database/sql.DB.Close] asks for that.
func (c *connector) Close() error {
	if closer, ok := c.Connector.(io.Closer); ok {
		return closer.Close()
	}
	return nil
}

// Unwrapper is what a guarded connection is beside a [driver.Conn]: [database/sql.Conn.Raw] gives the
// guarded one, and this the driver's own.
type Unwrapper interface {
	Unwrap() driver.Conn
}
