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

// userAccountCase is the service over a fresh database; told collects the events it tells.
type userAccountCase struct {
	db      *sqldb.DB
	service *services.UserAccountService
	told    []string
}

func newUserAccountCase(t *testing.T) *userAccountCase {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	router := events.NewRouter(events.Options{Logger: log})
	c := &userAccountCase{db: sqldbtest.Open(t, migrations.Files)}
	c.service = c.over(router)
	for _, event := range []events.Type[classes.UserAccount]{classes.UserAccountCreated, classes.UserAccountUpdated, classes.UserAccountDeleted} {
		events.On(router, event, c.record(event.ID))
	}
	return c
}

// over is the service that tells its events to a sink.
func (c *userAccountCase) over(sink events.Sink) *services.UserAccountService {
	return services.NewUserAccountService(
		data_repositories.NewUserAccountDataRepository(c.db),
		sink,
		slog.New(slog.DiscardHandler),
	)
}

// userAccountRefusal is a sink that takes no event.
type userAccountRefusal struct{}

// Emit refuses an event.
func (userAccountRefusal) Emit(context.Context, string, any) error { return errors.New("refused") }

// record returns a handler that notes an event's arrival.
func (c *userAccountCase) record(id string) func(context.Context, classes.UserAccount) error {
	return func(context.Context, classes.UserAccount) error {
		c.told = append(c.told, id)
		return nil
	}
}

func TestUserAccountServiceTellsWhatItDoes(t *testing.T) {
	c := newUserAccountCase(t)
	created, err := c.service.Create(t.Context(), samples.ReadyUserAccount(t, c.db, 1))
	if err != nil {
		t.Fatal(err)
	}
	next := samples.ReadyUserAccount(t, c.db, 2)
	if _, err := c.service.Update(t.Context(), created.ID, func(userAccount *classes.UserAccount) error {
		*userAccount = next
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
	if want := []string{"USER_ACCOUNT_CREATED", "USER_ACCOUNT_UPDATED", "USER_ACCOUNT_DELETED"}; !slices.Equal(c.told, want) {
		t.Errorf("told %v, want %v", c.told, want)
	}
}

func TestUserAccountServiceStoresNothingItCannotTell(t *testing.T) {
	c := newUserAccountCase(t)
	if _, err := c.over(userAccountRefusal{}).Create(t.Context(), samples.ReadyUserAccount(t, c.db, 1)); err == nil {
		t.Error("a change whose event is refused gives no error")
	}
	if left, err := c.service.List(t.Context(), listing.Query{}); err != nil || len(left.Items) != 0 {
		t.Errorf("%d are stored, want none: %v", len(left.Items), err)
	}
}

func TestUserAccountServiceTellsNothingOnFailure(t *testing.T) {
	c := newUserAccountCase(t)
	if err := c.service.Delete(t.Context(), 1); !service.IsNotFound(err) {
		t.Errorf("deleting what is not there: got %v, want not found", err)
	}
	if _, err := c.service.Update(t.Context(), 1, func(*classes.UserAccount) error { return nil }); !service.IsNotFound(err) {
		t.Errorf("updating what is not there: got %v, want not found", err)
	}
	if len(c.told) != 0 {
		t.Errorf("told %v", c.told)
	}
}
