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

// allowedAppRecorder is the service in memory; it notes what it is told of other modules.
type allowedAppRecorder struct {
	service.Owner[classes.AllowedApp]
	gone map[string]int64
}

func (r allowedAppRecorder) HandleUserAccountDeleted(_ context.Context, gone classes.UserAccount) error {
	r.gone["user_id"] = gone.ID
	return nil
}

func TestNewAllowedAppEventsService(t *testing.T) {
	ctx := context.Background()
	router := events.NewRouter(events.Options{Logger: slog.New(slog.DiscardHandler)})
	recorder := allowedAppRecorder{
		Owner: servicetest.New(func(allowedApp *classes.AllowedApp, id int64) { allowedApp.ID = id }),
		gone:  map[string]int64{},
	}
	event_driven_services.NewAllowedAppEventsService(router, recorder)

	var body validations.AllowedAppCreate
	if err := json.Unmarshal(samples.AllowedAppBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := event_driven_services.AllowedAppCreateRequested.Emit(ctx, router, body); err != nil {
		t.Fatal(err)
	}
	if _, err := recorder.Get(ctx, 1); err != nil {
		t.Errorf("the request did not reach the service: %v", err)
	}
	if err := event_driven_services.AllowedAppCreateRequested.Emit(ctx, router, validations.AllowedAppCreate{}); err != nil {
		t.Fatal(err)
	}
	if _, err := recorder.Get(ctx, 2); !service.IsNotFound(err) {
		t.Errorf("an empty body reached the service: %v", err)
	}
	if err := classes.UserAccountDeleted.Emit(ctx, router, classes.UserAccount{ID: 7}); err != nil {
		t.Fatal(err)
	}
	if recorder.gone["user_id"] != 7 {
		t.Error("the service was not told that a user account is gone")
	}
}
