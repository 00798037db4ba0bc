// Package sqldbtest gives each test a database of its own with the schema in place. On a server it is
// made anew for every test, unless the package's tests are run by [Main].
package sqldbtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb"
)

// DSNVariable is the environment variable that makes tests use a MySQL or MariaDB server:
// a data source name whose user may create and drop databases. Its database part is ignored.
const DSNVariable = "TEST_MYSQL_DSN"

// Open returns a fresh database with all migrations applied: a SQLite file, or a database
// on the server of TEST_MYSQL_DSN when that is set. It is closed and removed when the test
// ends. Tests may run in parallel.
func Open(t testing.TB, migrations fs.FS) *sqldb.DB {
	t.Helper()
	if dsn := os.Getenv(DSNVariable); dsn != "" {
		return openMySQL(t, dsn, migrations)
	}
	return openSQLite(t, migrations)
}

func openSQLite(t testing.TB, migrations fs.FS) *sqldb.DB {
	t.Helper()
	image, err := sqliteImage(t, migrations)
	if err != nil {
		t.Fatalf("prepare the test database: %v", err)
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, image, 0o600); err != nil {
		t.Fatalf("write the test database: %v", err)
	}
	return open(t, sqldb.Options{SQLitePath: path, Guard: guard})
}

// images keeps the migrated, still empty SQLite file of each set of migrations, by the
// digest of their text: tests then pay for a file and not for the migrations.
var images = struct {
	sync.Mutex
	byDigest map[[sha256.Size]byte][]byte
}{byDigest: map[[sha256.Size]byte][]byte{}}

func sqliteImage(t testing.TB, migrations fs.FS) ([]byte, error) {
	key, err := digest(migrations, sqldb.SQLite)
	if err != nil {
		return nil, err
	}
	images.Lock()
	defer images.Unlock()
	if image, ok := images.byDigest[key]; ok {
		return image, nil
	}
	path := filepath.Join(t.TempDir(), "template.db")
	if err := migrateFile(t.Context(), path, migrations); err != nil {
		return nil, err
	}
	image, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	images.byDigest[key] = image
	return image, nil
}

// migrateFile makes a migrated database file; closing it moves all of it into that file.
func migrateFile(ctx context.Context, path string, migrations fs.FS) error {
	db, err := sqldb.Open(ctx, sqldb.Options{SQLitePath: path})
	if err != nil {
		return err
	}
	return errors.Join(migrate.Up(ctx, db, migrations), db.Close())
}

// digest identifies a dialect's migrations by their names and text.
func digest(migrations fs.FS, dialect sqldb.Dialect) ([sha256.Size]byte, error) {
	var all bytes.Buffer
	err := fs.WalkDir(migrations, string(dialect), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations, name)
		fmt.Fprintf(&all, "%q %d\n%s", name, len(text), text)
		return err
	})
	for _, source := range migrate.Sources(migrations) {
		fmt.Fprintf(&all, "%q", source)
	}
	return sha256.Sum256(all.Bytes()), err
}

func open(t testing.TB, o sqldb.Options) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), o)
	if err != nil {
		t.Fatalf("open the test database: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the test database: %v", err)
		}
	})
	return db
}
