package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"time"
)

// releaseTimeout bounds giving a lock back, for which the caller's context may be over.
const releaseTimeout = 5 * time.Second

// lockPatience is how long one attempt waits for a lock; the context bounds them all. Only
// tests change it.
var lockPatience = 5 * time.Second

var lockName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)

// WithLock runs work while no other process or goroutine using the same database is in
// WithLock with the same name (snake_case, at most 32 characters). It waits for the lock
// until ctx ends. A process that dies gives its locks up.
//
// On MySQL the lock belongs to one server and lives on a connection of the pool, which
// is not to be used up by work; on SQLite it lives on a small file beside the database.
func (d *DB) WithLock(ctx context.Context, name string, work func(ctx context.Context) error) error {
	if !lockName.MatchString(name) {
		return fmt.Errorf("lock %q: the name must be snake_case of at most 32 characters", name)
	}
	hold := holdMySQL
	pool := d.pool
	if d.dialect == SQLite {
		lockFile, err := d.openLockFile(name)
		if err != nil {
			return fmt.Errorf("lock %q: %w", name, err)
		}
		defer func() { _ = lockFile.Close() }()
		hold, pool = holdSQLite, lockFile
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("lock %q: get a connection for it: %w", name, err)
	}
	defer func() { _ = conn.Close() }()
	release, err := hold(ctx, conn, name)
	if err != nil {
		return fmt.Errorf("lock %q: %w", name, err)
	}
	// Where releasing fails the connection is lost, and the lock with it.
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTimeout)
		defer cancel()
		_, _ = conn.ExecContext(ctx, release)
	}()
	return work(ctx)
}

// mysqlLock is a lock's name on the server, which all databases on it share.
const mysqlLock = "CONCAT('vtgen.', ?, '.', LEFT(MD5(DATABASE()), 16))"

// holdMySQL waits for the lock and returns the statement that gives it back.
func holdMySQL(ctx context.Context, conn *sql.Conn, name string) (string, error) {
	for {
		var got sql.NullBool
		err := conn.QueryRowContext(ctx, "SELECT GET_LOCK("+mysqlLock+", ?)", name, lockPatience.Seconds()).Scan(&got)
		switch {
		case err != nil:
			return "", err
		case !got.Valid:
			return "", errors.New("the server refused to give a lock: look into its log")
		case got.Bool:
			return "DO RELEASE_ALL_LOCKS()", nil
		}
	}
}

// openLockFile opens the database whose only use is SQLite's lock on its file, which the
// operating system takes back when the process ends.
func (d *DB) openLockFile(name string) (*sql.DB, error) {
	path, err := prepareFile(d.path + "-lock-" + name)
	if err != nil {
		return nil, err
	}
	settings := url.Values{"_busy_timeout": {fmt.Sprint(lockPatience.Milliseconds())}}
	file := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: settings.Encode()}
	return sql.Open("sqlite", file.String())
}

// holdSQLite is holdMySQL for a lock file.
func holdSQLite(ctx context.Context, conn *sql.Conn, _ string) (string, error) {
	for {
		_, err := conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
		if err == nil {
			return "ROLLBACK", nil
		}
		if ctx.Err() != nil || !transient(err) {
			return "", err
		}
	}
}
