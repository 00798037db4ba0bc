package data_repositories_test

import (
	"errors"
	"net/url"
	"slices"
	"testing"
	"time"

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

func TestUserAccountCreate(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewUserAccountDataRepository(db)
	for name, want := range map[string]classes.UserAccount{
		"full":                  samples.ReadyUserAccount(t, db, 1),
		"only what is required": samples.BareUserAccount(t, db, 2),
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

// TestUserAccountCreateReturnsWhatIsStored stores times more precise than a column holds, and in
// another zone.
func TestUserAccountCreateReturnsWhatIsStored(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewUserAccountDataRepository(db)
	userAccount := samples.ReadyUserAccount(t, db, 1)
	moment := time.Date(2026, time.January, 31, 12, 0, 0, 123456789, time.FixedZone("", 3600))
	userAccount.LastSeenAt = &moment
	created, err := repository.Create(t.Context(), userAccount)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := repository.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := sample.Diff(created, stored); diff != "" {
		t.Errorf("returned and read back: %s", diff)
	}
}

// TestUserAccountLimits stores what validation would refuse: the schema must refuse it too.
func TestUserAccountLimits(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewUserAccountDataRepository(db)
	bare := samples.BareUserAccount(t, db, 1)
	for name, spoil := range map[string]func(*classes.UserAccount){
		"email too long": func(userAccount *classes.UserAccount) { userAccount.Email = sample.Text("email", 1, 321, 321) },
		"display_name too long": func(userAccount *classes.UserAccount) {
			userAccount.DisplayName = sample.Text("display_name", 1, 121, 121)
		},
		"role not one of the values": func(userAccount *classes.UserAccount) { userAccount.Role = "no such value" },
		"recovery_code too long": func(userAccount *classes.UserAccount) {
			userAccount.RecoveryCode = sample.Pointer(sample.Text("recovery_code", 1, 65, 65))
		},
	} {
		spoiled := bare
		spoil(&spoiled)
		_, err := repository.Create(t.Context(), spoiled)
		if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeUserAccountInvalid {
			t.Errorf("%s: got %v, want an invalid request", name, err)
		}
	}
}

func TestUserAccount_EmailIsUnique(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewUserAccountDataRepository(db)
	first, second := samples.ReadyUserAccount(t, db, 1), samples.ReadyUserAccount(t, db, 2)
	second.Email = first.Email
	if _, err := repository.Create(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	_, err := repository.Create(t.Context(), second)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeUserAccountConflict {
		t.Errorf("a second user account like the first: got %v, want a conflict", err)
	}
}

func TestUserAccountList(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewUserAccountDataRepository(db)
	var stored []classes.UserAccount
	for n := range 3 {
		stored = append(stored, samples.StoredUserAccount(t, db, n+1))
	}
	// One of them changed, so that its two times differ.
	changed, err := repository.Update(t.Context(), stored[1].ID, func(*classes.UserAccount) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	stored[1] = changed
	list := func(values url.Values) listing.Page[classes.UserAccount] {
		t.Helper()
		query, err := listing.Parse(values, models.UserAccount.Columns)
		if err != nil {
			t.Fatal(err)
		}
		page, err := repository.List(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	for _, column := range []string{"id", "email", "display_name", "role", "last_seen_at", "created_at", "updated_at"} {
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
				t.Errorf("pages by %s do not show each user account once: %v", sort, seen)
			}
		}
	}
	newest := list(url.Values{"sort": {"-id"}})
	slices.Reverse(stored)
	if len(newest.Items) != len(stored) {
		t.Fatalf("listed %d of %d user accounts", len(newest.Items), len(stored))
	}
	for i, item := range newest.Items {
		if diff := sample.Diff(item, stored[i]); diff != "" {
			t.Errorf("by id, newest first, number %d: %s", i, diff)
		}
	}
	values := sample.Texts(stored[0])
	for _, column := range []string{"id", "email", "display_name", "role", "last_seen_at", "created_at", "updated_at"} {
		value, ok := values[column]
		if !ok {
			continue // null
		}
		found := list(url.Values{column + "[eq]": {value}, "sort": {"-id"}})
		if len(found.Items) == 0 || found.Items[0].ID != stored[0].ID {
			t.Errorf("%s=%s does not find the user account that has it", column, value)
		}
		for _, item := range list(url.Values{column + "[ne]": {value}}).Items {
			if item.ID == stored[0].ID {
				t.Errorf("%s other than %s finds the user account that has it", column, value)
			}
		}
	}
}

// TestUserAccountColumns holds the allow-list of lists: what is not on it cannot be asked for.
func TestUserAccountColumns(t *testing.T) {
	sortable := []string{"id", "email", "display_name", "role", "last_seen_at", "created_at", "updated_at"}
	filterable := []string{"id", "email", "display_name", "role", "last_seen_at", "created_at", "updated_at"}
	for _, column := range models.UserAccount.Columns {
		if column.Sort != slices.Contains(sortable, column.Name) {
			t.Errorf("sorting by %s is allowed: %t", column.Name, column.Sort)
		}
		if column.Filter != slices.Contains(filterable, column.Name) {
			t.Errorf("filtering by %s is allowed: %t", column.Name, column.Filter)
		}
	}
}

func TestUserAccountUpdate(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewUserAccountDataRepository(db)
	before := samples.StoredUserAccount(t, db, 1)
	want := samples.ReadyUserAccount(t, db, 2)
	updated, err := repository.Update(t.Context(), before.ID, func(userAccount *classes.UserAccount) error {
		*userAccount = want
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
	if _, err := repository.Update(t.Context(), before.ID, func(userAccount *classes.UserAccount) error {
		*userAccount = before
		return refused
	}); !errors.Is(err, refused) {
		t.Errorf("a change that is refused: got %v", err)
	}
	if stored, err := repository.Get(t.Context(), before.ID); err != nil || sample.Diff(stored, want) != "" {
		t.Errorf("a change that is refused was written: %s, %v", sample.Diff(stored, want), err)
	}
}

// TestUserAccountUpdateMeetsAnother lets another writer in between reading and writing: the change
// must be made again on what that one left.
func TestUserAccountUpdateMeetsAnother(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewUserAccountDataRepository(db)
	id := samples.StoredUserAccount(t, db, 1).ID
	attempts := 0
	_, err := repository.Update(t.Context(), id, func(*classes.UserAccount) error {
		attempts++
		if attempts > 1 {
			return nil
		}
		_, err := repository.Update(t.Context(), id, func(*classes.UserAccount) error { return nil })
		return err
	})
	if err != nil || attempts != 2 {
		t.Errorf("got %v after %d attempts, want success after 2", err, attempts)
	}
}

func TestUserAccountDelete(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewUserAccountDataRepository(db)
	id := samples.StoredUserAccount(t, db, 1).ID
	if err := repository.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	_, err := repository.Get(t.Context(), id)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeUserAccountNotFound {
		t.Errorf("reading what was deleted: got %v, want not found", err)
	}
	if err := repository.Delete(t.Context(), id); !service.IsNotFound(err) {
		t.Errorf("deleting it again: got %v, want not found", err)
	}
}

// TestUserAccountWithoutDatabase asks a database that is closed.
func TestUserAccountWithoutDatabase(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := data_repositories.NewUserAccountDataRepository(db).Get(t.Context(), 1)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeUserAccountTechnical {
		t.Errorf("got %v, want a technical issue", err)
	}
}
