package session_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/session"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The methods that alexedwards/scs asks of a store.
var _ interface {
	Delete(token string) error
	Find(token string) (b []byte, found bool, err error)
	Commit(token string, b []byte, expiry time.Time) error
	DeleteCtx(ctx context.Context, token string) error
	FindCtx(ctx context.Context, token string) (b []byte, found bool, err error)
	CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error
} = (*session.Store)(nil)

func open(t *testing.T) (*session.Store, *sqldb.DB) {
	t.Helper()
	db := sqldbtest.Open(t, migrate.With(fstest.MapFS{"mysql/.gitkeep": {}, "sqlite/.gitkeep": {}}, session.Migrations))
	return session.New(db), db
}

func commit(t *testing.T, s *session.Store, token, data string, life time.Duration) {
	t.Helper()
	if err := s.Commit(token, []byte(data), time.Now().Add(life)); err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, s *session.Store, token string) string {
	t.Helper()
	data, found, err := s.Find(token)
	if err != nil {
		t.Fatal(err)
	}
	if !found {
		return "none"
	}
	return string(data)
}

func TestStore(t *testing.T) {
	s, db := open(t)
	commit(t, s, "a", "one", time.Hour)
	commit(t, s, "A", "other", time.Hour)
	commit(t, s, "a", "two\x00\xff", time.Hour)
	commit(t, s, "old", "gone", -time.Second)
	if err := s.Commit("empty", nil, time.Now().Add(time.Hour)); err != nil {
		t.Error(err)
	}
	for token, want := range map[string]string{"a": "two\x00\xff", "A": "other", "old": "none", "never": "none", "empty": "", "": "none", "' OR 1=1": "none"} {
		if got := find(t, s, token); got != want {
			t.Errorf("of %q it has %q, want %q", token, got, want)
		}
	}
	for range 2 {
		if err := s.Delete("a"); err != nil || find(t, s, "a") != "none" || find(t, s, "A") != "other" {
			t.Errorf("after the removal: %v", err)
		}
	}
	var stored string
	if err := db.QueryRowContext(t.Context(), "SELECT token_hash FROM sessions WHERE data = ?", []byte("other")).Scan(&stored); err != nil || len(stored) != 64 || strings.Contains(stored, "A") {
		t.Errorf("the token is stored as %q, %v", stored, err)
	}
	if s.Commit("", nil, time.Now()) == nil || s.Commit("big", bytes.Repeat([]byte("x"), 1<<20+1), time.Now()) == nil {
		t.Error("a session without token or with too much was stored")
	}
	commit(t, s, "big", strings.Repeat("x", 1<<20), time.Hour)
	if len(find(t, s, "big")) != 1<<20 {
		t.Error("large data has changed")
	}
}

func TestDeleteExpired(t *testing.T) {
	s, _ := open(t)
	for i := range 700 {
		commit(t, s, fmt.Sprint("old", i), "x", -time.Duration(i+1)*time.Second)
	}
	commit(t, s, "new", "stays", time.Hour)
	for _, c := range []struct{ limit, want int }{{0, 0}, {10, 10}, {1000, 690}, {1000, 0}} {
		if n, err := s.DeleteExpired(t.Context(), c.limit); err != nil || n != c.want {
			t.Errorf("with the limit %d it removed %d, want %d; %v", c.limit, n, c.want, err)
		}
	}
	if got := find(t, s, "new"); got != "stays" {
		t.Errorf("the new one is %q", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	s, _ := open(t)
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 20 {
				if err := s.Commit("shared", fmt.Append(nil, worker, i), time.Now().Add(time.Hour)); err != nil {
					t.Error(err)
				}
				if _, _, err := s.Find("shared"); err != nil {
					t.Error(err)
				}
				if _, err := s.DeleteExpired(t.Context(), 100); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if find(t, s, "shared") == "none" {
		t.Error("the session is gone")
	}
}
