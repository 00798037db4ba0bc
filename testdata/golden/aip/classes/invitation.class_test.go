package classes_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"example.com/aip/utils/samples"
)

// TestInvitationJSON holds the members that clients know.
func TestInvitationJSON(t *testing.T) {
	text, err := json.Marshal(samples.Invitation(1))
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	want := []string{"id", "app_id", "email", "role_name", "invited_by", "expires_at", "amount", "created_at", "updated_at"}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(members)); !slices.Equal(got, want) {
		t.Errorf("got the members %v, want %v", got, want)
	}
}
