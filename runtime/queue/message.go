package queue

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"time"
	"unicode/utf8"
)

const (
	// maxShortText bounds, in bytes, what AMQP calls a short string.
	maxShortText = 255
	// MaxHeaders bounds the headers of a message.
	MaxHeaders = 100
)

// Prepare returns the message as brokers accept it: with an ID and a time, and its numbers as int64 or
// float64. It shares the body with m. An error says what no broker accepts.
func (m Message) Prepare() (Message, error) {
	if m.ID == "" {
		m.ID = rand.Text()
	}
	if m.Time.IsZero() {
		m.Time = time.Now()
	}
	if err := checkText("its queue's name", m.Queue); err != nil {
		return m, err
	}
	if err := checkText("its ID", m.ID); err != nil {
		return m, err
	}
	if len(m.Headers) > MaxHeaders {
		return m, fmt.Errorf("publishing a message: it has %d headers; %d are the most", len(m.Headers), MaxHeaders)
	}
	m.Headers = maps.Clone(m.Headers)
	for name, value := range m.Headers {
		if err := checkText("a header's name", name); err != nil {
			return m, err
		}
		plain, err := headerValue(value)
		if err != nil {
			return m, fmt.Errorf("publishing a message: header %s: %w", name, err)
		}
		m.Headers[name] = plain
	}
	return m, nil
}

func checkText(what, text string) error {
	if text == "" || len(text) > maxShortText || !utf8.ValidString(text) {
		return fmt.Errorf("publishing a message: %s must be UTF-8 of 1 to %d bytes, not %d", what, maxShortText, len(text))
	}
	return nil
}

func headerValue(value any) (any, error) {
	switch v := value.(type) {
	case string, bool, int64:
		return v, nil
	case int:
		return int64(v), nil
	case int32:
		return int64(v), nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, errors.New("its number is not finite")
		}
		return v, nil
	}
	return nil, fmt.Errorf("it is a %T: use a string, bool, int64 or float64", value)
}

// codecVersion begins an encoded message.
const codecVersion = 1

// stored is what stands before the body of an encoded message. Headers are sorted by type, since JSON
// has one kind of number.
type stored struct {
	ID        string             `json:"i"`
	Queue     string             `json:"q"`
	Time      int64              `json:"t"` // Unix nanoseconds
	Transient bool               `json:"x,omitempty"`
	Strings   map[string]string  `json:"s,omitempty"`
	Bools     map[string]bool    `json:"b,omitempty"`
	Ints      map[string]int64   `json:"n,omitempty"`
	Floats    map[string]float64 `json:"f,omitempty"`
}

func (s *stored) set(name string, value any) error {
	switch v := value.(type) {
	case string:
		put(&s.Strings, name, v)
	case bool:
		put(&s.Bools, name, v)
	case int64:
		put(&s.Ints, name, v)
	case float64:
		put(&s.Floats, name, v)
	default:
		return fmt.Errorf("encoding a message: header %s is a %T: prepare the message first", name, value)
	}
	return nil
}

func put[V any](m *map[string]V, name string, value V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[name] = value
}

// AppendBinary appends the message in the form in which buffers keep it; it implements
// [encoding.BinaryAppender]. The message must be prepared.
func (m Message) AppendBinary(b []byte) ([]byte, error) {
	s := stored{ID: m.ID, Queue: m.Queue, Time: m.Time.UnixNano(), Transient: m.Transient}
	for name, value := range m.Headers {
		if err := s.set(name, value); err != nil {
			return b, err
		}
	}
	meta, err := json.Marshal(s)
	if err != nil {
		return b, fmt.Errorf("encoding a message: %w", err)
	}
	b = append(b, codecVersion)
	b = binary.AppendUvarint(b, uint64(len(meta)))
	b = append(b, meta...)
	return append(b, m.Body...), nil
}

// UnmarshalBinary reads what AppendBinary wrote; it implements [encoding.BinaryUnmarshaler]. The body
// is part of b.
func (m *Message) UnmarshalBinary(b []byte) error {
	if len(b) == 0 || b[0] != codecVersion {
		return errors.New("decoding a message: it is of another version")
	}
	length, n := binary.Uvarint(b[1:])
	if n <= 0 || length > uint64(len(b)-1-n) {
		return errors.New("decoding a message: its length is wrong")
	}
	rest := b[1+n:]
	var s stored
	if err := json.Unmarshal(rest[:length], &s); err != nil {
		return fmt.Errorf("decoding a message: %w", err)
	}
	*m = Message{ID: s.ID, Queue: s.Queue, Body: rest[length:], Transient: s.Transient, Time: time.Unix(0, s.Time)}
	m.Headers = map[string]any{}
	copyTo(m.Headers, s.Strings)
	copyTo(m.Headers, s.Bools)
	copyTo(m.Headers, s.Ints)
	copyTo(m.Headers, s.Floats)
	if len(m.Headers) == 0 {
		m.Headers = nil
	}
	return nil
}

func copyTo[V any](headers map[string]any, from map[string]V) {
	for name, value := range from {
		headers[name] = value
	}
}
