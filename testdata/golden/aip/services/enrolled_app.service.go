package services

import (
	"context"
	"log/slog"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/listing"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
)

// EnrolledAppService owns the table enrolled_apps: whoever needs its data asks here (the standards,
// §3.8.2).
type EnrolledAppService struct {
	repository *data_repositories.EnrolledAppDataRepository
	events     *events.Router
	log        *slog.Logger
}

// NewEnrolledAppService returns the one service of enrolled app.
func NewEnrolledAppService(
	repository *data_repositories.EnrolledAppDataRepository,
	router *events.Router,
	log *slog.Logger,
) *EnrolledAppService {
	return &EnrolledAppService{
		repository: repository,
		events:     router,
		log:        log,
	}
}

// Create stores the enrolled app and tells ENROLLED_APP_CREATED.
func (s *EnrolledAppService) Create(ctx context.Context, enrolledApp classes.EnrolledApp) (classes.EnrolledApp, error) {
	created, err := s.repository.Create(ctx, enrolledApp)
	if err != nil {
		return classes.EnrolledApp{}, apperr.At("enrolled_app.service.go:001 | Create", err)
	}
	s.log.InfoContext(ctx, "enrolled_app.service.go:002 | Create | enrolled app created", "id", created.ID)
	s.tell(ctx, classes.EnrolledAppCreated, created)
	return created, nil
}

// Get returns the enrolled app with this id.
func (s *EnrolledAppService) Get(ctx context.Context, id int64) (classes.EnrolledApp, error) {
	enrolledApp, err := s.repository.Get(ctx, id)
	return enrolledApp, apperr.At("enrolled_app.service.go:003 | Get", err)
}

// List returns one page of enrolled apps.
func (s *EnrolledAppService) List(ctx context.Context, query listing.Query) (listing.Page[classes.EnrolledApp], error) {
	page, err := s.repository.List(ctx, query)
	return page, apperr.At("enrolled_app.service.go:004 | List", err)
}

// Update applies change to the stored enrolled app and tells ENROLLED_APP_UPDATED.
func (s *EnrolledAppService) Update(ctx context.Context, id int64, change func(*classes.EnrolledApp) error) (classes.EnrolledApp, error) {
	updated, err := s.repository.Update(ctx, id, change)
	if err != nil {
		return classes.EnrolledApp{}, apperr.At("enrolled_app.service.go:005 | Update", err)
	}
	s.log.InfoContext(ctx, "enrolled_app.service.go:006 | Update | enrolled app updated", "id", id)
	s.tell(ctx, classes.EnrolledAppUpdated, updated)
	return updated, nil
}

// Delete removes the enrolled app and tells ENROLLED_APP_DELETED with what it last was.
func (s *EnrolledAppService) Delete(ctx context.Context, id int64) error {
	enrolledApp, err := s.repository.Get(ctx, id)
	if err != nil {
		return apperr.At("enrolled_app.service.go:007 | Delete", err)
	}
	if err := s.repository.Delete(ctx, id); err != nil {
		return apperr.At("enrolled_app.service.go:008 | Delete", err)
	}
	s.log.InfoContext(ctx, "enrolled_app.service.go:009 | Delete | enrolled app deleted", "id", id)
	s.tell(ctx, classes.EnrolledAppDeleted, enrolledApp)
	return nil
}

// tell emits the event once what it reports is committed. A failure to deliver is logged and does not
// fail the caller, whose change is stored.
func (s *EnrolledAppService) tell(ctx context.Context, event events.Type[classes.EnrolledApp], enrolledApp classes.EnrolledApp) {
	s.repository.AfterCommit(ctx, func(ctx context.Context) {
		if err := event.Emit(ctx, s.events, enrolledApp); err != nil {
			s.log.ErrorContext(ctx, "enrolled_app.service.go:010 | tell | event not delivered", "event", event.ID, "id", enrolledApp.ID, "error", err)
		}
	})
}
