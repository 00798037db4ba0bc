package lease_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-sql-driver/mysql"
	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/lease"
	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

var schema = migrate.With(fstest.MapFS{"mysql/.gitkeep": {}, "sqlite/.gitkeep": {}}, lease.Migrations)

// The variables that make this test binary a process that takes a lease and keeps it until it dies.
const (
	childDSN  = "LEASE_TEST_DSN"
	childPath = "LEASE_TEST_PATH"
	childTTL  = 1500 * time.Millisecond
)

func TestMain(m *testing.M) {
	o := sqldb.Options{MySQLDSN: os.Getenv(childDSN), SQLitePath: os.Getenv(childPath)}
	if o.MySQLDSN == "" && o.SQLitePath == "" {
		goleak.VerifyTestMain(m)
		return
	}
	db, err := sqldb.Open(context.Background(), o)
	if err == nil {
		err = lease.New(db).Run(context.Background(), "shared", lease.Terms{TTL: childTTL}, func(ctx context.Context, l *lease.Lease) error {
			fmt.Println("holds", l.Token)
			<-ctx.Done()
			return context.Cause(ctx)
		})
	}
	fmt.Println(err)
	os.Exit(1)
}

// options returns how another process opens the database of db.
func options(t *testing.T, db *sqldb.DB) (o sqldb.Options) {
	t.Helper()
	dsn := os.Getenv(sqldbtest.DSNVariable)
	query := "SELECT file FROM pragma_database_list WHERE name = 'main'"
	if dsn != "" {
		query = "SELECT DATABASE()"
	}
	var name string
	if err := db.QueryRowContext(t.Context(), query).Scan(&name); err != nil {
		t.Fatal(err)
	}
	if dsn == "" {
		return sqldb.Options{SQLitePath: name}
	}
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatal("the data source name of the tests is malformed")
	}
	config.DBName = name
	return sqldb.Options{MySQLDSN: config.FormatDSN()}
}

func TestLease(t *testing.T) {
	leases := lease.New(sqldbtest.Open(t, schema))
	ctx := t.Context()
	first, err := leases.Acquire(ctx, "a", time.Minute)
	if err != nil || first.Token != 1 || !first.Valid() {
		t.Fatalf("got %+v, %v", first, err)
	}
	if _, err := leases.Acquire(ctx, "a", time.Minute); !errors.Is(err, lease.ErrHeld) {
		t.Errorf("a taken lease gives %v", err)
	}
	if other, err := leases.Acquire(ctx, "b", time.Minute); err != nil || other.Token != 1 {
		t.Errorf("another name gives %+v, %v", other, err)
	}
	if err := first.Renew(ctx, 100*time.Millisecond); err != nil {
		t.Error(err)
	}
	var second *lease.Lease
	for second == nil { // until it has run out
		time.Sleep(10 * time.Millisecond)
		if second, err = leases.Acquire(ctx, "a", time.Minute); err != nil && !errors.Is(err, lease.ErrHeld) {
			t.Fatal(err)
		}
	}
	if second.Token != 2 || first.Valid() {
		t.Errorf("after it ran out: %+v; the first is valid: %t", second, first.Valid())
	}
	if err := first.Renew(ctx, time.Minute); !errors.Is(err, lease.ErrLost) {
		t.Errorf("renewing a lost lease gives %v", err)
	}
	if err := first.Release(ctx); err != nil {
		t.Error(err)
	}
	if _, err := leases.Acquire(ctx, "a", time.Minute); !errors.Is(err, lease.ErrHeld) {
		t.Errorf("the late release of the first freed the second's: %v", err)
	}
	if err := second.Release(ctx); err != nil || second.Valid() {
		t.Error(err)
	}
	if third, err := leases.Acquire(ctx, "a", time.Minute); err != nil || third.Token != 3 {
		t.Errorf("after the release: %+v, %v", third, err)
	}
	for _, c := range []struct {
		name string
		ttl  time.Duration
	}{{"", time.Minute}, {"A", time.Minute}, {"a b", time.Minute}, {strings.Repeat("a", 129), time.Minute}, {"a", time.Millisecond}, {"a", 25 * time.Hour}} {
		if _, err := leases.Acquire(ctx, c.name, c.ttl); err == nil || errors.Is(err, lease.ErrHeld) {
			t.Errorf("%.20q for %s gives %v", c.name, c.ttl, err)
		}
	}
}

