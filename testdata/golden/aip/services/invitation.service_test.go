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
	"github.com/vtgen/vtgen/runtime/service/servicetest"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
	"example.com/aip/migrations"
	"example.com/aip/services"
	"example.com/aip/utils/samples"
)

// invitationCase is the service over a fresh database; told collects the events it tells, and what
// it asks of other modules is in memory.
type invitationCase struct {
	db          *sqldb.DB
	service     *services.InvitationService
	told        []string
	enrolledApp *servicetest.Memory[classes.EnrolledApp]
	userAccount *servicetest.Memory[classes.UserAccount]
}

func newInvitationCase(t *testing.T) *invitationCase {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	router := events.NewRouter(events.Options{Logger: log})
	c := &invitationCase{db: sqldbtest.Open(t, migrations.Files)}
	c.enrolledApp = servicetest.New(func(enrolledApp *classes.EnrolledApp, id int64) { enrolledApp.ID = id })
	for n := range 105 { // what the samples refer to
		if _, err := c.enrolledApp.Create(t.Context(), samples.EnrolledApp(n+1)); err != nil {
			t.Fatal(err)
		}
	}
	c.userAccount = servicetest.New(func(userAccount *classes.UserAccount, id int64) { userAccount.ID = id })
	for n := range 105 { // what the samples refer to
		if _, err := c.userAccount.Create(t.Context(), samples.UserAccount(n+1)); err != nil {
			t.Fatal(err)
		}
	}
	c.service = c.over(router)
	for _, event := range []events.Type[classes.Invitation]{classes.InvitationCreated, classes.InvitationUpdated, classes.InvitationDeleted} {
		events.On(router, event, c.record(event.ID))
	}
	return c
}

// over is the service that tells its events to a sink.
func (c *invitationCase) over(sink events.Sink) *services.InvitationService {
	return services.NewInvitationService(
		data_repositories.NewInvitationDataRepository(c.db),
		c.enrolledApp,
		c.userAccount,
		sink,
		slog.New(slog.DiscardHandler),
	)
}

// invitationRefusal is a sink that takes no event.
type invitationRefusal struct{}

// Emit refuses an event.
func (invitationRefusal) Emit(context.Context, string, any) error { return errors.New("refused") }

// record returns a handler that notes an event's arrival.
func (c *invitationCase) record(id string) func(context.Context, classes.Invitation) error {
	return func(context.Context, classes.Invitation) error {
		c.told = append(c.told, id)
		return nil
	}
}

