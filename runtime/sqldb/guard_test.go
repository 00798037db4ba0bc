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
