package classes_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"example.com/aip/utils/samples"
)

// TestEnrolledAppJSON holds the members that clients know.
func TestEnrolledAppJSON(t *testing.T) {
	text, err := json.Marshal(samples.EnrolledApp(1))
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	want := []string{"id", "app_key", "title", "active", "monthly_fee", "created_at", "updated_at"}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(members)); !slices.Equal(got, want) {
		t.Errorf("got the members %v, want %v", got, want)
	}
}
