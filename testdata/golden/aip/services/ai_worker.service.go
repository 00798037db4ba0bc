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

// AIWorkerService owns the table ai_workers: whoever needs its data asks here (the standards,
// §3.8.2).
type AIWorkerService struct {
	repository *data_repositories.AIWorkerDataRepository
	events     events.Sink
	log        *slog.Logger
}

// NewAIWorkerService returns the one service of ai worker. It tells its events to sink, within
// the transaction of the change each tells of.
func NewAIWorkerService(
	repository *data_repositories.AIWorkerDataRepository,
	sink events.Sink,
	log *slog.Logger,
) *AIWorkerService {
	return &AIWorkerService{
		repository: repository,
		events:     sink,
		log:        log,
	}
}

// Create stores the ai worker and tells AI_WORKER_CREATED.
func (s *AIWorkerService) Create(ctx context.Context, aiWorker classes.AIWorker) (classes.AIWorker, error) {
	created, err := s.repository.Create(ctx, aiWorker, classes.AIWorkerCreated.To(s.events))
	if err != nil {
		return classes.AIWorker{}, apperr.At("ai_worker.service.go:001 | Create", err)
	}
	s.log.InfoContext(ctx, "ai_worker.service.go:002 | Create | ai worker created", "id", created.ID)
	return created, nil
}

// Get returns the ai worker with this id.
func (s *AIWorkerService) Get(ctx context.Context, id int64) (classes.AIWorker, error) {
	aiWorker, err := s.repository.Get(ctx, id)
	return aiWorker, apperr.At("ai_worker.service.go:003 | Get", err)
}

// List returns one page of ai workers.
func (s *AIWorkerService) List(ctx context.Context, query listing.Query) (listing.Page[classes.AIWorker], error) {
	page, err := s.repository.List(ctx, query)
	return page, apperr.At("ai_worker.service.go:004 | List", err)
}

// Update applies change to the stored ai worker and tells AI_WORKER_UPDATED.
func (s *AIWorkerService) Update(ctx context.Context, id int64, change func(*classes.AIWorker) error) (classes.AIWorker, error) {
	updated, err := s.repository.Update(ctx, id, change, classes.AIWorkerUpdated.To(s.events))
	if err != nil {
		return classes.AIWorker{}, apperr.At("ai_worker.service.go:005 | Update", err)
	}
	s.log.InfoContext(ctx, "ai_worker.service.go:006 | Update | ai worker updated", "id", id)
	return updated, nil
}

// Delete removes the ai worker and tells AI_WORKER_DELETED with what it last was.
func (s *AIWorkerService) Delete(ctx context.Context, id int64) error {
	if err := s.repository.Delete(ctx, id, classes.AIWorkerDeleted.To(s.events)); err != nil {
		return apperr.At("ai_worker.service.go:007 | Delete", err)
	}
	s.log.InfoContext(ctx, "ai_worker.service.go:008 | Delete | ai worker deleted", "id", id)
	return nil
}
