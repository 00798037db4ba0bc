package data_repositories_test

import (
	"errors"
	"net/url"
	"slices"
	"testing"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/service"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
	"example.com/aip/global_config"
	"example.com/aip/migrations"
	"example.com/aip/models"
	"example.com/aip/utils/samples"
)

func TestAllowedAppCreate(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewAllowedAppDataRepository(db)
	for name, want := range map[string]classes.AllowedApp{
		"full":                  samples.ReadyAllowedApp(t, db, 1),
		"only what is required": samples.BareAllowedApp(t, db, 2),
	} {
		created, err := repository.Create(t.Context(), want)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if created.ID <= 0 || created.CreatedAt.IsZero() {
			t.Errorf("%s: got id %d, created at %s", name, created.ID, created.CreatedAt)
		}
		stored, err := repository.Get(t.Context(), created.ID)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.CreatedAt
		if diff := sample.Diff(stored, want); diff != "" {
			t.Errorf("%s: stored and read back: %s", name, diff)
		}
	}
}

func TestAllowedApp_UserIDAndAppIDIsUnique(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewAllowedAppDataRepository(db)
	first, second := samples.ReadyAllowedApp(t, db, 1), samples.ReadyAllowedApp(t, db, 2)
	second.UserID = first.UserID
	second.AppID = first.AppID
	if _, err := repository.Create(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	_, err := repository.Create(t.Context(), second)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeAllowedAppConflict {
		t.Errorf("a second allowed app like the first: got %v, want a conflict", err)
	}
}

func TestAllowedApp_AppIDMustExist(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	allowedApp := samples.ReadyAllowedApp(t, db, 1)
	allowedApp.AppID = 1 << 40
	_, err := data_repositories.NewAllowedAppDataRepository(db).Create(t.Context(), allowedApp)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeAllowedAppInvalid {
		t.Errorf("a reference to nothing: got %v, want an invalid request", err)
	}
}

func TestAllowedAppList(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewAllowedAppDataRepository(db)
	var stored []classes.AllowedApp
	for n := range 3 {
		stored = append(stored, samples.StoredAllowedApp(t, db, n+1))
	}
	// One of them changed, so that its two times differ.
	changed, err := repository.Update(t.Context(), stored[1].ID, func(*classes.AllowedApp) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	stored[1] = changed
	list := func(values url.Values) listing.Page[classes.AllowedApp] {
		t.Helper()
		query, err := listing.Parse(values, models.AllowedApp.Columns)
		if err != nil {
			t.Fatal(err)
		}
		page, err := repository.List(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	for _, column := range []string{"id", "user_id", "app_id", "allowed_until", "created_at", "updated_at"} {
		for _, sort := range []string{column, "-" + column} {
			first := list(url.Values{"limit": {"2"}, "sort": {sort}})
			if len(first.Items) != 2 || first.NextCursor == "" {
				t.Fatalf("first page by %s: %d items, cursor %q", sort, len(first.Items), first.NextCursor)
			}
			second := list(url.Values{"limit": {"2"}, "sort": {sort}, "cursor": {first.NextCursor}})
			if len(second.Items) != 1 || second.NextCursor != "" {
				t.Fatalf("second page by %s: %d items, cursor %q", sort, len(second.Items), second.NextCursor)
			}
			seen := map[int64]bool{first.Items[0].ID: true, first.Items[1].ID: true, second.Items[0].ID: true}
			if len(seen) != len(stored) {
				t.Errorf("pages by %s do not show each allowed app once: %v", sort, seen)
			}
		}
	}
	newest := list(url.Values{"sort": {"-id"}})
	slices.Reverse(stored)
	if len(newest.Items) != len(stored) {
		t.Fatalf("listed %d of %d allowed apps", len(newest.Items), len(stored))
	}
	for i, item := range newest.Items {
		if diff := sample.Diff(item, stored[i]); diff != "" {
			t.Errorf("by id, newest first, number %d: %s", i, diff)
		}
	}
	values := sample.Texts(stored[0])
	for _, column := range []string{"id", "user_id", "app_id", "allowed_until", "created_at", "updated_at"} {
		value, ok := values[column]
		if !ok {
			continue // null
		}
		found := list(url.Values{column + "[eq]": {value}, "sort": {"-id"}})
		if len(found.Items) == 0 || found.Items[0].ID != stored[0].ID {
			t.Errorf("%s=%s does not find the allowed app that has it", column, value)
		}
		for _, item := range list(url.Values{column + "[ne]": {value}}).Items {
			if item.ID == stored[0].ID {
				t.Errorf("%s other than %s finds the allowed app that has it", column, value)
			}
		}
	}
}

// TestAllowedAppColumns holds the allow-list of lists: what is not on it cannot be asked for.
func TestAllowedAppColumns(t *testing.T) {
	sortable := []string{"id", "user_id", "app_id", "allowed_until", "created_at", "updated_at"}
	filterable := []string{"id", "user_id", "app_id", "allowed_until", "created_at", "updated_at"}
	for _, column := range models.AllowedApp.Columns {
		if column.Sort != slices.Contains(sortable, column.Name) {
			t.Errorf("sorting by %s is allowed: %t", column.Name, column.Sort)
		}
		if column.Filter != slices.Contains(filterable, column.Name) {
			t.Errorf("filtering by %s is allowed: %t", column.Name, column.Filter)
		}
	}
}

func TestAllowedAppUpdate(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewAllowedAppDataRepository(db)
	before := samples.StoredAllowedApp(t, db, 1)
	want := samples.ReadyAllowedApp(t, db, 2)
	updated, err := repository.Update(t.Context(), before.ID, func(allowedApp *classes.AllowedApp) error {
		*allowedApp = want
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !updated.UpdatedAt.After(before.UpdatedAt) {
		t.Errorf("updated at %s, before it was %s", updated.UpdatedAt, before.UpdatedAt)
	}
	stored, err := repository.Get(t.Context(), before.ID)
	if err != nil {
		t.Fatal(err)
	}
	want.ID, want.CreatedAt, want.UpdatedAt = before.ID, before.CreatedAt, updated.UpdatedAt
	if diff := sample.Diff(stored, want); diff != "" {
		t.Errorf("changed and read back: %s", diff)
	}
	if diff := sample.Diff(updated, want); diff != "" {
		t.Errorf("changed and returned: %s", diff)
	}
	refused := errors.New("refused")
	if _, err := repository.Update(t.Context(), before.ID, func(allowedApp *classes.AllowedApp) error {
		*allowedApp = before
		return refused
	}); !errors.Is(err, refused) {
		t.Errorf("a change that is refused: got %v", err)
	}
	if stored, err := repository.Get(t.Context(), before.ID); err != nil || sample.Diff(stored, want) != "" {
		t.Errorf("a change that is refused was written: %s, %v", sample.Diff(stored, want), err)
	}
}

// TestAllowedAppUpdateMeetsAnother lets another writer in between reading and writing: the change
// must be made again on what that one left.
func TestAllowedAppUpdateMeetsAnother(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewAllowedAppDataRepository(db)
	id := samples.StoredAllowedApp(t, db, 1).ID
	attempts := 0
	_, err := repository.Update(t.Context(), id, func(*classes.AllowedApp) error {
		attempts++
		if attempts > 1 {
			return nil
		}
		_, err := repository.Update(t.Context(), id, func(*classes.AllowedApp) error { return nil })
		return err
	})
	if err != nil || attempts != 2 {
		t.Errorf("got %v after %d attempts, want success after 2", err, attempts)
	}
}

func TestAllowedAppDelete(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewAllowedAppDataRepository(db)
	id := samples.StoredAllowedApp(t, db, 1).ID
	if err := repository.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	_, err := repository.Get(t.Context(), id)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeAllowedAppNotFound {
		t.Errorf("reading what was deleted: got %v, want not found", err)
	}
	if err := repository.Delete(t.Context(), id); !service.IsNotFound(err) {
		t.Errorf("deleting it again: got %v, want not found", err)
	}
}

// TestAllowedAppWithoutDatabase asks a database that is closed.
func TestAllowedAppWithoutDatabase(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := data_repositories.NewAllowedAppDataRepository(db).Get(t.Context(), 1)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeAllowedAppTechnical {
		t.Errorf("got %v, want a technical issue", err)
	}
}

func TestAllowedApp_IDsByUserID(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	first, second := samples.StoredAllowedApp(t, db, 1), samples.StoredAllowedApp(t, db, 2)
	ids, err := data_repositories.NewAllowedAppDataRepository(db).IDsByUserID(t.Context(), second.UserID)
	if err != nil || len(ids) != 1 || ids[0] != second.ID {
		t.Errorf("got %v, %v; want %d and not %d", ids, err, second.ID, first.ID)
	}
}
