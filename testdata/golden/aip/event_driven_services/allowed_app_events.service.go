package event_driven_services

import (
	"context"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/service"

	"example.com/aip/classes"
	"example.com/aip/validations"
)

// AllowedAppCreateRequested asks for an allowed app to be created; it carries the body that a request
// would.
var AllowedAppCreateRequested = events.Define[validations.AllowedAppCreate]("ALLOWED_APP_CREATE_REQUESTED")

// allowedAppOwner is what the handlers need of the allowed app service.
type allowedAppOwner interface {
	service.Owner[classes.AllowedApp]
	HandleUserAccountDeleted(ctx context.Context, gone classes.UserAccount) error
}

// AllowedAppEventsService receives the events that concern allowed apps and hands them to their
// service; it decides nothing itself (the standards, §3.6).
type AllowedAppEventsService struct {
	service allowedAppOwner
}

// NewAllowedAppEventsService registers the handlers with the router.
func NewAllowedAppEventsService(router *events.Router, owner allowedAppOwner) *AllowedAppEventsService {
	s := &AllowedAppEventsService{service: owner}
	events.On(router, AllowedAppCreateRequested, s.handleCreateRequested, events.Name("allowed_app_create"))
	events.On(router, classes.UserAccountDeleted, s.handleUserAccountDeleted, events.Name("allowed_app_user_id"))
	return s
}

// handleCreateRequested hands a body that is valid to the service.
func (s *AllowedAppEventsService) handleCreateRequested(ctx context.Context, body validations.AllowedAppCreate) error {
	if err := body.Validate(); err != nil {
		return apperr.At("allowed_app_events.service.go:001 | handleCreateRequested", err)
	}
	_, err := s.service.Create(ctx, body.Entity())
	return apperr.At("allowed_app_events.service.go:002 | handleCreateRequested", err)
}

// handleUserAccountDeleted tells the service that a user account is gone.
func (s *AllowedAppEventsService) handleUserAccountDeleted(ctx context.Context, gone classes.UserAccount) error {
	return apperr.At("allowed_app_events.service.go:003 | handleUserAccountDeleted", s.service.HandleUserAccountDeleted(ctx, gone))
}
