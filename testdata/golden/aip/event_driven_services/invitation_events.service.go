package event_driven_services

import (
	"context"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/service"

	"example.com/aip/classes"
	"example.com/aip/validations"
)

// InvitationCreateRequested asks for an invitation to be created; it carries the body that a request
// would.
var InvitationCreateRequested = events.Define[validations.InvitationCreate]("INVITATION_CREATE_REQUESTED")

// invitationOwner is what the handlers need of the invitation service.
type invitationOwner interface {
	service.Owner[classes.Invitation]
	HandleEnrolledAppDeleted(ctx context.Context, gone classes.EnrolledApp) error
	HandleUserAccountDeleted(ctx context.Context, gone classes.UserAccount) error
}

// InvitationEventsService receives the events that concern invitations and hands them to their
// service; it decides nothing itself (the standards, §3.6).
type InvitationEventsService struct {
	service invitationOwner
}

// NewInvitationEventsService registers the handlers with the router.
func NewInvitationEventsService(router *events.Router, owner invitationOwner) *InvitationEventsService {
	s := &InvitationEventsService{service: owner}
	events.On(router, InvitationCreateRequested, s.handleCreateRequested, events.Name("invitation_create"))
	events.On(router, classes.EnrolledAppDeleted, s.handleEnrolledAppDeleted, events.Name("invitation_app_id"))
	events.On(router, classes.UserAccountDeleted, s.handleUserAccountDeleted, events.Name("invitation_invited_by"))
	return s
}

// handleCreateRequested hands a body that is valid to the service.
func (s *InvitationEventsService) handleCreateRequested(ctx context.Context, body validations.InvitationCreate) error {
	if err := body.Validate(); err != nil {
		return apperr.At("invitation_events.service.go:001 | handleCreateRequested", err)
	}
	_, err := s.service.Create(ctx, body.Entity())
	return apperr.At("invitation_events.service.go:002 | handleCreateRequested", err)
}

// handleEnrolledAppDeleted tells the service that an enrolled app is gone.
func (s *InvitationEventsService) handleEnrolledAppDeleted(ctx context.Context, gone classes.EnrolledApp) error {
	return apperr.At("invitation_events.service.go:003 | handleEnrolledAppDeleted", s.service.HandleEnrolledAppDeleted(ctx, gone))
}

// handleUserAccountDeleted tells the service that a user account is gone.
func (s *InvitationEventsService) handleUserAccountDeleted(ctx context.Context, gone classes.UserAccount) error {
	return apperr.At("invitation_events.service.go:004 | handleUserAccountDeleted", s.service.HandleUserAccountDeleted(ctx, gone))
}
