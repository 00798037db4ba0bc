package bg_services_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/session"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"

	"example.com/aip/bg_services"
	"example.com/aip/migrations"
)

func TestSessionCleanupService(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	sessions := session.New(db)
	now := time.Now()
	for token, expiry := range map[string]time.Time{"expired": now.Add(-time.Hour), "valid": now.Add(time.Hour)} {
		if err := sessions.Commit(token, []byte("data"), expiry); err != nil {
			t.Fatal(err)
		}
	}
	if err := bg_services.NewSessionCleanupService(sessions, slog.New(slog.DiscardHandler)).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM sessions").Scan(&left); err != nil || left != 1 {
		t.Errorf("%d sessions are left, want the one that is valid: %v", left, err)
	}
	if _, found, err := sessions.Find("valid"); err != nil || !found {
		t.Errorf("the valid session is gone: %v", err)
	}
}
