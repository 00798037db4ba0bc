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
	"github.com/vtgen/vtgen/runtime/sqltype"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
	"example.com/aip/global_config"
	"example.com/aip/migrations"
	"example.com/aip/models"
	"example.com/aip/utils/samples"
)

func TestInvitationCreate(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewInvitationDataRepository(db)
	for name, want := range map[string]classes.Invitation{
		"full":                  samples.ReadyInvitation(t, db, 1),
		"only what is required": samples.BareInvitation(t, db, 2),
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

// TestInvitationCreateReturnsWhatIsStored stores times more precise than a column holds, and in
// another zone.
func TestInvitationCreateReturnsWhatIsStored(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewInvitationDataRepository(db)
	invitation := samples.ReadyInvitation(t, db, 1)
	moment := time.Date(2026, time.January, 31, 12, 0, 0, 123456789, time.FixedZone("", 3600))
	invitation.ExpiresAt = &moment
	created, err := repository.Create(t.Context(), invitation)
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

// TestInvitationLimits stores what validation would refuse: the schema must refuse it too.
func TestInvitationLimits(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewInvitationDataRepository(db)
	bare := samples.BareInvitation(t, db, 1)
	for name, spoil := range map[string]func(*classes.Invitation){
		"email too long":                  func(invitation *classes.Invitation) { invitation.Email = sample.Text("email", 1, 321, 321) },
		"role_name not one of the values": func(invitation *classes.Invitation) { invitation.RoleName = "no such value" },
		"amount with too many digits": func(invitation *classes.Invitation) {
			invitation.Amount = sample.Pointer(sqltype.MustDecimal("1000000000000"))
		},
	} {
		spoiled := bare
		spoil(&spoiled)
		_, err := repository.Create(t.Context(), spoiled)
		if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeInvitationInvalid {
			t.Errorf("%s: got %v, want an invalid request", name, err)
		}
	}
}

func TestInvitationList(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewInvitationDataRepository(db)
	var stored []classes.Invitation
	for n := range 3 {
		stored = append(stored, samples.StoredInvitation(t, db, n+1))
	}
	// One of them changed, so that its two times differ.
	changed, err := repository.Update(t.Context(), stored[1].ID, func(*classes.Invitation) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	stored[1] = changed
	list := func(values url.Values) listing.Page[classes.Invitation] {
		t.Helper()
		query, err := listing.Parse(values, models.Invitation.Columns)
		if err != nil {
			t.Fatal(err)
		}
		page, err := repository.List(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	for _, column := range []string{"id", "app_id", "email", "role_name", "invited_by", "expires_at", "amount", "created_at", "updated_at"} {
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
				t.Errorf("pages by %s do not show each invitation once: %v", sort, seen)
			}
		}
	}
	newest := list(url.Values{"sort": {"-id"}})
	slices.Reverse(stored)
	if len(newest.Items) != len(stored) {
		t.Fatalf("listed %d of %d invitations", len(newest.Items), len(stored))
	}
	for i, item := range newest.Items {
		if diff := sample.Diff(item, stored[i]); diff != "" {
			t.Errorf("by id, newest first, number %d: %s", i, diff)
		}
	}
	values := sample.Texts(stored[0])
	for _, column := range []string{"id", "app_id", "email", "role_name", "invited_by", "expires_at", "amount", "created_at", "updated_at"} {
		value, ok := values[column]
		if !ok {
			continue // null
		}
		found := list(url.Values{column + "[eq]": {value}, "sort": {"-id"}})
		if len(found.Items) == 0 || found.Items[0].ID != stored[0].ID {
			t.Errorf("%s=%s does not find the invitation that has it", column, value)
		}
		for _, item := range list(url.Values{column + "[ne]": {value}}).Items {
			if item.ID == stored[0].ID {
				t.Errorf("%s other than %s finds the invitation that has it", column, value)
			}
		}
	}
}

// TestInvitationColumns holds the allow-list of lists: what is not on it cannot be asked for.
func TestInvitationColumns(t *testing.T) {
	sortable := []string{"id", "app_id", "email", "role_name", "invited_by", "expires_at", "amount", "created_at", "updated_at"}
	filterable := []string{"id", "app_id", "email", "role_name", "invited_by", "expires_at", "amount", "created_at", "updated_at"}
	for _, column := range models.Invitation.Columns {
		if column.Sort != slices.Contains(sortable, column.Name) {
			t.Errorf("sorting by %s is allowed: %t", column.Name, column.Sort)
		}
		if column.Filter != slices.Contains(filterable, column.Name) {
			t.Errorf("filtering by %s is allowed: %t", column.Name, column.Filter)
		}
	}
}

func TestInvitationUpdate(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewInvitationDataRepository(db)
	before := samples.StoredInvitation(t, db, 1)
	want := samples.ReadyInvitation(t, db, 2)
	updated, err := repository.Update(t.Context(), before.ID, func(invitation *classes.Invitation) error {
		*invitation = want
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
	if _, err := repository.Update(t.Context(), before.ID, func(invitation *classes.Invitation) error {
		*invitation = before
		return refused
	}); !errors.Is(err, refused) {
		t.Errorf("a change that is refused: got %v", err)
	}
	if stored, err := repository.Get(t.Context(), before.ID); err != nil || sample.Diff(stored, want) != "" {
		t.Errorf("a change that is refused was written: %s, %v", sample.Diff(stored, want), err)
	}
}

// TestInvitationUpdateMeetsAnother lets another writer in between reading and writing: the change
// must be made again on what that one left.
func TestInvitationUpdateMeetsAnother(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewInvitationDataRepository(db)
	id := samples.StoredInvitation(t, db, 1).ID
	attempts := 0
	_, err := repository.Update(t.Context(), id, func(*classes.Invitation) error {
		attempts++
		if attempts > 1 {
			return nil
		}
		_, err := repository.Update(t.Context(), id, func(*classes.Invitation) error { return nil })
		return err
	})
	if err != nil || attempts != 2 {
		t.Errorf("got %v after %d attempts, want success after 2", err, attempts)
	}
}

func TestInvitationDelete(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewInvitationDataRepository(db)
	id := samples.StoredInvitation(t, db, 1).ID
	if err := repository.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	_, err := repository.Get(t.Context(), id)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeInvitationNotFound {
		t.Errorf("reading what was deleted: got %v, want not found", err)
	}
	if err := repository.Delete(t.Context(), id); !service.IsNotFound(err) {
		t.Errorf("deleting it again: got %v, want not found", err)
	}
}

// TestInvitationWithoutDatabase asks a database that is closed.
func TestInvitationWithoutDatabase(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := data_repositories.NewInvitationDataRepository(db).Get(t.Context(), 1)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeInvitationTechnical {
		t.Errorf("got %v, want a technical issue", err)
	}
}

func TestInvitation_IDsByAppID(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	first, second := samples.StoredInvitation(t, db, 1), samples.StoredInvitation(t, db, 2)
	ids, err := data_repositories.NewInvitationDataRepository(db).IDsByAppID(t.Context(), second.AppID)
	if err != nil || len(ids) != 1 || ids[0] != second.ID {
		t.Errorf("got %v, %v; want %d and not %d", ids, err, second.ID, first.ID)
	}
}

func TestInvitation_IDsByInvitedBy(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	first, second := samples.StoredInvitation(t, db, 1), samples.StoredInvitation(t, db, 2)
	ids, err := data_repositories.NewInvitationDataRepository(db).IDsByInvitedBy(t.Context(), *second.InvitedBy)
	if err != nil || len(ids) != 1 || ids[0] != second.ID {
		t.Errorf("got %v, %v; want %d and not %d", ids, err, second.ID, first.ID)
	}
}
