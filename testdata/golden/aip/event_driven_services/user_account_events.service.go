package event_driven_services

import (
	"context"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/service"

	"example.com/aip/classes"
	"example.com/aip/validations"
)

// UserAccountCreateRequested asks for a user account to be created; it carries the body that a request
// would.
var UserAccountCreateRequested = events.Define[validations.UserAccountCreate]("USER_ACCOUNT_CREATE_REQUESTED")

// UserAccountEventsService receives the events that concern user accounts and hands them to their
// service; it decides nothing itself (the standards, §3.6).
type UserAccountEventsService struct {
	service service.Owner[classes.UserAccount]
}

// NewUserAccountEventsService registers the handlers with the router.
func NewUserAccountEventsService(router *events.Router, owner service.Owner[classes.UserAccount]) *UserAccountEventsService {
	s := &UserAccountEventsService{service: owner}
	events.On(router, UserAccountCreateRequested, s.handleCreateRequested, events.Name("user_account_create"))
	return s
}

// handleCreateRequested hands a body that is valid to the service.
func (s *UserAccountEventsService) handleCreateRequested(ctx context.Context, body validations.UserAccountCreate) error {
	if err := body.Validate(); err != nil {
		return apperr.At("user_account_events.service.go:001 | handleCreateRequested", err)
	}
	_, err := s.service.Create(ctx, body.Entity())
	return apperr.At("user_account_events.service.go:002 | handleCreateRequested", err)
}
