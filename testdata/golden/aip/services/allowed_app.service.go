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

// AllowedAppService owns the table allowed_app: whoever needs its data asks here (the standards,
// §3.8.2).
type AllowedAppService struct {
	repository  *data_repositories.AllowedAppDataRepository
	userAccount service.Reader[classes.UserAccount]
	events      events.Sink
	log         *slog.Logger
}

// NewAllowedAppService returns the one service of allowed app. It tells its events to sink, within
// the transaction of the change each tells of. What it needs of other modules it asks
// of their services (the standards, §3.8.4).
func NewAllowedAppService(
	repository *data_repositories.AllowedAppDataRepository,
	userAccount service.Reader[classes.UserAccount],
	sink events.Sink,
	log *slog.Logger,
) *AllowedAppService {
	return &AllowedAppService{
		repository:  repository,
		userAccount: userAccount,
		events:      sink,
		log:         log,
	}
}

// Create stores the allowed app and tells ALLOWED_APP_CREATED. Whoever owns what it refers to has
// confirmed the reference first.
func (s *AllowedAppService) Create(ctx context.Context, allowedApp classes.AllowedApp) (classes.AllowedApp, error) {
	var none classes.AllowedApp
	if err := s.confirm(ctx, none, allowedApp); err != nil {
		return none, apperr.At("allowed_app.service.go:001 | Create", err)
	}
	created, err := s.repository.Create(ctx, allowedApp, classes.AllowedAppCreated.To(s.events))
	if err != nil {
		return classes.AllowedApp{}, apperr.At("allowed_app.service.go:002 | Create", err)
	}
	// What it refers to may have gone while it was stored, and its deletion been told too early.
	if err := s.confirm(ctx, none, created); err != nil {
		return none, apperr.At("allowed_app.service.go:003 | Create", errors.Join(err, s.Delete(ctx, created.ID)))
	}
	s.log.InfoContext(ctx, "allowed_app.service.go:004 | Create | allowed app created", "id", created.ID)
	return created, nil
}

// Get returns the allowed app with this id.
func (s *AllowedAppService) Get(ctx context.Context, id int64) (classes.AllowedApp, error) {
	allowedApp, err := s.repository.Get(ctx, id)
	return allowedApp, apperr.At("allowed_app.service.go:005 | Get", err)
}

// List returns one page of allowed apps.
func (s *AllowedAppService) List(ctx context.Context, query listing.Query) (listing.Page[classes.AllowedApp], error) {
	page, err := s.repository.List(ctx, query)
	return page, apperr.At("allowed_app.service.go:006 | List", err)
}

// Update applies change to the stored allowed app and tells ALLOWED_APP_UPDATED.
func (s *AllowedAppService) Update(ctx context.Context, id int64, change func(*classes.AllowedApp) error) (classes.AllowedApp, error) {
	confirmed := func(allowedApp *classes.AllowedApp) error {
		before := *allowedApp
		if err := change(allowedApp); err != nil {
			return err
		}
		return s.confirm(ctx, before, *allowedApp)
	}
	updated, err := s.repository.Update(ctx, id, confirmed, classes.AllowedAppUpdated.To(s.events))
	if err != nil {
		return classes.AllowedApp{}, apperr.At("allowed_app.service.go:007 | Update", err)
	}
	s.log.InfoContext(ctx, "allowed_app.service.go:008 | Update | allowed app updated", "id", id)
	return updated, nil
}

// Delete removes the allowed app and tells ALLOWED_APP_DELETED with what it last was.
func (s *AllowedAppService) Delete(ctx context.Context, id int64) error {
	if err := s.repository.Delete(ctx, id, classes.AllowedAppDeleted.To(s.events)); err != nil {
		return apperr.At("allowed_app.service.go:009 | Delete", err)
	}
	s.log.InfoContext(ctx, "allowed_app.service.go:010 | Delete | allowed app deleted", "id", id)
	return nil
}

// HandleUserAccountDeleted deletes the allowed apps of a user account that is gone: across modules
// there is no foreign key that would.
func (s *AllowedAppService) HandleUserAccountDeleted(ctx context.Context, gone classes.UserAccount) error {
	for {
		ids, err := s.repository.IDsByUserID(ctx, gone.ID)
		if err != nil {
			return apperr.At("allowed_app.service.go:011 | HandleUserAccountDeleted", err)
		}
		if len(ids) == 0 {
			return nil
		}
		for _, id := range ids {
			if err := s.Delete(ctx, id); err != nil && !service.IsNotFound(err) {
				return apperr.At("allowed_app.service.go:012 | HandleUserAccountDeleted", err)
			}
		}
	}
}

// confirm asks the owners of what the allowed app refers to since the change whether it exists.
func (s *AllowedAppService) confirm(ctx context.Context, before, after classes.AllowedApp) error {
	return errors.Join(
		service.Confirm(ctx, s.userAccount, "user_id", &before.UserID, &after.UserID, global_config.CodeAllowedAppInvalid),
	)
}