// Whoever is in holds it alone, and each has a higher token than the one before.
func TestOnlyOneHolds(t *testing.T) {
	db := sqldbtest.Open(t, schema)
	o := options(t, db)
	var inside atomic.Int32
	var last atomic.Int64
	var done atomic.Int32
	var group sync.WaitGroup
	for range 4 {
		other, err := sqldb.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = other.Close() })
		group.Go(func() {
			for mine := 0; mine < 5; {
				err := lease.New(other).Run(t.Context(), "shared", lease.Terms{TTL: 10 * time.Second}, func(_ context.Context, l *lease.Lease) error {
					if n := inside.Add(1); n != 1 {
						t.Errorf("%d are in", n)
					}
					if before := last.Swap(l.Token); before >= l.Token {
						t.Errorf("the token %d came after %d", l.Token, before)
					}
					time.Sleep(time.Millisecond)
					inside.Add(-1)
					done.Add(1)
					return nil
				})
				switch {
				case err == nil:
					mine++
				case errors.Is(err, lease.ErrHeld):
					time.Sleep(time.Millisecond)
				default:
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	if done.Load() != 20 || last.Load() != 20 {
		t.Errorf("%d were in, the last token is %d", done.Load(), last.Load())
	}
}

func TestRunKeepsAndLoses(t *testing.T) {
	db := sqldbtest.Open(t, schema)
	leases := lease.New(db)
	errWork := errors.New("the work failed")
	const ttl = 900 * time.Millisecond
	err := leases.Run(t.Context(), "a", lease.Terms{TTL: ttl}, func(ctx context.Context, _ *lease.Lease) error {
		time.Sleep(3 * ttl) // far longer than the lease, which is renewed
		if _, err := leases.Acquire(ctx, "a", time.Minute); !errors.Is(err, lease.ErrHeld) || ctx.Err() != nil {
			t.Errorf("while work runs: %v, %v", err, ctx.Err())
		}
		return errWork
	})
	if !errors.Is(err, errWork) {
		t.Errorf("got %v", err)
	}
	if err := leases.Run(t.Context(), "a", lease.Terms{TTL: ttl, Keep: time.Minute}, func(context.Context, *lease.Lease) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := leases.Acquire(t.Context(), "a", ttl); !errors.Is(err, lease.ErrHeld) {
		t.Errorf("a lease that is kept gives %v", err)
	}
	err = leases.Run(t.Context(), "b", lease.Terms{TTL: ttl}, func(ctx context.Context, _ *lease.Lease) error {
		if _, err := db.ExecContext(ctx, "UPDATE leases SET holder = 'thief', token = token + 1 WHERE name = 'b'"); err != nil {
			return err
		}
		<-ctx.Done()
		return context.Cause(ctx)
	})
	if !errors.Is(err, lease.ErrLost) {
		t.Errorf("a stolen lease gives %v", err)
	}
}

// A process that is killed while it holds the lease blocks it until it has run out, and no longer.
func TestKilledHolder(t *testing.T) {
	db := sqldbtest.Open(t, schema)
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o := options(t, db)
	process := exec.CommandContext(t.Context(), binary)
	process.Env = append(os.Environ(), childDSN+"="+o.MySQLDSN, childPath+"="+o.SQLitePath)
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	var token int64
	if _, err := fmt.Fscanf(out, "holds %d\n", &token); err != nil || token != 1 {
		t.Fatalf("the process holds %d: %v", token, err)
	}
	leases := lease.New(db)
	if _, err := leases.Acquire(t.Context(), "shared", childTTL); !errors.Is(err, lease.ErrHeld) {
		t.Errorf("while the process lives: %v", err)
	}
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = process.Wait() // it was killed
	for {
		l, err := leases.Acquire(t.Context(), "shared", childTTL)
		if err == nil {
			if l.Token != 2 {
				t.Errorf("the token is %d", l.Token)
			}
			return
		}
		if !errors.Is(err, lease.ErrHeld) {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
