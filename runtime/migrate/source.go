package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path"

	"github.com/pressly/goose/v3"

	"github.com/vtgen/vtgen/runtime/sqldb"
)

// Source is the history of the tables that a runtime package owns, such as the outbox. It is apart
// from the platform's own: either can grow without renumbering the other.
type Source struct {
	// Name is the package's, in snake_case. What has been applied is kept in goose_<name>_version.
	Name string
	// Steps in order; what was published is never changed, a new step is added.
	Steps []Step
}

// Step is one migration of a [Source]. It can be applied again where it was cut off half way: on
// MySQL a change of the schema commits by itself.
type Step struct {
	// Name says what it does, such as create_outbox_messages.
	Name string
	// MySQL and SQLite are its statements.
	MySQL, SQLite []string
}

// set is a platform's own migrations with those of runtime packages.
type set struct {
	fs.FS
	sources []Source
}

// With returns the platform's own migrations together with those of the runtime packages it uses. All
// functions of this package, and sqldbtest.Open, apply both:
//
//	var Files = migrate.With(own, outbox.Migrations, lease.Migrations)
//
// Those of the packages come first. [Down] takes back only the platform's own.
func With(own fs.FS, sources ...Source) fs.FS { return &set{FS: own, sources: sources} }

// Sources returns what [With] added to the platform's own migrations.
func Sources(migrations fs.FS) []Source {
	if s, ok := migrations.(*set); ok {
		return s.sources
	}
	return nil
}

// versionTable is where goose keeps what has been applied of the source.
func (s Source) versionTable() string { return "goose_" + s.Name + "_version" }

// provider prepares goose for the source.
func (s Source) provider(dialect sqldb.Dialect, pool *sql.DB) (*goose.Provider, error) {
	steps := make([]*goose.Migration, len(s.Steps))
	for i, step := range s.Steps {
		statements := step.MySQL
		if dialect == sqldb.SQLite {
			statements = step.SQLite
		}
		steps[i] = goose.NewGoMigration(int64(i+1), &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			for _, statement := range statements {
				if _, err := tx.ExecContext(ctx, statement); err != nil {
					return fmt.Errorf("step %d, %s: %w", i+1, step.Name, err)
				}
			}
			return nil
		}}, nil)
	}
	provider, err := goose.NewProvider(gooseDialect(dialect), pool, nil,
		goose.WithTableName(s.versionTable()),
		goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(steps...),
		goose.WithSlog(slog.New(slog.DiscardHandler)))
	if err != nil {
		return nil, fmt.Errorf("read the migrations of %s: %w", s.Name, err)
	}
	return provider, nil
}

// up applies the source's pending steps.
func (s Source) up(ctx context.Context, dialect sqldb.Dialect, pool *sql.DB) error {
	provider, err := s.provider(dialect, pool)
	if errors.Is(err, goose.ErrNoMigrations) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("of the package %s: %w", s.Name, err)
	}
	return nil
}

// status lists the source's steps.
func (s Source) status(ctx context.Context, db *sqldb.DB) ([]Migration, error) {
	list := make([]Migration, len(s.Steps))
	for i, step := range s.Steps {
		list[i] = Migration{Version: int64(i + 1), Name: path.Join(s.Name, step.Name), Source: s.Name}
	}
	exists, err := versionTableExists(ctx, db, s.versionTable())
	if err != nil || !exists || len(list) == 0 {
		return list, err
	}
	provider, err := s.provider(db.Dialect(), db.SQL())
	if err != nil {
		return nil, err
	}
	states, err := provider.Status(ctx)
	if err != nil {
		return nil, err
	}
	note(list, states)
	return list, nil
}

// note enters into list when each migration was applied.
func note(list []Migration, states []*goose.MigrationStatus) {
	for i, state := range states {
		if state.State == goose.StateApplied {
			at := state.AppliedAt.UTC()
			list[i].AppliedAt = &at
		}
	}
}

func gooseDialect(dialect sqldb.Dialect) goose.Dialect {
	if dialect == sqldb.SQLite {
		return goose.DialectSQLite3
	}
	return goose.DialectMySQL
}
