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
	events     events.Sink
	log        *slog.Logger
}

// NewEnrolledAppService returns the one service of enrolled app. It tells its events to sink, within
// the transaction of the change each tells of.
func NewEnrolledAppService(
	repository *data_repositories.EnrolledAppDataRepository,
	sink events.Sink,
	log *slog.Logger,
) *EnrolledAppService {
	return &EnrolledAppService{
		repository: repository,
		events:     sink,
		log:        log,
	}
}

// Create stores the enrolled app and tells ENROLLED_APP_CREATED.
func (s *EnrolledAppService) Create(ctx context.Context, enrolledApp classes.EnrolledApp) (classes.EnrolledApp, error) {
	created, err := s.repository.Create(ctx, enrolledApp, classes.EnrolledAppCreated.To(s.events))
	if err != nil {
		return classes.EnrolledApp{}, apperr.At("enrolled_app.service.go:001 | Create", err)
	}
	s.log.InfoContext(ctx, "enrolled_app.service.go:002 | Create | enrolled app created", "id", created.ID)
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
	updated, err := s.repository.Update(ctx, id, change, classes.EnrolledAppUpdated.To(s.events))
	if err != nil {
		return classes.EnrolledApp{}, apperr.At("enrolled_app.service.go:005 | Update", err)
	}
	s.log.InfoContext(ctx, "enrolled_app.service.go:006 | Update | enrolled app updated", "id", id)
	return updated, nil
}

// Delete removes the enrolled app and tells ENROLLED_APP_DELETED with what it last was.
func (s *EnrolledAppService) Delete(ctx context.Context, id int64) error {
	if err := s.repository.Delete(ctx, id, classes.EnrolledAppDeleted.To(s.events)); err != nil {
		return apperr.At("enrolled_app.service.go:007 | Delete", err)
	}
	s.log.InfoContext(ctx, "enrolled_app.service.go:008 | Delete | enrolled app deleted", "id", id)
	return nil
}
