// Package lease lets one process among many do a piece of work, over the platform's SQL database.
//
//	err := lease.New(db).Run(ctx, "session_cleanup", lease.Terms{TTL: time.Minute}, func(ctx context.Context, l *lease.Lease) error {
//		return sessions.DeleteExpired(ctx)
//	})
//	if errors.Is(err, lease.ErrHeld) {
//		// another process is at it
//	}
//
// A lease runs out by itself when its process dies. Expiry is judged by one clock for all: that of the
// MySQL server; with SQLite all processes are on one machine and its clock is taken. A holder stops
// counting on its lease by its own monotonic clock, from before it asked, so that it gives up first.
//
// A process can still be late: it may be suspended at any moment, and go on after its lease has run
// out. Where that would do harm, hand [Lease.Token] to what is being changed, and have it refuse a
// token lower than one it has seen: each acquisition of a name has a higher one.
package lease

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

// ErrHeld is matched by the error of an Acquire or Run of a lease that is taken.
var ErrHeld = errors.New("the lease is taken")

// ErrLost is the cause of the context's end in [Leases.Run] when the lease could not be kept.
var ErrLost = errors.New("the lease is lost")

// Migrations make the table leases: pass them to migrate.With.
var Migrations = migrate.Source{Name: "lease", Steps: []migrate.Step{{
	Name: "create_leases",
	MySQL: []string{`CREATE TABLE IF NOT EXISTS leases (
	name VARCHAR(128) NOT NULL PRIMARY KEY,
	holder VARCHAR(32) NOT NULL,
	token BIGINT NOT NULL,
	expires_at DATETIME(6) NOT NULL
) CHARACTER SET utf8mb4`},
	SQLite: []string{`CREATE TABLE IF NOT EXISTS leases (
	name VARCHAR(128) NOT NULL PRIMARY KEY,
	holder VARCHAR(32) NOT NULL,
	token INTEGER NOT NULL,
	expires_at DATETIME NOT NULL
)`},
}}}

const (
	minTTL = 100 * time.Millisecond
	maxTTL = 24 * time.Hour
)

var validName = regexp.MustCompile(`^[a-z][a-z0-9_.-]{0,127}$`)

// Leases are the leases of one database. It is safe for concurrent use.
type Leases struct{ db *sqldb.DB }

// New returns the leases of db, whose schema has [Migrations].
func New(db *sqldb.DB) *Leases { return &Leases{db: db} }

// Lease is one that was acquired.
type Lease struct {
	// Name is what it is of.
	Name string
	// Token is higher with each acquisition of the name.
	Token int64

	of     *Leases
	holder string
	until  time.Time // by this process's monotonic clock
}

// Acquire takes the lease of a name (lower case, digits and "_.-", at most 128 characters) for ttl, of
// 100 ms to a day. The error matches [ErrHeld] when it is taken. It is not for use in a
// transaction, where others would see it only at the end.
func (s *Leases) Acquire(ctx context.Context, name string, ttl time.Duration) (*Lease, error) {
	if !validName.MatchString(name) || ttl < minTTL || ttl > maxTTL {
		return nil, fmt.Errorf("acquire the lease %.140q for %s: the name must match %s and the time be %s to %s", name, ttl, validName, minTTL, maxTTL)
	}
	l := &Lease{Name: name, of: s, holder: rand.Text(), until: time.Now().Add(ttl)}
	err := s.db.InTx(ctx, func(ctx context.Context) error { return s.take(ctx, l, ttl) })
	if err != nil {
		return nil, fmt.Errorf("acquire the lease %s: %w", name, err)
	}
	return l, nil
}

// take acquires the lease in a transaction.
func (s *Leases) take(ctx context.Context, l *Lease, ttl time.Duration) error {
	now, err := s.now(ctx)
	if err != nil {
		return err
	}
	expires := sqltype.UTC(now.Add(ttl))
	taken, err := s.change(ctx, "UPDATE leases SET holder = ?, token = token + 1, expires_at = ? WHERE name = ? AND expires_at <= ?", l.holder, expires, l.Name, now)
	if err != nil {
		return err
	}
	err = s.db.QueryRowContext(ctx, "SELECT token FROM leases WHERE name = ?", l.Name).Scan(&l.Token)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		l.Token = 1
		_, err = s.db.ExecContext(ctx, "INSERT INTO leases (name, holder, token, expires_at) VALUES (?, ?, 1, ?)", l.Name, l.holder, expires)
		if v, refused := sqldb.Violated(err); refused && v.Kind == sqldb.Unique {
			return ErrHeld // another one was faster with the first
		}
		return err
	case err != nil:
		return err
	case !taken:
		return ErrHeld
	}
	return nil
}

// Valid reports whether the holder may still count on the lease.
func (l *Lease) Valid() bool { return time.Now().Before(l.until) }

// Renew takes the lease for ttl from now on. The error matches [ErrLost] when another has it. It must
// not be called by several goroutines at once.
func (l *Lease) Renew(ctx context.Context, ttl time.Duration) error {
	until := time.Now().Add(ttl)
	now, err := l.of.now(ctx)
	if err != nil {
		return fmt.Errorf("renew the lease %s: %w", l.Name, err)
	}
	kept, err := l.of.change(ctx, "UPDATE leases SET expires_at = ? WHERE name = ? AND holder = ? AND token = ?", sqltype.UTC(now.Add(ttl)), l.Name, l.holder, l.Token)
	if err == nil && !kept {
		l.until = time.Time{}
		err = ErrLost
	}
	if err != nil {
		return fmt.Errorf("renew the lease %s: %w", l.Name, err)
	}
	l.until = until
	return nil
}

// Release gives the lease back, unless another has it already.
func (l *Lease) Release(ctx context.Context) error {
	l.until = time.Time{}
	now, err := l.of.now(ctx)
	if err == nil {
		// The row stays, so that the token goes on growing.
		_, err = l.of.change(ctx, "UPDATE leases SET holder = '', expires_at = ? WHERE name = ? AND holder = ? AND token = ?", now, l.Name, l.holder, l.Token)
	}
	if err != nil {
		return fmt.Errorf("release the lease %s: %w", l.Name, err)
	}
	return nil
}

// now is the time by which expiry is judged.
func (s *Leases) now(ctx context.Context) (time.Time, error) {
	if s.db.Dialect() == sqldb.SQLite {
		return sqltype.Now(), nil
	}
	var now time.Time
	if err := s.db.QueryRowContext(ctx, "SELECT UTC_TIMESTAMP(6)").Scan(&now); err != nil {
		return now, fmt.Errorf("ask the database for the time: %w", err)
	}
	return now, nil
}

// change runs an UPDATE and reports whether it found a row.
func (s *Leases) change(ctx context.Context, query string, args ...any) (bool, error) {
	result, err := s.db.ExecContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows > 0, err
}
