package sqlmodel_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqlmodel"
)

// TestChange makes a change and lets what follows it work or fail, in a table with an outbox and in
// one without.
func TestChange(t *testing.T) {
	refused := errors.New("refused")
	for name, c := range map[string]struct {
		outbox          bool
		write, then     error
		wantErr         error
		stored, follows int
	}{
		"with an outbox":                {outbox: true, stored: 1, follows: 1},
		"with an outbox, refused after": {outbox: true, then: refused, wantErr: refused, follows: 1},
		"with an outbox, write fails":   {outbox: true, write: refused, wantErr: refused},
		"with an outbox, stale":         {outbox: true, write: sqlmodel.ErrStale, wantErr: sqlmodel.ErrStale},
		"without":                       {stored: 1, follows: 1},
		"without, refused after":        {then: refused, stored: 1, follows: 1},
		"without, write fails":          {write: refused, wantErr: refused},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			db, err := sqldb.Open(ctx, sqldb.Options{SQLitePath: filepath.Join(t.TempDir(), "test.db")})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = db.Close() }()
			if _, err := db.ExecContext(ctx, "CREATE TABLE things (id INTEGER)"); err != nil {
				t.Fatal(err)
			}
			follows := 0
			row, err := sqlmodel.Change(ctx, db, sqlmodel.Table{Name: "things", Outbox: c.outbox}, func(ctx context.Context) (int, error) {
				if c.write != nil {
					return 0, c.write
				}
				_, err := db.ExecContext(ctx, "INSERT INTO things VALUES (7)")
				return 7, err
			}, func(_ context.Context, row int) error {
				if follows++; row != 7 {
					t.Errorf("what follows is given %d", row)
				}
				return c.then
			})
			if !errors.Is(err, c.wantErr) || err == nil && row != 7 {
				t.Errorf("got %d, %v; want the error %v", row, err, c.wantErr)
			}
			var stored int
			if err := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM things").Scan(&stored); err != nil {
				t.Fatal(err)
			}
			if stored != c.stored || follows != c.follows {
				t.Errorf("%d stored and %d followed, want %d and %d", stored, follows, c.stored, c.follows)
			}
		})
	}
}

// TestChangeStaleWithinTransaction does not spoil the transaction around it: nothing was changed.
func TestChangeStaleWithinTransaction(t *testing.T) {
	ctx := t.Context()
	db, err := sqldb.Open(ctx, sqldb.Options{SQLitePath: filepath.Join(t.TempDir(), "test.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	err = db.InTx(ctx, func(ctx context.Context) error {
		_, err := sqlmodel.Change(ctx, db, sqlmodel.Table{Outbox: true}, func(context.Context) (int, error) {
			return 0, sqlmodel.ErrStale
		}, func(context.Context, int) error { return nil })
		if !errors.Is(err, sqlmodel.ErrStale) {
			t.Errorf("got %v", err)
		}
		return nil
	})
	if err != nil {
		t.Errorf("the transaction around it: %v", err)
	}
}
