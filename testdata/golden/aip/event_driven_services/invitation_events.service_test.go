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

// invitationRecorder is the service in memory; it notes what it is told of other modules.
type invitationRecorder struct {
	service.Owner[classes.Invitation]
	gone map[string]int64
}

func (r invitationRecorder) HandleEnrolledAppDeleted(_ context.Context, gone classes.EnrolledApp) error {
	r.gone["app_id"] = gone.ID
	return nil
}

func (r invitationRecorder) HandleUserAccountDeleted(_ context.Context, gone classes.UserAccount) error {
	r.gone["invited_by"] = gone.ID
	return nil
}

func TestNewInvitationEventsService(t *testing.T) {
	ctx := context.Background()
	router := events.NewRouter(events.Options{Logger: slog.New(slog.DiscardHandler)})
	recorder := invitationRecorder{
		Owner: servicetest.New(func(invitation *classes.Invitation, id int64) { invitation.ID = id }),
		gone:  map[string]int64{},
	}
	event_driven_services.NewInvitationEventsService(router, recorder)

	var body validations.InvitationCreate
	if err := json.Unmarshal(samples.InvitationBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := event_driven_services.InvitationCreateRequested.Emit(ctx, router, body); err != nil {
		t.Fatal(err)
	}
	if _, err := recorder.Get(ctx, 1); err != nil {
		t.Errorf("the request did not reach the service: %v", err)
	}
	if err := event_driven_services.InvitationCreateRequested.Emit(ctx, router, validations.InvitationCreate{}); err != nil {
		t.Fatal(err)
	}
	if _, err := recorder.Get(ctx, 2); !service.IsNotFound(err) {
		t.Errorf("an empty body reached the service: %v", err)
	}
	if err := classes.EnrolledAppDeleted.Emit(ctx, router, classes.EnrolledApp{ID: 7}); err != nil {
		t.Fatal(err)
	}
	if recorder.gone["app_id"] != 7 {
		t.Error("the service was not told that an enrolled app is gone")
	}
	if err := classes.UserAccountDeleted.Emit(ctx, router, classes.UserAccount{ID: 7}); err != nil {
		t.Fatal(err)
	}
	if recorder.gone["invited_by"] != 7 {
		t.Error("the service was not told that a user account is gone")
	}
}
