package sqldbtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqlguard"
)

// cleanupTimeout bounds what is done with a database after its test, whose own context is over by then.
const cleanupTimeout = 30 * time.Second

// Main runs the tests of a package and returns their exit code:
//
//	func TestMain(m *testing.M) { os.Exit(sqldbtest.Main(m, nil)) }
//
// With it the databases on a server are used by one test after the other, because migrating one takes
// longer than most tests. Between two tests it is made what it was after its migrations; one that
// cannot be is not used again. All are dropped in the end.
//
// With owners, the modules that own the tables by name, the databases are guarded: a statement of one
// module ([sqldb.DB.As]) that touches the table of another fails.
func Main(m interface{ Run() int }, owners map[string]string) int {
	if len(owners) > 0 {
		guard = &sqlguard.Policy{Owners: owners}
	}
	idle.begin()
	code := m.Run()
	if err := idle.end(); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "sqldbtest:", err)
		code = max(code, 1)
	}
	return code
}

// guard is given to every database that is opened; nil without the owners of [Main].
var guard *sqlguard.Policy

// idle holds the databases that wait for a test, by the digest of their migrations.
var idle pool

type pool struct {
	mu      sync.Mutex
	reusing bool // whether Main runs
	waiting map[[sha256.Size]byte][]*database
}

func (p *pool) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reusing, p.waiting = true, map[[sha256.Size]byte][]*database{}
}

// end drops the databases.
func (p *pool) end() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var failures []error
	for _, databases := range p.waiting {
		for _, d := range databases {
			failures = append(failures, d.drop())
		}
	}
	p.reusing, p.waiting = false, nil
	return errors.Join(failures...)
}

// take returns a database that waits, or nil.
func (p *pool) take(migrations [sha256.Size]byte) *database {
	p.mu.Lock()
	defer p.mu.Unlock()
	waiting := p.waiting[migrations]
	if len(waiting) == 0 {
		return nil
	}
	last := len(waiting) - 1
	p.waiting[migrations] = waiting[:last]
	return waiting[last]
}

// give takes a database back after its test. Without Main, and when it cannot be restored, it is dropped.
func (p *pool) give(d *database) error {
	if d.fresh == nil || d.restore() != nil || !p.keep(d) {
		return d.drop()
	}
	return nil
}

// keep lets a database wait for the next test, while Main runs.
func (p *pool) keep(d *database) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reusing {
		p.waiting[d.migrations] = append(p.waiting[d.migrations], d)
	}
	return p.reusing
}

func (p *pool) reuses() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reusing
}

// database is one on the server.
type database struct {
	server     *sql.DB
	name       string
	migrations [sha256.Size]byte
	// fresh is what it holds after its migrations; nil when it was never migrated to the end.
	fresh contents
}

func openMySQL(t testing.TB, dsn string, migrations fs.FS) *sqldb.DB {
	t.Helper()
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatalf("%s is not a data source name of the form user:password@tcp(host:port)/", DSNVariable)
	}
	key, err := digest(migrations, sqldb.MySQL)
	if err != nil {
		t.Fatalf("prepare the test database: %v", err)
	}
	d := idle.take(key)
	if d == nil {
		if d, err = create(t.Context(), config, key); err != nil {
			t.Fatalf("create a test database: %v", err)
		}
	}
	t.Cleanup(func() {
		if err := idle.give(d); err != nil {
			t.Errorf("drop the test database %s: %v", d.name, err)
		}
	})
	own := config.Clone()
	own.DBName = d.name
	db := open(t, sqldb.Options{MySQLDSN: own.FormatDSN(), Guard: guard})
	if d.fresh != nil {
		return db
	}
	if err := migrate.Up(t.Context(), db, migrations); err != nil {
		t.Fatalf("prepare the test database: %v", err)
	}
	if idle.reuses() {
		if d.fresh, err = d.contents(t.Context()); err != nil {
			t.Fatalf("prepare the test database: %v", err)
		}
	}
	return db
}

// create makes a database on the server, whose name no other test uses and needs no quoting.
func create(ctx context.Context, config *mysql.Config, migrations [sha256.Size]byte) (*database, error) {
	all := config.Clone()
	all.DBName = ""
	connector, err := mysql.NewConnector(all)
	if err != nil {
		return nil, err
	}
	d := &database{server: sql.OpenDB(connector), name: "vtgen_test_" + strings.ToLower(rand.Text()), migrations: migrations}
	// What a platform's databases are made with; the server's own default differs between versions.
	if _, err := d.server.ExecContext(ctx, "CREATE DATABASE "+d.name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"); err != nil {
		return nil, errors.Join(err, d.server.Close())
	}
	return d, nil
}

func (d *database) drop() error {
	ctx, cancel := context.WithTimeout(context.Background(), cleanupTimeout)
	defer cancel()
	_, err := d.server.ExecContext(ctx, "DROP DATABASE "+d.name)
	return errors.Join(err, d.server.Close())
}
