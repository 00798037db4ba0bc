package event_driven_services

import (
	"context"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/service"

	"example.com/aip/classes"
	"example.com/aip/validations"
)

// AIWorkerCreateRequested asks for an ai worker to be created; it carries the body that a request
// would.
var AIWorkerCreateRequested = events.Define[validations.AIWorkerCreate]("AI_WORKER_CREATE_REQUESTED")

// AIWorkerEventsService receives the events that concern ai workers and hands them to their
// service; it decides nothing itself (the standards, §3.6).
type AIWorkerEventsService struct {
	service service.Owner[classes.AIWorker]
}

// NewAIWorkerEventsService registers the handlers with the router.
func NewAIWorkerEventsService(router *events.Router, owner service.Owner[classes.AIWorker]) *AIWorkerEventsService {
	s := &AIWorkerEventsService{service: owner}
	events.On(router, AIWorkerCreateRequested, s.handleCreateRequested, events.Name("ai_worker_create"))
	return s
}

// handleCreateRequested hands a body that is valid to the service.
func (s *AIWorkerEventsService) handleCreateRequested(ctx context.Context, body validations.AIWorkerCreate) error {
	if err := body.Validate(); err != nil {
		return apperr.At("ai_worker_events.service.go:001 | handleCreateRequested", err)
	}
	_, err := s.service.Create(ctx, body.Entity())
	return apperr.At("ai_worker_events.service.go:002 | handleCreateRequested", err)
}
