package sqldb_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/sqldb"
)

func openFile(t *testing.T, path string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), sqldb.Options{SQLitePath: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestOpenRefusesWrongOptions(t *testing.T) {
	directory := t.TempDir()
	for name, o := range map[string]sqldb.Options{
		"nothing":             {},
		"negative pool":       {SQLitePath: filepath.Join(directory, "a.db"), MaxOpenConns: -1},
		"absurd pool":         {SQLitePath: filepath.Join(directory, "a.db"), MaxOpenConns: 1 << 30},
		"negative lifetime":   {SQLitePath: filepath.Join(directory, "a.db"), ConnMaxLifetime: -time.Second},
		"memory":              {SQLitePath: ":memory:"},
		"data source name":    {SQLitePath: "file:a.db?mode=memory"},
		"nul":                 {SQLitePath: "a\x00.db"},
		"directory":           {SQLitePath: directory},
		"below a file":        {SQLitePath: "/dev/null/a.db"},
		"DSN without address": {MySQLDSN: "s3cret"},
		"DSN without slash":   {MySQLDSN: "user:s3cret@tcp(localhost)"},
		"DSN half escaped":    {MySQLDSN: "user:s3cret@tcp(localhost/x?a=%zz"},
		"DSN without name":    {MySQLDSN: "user:s3cret@tcp(localhost)/"},
		"nobody there":        {MySQLDSN: "user:s3cret@tcp(127.0.0.1:1)/x"},
	} {
		t.Run(name, func(t *testing.T) {
			db, err := sqldb.Open(t.Context(), o)
			if err == nil {
				_ = db.Close()
				t.Fatal("it was accepted")
			}
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the error shows the password: %v", err)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(directory, "a.db")); err == nil {
		t.Error("a refused Open left a file behind")
	}
}

func TestOpenRefusesWhatIsNoDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if db, err := sqldb.Open(t.Context(), sqldb.Options{SQLitePath: path}); err == nil {
		_ = db.Close()
		t.Error("it was opened")
	}
}

func TestTheSQLiteFileIsPrivateAndLasting(t *testing.T) {
	// The name holds what could be taken for a part of a URI.
	path := filepath.Join(t.TempDir(), "new dir", "a b%41?x=1#y&mode=memory.db")
	db := openFile(t, path)
	exec(t, db, "CREATE TABLE kept (v TEXT)")
	exec(t, db, "INSERT INTO kept (v) VALUES ('x')")
	for name, want := range map[string]os.FileMode{filepath.Dir(path): 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600} {
		info, err := os.Stat(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has the mode %o, want %o", filepath.Base(name), got, want)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := texts(t, openFile(t, path), "SELECT v FROM kept"); len(got) != 1 {
		t.Errorf("after opening it again it holds %v", got)
	}
}

func TestEverySQLiteConnectionHasTheSettings(t *testing.T) {
	db := openFile(t, filepath.Join(t.TempDir(), "a.db"))
	for range 3 { // connections, all held at the same time
		conn, err := db.SQL().Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "1", "foreign_keys": "1", "busy_timeout": "5000"} {
			var got string
			if err := conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %s (%v), want %s", pragma, got, err, want)
			}
		}
		if _, err := conn.ExecContext(t.Context(), `SELECT "text"`); err == nil {
			t.Error("a quoted name that does not exist was taken for text")
		}
		var sorted string
		if err := conn.QueryRowContext(t.Context(), "SELECT max(v COLLATE decimal) FROM (SELECT '9' AS v UNION SELECT '10')").Scan(&sorted); err != nil || sorted != "10" {
			t.Errorf("the collation gives %s (%v)", sorted, err)
		}
	}
}

func TestMySQLConfigHasTheSettings(t *testing.T) {
	const unsafe = "multiStatements=true&allowAllFiles=true&clientFoundRows=false&parseTime=false&loc=Local&interpolateParams=false&collation=latin1_swedish_ci&sql_mode=''&time_zone='SYSTEM'"
	for _, parameters := range []string{"", "?" + unsafe} {
		config, err := sqldb.MySQLConfig("user:s3cret@tcp(db:3306)/aip"+parameters, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		dsn := config.FormatDSN()
		for _, want := range []string{"parseTime=true", "clientFoundRows=true", "interpolateParams=true", "timeTruncate=1", "charset=utf8mb4", "time_zone=%27%2B00%3A00%27", "sql_mode=%27STRICT_ALL_TABLES", "timeout=5s", "readTimeout=1m", "writeTimeout=30s"} {
			if !strings.Contains(dsn, want) {
				t.Errorf("%s is missing in %s", want, dsn)
			}
		}
		for _, bad := range []string{"multiStatements", "allowAllFiles", "Local", "latin1", "SYSTEM"} {
			if strings.Contains(dsn, bad) {
				t.Errorf("%s is in %s", bad, dsn)
			}
		}
	}
	config, err := sqldb.MySQLConfig("u:p@tcp(db)/aip?readTimeout=7s", slog.New(slog.DiscardHandler))
	if err != nil || config.ReadTimeout != 7*time.Second {
		t.Errorf("a timeout of the data source name became %v (%v)", config, err)
	}
}

func TestTheServerRefusesWhatDoesNotFit(t *testing.T) {
	db := open(t)
	if db.Dialect() == sqldb.MySQL {
		for variable, want := range map[string]string{"time_zone": "+00:00", "character_set_client": "utf8mb4", "character_set_results": "utf8mb4"} {
			if got := texts(t, db, "SELECT @@"+variable); got[0] != want {
				t.Errorf("%s is %s, want %s", variable, got[0], want)
			}
		}
		if _, err := db.ExecContext(t.Context(), "INSERT INTO things (name, day) VALUES ('a', '0000-00-00')"); err == nil {
			t.Error("a day that does not exist was stored")
		}
	}
	if _, err := db.ExecContext(t.Context(), "SELECT 1; SELECT 2"); err == nil && db.Dialect() == sqldb.MySQL {
		t.Error("two statements were run as one")
	}
}

func TestAnEndedContextCanBeToldFromOtherErrors(t *testing.T) {
	db := open(t)
	endless := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT COUNT(*) FROM n"
	if db.Dialect() == sqldb.MySQL {
		endless = "SELECT SLEEP(30)"
	}
	for name, end := range map[string]struct {
		context func(context.Context) (context.Context, context.CancelFunc)
		want    error
	}{
		"before": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			return ctx, cancel
		}, context.Canceled},
		"during": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, 30*time.Millisecond)
		}, context.DeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := end.context(t.Context())
			defer cancel()
			_, err := db.ExecContext(ctx, endless)
			if !errors.Is(err, end.want) {
				t.Errorf("exec: got %v, want %v", err, end.want)
			}
			var n int
			if err := db.QueryRowContext(ctx, endless).Scan(&n); !errors.Is(err, end.want) {
				t.Errorf("query row: got %v, want %v", err, end.want)
			}
		})
	}
	if err := db.Ping(t.Context()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestPrepareJoinsTheTransaction(t *testing.T) {
	db := open(t)
	err := db.InTx(t.Context(), func(ctx context.Context) error {
		statement, err := db.PrepareContext(ctx, "INSERT INTO things (name) VALUES (?)")
		if err != nil {
			return err
		}
		defer func() { _ = statement.Close() }()
		if _, err := statement.ExecContext(ctx, "a"); err != nil {
			return err
		}
		return errWork
	})
	if !errors.Is(err, errWork) || names(t, db) != nil {
		t.Errorf("error %v, %v remains", err, names(t, db))
	}
	if _, err := db.PrepareContext(t.Context(), "SELECT FROM"); err == nil {
		t.Error("nonsense was prepared")
	}
}

func TestMaintenanceSeesTheSameDatabase(t *testing.T) {
	db := open(t)
	pool, err := db.Maintenance()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	if _, err := pool.ExecContext(t.Context(), "INSERT INTO things (name) VALUES ('a')"); err != nil {
		t.Fatal(err)
	}
	if got := names(t, db); len(got) != 1 {
		t.Errorf("the database holds %v", got)
	}
}

func TestClosedDatabase(t *testing.T) {
	db := openFile(t, filepath.Join(t.TempDir(), "a.db"))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for name, use := range map[string]func() error{
		"ping": func() error { return db.Ping(t.Context()) },
		"exec": func() error { _, err := db.ExecContext(t.Context(), "SELECT 1"); return err },
		"tx":   func() error { return db.InTx(t.Context(), func(context.Context) error { return nil }) },
		"lock": func() error {
			return db.WithLock(t.Context(), "a", func(context.Context) error { return db.Ping(t.Context()) })
		},
	} {
		if err := use(); err == nil {
			t.Errorf("%s worked", name)
		}
	}
}
