package migrate_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/go-sql-driver/mysql"
	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

// The variables that make this test binary a process that only migrates.
const (
	childDSN  = "MIGRATE_TEST_DSN"
	childPath = "MIGRATE_TEST_PATH"
)

func TestMain(m *testing.M) {
	o := sqldb.Options{MySQLDSN: os.Getenv(childDSN), SQLitePath: os.Getenv(childPath)}
	if o.MySQLDSN == "" && o.SQLitePath == "" {
		goleak.VerifyTestMain(m)
		return
	}
	if err := migrateOnly(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func migrateOnly(ctx context.Context, o sqldb.Options) error {
	db, err := sqldb.Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return migrate.Up(ctx, db, three)
}

// Several processes that start at once must apply each migration once: a second time, each
// of these would fail.
func TestProcessesThatStartTogether(t *testing.T) {
	environment := append(os.Environ(), childPath+"="+filepath.Join(t.TempDir(), "a.db"))
	if dsn := os.Getenv(sqldbtest.DSNVariable); dsn != "" {
		config, err := mysql.ParseDSN(dsn)
		if err != nil {
			t.Fatal("the data source name of the tests is malformed")
		}
		db := sqldbtest.Open(t, none)
		if err := db.QueryRowContext(t.Context(), "SELECT DATABASE()").Scan(&config.DBName); err != nil {
			t.Fatal(err)
		}
		environment = append(os.Environ(), childDSN+"="+config.FormatDSN())
	}
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			child := exec.CommandContext(t.Context(), binary)
			child.Env = environment
			if out, err := child.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	group.Wait()
}
