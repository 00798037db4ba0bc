// Package session keeps sessions in the platform's SQL database (the standards, §15.1, for platforms
// without Redis). A [Store] has the methods that alexedwards/scs asks of its stores, with and without
// a context:
//
//	manager := scs.New()
//	manager.Store = session.New(db)
//
// Tokens are kept as their SHA-256: who reads the table can not take over a session. Expired sessions
// are not found, and are removed by [Store.DeleteExpired], which a background service calls.
package session

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

// Migrations make the table sessions: pass them to migrate.With.
var Migrations = migrate.Source{Name: "session", Steps: []migrate.Step{{
	Name: "create_sessions",
	MySQL: []string{`CREATE TABLE IF NOT EXISTS sessions (
	token_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
	data MEDIUMBLOB NOT NULL,
	expires_at DATETIME(6) NOT NULL,
	KEY ix_sessions_expires_at (expires_at)
)`},
	SQLite: []string{`CREATE TABLE IF NOT EXISTS sessions (
	token_hash CHAR(64) NOT NULL PRIMARY KEY,
	data BLOB NOT NULL,
	expires_at DATETIME NOT NULL
)`,
		"CREATE INDEX IF NOT EXISTS ix_sessions_expires_at ON sessions (expires_at)",
	},
}}}

const (
	// maxData bounds the data of one session, in bytes.
	maxData = 1 << 20
	// deleteBatch is how many sessions are removed at a time.
	deleteBatch = 500
)

// Store keeps sessions. It is safe for concurrent use.
type Store struct {
	db     *sqldb.DB
	upsert string
}

// New returns the store on db, whose schema has [Migrations].
func New(db *sqldb.DB) *Store {
	conflict := "ON DUPLICATE KEY UPDATE"
	if db.Dialect() == sqldb.SQLite {
		conflict = "ON CONFLICT (token_hash) DO UPDATE SET"
	}
	return &Store{db: db, upsert: "INSERT INTO sessions (token_hash, data, expires_at) VALUES (?, ?, ?) " + conflict + " data = ?, expires_at = ?"}
}

// Find is FindCtx without a context.
func (s *Store) Find(token string) (data []byte, found bool, err error) {
	return s.FindCtx(context.Background(), token)
}

// FindCtx returns the data of a session that has not expired.
func (s *Store) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT data FROM sessions WHERE token_hash = ? AND expires_at > ?", hash(token), sqltype.Now()).Scan(&data)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("find a session: %w", err)
	}
	return data, true, nil
}

// Commit is CommitCtx without a context.
func (s *Store) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// CommitCtx stores the data of a session, in place of what it had.
func (s *Store) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	if token == "" {
		return errors.New("store a session: it has no token")
	}
	if len(data) > maxData {
		return fmt.Errorf("store a session: it has %d bytes, %d are the most: keep a reference to large data instead", len(data), maxData)
	}
	if data == nil {
		data = []byte{}
	}
	expiry = sqltype.UTC(expiry)
	if _, err := s.exec(ctx, s.upsert, hash(token), data, expiry, data, expiry); err != nil {
		return fmt.Errorf("store a session: %w", err)
	}
	return nil
}

// exec runs a statement, again when it lost against another one's lock, and returns how many rows it
// changed.
func (s *Store) exec(ctx context.Context, query string, args ...any) (rows int64, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		result, err := s.db.ExecContext(ctx, query, args...)
		if err == nil {
			rows, err = result.RowsAffected()
		}
		return err
	})
	return rows, err
}

// Delete is DeleteCtx without a context.
func (s *Store) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// DeleteCtx removes a session. One that does not exist is no error.
func (s *Store) DeleteCtx(ctx context.Context, token string) error {
	if _, err := s.exec(ctx, "DELETE FROM sessions WHERE token_hash = ?", hash(token)); err != nil {
		return fmt.Errorf("remove a session: %w", err)
	}
	return nil
}

// DeleteExpired removes up to limit expired sessions, in small batches, and returns how many.
func (s *Store) DeleteExpired(ctx context.Context, limit int) (int, error) {
	removed := 0
	for removed < limit {
		n, err := s.deleteBatch(ctx, min(deleteBatch, limit-removed))
		removed += n
		if err != nil {
			return removed, fmt.Errorf("remove expired sessions: %w", err)
		}
		if n == 0 {
			break
		}
	}
	return removed, nil
}

// deleteBatch removes one batch. The rows are chosen first: SQLite has no DELETE with a limit.
func (s *Store) deleteBatch(ctx context.Context, limit int) (int, error) {
	now := sqltype.Now()
	hashes, err := s.expired(ctx, now, limit)
	if err != nil || len(hashes) == 0 {
		return 0, err
	}
	// One that was extended meanwhile stays.
	removed, err := s.exec(ctx, "DELETE FROM sessions WHERE token_hash IN (?"+strings.Repeat(", ?", len(hashes)-1)+") AND expires_at <= ?", append(hashes, now)...)
	return int(removed), err
}

func (s *Store) expired(ctx context.Context, now time.Time, limit int) (hashes []any, err error) {
	rows, err := s.db.QueryContext(ctx, "SELECT token_hash FROM sessions WHERE expires_at <= ? ORDER BY expires_at LIMIT ?", now, limit)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		hashes = append(hashes, one)
	}
	return hashes, rows.Err()
}

// hash is a token as it is kept. Tokens are random and long, so that they need neither salt nor a
// slow hash.
func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
