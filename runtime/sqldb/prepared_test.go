package sqldb

import (
	"context"
	"errors"
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

// TestStatementsOfTransactionsAreKept: what a transaction was the first to run is prepared once it has
// been committed, even where it held the only connection, and serves the next transactions.
func TestStatementsOfTransactionsAreKept(t *testing.T) {
	ctx := t.Context()
	db, err := Open(ctx, Options{SQLitePath: filepath.Join(t.TempDir(), "test.db"), MaxOpenConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"); err != nil {
		t.Fatal(err)
	}
	const insert, names = "INSERT INTO things (name) VALUES (?)", "SELECT name FROM things ORDER BY id"
	for n := range 3 {
		err := db.InTx(ctx, func(ctx context.Context) error {
			for _, part := range []string{"a", "b"} {
				if _, err := db.ExecContext(ctx, insert, fmt.Sprint(part, n)); err != nil {
					return err
				}
			}
			rows, err := db.QueryContext(ctx, names)
			if err != nil {
				return err
			}
			seen := 0
			for rows.Next() {
				seen++
			}
			if want := 2 * (n + 1); seen != want {
				t.Errorf("transaction %d sees %d rows, want %d", n, seen, want)
			}
			return errors.Join(rows.Err(), rows.Close())
		})
		if err != nil {
			t.Fatal(err)
		}
		if kept := len(db.prepared.statements); kept != 2 {
			t.Errorf("after transaction %d %d statements are kept, want 2", n, kept)
		}
	}
	undone := errors.New("undone")
	err = db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.ExecContext(ctx, insert, "c")
		return errors.Join(err, undone)
	})
	var rows int
	if countErr := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM things").Scan(&rows); !errors.Is(err, undone) || countErr != nil || rows != 6 {
		t.Errorf("after a transaction that was rolled back: %d rows, %v, %v", rows, err, countErr)
	}
	err = db.InTx(ctx, func(ctx context.Context) error {
		if _, err := db.ExecContext(ctx, insert, "a0"); err == nil {
			t.Error("a duplicate is accepted")
		}
		_, err := db.ExecContext(ctx, insert, "d")
		return err
	})
	if err != nil {
		t.Errorf("a transaction goes on after a duplicate: %v", err)
	}
}
