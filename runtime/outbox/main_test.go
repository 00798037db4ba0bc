package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-sql-driver/mysql"
	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

var errWork = errors.New("the work failed")

// schema is a platform's own table beside the outbox.
var schema = migrate.With(fstest.MapFS{
	"mysql/00001_things.sql":  {Data: []byte("-- +goose Up\nCREATE TABLE things (id INTEGER PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0);\n")},
	"sqlite/00001_things.sql": {Data: []byte("-- +goose Up\nCREATE TABLE things (id INTEGER PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0);\n")},
}, outbox.Migrations)

// The variables that make this test binary a process of its own.
const (
	childDSN  = "OUTBOX_TEST_DSN"
	childPath = "OUTBOX_TEST_PATH"
	childWork = "OUTBOX_TEST_WORK"
)

func TestMain(m *testing.M) {
	if work := os.Getenv(childWork); work != "" {
		if err := child(context.Background(), work); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// same opens the database of db once more, as another process would; where says how another process
// finds it.
func same(t *testing.T, db *sqldb.DB) (again func() *sqldb.DB, where []string) {
	t.Helper()
	o := sqldb.Options{}
	if dsn := os.Getenv(sqldbtest.DSNVariable); dsn != "" {
		config, err := mysql.ParseDSN(dsn)
		if err != nil {
			t.Fatal("the data source name of the tests is malformed")
		}
		if err := db.QueryRowContext(t.Context(), "SELECT DATABASE()").Scan(&config.DBName); err != nil {
			t.Fatal(err)
		}
		o.MySQLDSN = config.FormatDSN()
	} else if err := db.QueryRowContext(t.Context(), "SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&o.SQLitePath); err != nil {
		t.Fatal(err)
	}
	again = func() *sqldb.DB {
		other, err := sqldb.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = other.Close() })
		return other
	}
	return again, []string{childDSN + "=" + o.MySQLDSN, childPath + "=" + filepath.Clean(o.SQLitePath)}
}

// box is the data of the tests' events.
type box struct {
	ID     int64
	N      int
	At     time.Time
	Secret string `json:"-"`
}

var boxed = events.Define[box]("OUTBOX.BOXED")

// got is what was delivered.
type got struct {
	mu       sync.Mutex
	messages []outbox.Message
	arrived  chan struct{} // one for each
	fail     func(m outbox.Message) error
}

func newGot() *got { return &got{arrived: make(chan struct{}, 10_000)} }

func (g *got) deliver(_ context.Context, m outbox.Message) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.fail != nil {
		if err := g.fail(m); err != nil {
			return err
		}
	}
	g.messages = append(g.messages, m)
	g.arrived <- struct{}{}
	return nil
}

// await waits for n deliveries.
func (g *got) await(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		select {
		case <-g.arrived:
		case <-time.After(time.Minute):
			t.Fatalf("%d of %d messages were delivered", i, n)
		}
	}
}

// run has a relay work until the test ends or stop is called.
func run(t *testing.T, store *outbox.Store, o outbox.RelayOptions) (relay *outbox.Relay, stop func()) {
	t.Helper()
	relay = outbox.NewRelay(store, o)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		relay.Run(ctx)
	}()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return relay, stop
}

func add(ctx context.Context, t *testing.T, store *outbox.Store, m outbox.Message) {
	t.Helper()
	if m.Kind == "" {
		m.Kind, m.Body = outbox.Queue, []byte("{}")
	}
	if err := store.Add(ctx, m); err != nil {
		t.Error(err)
	}
}
