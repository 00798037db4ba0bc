package bg_services_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/datapulse"
	"github.com/vtgen/vtgen/runtime/datapulse/aggregate"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"

	"example.com/aip/bg_services"
	"example.com/aip/migrations"
)

func TestFiguresCleanupService(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	figures, err := aggregate.New(db, aggregate.Options{Default: []aggregate.Window{{Span: aggregate.Daily}}})
	if err != nil {
		t.Fatal(err)
	}
	activity := datapulse.Wire{Name: "CHARGE", Label: "Charge", Adjustment: datapulse.Add, Count: 1, Timestamp: time.Now().Unix()}
	if err := figures.Apply(t.Context(), "1", []datapulse.Wire{activity}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "UPDATE data_pulse_figures SET expires_at = 1"); err != nil {
		t.Fatal(err)
	}
	if err := bg_services.NewFiguresCleanupService(figures, slog.New(slog.DiscardHandler)).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM data_pulse_figures").Scan(&left); err != nil || left != 0 {
		t.Errorf("%d figures are left, want none: %v", left, err)
	}
}
