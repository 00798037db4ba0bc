// Package migrate brings a database's schema up to date. A platform embeds its migrations
// as one folder per dialect, of files such as 00001_create_ai_workers.sql in goose's format:
//
//	migrations/mysql/00001_create_ai_workers.sql
//	migrations/sqlite/00001_create_ai_workers.sql
//
// Processes that start at the same time wait for each other: one applies the migrations,
// the others then find nothing to do.
//
// On SQLite foreign keys are not enforced while migrations run, so that a table can be
// rebuilt without losing the rows that refer to it; they are checked at the end.
//
// Runtime packages that keep tables, such as outbox, bring migrations of their own: see [With].
package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/vtgen/vtgen/runtime/sqldb"
)

const (
	// versionTable is where goose keeps what has been applied.
	versionTable = "goose_db_version"
	// lock is held while the schema changes.
	lock = "migrate"
)

// Migration is one file and whether it has been applied.
type Migration struct {
	// Version is the number the file's name begins with; migrations run in its order.
	Version int64
	// Name is the file's name.
	Name string
	// Source is the runtime package that it belongs to; empty for the platform's own.
	Source string
	// AppliedAt is when it was applied, in UTC; nil when it is pending.
	AppliedAt *time.Time
}

// Up applies all pending migrations, each in a transaction of its own. On MySQL a change of
// the schema commits by itself: a migration that fails half way has to be mended by hand, so
// keep to one change in each.
func Up(ctx context.Context, db *sqldb.DB, migrations fs.FS) error {
	return change(ctx, db, migrations, "apply the migrations", func(pool *sql.DB, own *goose.Provider) error {
		for _, source := range Sources(migrations) {
			if err := source.up(ctx, db.Dialect(), pool); err != nil {
				return err
			}
		}
		if own == nil {
			return nil
		}
		_, err := own.Up(ctx)
		return err
	})
}

// Down takes the last applied migration of the platform's own back. Without one it does nothing.
func Down(ctx context.Context, db *sqldb.DB, migrations fs.FS) error {
	return change(ctx, db, migrations, "take the last migration back", func(_ *sql.DB, own *goose.Provider) error {
		if own == nil {
			return nil
		}
		_, err := own.Down(ctx)
		if errors.Is(err, goose.ErrNoNextVersion) {
			return nil
		}
		return err
	})
}

// Status lists all migrations in order, those of runtime packages first. It changes nothing and waits for no one.
func Status(ctx context.Context, db *sqldb.DB, migrations fs.FS) ([]Migration, error) {
	list, err := status(ctx, db, migrations)
	if err != nil {
		return nil, fmt.Errorf("list the %s migrations: %w", db.Dialect(), err)
	}
	return list, nil
}

// Pending counts the migrations that are still to be applied, as [Status] sees them.
func Pending(ctx context.Context, db *sqldb.DB, migrations fs.FS) (int, error) {
	list, err := Status(ctx, db, migrations)
	pending := 0
	for _, m := range list {
		if m.AppliedAt == nil {
			pending++
		}
	}
	return pending, err
}

// change runs a step that alters the schema, alone among all processes. The step gets a nil provider
// when the platform has no migrations of its own.
func change(ctx context.Context, db *sqldb.DB, migrations fs.FS, what string, step func(*sql.DB, *goose.Provider) error) error {
	pool, err := db.Maintenance()
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	defer func() { _ = pool.Close() }()
	provider, err := newProvider(db.Dialect(), pool, migrations)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if provider == nil && len(Sources(migrations)) == 0 {
		return nil
	}
	err = db.WithLock(ctx, lock, func(ctx context.Context) error {
		if err := step(pool, provider); err != nil {
			return err
		}
		return checkForeignKeys(ctx, db.Dialect(), pool)
	})
	if err != nil {
		return fmt.Errorf("%s on the %s database: %w", what, db.Dialect(), err)
	}
	return nil
}

func status(ctx context.Context, db *sqldb.DB, migrations fs.FS) ([]Migration, error) {
	var list []Migration
	for _, source := range Sources(migrations) {
		steps, err := source.status(ctx, db)
		if err != nil {
			return nil, err
		}
		list = append(list, steps...)
	}
	own, err := ownStatus(ctx, db, migrations)
	return append(list, own...), err
}

// ownStatus lists the platform's own migrations.
func ownStatus(ctx context.Context, db *sqldb.DB, migrations fs.FS) ([]Migration, error) {
	provider, err := newProvider(db.Dialect(), db.SQL(), migrations)
	if err != nil || provider == nil {
		return nil, err
	}
	var list []Migration
	for _, source := range provider.ListSources() {
		list = append(list, Migration{Version: source.Version, Name: path.Base(source.Path)})
	}
	// goose would make its table, and collide with a process that makes it at the same time.
	exists, err := versionTableExists(ctx, db, versionTable)
	if err != nil || !exists {
		return list, err
	}
	states, err := provider.Status(ctx)
	if err != nil {
		return nil, err
	}
	note(list, states)
	return list, nil
}

// newProvider prepares goose for the dialect's folder; nil when there are no migrations.
func newProvider(dialect sqldb.Dialect, pool *sql.DB, migrations fs.FS) (*goose.Provider, error) {
	folder, err := fs.Sub(migrations, string(dialect))
	if err != nil {
		return nil, fmt.Errorf("open the folder %s of the migrations: %w", dialect, err)
	}
	if err := checkNames(folder, dialect); err != nil {
		return nil, err
	}
	provider, err := goose.NewProvider(gooseDialect(dialect), pool, folder,
		goose.WithTableName(versionTable),
		goose.WithDisableGlobalRegistry(true),
		goose.WithSlog(slog.New(slog.DiscardHandler)))
	if errors.Is(err, goose.ErrNoMigrations) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the folder %s of the migrations: %w", dialect, err)
	}
	return provider, nil
}

// checkNames refuses files that goose would pass over without a word.
func checkNames(folder fs.FS, dialect sqldb.Dialect) error {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return fmt.Errorf("read the folder %s of the migrations: %w: each dialect needs its folder, if only with a .gitkeep", dialect, err)
	}
	for _, entry := range entries {
		if path.Ext(entry.Name()) != ".sql" {
			continue
		}
		if _, err := goose.NumericComponent(entry.Name()); err != nil {
			return fmt.Errorf("read the migration %s/%s: %w: name it like 00001_create_ai_workers.sql", dialect, entry.Name(), err)
		}
	}
	return nil
}

// versionTableExists reports whether any migration of a history was ever run.
func versionTableExists(ctx context.Context, db *sqldb.DB, versionTable string) (bool, error) {
	query := "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?"
	if db.Dialect() == sqldb.SQLite {
		query = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = ?"
	}
	var count int
	if err := db.SQL().QueryRowContext(ctx, query, versionTable).Scan(&count); err != nil {
		return false, fmt.Errorf("look for the table %s: %w", versionTable, err)
	}
	return count > 0, nil
}

// checkForeignKeys makes up for their not being enforced during migrations on SQLite.
func checkForeignKeys(ctx context.Context, dialect sqldb.Dialect, pool *sql.DB) error {
	if dialect != sqldb.SQLite {
		return nil
	}
	var table, parent string
	var row, key sql.NullInt64
	err := pool.QueryRowContext(ctx, "PRAGMA foreign_key_check").Scan(&table, &row, &parent, &key)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("check the foreign keys: %w", err)
	default:
		return fmt.Errorf("check the foreign keys: row %d of %s refers to a row that %s does not have: mend the data with a further migration", row.Int64, table, parent)
	}
}
