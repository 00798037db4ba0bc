package event_driven_services

import (
	"context"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/service"

	"example.com/aip/classes"
	"example.com/aip/validations"
)

// EnrolledAppCreateRequested asks for an enrolled app to be created; it carries the body that a request
// would.
var EnrolledAppCreateRequested = events.Define[validations.EnrolledAppCreate]("ENROLLED_APP_CREATE_REQUESTED")

// EnrolledAppEventsService receives the events that concern enrolled apps and hands them to their
// service; it decides nothing itself (the standards, §3.6).
type EnrolledAppEventsService struct {
	service service.Owner[classes.EnrolledApp]
}

// NewEnrolledAppEventsService registers the handlers with the router.
func NewEnrolledAppEventsService(router *events.Router, owner service.Owner[classes.EnrolledApp]) *EnrolledAppEventsService {
	s := &EnrolledAppEventsService{service: owner}
	events.On(router, EnrolledAppCreateRequested, s.handleCreateRequested, events.Name("enrolled_app_create"))
	return s
}

// handleCreateRequested hands a body that is valid to the service.
func (s *EnrolledAppEventsService) handleCreateRequested(ctx context.Context, body validations.EnrolledAppCreate) error {
	if err := body.Validate(); err != nil {
		return apperr.At("enrolled_app_events.service.go:001 | handleCreateRequested", err)
	}
	_, err := s.service.Create(ctx, body.Entity())
	return apperr.At("enrolled_app_events.service.go:002 | handleCreateRequested", err)
}
