package outbox

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what a message is delivered as.
type Kind string

// The kinds of messages.
const (
	// Event is an event of the platform, for its event router.
	Event Kind = "event"
	// Queue is a message to a queue.
	Queue Kind = "queue"
)

const (
	maxName = 255
	maxKey  = 191
	// maxBody bounds the body of a message, in bytes.
	maxBody = 4 << 20
)

// Message is what is stored and delivered.
type Message struct {
	// ID is its place in the table, which [Store.Add] gives it.
	ID int64
	// DeliveryID stays the same for each delivery of the message. Add makes one where it is empty.
	DeliveryID string
	// Kind and Name say where it goes: the id of an event, or the name of a queue.
	Kind Kind
	Name string
	// Key orders messages among each other; empty for no order. At most 191 bytes.
	Key string
	// Body is JSON.
	Body []byte
	// Headers are a queue message's.
	Headers map[string]any
	// RequestID is the request that it belongs to; Add takes it from the context where it is empty.
	RequestID string
	// NotBefore is when it may be delivered first; zero means at once.
	NotBefore time.Time
	// MaxAttempts is after how many deliveries it is dead; 0 means what the relay says.
	MaxAttempts int
	// RetryMin and RetryMax bound the random wait before another delivery; 0 means that the relay
	// chooses, longer each time.
	RetryMin, RetryMax time.Duration
	// Attempts is how often its delivery has failed.
	Attempts int
	// LastError is why, in brief.
	LastError string
	// CreatedAt is when it was stored, in UTC.
	CreatedAt time.Time
}

// check refuses what the table has no room for.
func (m Message) check() error {
	switch {
	case m.Kind != Event && m.Kind != Queue:
		return fmt.Errorf("its kind %.20q is neither event nor queue", m.Kind)
	case m.Name == "" || len(m.Name) > maxName:
		return fmt.Errorf("its name has %d bytes: 1 to %d are possible", len(m.Name), maxName)
	case len(m.Key) > maxKey:
		return fmt.Errorf("its key has %d bytes: %d are the most", len(m.Key), maxKey)
	case len(m.DeliveryID) > maxKey:
		return fmt.Errorf("its delivery id has %d bytes: %d are the most", len(m.DeliveryID), maxKey)
	case len(m.Body) > maxBody:
		return fmt.Errorf("its body has %d bytes: %d are the most; store a reference to the data instead", len(m.Body), maxBody)
	case m.MaxAttempts < 0 || m.RetryMin < 0 || m.RetryMax < m.RetryMin:
		return errors.New("its attempts or waits are less than nothing, or the longest wait is shorter than the shortest")
	}
	return nil
}
