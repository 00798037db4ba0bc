package datapulse_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-sql-driver/mysql"
	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/datapulse"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

var schema = migrate.With(fstest.MapFS{"mysql/.gitkeep": {}, "sqlite/.gitkeep": {}}, outbox.Migrations)

// The variables that make this test binary a process that dies with a backlog.
const (
	childDSN  = "DATAPULSE_TEST_DSN"
	childPath = "DATAPULSE_TEST_PATH"
	backlog   = 25
)

func TestMain(m *testing.M) {
	o := sqldb.Options{MySQLDSN: os.Getenv(childDSN), SQLitePath: os.Getenv(childPath)}
	if o.MySQLDSN == "" && o.SQLitePath == "" {
		goleak.VerifyTestMain(m)
		return
	}
	fmt.Println(dieWithBacklog(o))
	os.Exit(1)
}

// dieWithBacklog reports to a queue that takes nothing, and is killed.
func dieWithBacklog(o sqldb.Options) error {
	db, err := sqldb.Open(context.Background(), o)
	if err != nil {
		return err
	}
	r := datapulse.New(datapulse.Options{AppID: 1, Queue: &broker{refuse: full}, Store: outbox.New(db)})
	for i := range backlog {
		if err := r.Report(context.Background(), registration(int64(i))); err != nil {
			return err
		}
	}
	for r.Stats().Stored < backlog {
		time.Sleep(time.Millisecond)
	}
	return errors.Join(syscall.Kill(os.Getpid(), syscall.SIGKILL), errors.New("not killed"))
}

// What waited when the process died is reported by the next one.
func TestBacklogSurvivesTheProcess(t *testing.T) {
	db := sqldbtest.Open(t, schema)
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	process := exec.CommandContext(t.Context(), binary)
	process.Env = append(os.Environ(), where(t, db)...)
	if out, err := process.CombinedOutput(); err == nil || process.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the process was not killed: %v %s", err, out)
	}
	// The five to ten seconds have passed.
	if _, err := db.ExecContext(t.Context(), "UPDATE outbox_messages SET due_at = created_at"); err != nil {
		t.Fatal(err)
	}
	store := outbox.New(db)
	b := broker{refuse: func(try int) error { // a queue that comes and goes
		if try%2 == 0 {
			return errors.New("not now")
		}
		return nil
	}}
	router := events.NewRouter(events.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		outbox.NewRelay(store, outbox.RelayOptions{Deliver: outbox.To(router, &b), Poll: 10 * time.Millisecond}).Run(ctx)
	}()
	for {
		counts, err := store.Stats(t.Context())
		if err != nil || counts.Dead > 0 {
			t.Fatalf("stored are %+v, %v", counts, err)
		}
		if counts.Pending == 0 {
			break
		}
		if _, err := db.ExecContext(t.Context(), "UPDATE outbox_messages SET due_at = created_at WHERE claimed_by = ''"); err != nil {
			t.Log(err) // a lock: the next round does it
		}
		time.Sleep(5 * time.Millisecond)
	}
	cancel()
	<-done
	ids := map[string]bool{}
	for _, m := range b.messages {
		ids[m.ID] = m.Queue == "data_pulse_queue"
	}
	if len(ids) != backlog || len(b.messages) != backlog {
		t.Errorf("%d messages, %d of them different, want %d", len(b.messages), len(ids), backlog)
	}
	if err := router.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// where tells another process where the database of db is.
func where(t *testing.T, db *sqldb.DB) []string {
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
		return []string{childPath + "=" + name}
	}
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		t.Fatal("the data source name of the tests is malformed")
	}
	config.DBName = name
	return []string{childDSN + "=" + config.FormatDSN()}
}
