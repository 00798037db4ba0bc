package classes_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
	"testing"

	"example.com/aip/utils/samples"
)

// TestUserAccountJSON holds the members that clients know; what is sensitive is none of them.
func TestUserAccountJSON(t *testing.T) {
	text, err := json.Marshal(samples.UserAccount(1))
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	want := []string{"id", "email", "display_name", "role", "last_seen_at", "created_at", "updated_at"}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(members)); !slices.Equal(got, want) {
		t.Errorf("got the members %v, want %v", got, want)
	}
}

// TestUserAccountLogsNoSecrets holds that a log shows that there is a value and not which.
func TestUserAccountLogsNoSecrets(t *testing.T) {
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("test", "value", samples.UserAccount(1))
	var line struct {
		Value map[string]any `json:"value"`
	}
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	for _, member := range []string{"recovery_code"} {
		if line.Value[member] != "[masked]" {
			t.Errorf("%s is logged as %v", member, line.Value[member])
		}
	}
}
