package classes_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"example.com/aip/utils/samples"
)

// TestAIWorkerJSON holds the members that clients know.
func TestAIWorkerJSON(t *testing.T) {
	text, err := json.Marshal(samples.AIWorker(1))
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	want := []string{"id", "name", "description", "provider", "temperature", "max_tokens", "active", "settings", "created_at", "updated_at"}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(members)); !slices.Equal(got, want) {
		t.Errorf("got the members %v, want %v", got, want)
	}
}
