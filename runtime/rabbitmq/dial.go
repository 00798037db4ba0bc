package rabbitmq

import (
	"context"
	"fmt"
	"net"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// deadlineConn bounds every write: amqp091 holds a lock while it writes, and a link that swallows
// everything would block all that need it, its own heartbeat included.
type deadlineConn struct {
	net.Conn
	timeout time.Duration
}

// Write implements [net.Conn].
func (c *deadlineConn) Write(b []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.timeout)); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}

// dial makes a connection. The end of ctx ends the attempt.
func dial(ctx context.Context, o Options, name string) (*amqp.Connection, net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	var raw net.Conn
	ended := func() bool { return false }
	properties := amqp.NewConnectionProperties()
	properties.SetClientConnectionName(name)
	tlsConfig := o.TLS
	if tlsConfig != nil {
		tlsConfig = tlsConfig.Clone() // amqp091 writes the server's name into it
	}
	conn, err := amqp.DialConfig(o.URL.Reveal(), amqp.Config{
		Heartbeat:       heartbeat,
		Properties:      properties,
		TLSClientConfig: tlsConfig,
		Dial: func(network, address string) (net.Conn, error) {
			c, err := new(net.Dialer).DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			raw = c
			stop := context.AfterFunc(ctx, func() { _ = c.Close() }) // ends the handshake
			ended = func() bool { return !stop() }
			deadline, _ := ctx.Deadline()
			return &deadlineConn{Conn: c, timeout: o.WriteTimeout}, c.SetDeadline(deadline)
		},
	})
	if ended() && err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		if raw != nil {
			_ = raw.Close() // there is nothing to say to it
		}
		return nil, nil, fmt.Errorf("connecting to RabbitMQ: %w", err)
	}
	return conn, raw, nil
}
