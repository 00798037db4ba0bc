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

func TestAIWorkerCreate(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewAIWorkerDataRepository(db)
	for name, want := range map[string]classes.AIWorker{
		"full":                  samples.ReadyAIWorker(t, db, 1),
		"only what is required": samples.BareAIWorker(t, db, 2),
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

// TestAIWorkerLimits stores what validation would refuse: the schema must refuse it too.
func TestAIWorkerLimits(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewAIWorkerDataRepository(db)
	bare := samples.BareAIWorker(t, db, 1)
	for name, spoil := range map[string]func(*classes.AIWorker){
		"name too long": func(aiWorker *classes.AIWorker) { aiWorker.Name = sample.Text("name", 1, 121, 121) },
		"description too long": func(aiWorker *classes.AIWorker) {
			aiWorker.Description = sample.Pointer(sample.Text("description", 1, 65536, 65536))
		},
		"provider not one of the values":   func(aiWorker *classes.AIWorker) { aiWorker.Provider = "no such value" },
		"temperature with too many digits": func(aiWorker *classes.AIWorker) { aiWorker.Temperature = sqltype.MustDecimal("1000") },
		"temperature too large":            func(aiWorker *classes.AIWorker) { aiWorker.Temperature = sqltype.MustDecimal("2.01") },
		"temperature too small":            func(aiWorker *classes.AIWorker) { aiWorker.Temperature = sqltype.MustDecimal("-0.01") },
		"max_tokens too large":             func(aiWorker *classes.AIWorker) { aiWorker.MaxTokens = 200001 },
		"max_tokens too small":             func(aiWorker *classes.AIWorker) { aiWorker.MaxTokens = 0 },
		"settings no JSON":                 func(aiWorker *classes.AIWorker) { aiWorker.Settings = sample.Pointer(sqltype.JSON("{")) },
	} {
		spoiled := bare
		spoil(&spoiled)
		_, err := repository.Create(t.Context(), spoiled)
		if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeAIWorkerInvalid {
			t.Errorf("%s: got %v, want an invalid request", name, err)
		}
	}
}

func TestAIWorkerList(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewAIWorkerDataRepository(db)
	var stored []classes.AIWorker
	for n := range 3 {
		stored = append(stored, samples.StoredAIWorker(t, db, n+1))
	}
	// One of them changed, so that its two times differ.
	changed, err := repository.Update(t.Context(), stored[1].ID, func(*classes.AIWorker) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	stored[1] = changed
	list := func(values url.Values) listing.Page[classes.AIWorker] {
		t.Helper()
		query, err := listing.Parse(values, models.AIWorker.Columns)
		if err != nil {
			t.Fatal(err)
		}
		page, err := repository.List(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	for _, column := range []string{"id", "name", "provider", "temperature", "max_tokens", "created_at", "updated_at"} {
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
				t.Errorf("pages by %s do not show each ai worker once: %v", sort, seen)
			}
		}
	}
	newest := list(url.Values{"sort": {"-id"}})
	slices.Reverse(stored)
	if len(newest.Items) != len(stored) {
		t.Fatalf("listed %d of %d ai workers", len(newest.Items), len(stored))
	}
	for i, item := range newest.Items {
		if diff := sample.Diff(item, stored[i]); diff != "" {
			t.Errorf("by id, newest first, number %d: %s", i, diff)
		}
	}
	values := sample.Texts(stored[0])
	for _, column := range []string{"id", "name", "provider", "temperature", "max_tokens", "active", "created_at", "updated_at"} {
		value, ok := values[column]
		if !ok {
			continue // null
		}
		found := list(url.Values{column + "[eq]": {value}, "sort": {"-id"}})
		if len(found.Items) == 0 || found.Items[0].ID != stored[0].ID {
			t.Errorf("%s=%s does not find the ai worker that has it", column, value)
		}
		for _, item := range list(url.Values{column + "[ne]": {value}}).Items {
			if item.ID == stored[0].ID {
				t.Errorf("%s other than %s finds the ai worker that has it", column, value)
			}
		}
	}
}

// TestAIWorkerColumns holds the allow-list of lists: what is not on it cannot be asked for.
func TestAIWorkerColumns(t *testing.T) {
	sortable := []string{"id", "name", "provider", "temperature", "max_tokens", "created_at", "updated_at"}
	filterable := []string{"id", "name", "provider", "temperature", "max_tokens", "active", "created_at", "updated_at"}
	for _, column := range models.AIWorker.Columns {
		if column.Sort != slices.Contains(sortable, column.Name) {
			t.Errorf("sorting by %s is allowed: %t", column.Name, column.Sort)
		}
		if column.Filter != slices.Contains(filterable, column.Name) {
			t.Errorf("filtering by %s is allowed: %t", column.Name, column.Filter)
		}
	}
}

func TestAIWorkerUpdate(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewAIWorkerDataRepository(db)
	before := samples.StoredAIWorker(t, db, 1)
	want := samples.ReadyAIWorker(t, db, 2)
	updated, err := repository.Update(t.Context(), before.ID, func(aiWorker *classes.AIWorker) error {
		*aiWorker = want
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
	if _, err := repository.Update(t.Context(), before.ID, func(aiWorker *classes.AIWorker) error {
		*aiWorker = before
		return refused
	}); !errors.Is(err, refused) {
		t.Errorf("a change that is refused: got %v", err)
	}
	if stored, err := repository.Get(t.Context(), before.ID); err != nil || sample.Diff(stored, want) != "" {
		t.Errorf("a change that is refused was written: %s, %v", sample.Diff(stored, want), err)
	}
}

// TestAIWorkerUpdateMeetsAnother lets another writer in between reading and writing: the change
// must be made again on what that one left.
func TestAIWorkerUpdateMeetsAnother(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewAIWorkerDataRepository(db)
	id := samples.StoredAIWorker(t, db, 1).ID
	attempts := 0
	_, err := repository.Update(t.Context(), id, func(*classes.AIWorker) error {
		attempts++
		if attempts > 1 {
			return nil
		}
		_, err := repository.Update(t.Context(), id, func(*classes.AIWorker) error { return nil })
		return err
	})
	if err != nil || attempts != 2 {
		t.Errorf("got %v after %d attempts, want success after 2", err, attempts)
	}
}

func TestAIWorkerDelete(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	repository := data_repositories.NewAIWorkerDataRepository(db)
	id := samples.StoredAIWorker(t, db, 1).ID
	if err := repository.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	_, err := repository.Get(t.Context(), id)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeAIWorkerNotFound {
		t.Errorf("reading what was deleted: got %v, want not found", err)
	}
	if err := repository.Delete(t.Context(), id); !service.IsNotFound(err) {
		t.Errorf("deleting it again: got %v, want not found", err)
	}
}

// TestAIWorkerWithoutDatabase asks a database that is closed.
func TestAIWorkerWithoutDatabase(t *testing.T) {
	db := sqldbtest.Open(t, migrations.Files)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := data_repositories.NewAIWorkerDataRepository(db).Get(t.Context(), 1)
	if failure, ok := apperr.From(err); !ok || failure.Code != global_config.CodeAIWorkerTechnical {
		t.Errorf("got %v, want a technical issue", err)
	}
}
