package rabbitmq

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/vtgen/vtgen/runtime/config"
	"github.com/vtgen/vtgen/runtime/spool"
)

// The codes of faults, as Munshi knows them.
const (
	CodeConnectionFailed = "RABBITMQ-CONN-001"  // the connection broke
	CodeConnectionClosed = "RABBITMQ-CONN-002"  // the broker closed the connection
	CodeChannelFailed    = "RABBITMQ-CHAN-001"  // the broker refused what was asked on a channel
	CodeChannelClosed    = "RABBITMQ-CHAN-002"  // a channel was closed
	CodeInitFailed       = "RABBITMQ-INIT-001"  // the first connect failed
	CodeReconnectFailed  = "RABBITMQ-RECON-001" // a later one failed
	CodeSendFailed       = "RABBITMQ-SEND-001"  // a message could not be sent after all attempts
	CodeRetryFailed      = "RABBITMQ-RETRY-001" // a message could not be published again
	CodeRetriesUsedUp    = "RABBITMQ-RETRY-002" // a message's attempts are used up
)

// Fault is something that went wrong, for Munshi.
type Fault struct {
	// Code is one of the codes above.
	Code string
	// Title says it in a few words.
	Title string
	// Err is the cause. It holds no secret.
	Err error
}

// Options say how to connect. Zero values stand for the defaults.
type Options struct {
	// URL is the broker's address, amqp:// or amqps://, with user and password.
	URL config.Secret
	// TLS is used for amqps://; nil means the system's authorities.
	TLS *tls.Config
	// SpoolDir is the directory of the buffer, on a local disk. The processes of a machine may share it.
	SpoolDir string
	// Spool bounds the buffer; its Logger and Notify are set by Open.
	Spool spool.Options
	// Logger may be nil.
	Logger *slog.Logger
	// Report is told of faults: of each code and cause at most once in ten seconds, one at a time, in
	// a goroutine of its own. Faults are left out while it is busy and many wait. It may be nil.
	Report func(ctx context.Context, f Fault)
	// OnConnected is called once for each connection that was made for publishing, one at a time, in
	// a goroutine of its own (emitter event rabbitMQConnected). It may be nil.
	OnConnected func(ctx context.Context)
	// UndeliverableQueue takes messages that could not be sent to their queue in three attempts, with
	// the queue's name in the header x-original-queue. Empty means: they stay in the buffer and are
	// tried again for ever.
	UndeliverableQueue string
	// HandlerGrace is how long handlers may go on after the end of their Consume or of the
	// connection, before their context ends; 10 s by default.
	HandlerGrace time.Duration
	// MaxBackoff bounds the pause between two attempts to connect; 30 s by default.
	MaxBackoff time.Duration
	// WriteTimeout ends a connection when a write takes longer; 2 s by default.
	WriteTimeout time.Duration
	// ConfirmTimeout ends a connection that confirms nothing, or does not answer, for so long while
	// it is not blocked; 10 s by default.
	ConfirmTimeout time.Duration
}

const (
	heartbeat      = 10 * time.Second
	connectTimeout = 10 * time.Second
	closeTimeout   = 3 * time.Second
	firstBackoff   = 250 * time.Millisecond
	// window is how many messages may be sent and not confirmed.
	window = 256
	// maxSends is how often a message is sent in vain before it is reported.
	maxSends = 3
	// adoptInterval is how often the backlogs of processes that died are looked for.
	adoptInterval = time.Minute
)

func (o Options) withDefaults() Options {
	o.HandlerGrace = cmp.Or(o.HandlerGrace, 10*time.Second)
	o.MaxBackoff = cmp.Or(o.MaxBackoff, 30*time.Second)
	o.WriteTimeout = cmp.Or(o.WriteTimeout, 2*time.Second)
	o.ConfirmTimeout = cmp.Or(o.ConfirmTimeout, 10*time.Second)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// check looks at what Open cannot do without. Its errors do not show the URL: it holds a password.
func (o Options) check() error {
	if _, err := amqp.ParseURI(o.URL.Reveal()); err != nil {
		return errors.New("connecting to RabbitMQ: the URL is not of the form amqp://user:password@host:port/vhost: check the setting, and percent-encode special characters in the password")
	}
	if o.SpoolDir == "" {
		return errors.New("connecting to RabbitMQ: no directory for the buffer is set")
	}
	return nil
}

// Stats are counts since Open, and the state now.
type Stats struct {
	// Accepted were accepted by Publish, Dropped refused by it or unreadable later.
	Accepted, Dropped int64
	// Spooled are in the buffer now.
	Spooled int
	// Confirmed are in their queues. Returned had no queue, Nacked were refused by the broker, Resent
	// were sent again because of that or of a lost connection.
	Confirmed, Returned, Nacked, Resent int64
	// Handled were acknowledged after their handler, Retried published again, Dead had no attempt
	// left, Requeued were given back to the broker.
	Handled, Retried, Dead, Requeued int64
	// Reconnects counts the connections after the first.
	Reconnects int64
	// Connected says that there is a connection for publishing; Blocked, that the broker takes no
	// messages at present.
	Connected, Blocked bool
}
