package services_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/service"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
	"example.com/aip/migrations"
	"example.com/aip/services"
	"example.com/aip/utils/samples"
)

// aiWorkerCase is the service over a fresh database; told collects the events it tells.
type aiWorkerCase struct {
	db      *sqldb.DB
	service *services.AIWorkerService
	told    []string
}

func newAIWorkerCase(t *testing.T) *aiWorkerCase {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	router := events.NewRouter(events.Options{Logger: log})
	c := &aiWorkerCase{db: sqldbtest.Open(t, migrations.Files)}
	c.service = c.over(router)
	for _, event := range []events.Type[classes.AIWorker]{classes.AIWorkerCreated, classes.AIWorkerUpdated, classes.AIWorkerDeleted} {
		events.On(router, event, c.record(event.ID))
	}
	return c
}

// over is the service that tells its events to a sink.
func (c *aiWorkerCase) over(sink events.Sink) *services.AIWorkerService {
	return services.NewAIWorkerService(
		data_repositories.NewAIWorkerDataRepository(c.db),
		sink,
		slog.New(slog.DiscardHandler),
	)
}

// aiWorkerRefusal is a sink that takes no event.
type aiWorkerRefusal struct{}

// Emit refuses an event.
func (aiWorkerRefusal) Emit(context.Context, string, any) error { return errors.New("refused") }

// record returns a handler that notes an event's arrival.
func (c *aiWorkerCase) record(id string) func(context.Context, classes.AIWorker) error {
	return func(context.Context, classes.AIWorker) error {
		c.told = append(c.told, id)
		return nil
	}
}

func TestAIWorkerServiceTellsWhatItDoes(t *testing.T) {
	c := newAIWorkerCase(t)
	created, err := c.service.Create(t.Context(), samples.ReadyAIWorker(t, c.db, 1))
	if err != nil {
		t.Fatal(err)
	}
	next := samples.ReadyAIWorker(t, c.db, 2)
	if _, err := c.service.Update(t.Context(), created.ID, func(aiWorker *classes.AIWorker) error {
		*aiWorker = next
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if stored, err := c.service.Get(t.Context(), created.ID); err != nil || !stored.UpdatedAt.After(created.UpdatedAt) {
		t.Errorf("after the update: got %v, %v", stored, err)
	}
	if err := c.service.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := c.service.Get(t.Context(), created.ID); !service.IsNotFound(err) {
		t.Errorf("after the deletion: got %v, want not found", err)
	}
	if want := []string{"AI_WORKER_CREATED", "AI_WORKER_UPDATED", "AI_WORKER_DELETED"}; !slices.Equal(c.told, want) {
		t.Errorf("told %v, want %v", c.told, want)
	}
}

func TestAIWorkerServiceStoresNothingItCannotTell(t *testing.T) {
	c := newAIWorkerCase(t)
	if _, err := c.over(aiWorkerRefusal{}).Create(t.Context(), samples.ReadyAIWorker(t, c.db, 1)); err == nil {
		t.Error("a change whose event is refused gives no error")
	}
	if left, err := c.service.List(t.Context(), listing.Query{}); err != nil || len(left.Items) != 0 {
		t.Errorf("%d are stored, want none: %v", len(left.Items), err)
	}
}

func TestAIWorkerServiceTellsNothingOnFailure(t *testing.T) {
	c := newAIWorkerCase(t)
	if err := c.service.Delete(t.Context(), 1); !service.IsNotFound(err) {
		t.Errorf("deleting what is not there: got %v, want not found", err)
	}
	if _, err := c.service.Update(t.Context(), 1, func(*classes.AIWorker) error { return nil }); !service.IsNotFound(err) {
		t.Errorf("updating what is not there: got %v, want not found", err)
	}
	if len(c.told) != 0 {
		t.Errorf("told %v", c.told)
	}
}
