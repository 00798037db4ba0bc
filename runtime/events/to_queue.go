package events

import (
	"context"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"

	"github.com/vtgen/vtgen/runtime/queue"
)

// maxBody bounds the JSON of one published event, in bytes.
const maxBody = 4 << 20

// ContentTypeHeader is the message header that carries a content type other than JSON's own.
const ContentTypeHeader = "content-type"

// errTooLarge says why an event was not published.
var errTooLarge = errors.New("the body is too large: send a reference to the data instead")

// QueueOption changes how [ToQueue] publishes.
type QueueOption func(*queue.Message)

// Transient makes messages that need not survive a restart of the broker. Without it they are
// persistent.
func Transient() QueueOption { return func(m *queue.Message) { m.Transient = true } }

// ContentType names a content type within JSON, such as application/cloudevents+json. Without it the
// message says nothing, and consumers take JSON for granted.
func ContentType(name string) QueueOption { return Header(ContentTypeHeader, name) }

// Header adds a message header. The value is a string, bool, int64 or float64.
func Header(name string, value any) QueueOption {
	return func(m *queue.Message) {
		if m.Headers == nil {
			m.Headers = map[string]any{}
		}
		m.Headers[name] = value
	}
}

// ToQueue returns the publisher that sends an event's data, as JSON, to a queue:
//
//	router.RegisterPublisher("USER_CREATED", events.ToQueue(broker, "user_events"))
//
// It returns an error where the broker does not accept the message. A message of an event that has a
// [DeliveryID] is identified by that, so that a consumer sees when it gets the event again.
func ToQueue(to queue.Publisher, name string, opts ...QueueOption) Publisher {
	if to == nil || name == "" {
		panic("events: a publisher to a queue needs a broker and the queue's name")
	}
	return &toQueue{to: to, name: name, opts: opts}
}

type toQueue struct {
	to   queue.Publisher
	name string
	opts []QueueOption
}

// Publish implements [Publisher].
func (q *toQueue) Publish(ctx context.Context, e Event) error {
	body, err := json.Marshal(e.Data)
	if err == nil && len(body) > maxBody {
		err = errTooLarge
	}
	if err != nil {
		return fmt.Errorf("encode the data for the queue %s: %w", q.name, err)
	}
	message := queue.Message{Queue: q.name, Body: body}
	if id := DeliveryID(ctx); id != "" {
		message.ID = id + "." + e.ID
	}
	for _, option := range q.opts {
		option(&message)
	}
	if err := q.to.Publish(ctx, message); err != nil {
		return fmt.Errorf("send it to the queue %s: %w", q.name, err)
	}
	return nil
}

type deliveryKey struct{}

// WithDeliveryID returns a context for the Emit of an event that may be emitted again after a crash,
// always with the same id.
func WithDeliveryID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, deliveryKey{}, id)
}

// DeliveryID returns the id that [WithDeliveryID] gave, or "" for an event that has none, as those have
// that handlers emit. A handler whose work must not be done twice keeps the ids it has done.
func DeliveryID(ctx context.Context) string {
	if within, ok := ctx.Value(detachedKey{}).(*detached); ok && within.depth > 1 {
		return ""
	}
	id, _ := ctx.Value(deliveryKey{}).(string)
	return id
}
