package event_driven_services_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/service"
	"github.com/vtgen/vtgen/runtime/service/servicetest"

	"example.com/aip/classes"
	"example.com/aip/event_driven_services"
	"example.com/aip/utils/samples"
	"example.com/aip/validations"
)

// aiWorkerRecorder is the service in memory; it notes what it is told of other modules.
type aiWorkerRecorder struct {
	service.Owner[classes.AIWorker]
	gone map[string]int64
}

func TestNewAIWorkerEventsService(t *testing.T) {
	ctx := context.Background()
	router := events.NewRouter(events.Options{Logger: slog.New(slog.DiscardHandler)})
	recorder := aiWorkerRecorder{
		Owner: servicetest.New(func(aiWorker *classes.AIWorker, id int64) { aiWorker.ID = id }),
		gone:  map[string]int64{},
	}
	event_driven_services.NewAIWorkerEventsService(router, recorder)

	var body validations.AIWorkerCreate
	if err := json.Unmarshal(samples.AIWorkerBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := event_driven_services.AIWorkerCreateRequested.Emit(ctx, router, body); err != nil {
		t.Fatal(err)
	}
	if _, err := recorder.Get(ctx, 1); err != nil {
		t.Errorf("the request did not reach the service: %v", err)
	}
	if err := event_driven_services.AIWorkerCreateRequested.Emit(ctx, router, validations.AIWorkerCreate{}); err != nil {
		t.Fatal(err)
	}
	if _, err := recorder.Get(ctx, 2); !service.IsNotFound(err) {
		t.Errorf("an empty body reached the service: %v", err)
	}
}
