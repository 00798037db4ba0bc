package sqldb

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// TestPreparedStatementsFollowTheSchema: a statement that was prepared before a column was added still
// works afterwards, and many callers share it.
func TestPreparedStatementsFollowTheSchema(t *testing.T) {
	ctx := t.Context()
	db, err := Open(ctx, Options{SQLitePath: filepath.Join(t.TempDir(), "test.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := db.ExecContext(ctx, query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)")
	const insert, count = "-- name: Add :exec\nINSERT INTO things (name) VALUES (?)\n", "SELECT COUNT(*) FROM things"
	exec(insert, "a")
	if len(db.prepared.statements) != 1 {
		t.Errorf("%d statements are prepared, want the insert alone", len(db.prepared.statements))
	}
	exec("ALTER TABLE things ADD COLUMN note TEXT")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { exec(insert, "b") })
	}
	group.Wait()
	if err := db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.ExecContext(ctx, insert, "c")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var rows int
	if err := db.QueryRowContext(ctx, count).Scan(&rows); err != nil || rows != 10 {
		t.Errorf("got %d rows, %v; want 10", rows, err)
	}
}

func TestPreparedStatementsAreBounded(t *testing.T) {
	ctx := t.Context()
	db, err := Open(ctx, Options{SQLitePath: filepath.Join(t.TempDir(), "test.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for n := range maxPrepared + 10 {
		var got int
		if err := db.QueryRowContext(ctx, fmt.Sprintf("SELECT %d", n)).Scan(&got); err != nil || got != n {
			t.Fatalf("got %d, %v; want %d", got, err, n)
		}
	}
	if len(db.prepared.statements) != maxPrepared {
		t.Errorf("%d statements are prepared, want %d", len(db.prepared.statements), maxPrepared)
	}
}
