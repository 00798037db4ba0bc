package outbox

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vtgen/vtgen/runtime/logging"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

// Store keeps messages in the table outbox_messages. It is safe for concurrent use.
type Store struct {
	db   *sqldb.DB
	wake chan struct{}
}

// New returns a store on db, whose schema has [Migrations].
func New(db *sqldb.DB) *Store { return &Store{db: db, wake: make(chan struct{}, 1)} }

// Stats counts what is stored.
type Stats struct {
	// Pending are to be delivered.
	Pending int64 `json:"pending"`
	// Dead have used up their attempts.
	Dead int64 `json:"dead"`
	// Oldest is when the oldest pending message was stored; zero when there is none.
	Oldest time.Time `json:"oldest,omitzero"`
}

const columns = "id, delivery_id, kind, name, order_key, body, headers, request_id, max_attempts, retry_min_ms, retry_max_ms, attempts, last_error, due_at, created_at"

// Add stores a message in the transaction that ctx carries: it is delivered when that is committed. A
// ctx without a transaction stores it at once.
func (s *Store) Add(ctx context.Context, m Message) error {
	if err := s.insert(ctx, m); err != nil {
		return fmt.Errorf("store the %s %.140q in the outbox: %w", m.Kind, m.Name, err)
	}
	s.db.AfterCommit(ctx, func(context.Context) { s.poke() })
	return nil
}

func (s *Store) insert(ctx context.Context, m Message) error {
	if err := m.check(); err != nil {
		return err
	}
	headers, err := json.Marshal(m.Headers)
	if err != nil {
		return fmt.Errorf("encode its headers: %w", err)
	}
	now := sqltype.Now()
	due := now
	if m.NotBefore.After(now) {
		due = sqltype.UTC(m.NotBefore)
	}
	if m.DeliveryID == "" {
		m.DeliveryID = rand.Text()
	}
	if m.RequestID == "" {
		m.RequestID = logging.RequestID(ctx)
	}
	m.RequestID = m.RequestID[:min(len(m.RequestID), 128)]
	_, err = s.db.ExecContext(ctx, `INSERT INTO outbox_messages
		(delivery_id, kind, name, order_key, body, headers, request_id, attempts, max_attempts, retry_min_ms, retry_max_ms, due_at, claimed_by, claimed_until, dead, last_error, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, '', NULL, FALSE, '', ?)`,
		m.DeliveryID, string(m.Kind), m.Name, m.Key, string(m.Body), string(headers), m.RequestID,
		m.MaxAttempts, m.RetryMin.Milliseconds(), m.RetryMax.Milliseconds(), due, now)
	return err
}

// poke has a relay of this process look at once.
func (s *Store) poke() {
	select {
	case s.wake <- struct{}{}:
	default: // it will look anyway
	}
}

// Stats counts the messages of all processes.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	var counts Stats
	var oldest sql.NullTime
	err := s.db.QueryRowContext(ctx, "SELECT COUNT(*) FROM outbox_messages WHERE dead = FALSE").Scan(&counts.Pending)
	if err == nil {
		err = s.db.QueryRowContext(ctx, "SELECT COUNT(*) FROM outbox_messages WHERE dead = TRUE").Scan(&counts.Dead)
	}
	if err == nil {
		err = s.db.QueryRowContext(ctx, "SELECT created_at FROM outbox_messages WHERE dead = FALSE ORDER BY id LIMIT 1").Scan(&oldest)
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	if err != nil {
		return Stats{}, fmt.Errorf("count the outbox: %w", err)
	}
	counts.Oldest = oldest.Time
	return counts, nil
}

// Dead returns up to limit messages that have used up their attempts, oldest first.
func (s *Store) Dead(ctx context.Context, limit int) ([]Message, error) {
	list, err := s.query(ctx, "SELECT "+columns+" FROM outbox_messages WHERE dead = TRUE ORDER BY id LIMIT ?", limit)
	if err != nil {
		return nil, fmt.Errorf("list the outbox's dead messages: %w", err)
	}
	return list, nil
}

// Revive has a dead message delivered again, with all its attempts. It reports whether there was one
// with this id.
func (s *Store) Revive(ctx context.Context, id int64) (bool, error) {
	result, err := s.db.ExecContext(ctx, "UPDATE outbox_messages SET dead = FALSE, attempts = 0, due_at = ? WHERE id = ? AND dead = TRUE", sqltype.Now(), id)
	if err != nil {
		return false, fmt.Errorf("revive the outbox's message %d: %w", id, err)
	}
	s.db.AfterCommit(ctx, func(context.Context) { s.poke() })
	revived, err := result.RowsAffected()
	return revived > 0, err
}

// query reads messages.
func (s *Store) query(ctx context.Context, text string, args ...any) (list []Message, err error) {
	rows, err := s.db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		m, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, rows.Err()
}

func scan(rows *sql.Rows) (Message, error) {
	var m Message
	var kind, body, headers string
	var least, most int64
	err := rows.Scan(&m.ID, &m.DeliveryID, &kind, &m.Name, &m.Key, &body, &headers, &m.RequestID,
		&m.MaxAttempts, &least, &most, &m.Attempts, &m.LastError, &m.NotBefore, &m.CreatedAt)
	if err != nil {
		return Message{}, err
	}
	m.Kind, m.Body = Kind(kind), []byte(body)
	m.RetryMin, m.RetryMax = time.Duration(least)*time.Millisecond, time.Duration(most)*time.Millisecond
	if m.Headers, err = readHeaders(headers); err != nil {
		return Message{}, fmt.Errorf("read the headers of message %d: %w", m.ID, err)
	}
	return m, nil
}

// readHeaders is the reverse of encoding headers: a whole number becomes an int64 again, which JSON
// alone would make a float64.
func readHeaders(text string) (map[string]any, error) {
	var raw map[string]jsontext.Value
	if err := json.Unmarshal([]byte(text), &raw); err != nil || len(raw) == 0 {
		return nil, err
	}
	headers := make(map[string]any, len(raw))
	for name, value := range raw {
		var decoded any
		if err := json.Unmarshal(value, &decoded); err != nil {
			return nil, err
		}
		if whole, err := strconv.ParseInt(string(value), 10, 64); err == nil {
			decoded = whole
		}
		headers[name] = decoded
	}
	return headers, nil
}
