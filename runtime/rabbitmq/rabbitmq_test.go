package rabbitmq

import (
	"context"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/config"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/queue/queuetest"
	"github.com/vtgen/vtgen/runtime/spool"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// nobody is an address at which nothing listens.
const nobody = config.Secret("amqp://user:the-password@127.0.0.1:1/")

// patient keeps the tests independent of how busy the machine is.
var patient = spool.Options{Patience: time.Minute}

func open(t *testing.T, o Options) *Connection {
	t.Helper()
	if o.URL == "" {
		o.URL = nobody
	}
	if o.SpoolDir == "" {
		o.SpoolDir = t.TempDir()
	}
	if o.Spool.Patience == 0 {
		o.Spool.Patience = patient.Patience
	}
	c, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeNow(c) })
	return c
}

// closeNow closes without waiting for messages.
func closeNow(c *Connection) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = c.Close(ctx) // messages are left
}

// TestBroker runs on the RabbitMQ whose URL is in TEST_RABBITMQ_URL.
func TestBroker(t *testing.T) {
	url := os.Getenv("TEST_RABBITMQ_URL")
	if url == "" && os.Getenv("CI") == "true" {
		t.Fatal("TEST_RABBITMQ_URL is not set, and in CI it must be")
	}
	if url == "" {
		t.Skip("set TEST_RABBITMQ_URL to run the suite of brokers on a RabbitMQ")
	}
	queuetest.Run(t, queuetest.Brokers{
		Open: func(t *testing.T) queue.Broker { return open(t, Options{URL: config.Secret(url)}) },
		OpenFull: func(t *testing.T) queue.Broker {
			return open(t, Options{Spool: spool.Options{MaxMessages: 10}})
		},
	})
}
