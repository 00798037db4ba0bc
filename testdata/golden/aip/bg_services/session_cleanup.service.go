package bg_services

import (
	"context"
	"log/slog"
	"time"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/background"
	"github.com/vtgen/vtgen/runtime/lease"
	"github.com/vtgen/vtgen/runtime/session"
)

// maxSessions is how many expired sessions one run removes at most.
const maxSessions = 10_000

// SessionCleanupService removes the sessions that have expired (the standards, §14.1).
type SessionCleanupService struct {
	sessions *session.Store
	log      *slog.Logger
}

// NewSessionCleanupService returns the one background service of this name.
func NewSessionCleanupService(sessions *session.Store, log *slog.Logger) *SessionCleanupService {
	return &SessionCleanupService{sessions: sessions, log: log}
}

// Service says when it runs: once an hour, in one of all processes.
func (s *SessionCleanupService) Service(leases *lease.Leases) background.Service {
	return background.Service{
		Name:       "session_cleanup",
		Interval:   time.Hour,
		RunAtStart: true,
		Run:        s.Run,
		Leases:     leases,
	}
}

// Run removes the sessions that have expired by now.
func (s *SessionCleanupService) Run(ctx context.Context) error {
	removed, err := s.sessions.DeleteExpired(ctx, maxSessions)
	if err != nil {
		return apperr.At("session_cleanup.service.go:001 | Run", err)
	}
	s.log.InfoContext(ctx, "session_cleanup.service.go:002 | Run | expired sessions removed", "sessions", removed)
	return nil
}
