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

// allowedAppCase is the service over a fresh database; told collects the events it tells, and what
// it asks of other modules is in memory.
type allowedAppCase struct {
	db          *sqldb.DB
	service     *services.AllowedAppService
	told        []string
	userAccount *servicetest.Memory[classes.UserAccount]
}

func newAllowedAppCase(t *testing.T) *allowedAppCase {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	router := events.NewRouter(events.Options{Logger: log})
	c := &allowedAppCase{db: sqldbtest.Open(t, migrations.Files)}
	c.userAccount = servicetest.New(func(userAccount *classes.UserAccount, id int64) { userAccount.ID = id })
	for n := range 105 { // what the samples refer to
		if _, err := c.userAccount.Create(t.Context(), samples.UserAccount(n+1)); err != nil {
			t.Fatal(err)
		}
	}
	c.service = c.over(router)
	for _, event := range []events.Type[classes.AllowedApp]{classes.AllowedAppCreated, classes.AllowedAppUpdated, classes.AllowedAppDeleted} {
		events.On(router, event, c.record(event.ID))
	}
	return c
}

// over is the service that tells its events to a sink.
func (c *allowedAppCase) over(sink events.Sink) *services.AllowedAppService {
	return services.NewAllowedAppService(
		data_repositories.NewAllowedAppDataRepository(c.db),
		c.userAccount,
		sink,
		slog.New(slog.DiscardHandler),
	)
}

// allowedAppRefusal is a sink that takes no event.
type allowedAppRefusal struct{}

// Emit refuses an event.
func (allowedAppRefusal) Emit(context.Context, string, any) error { return errors.New("refused") }

// record returns a handler that notes an event's arrival.
func (c *allowedAppCase) record(id string) func(context.Context, classes.AllowedApp) error {
	return func(context.Context, classes.AllowedApp) error {
		c.told = append(c.told, id)
		return nil
	}
}

func TestAllowedAppServiceTellsWhatItDoes(t *testing.T) {
	c := newAllowedAppCase(t)
	created, err := c.service.Create(t.Context(), samples.ReadyAllowedApp(t, c.db, 1))
	if err != nil {
		t.Fatal(err)
	}
	next := samples.ReadyAllowedApp(t, c.db, 2)
	if _, err := c.service.Update(t.Context(), created.ID, func(allowedApp *classes.AllowedApp) error {
		*allowedApp = next
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
	if want := []string{"ALLOWED_APP_CREATED", "ALLOWED_APP_UPDATED", "ALLOWED_APP_DELETED"}; !slices.Equal(c.told, want) {
		t.Errorf("told %v, want %v", c.told, want)
	}
}

func TestAllowedAppServiceStoresNothingItCannotTell(t *testing.T) {
	c := newAllowedAppCase(t)
	if _, err := c.over(allowedAppRefusal{}).Create(t.Context(), samples.ReadyAllowedApp(t, c.db, 1)); err == nil {
		t.Error("a change whose event is refused gives no error")
	}
	if left, err := c.service.List(t.Context(), listing.Query{}); err != nil || len(left.Items) != 0 {
		t.Errorf("%d are stored, want none: %v", len(left.Items), err)
	}
}

func TestAllowedAppServiceTellsNothingOnFailure(t *testing.T) {
	c := newAllowedAppCase(t)
	if err := c.service.Delete(t.Context(), 1); !service.IsNotFound(err) {
		t.Errorf("deleting what is not there: got %v, want not found", err)
	}
	if _, err := c.service.Update(t.Context(), 1, func(*classes.AllowedApp) error { return nil }); !service.IsNotFound(err) {
		t.Errorf("updating what is not there: got %v, want not found", err)
	}
	if len(c.told) != 0 {
		t.Errorf("told %v", c.told)
	}
}

func TestAllowedAppService_ConfirmsUserID(t *testing.T) {
	c := newAllowedAppCase(t)
	allowedApp := samples.ReadyAllowedApp(t, c.db, 1)
	if err := c.userAccount.Delete(t.Context(), allowedApp.UserID); err != nil {
		t.Fatal(err)
	}
	if created, err := c.service.Create(t.Context(), allowedApp); err == nil {
		t.Errorf("created %d with a reference to nothing", created.ID)
	}
	stored := samples.StoredAllowedApp(t, c.db, 2)
	if _, err := c.service.Update(t.Context(), stored.ID, func(update *classes.AllowedApp) error {
		update.UserID = allowedApp.UserID
		return nil
	}); err == nil {
		t.Error("updated to a reference to nothing")
	}
	if err := c.userAccount.Delete(t.Context(), stored.UserID); err != nil {
		t.Fatal(err)
	}
	if _, err := c.service.Update(t.Context(), stored.ID, func(*classes.AllowedApp) error { return nil }); err != nil {
		t.Errorf("a change of something else, when what is referred to has gone: %v", err)
	}
}

func TestAllowedAppService_UserIDGoesMeanwhile(t *testing.T) {
	c := newAllowedAppCase(t)
	c.userAccount.VanishAfter(1)
	if created, err := c.service.Create(t.Context(), samples.ReadyAllowedApp(t, c.db, 1)); err == nil {
		t.Errorf("created %d, though what it refers to went while it was stored", created.ID)
	}
	if left, err := c.service.List(t.Context(), listing.Query{}); err != nil || len(left.Items) != 0 {
		t.Errorf("what was stored is still there: %v, %v", left.Items, err)
	}
	// It was stored, and others have been told: so they are told that it is gone.
	if want := []string{"ALLOWED_APP_CREATED", "ALLOWED_APP_DELETED"}; !slices.Equal(c.told, want) {
		t.Errorf("told %v, want %v", c.told, want)
	}
}

func TestAllowedAppService_HandleUserAccountDeleted(t *testing.T) {
	c := newAllowedAppCase(t)
	kept, touched := samples.StoredAllowedApp(t, c.db, 1), samples.StoredAllowedApp(t, c.db, 2)
	if err := c.service.HandleUserAccountDeleted(t.Context(), classes.UserAccount{ID: touched.UserID}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.service.Get(t.Context(), kept.ID); err != nil {
		t.Errorf("the allowed app of another user account: %v", err)
	}
	if _, err := c.service.Get(t.Context(), touched.ID); !service.IsNotFound(err) {
		t.Errorf("got %v, want not found", err)
	}
}