func TestInvitationServiceTellsWhatItDoes(t *testing.T) {
	c := newInvitationCase(t)
	created, err := c.service.Create(t.Context(), samples.ReadyInvitation(t, c.db, 1))
	if err != nil {
		t.Fatal(err)
	}
	next := samples.ReadyInvitation(t, c.db, 2)
	if _, err := c.service.Update(t.Context(), created.ID, func(invitation *classes.Invitation) error {
		*invitation = next
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
	if want := []string{"INVITATION_CREATED", "INVITATION_UPDATED", "INVITATION_DELETED"}; !slices.Equal(c.told, want) {
		t.Errorf("told %v, want %v", c.told, want)
	}
}

func TestInvitationServiceStoresNothingItCannotTell(t *testing.T) {
	c := newInvitationCase(t)
	if _, err := c.over(invitationRefusal{}).Create(t.Context(), samples.ReadyInvitation(t, c.db, 1)); err == nil {
		t.Error("a change whose event is refused gives no error")
	}
	if left, err := c.service.List(t.Context(), listing.Query{}); err != nil || len(left.Items) != 0 {
		t.Errorf("%d are stored, want none: %v", len(left.Items), err)
	}
}

func TestInvitationServiceTellsNothingOnFailure(t *testing.T) {
	c := newInvitationCase(t)
	if err := c.service.Delete(t.Context(), 1); !service.IsNotFound(err) {
		t.Errorf("deleting what is not there: got %v, want not found", err)
	}
	if _, err := c.service.Update(t.Context(), 1, func(*classes.Invitation) error { return nil }); !service.IsNotFound(err) {
		t.Errorf("updating what is not there: got %v, want not found", err)
	}
	if len(c.told) != 0 {
		t.Errorf("told %v", c.told)
	}
}

func TestInvitationService_ConfirmsAppID(t *testing.T) {
	c := newInvitationCase(t)
	invitation := samples.ReadyInvitation(t, c.db, 1)
	if err := c.enrolledApp.Delete(t.Context(), invitation.AppID); err != nil {
		t.Fatal(err)
	}
	if created, err := c.service.Create(t.Context(), invitation); err == nil {
		t.Errorf("created %d with a reference to nothing", created.ID)
	}
	stored := samples.StoredInvitation(t, c.db, 2)
	if _, err := c.service.Update(t.Context(), stored.ID, func(update *classes.Invitation) error {
		update.AppID = invitation.AppID
		return nil
	}); err == nil {
		t.Error("updated to a reference to nothing")
	}
	if err := c.enrolledApp.Delete(t.Context(), stored.AppID); err != nil {
		t.Fatal(err)
	}
	if _, err := c.service.Update(t.Context(), stored.ID, func(*classes.Invitation) error { return nil }); err != nil {
		t.Errorf("a change of something else, when what is referred to has gone: %v", err)
	}
}

func TestInvitationService_AppIDGoesMeanwhile(t *testing.T) {
	c := newInvitationCase(t)
	c.enrolledApp.VanishAfter(1)
	if created, err := c.service.Create(t.Context(), samples.ReadyInvitation(t, c.db, 1)); err == nil {
		t.Errorf("created %d, though what it refers to went while it was stored", created.ID)
	}
	if left, err := c.service.List(t.Context(), listing.Query{}); err != nil || len(left.Items) != 0 {
		t.Errorf("what was stored is still there: %v, %v", left.Items, err)
	}
	// It was stored, and others have been told: so they are told that it is gone.
	if want := []string{"INVITATION_CREATED", "INVITATION_DELETED"}; !slices.Equal(c.told, want) {
		t.Errorf("told %v, want %v", c.told, want)
	}
}

func TestInvitationService_HandleEnrolledAppDeleted(t *testing.T) {
	c := newInvitationCase(t)
	kept, touched := samples.StoredInvitation(t, c.db, 1), samples.StoredInvitation(t, c.db, 2)
	if err := c.service.HandleEnrolledAppDeleted(t.Context(), classes.EnrolledApp{ID: touched.AppID}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.service.Get(t.Context(), kept.ID); err != nil {
		t.Errorf("the invitation of another enrolled app: %v", err)
	}
	if _, err := c.service.Get(t.Context(), touched.ID); !service.IsNotFound(err) {
		t.Errorf("got %v, want not found", err)
	}
}

func TestInvitationService_ConfirmsInvitedBy(t *testing.T) {
	c := newInvitationCase(t)
	invitation := samples.ReadyInvitation(t, c.db, 1)
	if err := c.userAccount.Delete(t.Context(), *invitation.InvitedBy); err != nil {
		t.Fatal(err)
	}
	if created, err := c.service.Create(t.Context(), invitation); err == nil {
		t.Errorf("created %d with a reference to nothing", created.ID)
	}
	stored := samples.StoredInvitation(t, c.db, 2)
	if _, err := c.service.Update(t.Context(), stored.ID, func(update *classes.Invitation) error {
		update.InvitedBy = invitation.InvitedBy
		return nil
	}); err == nil {
		t.Error("updated to a reference to nothing")
	}
	if err := c.userAccount.Delete(t.Context(), *stored.InvitedBy); err != nil {
		t.Fatal(err)
	}
	if _, err := c.service.Update(t.Context(), stored.ID, func(*classes.Invitation) error { return nil }); err != nil {
		t.Errorf("a change of something else, when what is referred to has gone: %v", err)
	}
}

func TestInvitationService_InvitedByGoesMeanwhile(t *testing.T) {
	c := newInvitationCase(t)
	c.userAccount.VanishAfter(1)
	if created, err := c.service.Create(t.Context(), samples.ReadyInvitation(t, c.db, 1)); err == nil {
		t.Errorf("created %d, though what it refers to went while it was stored", created.ID)
	}
	if left, err := c.service.List(t.Context(), listing.Query{}); err != nil || len(left.Items) != 0 {
		t.Errorf("what was stored is still there: %v, %v", left.Items, err)
	}
	// It was stored, and others have been told: so they are told that it is gone.
	if want := []string{"INVITATION_CREATED", "INVITATION_DELETED"}; !slices.Equal(c.told, want) {
		t.Errorf("told %v, want %v", c.told, want)
	}
}

func TestInvitationService_HandleUserAccountDeleted(t *testing.T) {
	c := newInvitationCase(t)
	kept, touched := samples.StoredInvitation(t, c.db, 1), samples.StoredInvitation(t, c.db, 2)
	if err := c.service.HandleUserAccountDeleted(t.Context(), classes.UserAccount{ID: *touched.InvitedBy}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.service.Get(t.Context(), kept.ID); err != nil {
		t.Errorf("the invitation of another user account: %v", err)
	}
	if stored, err := c.service.Get(t.Context(), touched.ID); err != nil || stored.InvitedBy != nil {
		t.Errorf("the reference is still there: %v, %v", stored.InvitedBy, err)
	}
}
