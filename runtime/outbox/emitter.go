package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"strconv"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/sqldb"
)

// Keyed is data that says which other data its events keep their order with.
type Keyed interface {
	// EventKey returns the key; empty for no order.
	EventKey() string
}

// Emitter is an [events.Sink] that stores events, in the transaction of the context. Only declared
// events can be stored ([events.Define]), since their data has to be made again from JSON: what the
// data's type keeps out of its JSON, such as secrets, is not there for handlers.
type Emitter struct{ store *Store }

var _ events.Sink = (*Emitter)(nil)

// NewEmitter returns the sink of a store.
func NewEmitter(store *Store) *Emitter { return &Emitter{store: store} }

// Emit stores an event. Events of the same thing keep their order: the key is the data's EventKey, or
// else its type and its field ID.
func (e *Emitter) Emit(ctx context.Context, id string, data any) error {
	body, err := events.Encode(id, data)
	if err != nil {
		return fmt.Errorf("emit %.140q through the outbox: %w", id, err)
	}
	return e.store.Add(ctx, Message{Kind: Event, Name: id, Key: keyOf(data), Body: body})
}

// keyOf returns the key of data, or "" when it has none.
func keyOf(data any) string {
	if keyed, ok := data.(Keyed); ok {
		return keyed.EventKey()
	}
	v := reflect.ValueOf(data)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return ""
	}
	id := v.FieldByName("ID")
	var text string
	switch {
	case !id.IsValid():
		return ""
	case id.CanInt():
		text = strconv.FormatInt(id.Int(), 10)
	case id.CanUint():
		text = strconv.FormatUint(id.Uint(), 10)
	case id.Kind() == reflect.String:
		text = id.String()
	default:
		return ""
	}
	key := v.Type().String() + "/" + text
	if len(key) > maxKey {
		return key[len(key)-maxKey:]
	}
	return key
}

// publisher is a queue.Publisher that stores messages.
type publisher struct{ store *Store }

// NewPublisher returns a publisher that stores queue messages in the transaction of the context.
func NewPublisher(store *Store) queue.Publisher { return publisher{store} }

// Publish implements [queue.Publisher]. The message is persistent, whatever it says.
func (p publisher) Publish(ctx context.Context, m queue.Message) error {
	return p.store.Add(ctx, Message{Kind: Queue, Name: m.Queue, Body: m.Body, Headers: m.Headers, DeliveryID: m.ID})
}

// To delivers events to the router, with the data's declared type, and queue messages to the
// publisher, which may be nil when there are none. Delivered means accepted: what a handler returns
// is the router's affair, and what was published is the broker's. An event whose publisher refuses it
// is delivered again, and so to its handlers: these have to bear that, as after a crash.
func To(router *events.Router, to queue.Publisher) Deliver {
	return func(ctx context.Context, m Message) error {
		switch {
		case m.Kind == Event:
			data, err := events.Decode(m.Name, m.Body)
			if err != nil {
				return err
			}
			return router.Emit(events.WithDeliveryID(ctx, m.DeliveryID), m.Name, data)
		case to != nil:
			return to.Publish(ctx, queue.Message{ID: m.DeliveryID, Queue: m.Name, Body: m.Body, Headers: m.Headers, Time: m.CreatedAt})
		}
		return fmt.Errorf("deliver a message of kind %q: there is no broker for it: give one to outbox.To", m.Kind)
	}
}

// afterCommit is an events.Sink without a table.
type afterCommit struct {
	db     *sqldb.DB
	router *events.Router
	logger *slog.Logger
}

// AfterCommit returns a sink that emits to router once the transaction of the context has been
// committed, and at once without one. An event that the router then refuses is logged to logger,
// which may be nil: the change that it tells of is stored.
func AfterCommit(db *sqldb.DB, router *events.Router, logger *slog.Logger) events.Sink {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &afterCommit{db: db, router: router, logger: logger}
}

// Emit implements [events.Sink].
func (a *afterCommit) Emit(ctx context.Context, id string, data any) error {
	a.db.AfterCommit(ctx, func(ctx context.Context) {
		if err := a.router.Emit(ctx, id, data); err != nil {
			a.logger.ErrorContext(ctx, "emitter.go:002 | Emit | event not delivered", "event_id", id, "error", err)
		}
	})
	return nil
}
