package samples

import (
	"testing"

	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/sqldb"

	"example.com/aip/classes"
	"example.com/aip/data_repositories"
)

// AIWorker returns the n-th sample: valid, with a value in every field, different for different n.
func AIWorker(n int) classes.AIWorker {
	return classes.AIWorker{
		Name:        sample.Text("name", n, 1, 120),
		Description: sample.Pointer(sample.Text("description", n, 0, 65535)),
		Provider:    sample.Pick(n, classes.AIWorkerProviderOpenai, classes.AIWorkerProviderAnthropic, classes.AIWorkerProviderLocal),
		Temperature: sample.Decimal(n, 2, "0.00", "2.00"),
		MaxTokens:   sample.Integer[int32](n, 1, 200000),
		Active:      n%2 == 1,
		Settings:    sample.Pointer(sample.JSON(n)),
	}
}

// AIWorkerBody returns the JSON body of a request for AIWorker(n).
func AIWorkerBody(n int) []byte {
	aiWorker := AIWorker(n)
	return sample.Body(map[string]any{
		"name":        aiWorker.Name,
		"description": aiWorker.Description,
		"provider":    aiWorker.Provider,
		"temperature": aiWorker.Temperature,
		"max_tokens":  aiWorker.MaxTokens,
		"active":      aiWorker.Active,
		"settings":    aiWorker.Settings,
	})
}

// ReadyAIWorker returns the n-th sample; what it refers to in its own module is stored.
func ReadyAIWorker(t testing.TB, db *sqldb.DB, n int) classes.AIWorker {
	t.Helper()
	return AIWorker(n)
}

// BareAIWorker is ReadyAIWorker with nothing in the fields that may be null.
func BareAIWorker(t testing.TB, db *sqldb.DB, n int) classes.AIWorker {
	t.Helper()
	aiWorker := AIWorker(n)
	aiWorker.Description = nil
	aiWorker.Settings = nil
	return aiWorker
}

// StoredAIWorker stores the n-th sample.
func StoredAIWorker(t testing.TB, db *sqldb.DB, n int) classes.AIWorker {
	t.Helper()
	repository := data_repositories.NewAIWorkerDataRepository(db)
	stored, err := repository.Create(t.Context(), ReadyAIWorker(t, db, n))
	if err != nil {
		t.Fatalf("storing a sample: %v", err)
	}
	return stored
}
