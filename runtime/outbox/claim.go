package outbox

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

// claim takes up to limit messages that are due for the lease, in the order in which they were stored.
// Of each key it takes only the first, so that nothing overtakes it. The claim's name is what the
// messages are settled under.
func (s *Store) claim(ctx context.Context, limit int, lease time.Duration) (name string, list []Message, err error) {
	now := sqltype.Now()
	ids, err := s.due(ctx, now, limit)
	if err != nil || len(ids) == 0 {
		return "", nil, err
	}
	name = rand.Text()
	until := sqltype.UTC(now.Add(lease))
	if s.db.Dialect() == sqldb.SQLite {
		err = s.takeTogether(ctx, ids, name, until, now) // there is one lock anyway
	} else {
		err = s.takeEach(ctx, ids, name, until, now)
	}
	if err != nil {
		return name, nil, err
	}
	list, err = s.query(ctx, "SELECT "+columns+" FROM outbox_messages WHERE claimed_by = ? ORDER BY id", name)
	return name, list, err
}

// takeTogether claims messages with one statement. Another relay may have been faster with some of them.
func (s *Store) takeTogether(ctx context.Context, ids []any, name string, until, now time.Time) error {
	marks, all := among(ids)
	return s.exec(ctx, `UPDATE outbox_messages SET claimed_by = ?, claimed_until = ?
		WHERE dead = FALSE AND due_at <= ? AND (claimed_until IS NULL OR claimed_until < ?) AND id IN `+marks, slices.Concat([]any{name, until, now, now}, all)...)
}

// takeEach claims messages one by one. Only the primary key is searched, so that on MySQL nothing but
// this row is locked; a transaction would keep rows locked, and relays wait for each other in circles.
func (s *Store) takeEach(ctx context.Context, ids []any, name string, until, now time.Time) error {
	for _, id := range ids {
		_, err := s.db.ExecContext(ctx, `UPDATE outbox_messages SET claimed_by = ?, claimed_until = ?
			WHERE id = ? AND dead = FALSE AND due_at <= ? AND (claimed_until IS NULL OR claimed_until < ?)`, name, until, id, now, now)
		if err != nil {
			return err
		}
	}
	return nil
}

// among returns the marks of a list of ids, and the list, which the last id fills up to a power of two:
// statements are prepared once for each text, and so there are few.
func among(ids []any) (marks string, list []any) {
	size := 1
	for size < len(ids) {
		size *= 2
	}
	list = append(slices.Clone(ids), slices.Repeat(ids[len(ids)-1:], size-len(ids))...)
	return "(?" + strings.Repeat(", ?", size-1) + ")", list
}

// exec runs a statement, again when it lost against another one's lock.
func (s *Store) exec(ctx context.Context, query string, args ...any) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		_, err := s.db.ExecContext(ctx, query, args...)
		return err
	})
}

// due lists the ids of messages that can be claimed.
func (s *Store) due(ctx context.Context, now time.Time, limit int) (ids []any, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id FROM outbox_messages m
		WHERE dead = FALSE AND due_at <= ? AND (claimed_until IS NULL OR claimed_until < ?)
		AND (order_key = '' OR NOT EXISTS (SELECT 1 FROM outbox_messages e WHERE e.order_key = m.order_key AND e.dead = FALSE AND e.id < m.id))
		ORDER BY id LIMIT ?`, now, now, limit)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// extend keeps what is left of a claim for another lease.
func (s *Store) extend(ctx context.Context, claim string, lease time.Duration) error {
	return s.exec(ctx, "UPDATE outbox_messages SET claimed_until = ? WHERE claimed_by = ?", sqltype.UTC(sqltype.Now().Add(lease)), claim)
}

// holds reports whether the claim still has the message: another relay may have taken it over.
func (s *Store) holds(ctx context.Context, claim string, id int64) (bool, error) {
	var found int64
	err := s.db.QueryRowContext(ctx, "SELECT id FROM outbox_messages WHERE id = ? AND claimed_by = ?", id, claim).Scan(&found)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// release gives up what is left of a claim.
func (s *Store) release(ctx context.Context, claim string) error {
	return s.exec(ctx, "UPDATE outbox_messages SET claimed_until = NULL, claimed_by = '' WHERE claimed_by = ?", claim)
}

// settle removes delivered messages.
func (s *Store) settle(ctx context.Context, claim string, ids []any) error {
	if s.db.Dialect() == sqldb.SQLite {
		marks, all := among(ids) // one statement, as in claim
		if err := s.exec(ctx, "DELETE FROM outbox_messages WHERE claimed_by = ? AND id IN "+marks, slices.Concat([]any{claim}, all)...); err != nil {
			return fmt.Errorf("remove %d delivered messages: %w", len(ids), err)
		}
		return nil
	}
	for _, id := range ids {
		if err := s.exec(ctx, "DELETE FROM outbox_messages WHERE id = ? AND claimed_by = ?", id, claim); err != nil {
			return fmt.Errorf("remove the delivered message %d: %w", id, err)
		}
	}
	return nil
}

// fail notes a failed delivery.
func (s *Store) fail(ctx context.Context, claim string, m Message, dead bool, next time.Time, cause string) error {
	err := s.exec(ctx, `UPDATE outbox_messages
		SET attempts = ?, dead = ?, due_at = ?, last_error = ?, claimed_until = NULL, claimed_by = '' WHERE id = ? AND claimed_by = ?`,
		m.Attempts, dead, sqltype.UTC(next), cause, m.ID, claim)
	if err != nil {
		return fmt.Errorf("note the failed delivery of message %d: %w", m.ID, err)
	}
	return nil
}
