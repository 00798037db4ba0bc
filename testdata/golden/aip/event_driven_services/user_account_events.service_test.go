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

// userAccountRecorder is the service in memory; it notes what it is told of other modules.
type userAccountRecorder struct {
	service.Owner[classes.UserAccount]
	gone map[string]int64
}

func TestNewUserAccountEventsService(t *testing.T) {
	ctx := context.Background()
	router := events.NewRouter(events.Options{Logger: slog.New(slog.DiscardHandler)})
	recorder := userAccountRecorder{
		Owner: servicetest.New(func(userAccount *classes.UserAccount, id int64) { userAccount.ID = id }),
		gone:  map[string]int64{},
	}
	event_driven_services.NewUserAccountEventsService(router, recorder)

	var body validations.UserAccountCreate
	if err := json.Unmarshal(samples.UserAccountBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := event_driven_services.UserAccountCreateRequested.Emit(ctx, router, body); err != nil {
		t.Fatal(err)
	}
	if _, err := recorder.Get(ctx, 1); err != nil {
		t.Errorf("the request did not reach the service: %v", err)
	}
	if err := event_driven_services.UserAccountCreateRequested.Emit(ctx, router, validations.UserAccountCreate{}); err != nil {
		t.Fatal(err)
	}
	if _, err := recorder.Get(ctx, 2); !service.IsNotFound(err) {
		t.Errorf("an empty body reached the service: %v", err)
	}
}
