package bg_services

import (
	"context"
	"log/slog"
	"time"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/background"
	"github.com/vtgen/vtgen/runtime/datapulse/aggregate"
	"github.com/vtgen/vtgen/runtime/lease"
)

// maxFigures is how many expired figures one run removes at most.
const maxFigures = 10_000

// FiguresCleanupService removes the figures whose time is over (the standards, §14.1).
type FiguresCleanupService struct {
	figures *aggregate.Figures
	log     *slog.Logger
}

// NewFiguresCleanupService returns the one background service of this name.
func NewFiguresCleanupService(figures *aggregate.Figures, log *slog.Logger) *FiguresCleanupService {
	return &FiguresCleanupService{figures: figures, log: log}
}

// Service says when it runs: once an hour, in one of all processes.
func (s *FiguresCleanupService) Service(leases *lease.Leases) background.Service {
	return background.Service{
		Name:     "figures_cleanup",
		Interval: time.Hour,
		Run:      s.Run,
		Leases:   leases,
	}
}

// Run removes the figures whose time is over.
func (s *FiguresCleanupService) Run(ctx context.Context) error {
	removed, err := s.figures.Purge(ctx, maxFigures)
	if err != nil {
		return apperr.At("figures_cleanup.service.go:001 | Run", err)
	}
	s.log.InfoContext(ctx, "figures_cleanup.service.go:002 | Run | expired figures removed", "figures", removed)
	return nil
}
