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
	"github.com/vtgen/vtgen/runtime/sqltype"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
	"example.com/aip/global_config"
	"example.com/aip/migrations"
	"example.com/aip/models"
	"example.com/aip/utils/samples"
)

func TestEnrolledAppCreate(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewEnrolledAppDataRepository(db)
	for name, want := range map[string]classes.EnrolledApp{
		"full": samples.ReadyEnrolledApp(t, db, 1),
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

// TestEnrolledAppLimits stores what validation would refuse: the schema must refuse it too.
func TestEnrolledAppLimits(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewEnrolledAppDataRepository(db)
	bare := samples.BareEnrolledApp(t, db, 1)
	for name, spoil := range map[string]func(*classes.EnrolledApp){
		"app_key too long":                 func(enrolledApp *classes.EnrolledApp) { enrolledApp.AppKey = sample.Text("app_key", 1, 61, 61) },
		"app_key too short":                func(enrolledApp *classes.EnrolledApp) { enrolledApp.AppKey = sample.Text("app_key", 1, 2, 2) },
		"title too long":                   func(enrolledApp *classes.EnrolledApp) { enrolledApp.Title = sample.Text("title", 1, 121, 121) },
		"monthly_fee with too many digits": func(enrolledApp *classes.EnrolledApp) { enrolledApp.MonthlyFee = sqltype.MustDecimal("10000000000") },
		"monthly_fee too small":            func(enrolledApp *classes.EnrolledApp) { enrolledApp.MonthlyFee = sqltype.MustDecimal("-0.01") },
	} {
		spoiled := bare
		spoil(&spoiled)
		_, err := repository.Create(t.Context(), spoiled)
		if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeEnrolledAppInvalid {
			t.Errorf("%s: got %v, want an invalid request", name, err)
		}
	}
}

func TestEnrolledApp_AppKeyIsUnique(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewEnrolledAppDataRepository(db)
	first, second := samples.ReadyEnrolledApp(t, db, 1), samples.ReadyEnrolledApp(t, db, 2)
	second.AppKey = first.AppKey
	if _, err := repository.Create(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	_, err := repository.Create(t.Context(), second)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeEnrolledAppConflict {
		t.Errorf("a second enrolled app like the first: got %v, want a conflict", err)
	}
}

func TestEnrolledAppList(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewEnrolledAppDataRepository(db)
	var stored []classes.EnrolledApp
	for n := range 3 {
		stored = append(stored, samples.StoredEnrolledApp(t, db, n+1))
	}
	// One of them changed, so that its two times differ.
	changed, err := repository.Update(t.Context(), stored[1].ID, func(*classes.EnrolledApp) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	stored[1] = changed
	list := func(values url.Values) listing.Page[classes.EnrolledApp] {
		t.Helper()
		query, err := listing.Parse(values, models.EnrolledApp.Columns)
		if err != nil {
			t.Fatal(err)
		}
		page, err := repository.List(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	for _, column := range []string{"id", "app_key", "title", "monthly_fee", "created_at", "updated_at"} {
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
				t.Errorf("pages by %s do not show each enrolled app once: %v", sort, seen)
			}
		}
	}
	newest := list(url.Values{"sort": {"-id"}})
	slices.Reverse(stored)
	if len(newest.Items) != len(stored) {
		t.Fatalf("listed %d of %d enrolled apps", len(newest.Items), len(stored))
	}
	for i, item := range newest.Items {
		if diff := sample.Diff(item, stored[i]); diff != "" {
			t.Errorf("by id, newest first, number %d: %s", i, diff)
		}
	}
	values := sample.Texts(stored[0])
	for _, column := range []string{"id", "app_key", "title", "active", "monthly_fee", "created_at", "updated_at"} {
		value, ok := values[column]
		if !ok {
			continue // null
		}
		found := list(url.Values{column + "[eq]": {value}, "sort": {"-id"}})
		if len(found.Items) == 0 || found.Items[0].ID != stored[0].ID {
			t.Errorf("%s=%s does not find the enrolled app that has it", column, value)
		}
		for _, item := range list(url.Values{column + "[ne]": {value}}).Items {
			if item.ID == stored[0].ID {
				t.Errorf("%s other than %s finds the enrolled app that has it", column, value)
			}
		}
	}
}

// TestEnrolledAppColumns holds the allow-list of lists: what is not on it cannot be asked for.
func TestEnrolledAppColumns(t *testing.T) {
	sortable := []string{"id", "app_key", "title", "monthly_fee", "created_at", "updated_at"}
	filterable := []string{"id", "app_key", "title", "active", "monthly_fee", "created_at", "updated_at"}
	for _, column := range models.EnrolledApp.Columns {
		if column.Sort != slices.Contains(sortable, column.Name) {
			t.Errorf("sorting by %s is allowed: %t", column.Name, column.Sort)
		}
		if column.Filter != slices.Contains(filterable, column.Name) {
			t.Errorf("filtering by %s is allowed: %t", column.Name, column.Filter)
		}
	}
}

func TestEnrolledAppUpdate(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewEnrolledAppDataRepository(db)
	before := samples.StoredEnrolledApp(t, db, 1)
	want := samples.ReadyEnrolledApp(t, db, 2)
	updated, err := repository.Update(t.Context(), before.ID, func(enrolledApp *classes.EnrolledApp) error {
		*enrolledApp = want
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
	if _, err := repository.Update(t.Context(), before.ID, func(enrolledApp *classes.EnrolledApp) error {
		*enrolledApp = before
		return refused
	}); !errors.Is(err, refused) {
		t.Errorf("a change that is refused: got %v", err)
	}
	if stored, err := repository.Get(t.Context(), before.ID); err != nil || sample.Diff(stored, want) != "" {
		t.Errorf("a change that is refused was written: %s, %v", sample.Diff(stored, want), err)
	}
}

// TestEnrolledAppUpdateMeetsAnother lets another writer in between reading and writing: the change
// must be made again on what that one left.
func TestEnrolledAppUpdateMeetsAnother(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewEnrolledAppDataRepository(db)
	id := samples.StoredEnrolledApp(t, db, 1).ID
	attempts := 0
	_, err := repository.Update(t.Context(), id, func(*classes.EnrolledApp) error {
		attempts++
		if attempts > 1 {
			return nil
		}
		_, err := repository.Update(t.Context(), id, func(*classes.EnrolledApp) error { return nil })
		return err
	})
	if err != nil || attempts != 2 {
		t.Errorf("got %v after %d attempts, want success after 2", err, attempts)
	}
}

func TestEnrolledAppDelete(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewEnrolledAppDataRepository(db)
	id := samples.StoredEnrolledApp(t, db, 1).ID
	if err := repository.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	_, err := repository.Get(t.Context(), id)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeEnrolledAppNotFound {
		t.Errorf("reading what was deleted: got %v, want not found", err)
	}
	if err := repository.Delete(t.Context(), id); !service.IsNotFound(err) {
		t.Errorf("deleting it again: got %v, want not found", err)
	}
}

// TestEnrolledAppWithoutDatabase asks a database that is closed.
func TestEnrolledAppWithoutDatabase(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := data_repositories.NewEnrolledAppDataRepository(db).Get(t.Context(), 1)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeEnrolledAppTechnical {
		t.Errorf("got %v, want a technical issue", err)
	}
}
