package sqldb

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/vtgen/vtgen/runtime/sqlguard"
)

// Dialect names the SQL dialect a database speaks, and its folder of migrations.
type Dialect string

// The dialects there are. MariaDB counts as MySQL.
const (
	MySQL  Dialect = "mysql"
	SQLite Dialect = "sqlite"
)

const (
	defaultMaxOpenConns = 20
	maxMaxOpenConns     = 10_000
	// A MySQL connection is replaced before a server or a proxy in between drops it as idle.
	defaultMySQLLifetime = 3 * time.Minute
)

// Options say which database to open. Exactly one of MySQLDSN and SQLitePath is used.
type Options struct {
	// MySQLDSN is go-sql-driver's form, user:password@tcp(host:port)/database?param=value.
	// It is a secret: no error or log line of this package shows it. Empty means SQLite.
	MySQLDSN string
	// SQLitePath is the database file. It and its directory are made when missing, readable
	// by this user only.
	SQLitePath string
	// MaxOpenConns bounds the pool; 0 means 20, which is also the fleet's pool size.
	MaxOpenConns int
	// ConnMaxLifetime bounds the age of a connection; 0 means 3 minutes on MySQL and no
	// bound on SQLite.
	ConnMaxLifetime time.Duration
	// Logger gets retried transactions and the MySQL driver's complaints; nil means silence.
	Logger *slog.Logger
	// Guard, when set, checks each statement against the owners of its tables: for tests and
	// development. The pool of [DB.Maintenance] is not guarded.
	Guard *sqlguard.Policy
}

// DB is a pool of connections to one database. It is safe for concurrent use.
type DB struct {
	pool     *sql.DB
	dialect  Dialect
	logger   *slog.Logger
	path     string // of the file, on SQLite
	prepared *prepared
	guarded  bool
	module   string // on whose behalf statements run, where they are guarded
	// maintenance makes the connections of [DB.Maintenance].
	maintenance func() (driver.Connector, error)
}

// As returns the database as one module uses it: where [Options] has a Guard, the tables of its
// statements are checked against what the module owns (the standards, §3.8). Without a guard it is d
// itself. Transactions of the one are those of the other.
func (d *DB) As(module string) *DB {
	if !d.guarded {
		return d
	}
	view := *d
	view.module = module
	return &view
}

// named puts the module into the context of a statement, for the guard.
func (d *DB) named(ctx context.Context) context.Context {
	if d.module == "" {
		return ctx
	}
	return sqlguard.As(ctx, d.module)
}

// Logger returns the logger that the database was opened with.
func (d *DB) Logger() *slog.Logger { return d.logger }

// Open connects to the database that o names and checks that it answers. The caller closes
// the returned DB.
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.MaxOpenConns < 0 || o.MaxOpenConns > maxMaxOpenConns || o.ConnMaxLifetime < 0 {
		return nil, fmt.Errorf("open the database: a pool of %d connections living %s is impossible: give 0 to %d connections and a lifetime of 0 or more",
			o.MaxOpenConns, o.ConnMaxLifetime, maxMaxOpenConns)
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	switch {
	case o.MySQLDSN != "":
		return openMySQL(ctx, o)
	case o.SQLitePath != "":
		return openSQLite(ctx, o)
	default:
		return nil, errors.New("open the database: neither a MySQL data source name nor a SQLite path is configured: set one of them")
	}
}

// connect makes the pool over connector and checks that the database answers.
func connect(ctx context.Context, o Options, dialect Dialect, connector driver.Connector) (*DB, error) {
	if o.Guard != nil {
		guarded, err := sqlguard.Wrap(connector, *o.Guard)
		if err != nil {
			return nil, err
		}
		connector = guarded
	}
	pool := sql.OpenDB(connector)
	size := cmp.Or(o.MaxOpenConns, defaultMaxOpenConns)
	pool.SetMaxOpenConns(size)
	// Opening a connection costs more than most statements: keep all of them.
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxLifetime(o.ConnMaxLifetime)
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close()
		return nil, err
	}
	return &DB{pool: pool, dialect: dialect, logger: o.Logger, prepared: &prepared{}, guarded: o.Guard != nil}, nil
}

// Dialect tells which SQL the database speaks.
func (d *DB) Dialect() Dialect { return d.dialect }

// Ping checks that the database answers.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.pool.PingContext(ctx); err != nil {
		return fmt.Errorf("ping the %s database: %w", d.dialect, err)
	}
	return nil
}

// Close waits for running statements and closes the pool.
func (d *DB) Close() error {
	d.prepared.close()
	if err := d.pool.Close(); err != nil {
		return fmt.Errorf("close the %s database: %w", d.dialect, err)
	}
	return nil
}

// SQL returns the pool itself, for tools that ask for one. Statements on it do not take
// part in the transaction that [DB.InTx] put into a context.
func (d *DB) SQL() *sql.DB { return d.pool }

// Maintenance returns a second pool on the same database for work such as migrations: its
// statements may run without a time limit, and on SQLite foreign keys are off, because
// rebuilding a table would otherwise delete the rows that refer to it. The caller closes it.
func (d *DB) Maintenance() (*sql.DB, error) {
	connector, err := d.maintenance()
	if err != nil {
		return nil, fmt.Errorf("open the %s database for maintenance: %w", d.dialect, err)
	}
	return sql.OpenDB(connector), nil
}
