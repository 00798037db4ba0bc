package services

import (
	"context"
	"errors"
	"log/slog"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/service"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
	"example.com/aip/global_config"
)

// InvitationService owns the table enroll_app_invitations: whoever needs its data asks here (the standards,
// §3.8.2).
type InvitationService struct {
	repository  *data_repositories.InvitationDataRepository
	enrolledApp service.Reader[classes.EnrolledApp]
	userAccount service.Reader[classes.UserAccount]
	events      events.Sink
	log         *slog.Logger
}

// NewInvitationService returns the one service of invitation. It tells its events to sink, within
// the transaction of the change each tells of. What it needs of other modules it asks
// of their services (the standards, §3.8.4).
func NewInvitationService(
	repository *data_repositories.InvitationDataRepository,
	enrolledApp service.Reader[classes.EnrolledApp],
	userAccount service.Reader[classes.UserAccount],
	sink events.Sink,
	log *slog.Logger,
) *InvitationService {
	return &InvitationService{
		repository:  repository,
		enrolledApp: enrolledApp,
		userAccount: userAccount,
		events:      sink,
		log:         log,
	}
}

// Create stores the invitation and tells INVITATION_CREATED. Whoever owns what it refers to has
// confirmed the reference first.
func (s *InvitationService) Create(ctx context.Context, invitation classes.Invitation) (classes.Invitation, error) {
	var none classes.Invitation
	if err := s.confirm(ctx, none, invitation); err != nil {
		return none, apperr.At("invitation.service.go:001 | Create", err)
	}
	created, err := s.repository.Create(ctx, invitation, classes.InvitationCreated.To(s.events))
	if err != nil {
		return classes.Invitation{}, apperr.At("invitation.service.go:002 | Create", err)
	}
	// What it refers to may have gone while it was stored, and its deletion been told too early.
	if err := s.confirm(ctx, none, created); err != nil {
		return none, apperr.At("invitation.service.go:003 | Create", errors.Join(err, s.Delete(ctx, created.ID)))
	}
	s.log.InfoContext(ctx, "invitation.service.go:004 | Create | invitation created", "id", created.ID)
	return created, nil
}

// Get returns the invitation with this id.
func (s *InvitationService) Get(ctx context.Context, id int64) (classes.Invitation, error) {
	invitation, err := s.repository.Get(ctx, id)
	return invitation, apperr.At("invitation.service.go:005 | Get", err)
}

// List returns one page of invitations.
func (s *InvitationService) List(ctx context.Context, query listing.Query) (listing.Page[classes.Invitation], error) {
	page, err := s.repository.List(ctx, query)
	return page, apperr.At("invitation.service.go:006 | List", err)
}

// Update applies change to the stored invitation and tells INVITATION_UPDATED.
func (s *InvitationService) Update(ctx context.Context, id int64, change func(*classes.Invitation) error) (classes.Invitation, error) {
	confirmed := func(invitation *classes.Invitation) error {
		before := *invitation
		if err := change(invitation); err != nil {
			return err
		}
		return s.confirm(ctx, before, *invitation)
	}
	updated, err := s.repository.Update(ctx, id, confirmed, classes.InvitationUpdated.To(s.events))
	if err != nil {
		return classes.Invitation{}, apperr.At("invitation.service.go:007 | Update", err)
	}
	s.log.InfoContext(ctx, "invitation.service.go:008 | Update | invitation updated", "id", id)
	return updated, nil
}

// Delete removes the invitation and tells INVITATION_DELETED with what it last was.
func (s *InvitationService) Delete(ctx context.Context, id int64) error {
	if err := s.repository.Delete(ctx, id, classes.InvitationDeleted.To(s.events)); err != nil {
		return apperr.At("invitation.service.go:009 | Delete", err)
	}
	s.log.InfoContext(ctx, "invitation.service.go:010 | Delete | invitation deleted", "id", id)
	return nil
}

// HandleEnrolledAppDeleted deletes the invitations of an enrolled app that is gone: across modules
// there is no foreign key that would.
func (s *InvitationService) HandleEnrolledAppDeleted(ctx context.Context, gone classes.EnrolledApp) error {
	for {
		ids, err := s.repository.IDsByAppID(ctx, gone.ID)
		if err != nil {
			return apperr.At("invitation.service.go:011 | HandleEnrolledAppDeleted", err)
		}
		if len(ids) == 0 {
			return nil
		}
		for _, id := range ids {
			if err := s.Delete(ctx, id); err != nil && !service.IsNotFound(err) {
				return apperr.At("invitation.service.go:012 | HandleEnrolledAppDeleted", err)
			}
		}
	}
}

// HandleUserAccountDeleted takes the reference to a user account that is gone out of its invitations: across modules
// there is no foreign key that would.
func (s *InvitationService) HandleUserAccountDeleted(ctx context.Context, gone classes.UserAccount) error {
	for {
		ids, err := s.repository.IDsByInvitedBy(ctx, gone.ID)
		if err != nil {
			return apperr.At("invitation.service.go:013 | HandleUserAccountDeleted", err)
		}
		if len(ids) == 0 {
			return nil
		}
		for _, id := range ids {
			_, err := s.Update(ctx, id, func(invitation *classes.Invitation) error {
				invitation.InvitedBy = nil
				return nil
			})
			if err != nil && !service.IsNotFound(err) {
				return apperr.At("invitation.service.go:014 | HandleUserAccountDeleted", err)
			}
		}
	}
}

// confirm asks the owners of what the invitation refers to since the change whether it exists.
func (s *InvitationService) confirm(ctx context.Context, before, after classes.Invitation) error {
	return errors.Join(
		service.Confirm(ctx, s.enrolledApp, "app_id", &before.AppID, &after.AppID, global_config.CodeInvitationInvalid),
		service.Confirm(ctx, s.userAccount, "invited_by", before.InvitedBy, after.InvitedBy, global_config.CodeInvitationInvalid),
	)
}
