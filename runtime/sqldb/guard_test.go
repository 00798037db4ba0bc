package sqldb_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqlguard"
)

func TestGuard(t *testing.T) {
	db, err := sqldb.Open(t.Context(), sqldb.Options{
		SQLitePath: filepath.Join(t.TempDir(), "guarded.db"),
		Guard:      &sqlguard.Policy{Owners: map[string]string{"orders": "order", "users": "user_account"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, table := range []string{"orders", "users"} {
		exec(t, db, "CREATE TABLE "+table+" (id INTEGER PRIMARY KEY)")
	}
	own, foreign := sqlguard.As(t.Context(), "order"), sqlguard.As(t.Context(), "user_account")
	refused := func(err error) bool {
		var v *sqlguard.Violation
		return errors.As(err, &v)
	}
	// The statement stays prepared, and is judged for each that runs it.
	const insert = "INSERT INTO orders DEFAULT VALUES"
	for range 2 {
		if _, err := db.ExecContext(own, insert); err != nil {
			t.Errorf("the owner: %v", err)
		}
		if _, err := db.ExecContext(foreign, insert); !refused(err) {
			t.Errorf("another module: got %v", err)
		}
	}
	err = db.InTx(foreign, func(ctx context.Context) error {
		_, err := db.ExecContext(sqlguard.As(ctx, "order"), insert)
		return err
	})
	if err != nil {
		t.Errorf("the owner, in another module's transaction: %v", err)
	}
	err = db.InTx(own, func(ctx context.Context) error {
		return db.QueryRowContext(ctx, "SELECT 1 FROM users").Err()
	})
	if !refused(err) {
		t.Errorf("another module's table in a transaction: got %v", err)
	}
	if _, err := sqldb.Open(t.Context(), sqldb.Options{SQLitePath: filepath.Join(t.TempDir(), "x.db"), Guard: &sqlguard.Policy{}}); err == nil {
		t.Error("an empty policy is accepted")
	}
}

// TestAs has two modules share a database, and one transaction.
func TestAs(t *testing.T) {
	open := func(guard *sqlguard.Policy) *sqldb.DB {
		db, err := sqldb.Open(t.Context(), sqldb.Options{SQLitePath: filepath.Join(t.TempDir(), "as.db"), Guard: guard})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		exec(t, db, "CREATE TABLE orders (id INTEGER PRIMARY KEY)")
		return db
	}
	const insert = "INSERT INTO orders DEFAULT VALUES"
	if db := open(nil); db.As("user_account") != db {
		t.Error("without a guard there is another database for each module")
	}
	db := open(&sqlguard.Policy{Owners: map[string]string{"orders": "order"}})
	undone := errors.New("undone")
	err := db.As("order").InTx(t.Context(), func(ctx context.Context) error {
		if _, err := db.As("order").ExecContext(ctx, insert); err != nil {
			t.Errorf("the owner: %v", err)
		}
		var n int
		if err := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM orders").Scan(&n); err != nil || n != 1 {
			t.Errorf("the database itself, in the module's transaction: %d, %v", n, err)
		}
		var v *sqlguard.Violation
		if _, err := db.As("user_account").ExecContext(ctx, insert); !errors.As(err, &v) {
			t.Errorf("another module: got %v", err)
		}
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	var n int
	if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM orders").Scan(&n); err != nil || n != 0 {
		t.Errorf("after the transaction was rolled back: %d, %v", n, err)
	}
}
