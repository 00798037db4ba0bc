package validations_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/validation"

	"example.com/aip/classes"
	"example.com/aip/utils/samples"
	"example.com/aip/validations"
)

// invitationBody returns the sample body with one key replaced or, when value is empty, left out.
func invitationBody(t *testing.T, key, value string) []byte {
	t.Helper()
	var body map[string]json.RawMessage
	if err := json.Unmarshal(samples.InvitationBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if value == "" {
		delete(body, key)
	} else {
		body[key] = json.RawMessage(value)
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestInvitationCreateFillsTheClass(t *testing.T) {
	var body validations.InvitationCreate
	if err := json.Unmarshal(samples.InvitationBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := body.Validate(); err != nil {
		t.Fatalf("the sample is refused: %v", err)
	}
	if diff := sample.Diff(body.Entity(), samples.Invitation(1)); diff != "" {
		t.Error(diff)
	}
}

func TestInvitationCreateDefaults(t *testing.T) {
	got := new(validations.InvitationCreate).Entity()
	if diff := sample.Diff(got.RoleName, classes.InvitationRoleNameUser); diff != "" {
		t.Errorf("default of role_name: %s", diff)
	}
}

func TestInvitationCreateRequires(t *testing.T) {
	for _, key := range []string{"app_id", "email"} {
		var body validations.InvitationCreate
		if err := json.Unmarshal(invitationBody(t, key, ""), &body); err != nil {
			t.Fatal(err)
		}
		var problems validation.Errors
		if err := body.Validate(); !errors.As(err, &problems) || len(problems) != 1 || problems[0].Field != key {
			t.Errorf("without %s: got %v", key, err)
		}
	}
}

func TestInvitationRefuses(t *testing.T) {
	for _, bad := range []struct{ what, key, value string }{
		{"null", "app_id", "null"},
		{"an object", "app_id", "{}"},
		{"a fraction", "app_id", "1.5"},
		{"too large", "app_id", "9223372036854775808"},
		{"too small", "app_id", "0"},
		{"null", "email", "null"},
		{"an object", "email", "{}"},
		{"too short", "email", "\"\""},
		{"too long", "email", `"` + strings.Repeat("x", 321) + `"`},
		{"null", "role_name", "null"},
		{"an object", "role_name", "{}"},
		{"not one of the values", "role_name", "\"no such value\""},
		{"an object", "invited_by", "{}"},
		{"a fraction", "invited_by", "1.5"},
		{"too large", "invited_by", "9223372036854775808"},
		{"too small", "invited_by", "0"},
		{"an object", "expires_at", "{}"},
		{"no such time", "expires_at", "\"2026-02-30T00:00:00Z\""},
		{"no such year", "expires_at", "\"0000-01-01T00:00:00Z\""},
		{"an object", "amount", "{}"},
		{"too many digits", "amount", "\"9999999999999\""},
		{"too many decimals", "amount", "\"0.001\""},
	} {
		var create validations.InvitationCreate
		var update validations.InvitationUpdate
		text := invitationBody(t, bad.key, bad.value)
		if err := errors.Join(json.Unmarshal(text, &create), create.Validate()); err == nil {
			t.Errorf("create accepted %s with a value that is %s", bad.key, bad.what)
		}
		if err := errors.Join(json.Unmarshal(text, &update), update.Validate()); err == nil {
			t.Errorf("update accepted %s with a value that is %s", bad.key, bad.what)
		}
	}
}

func TestInvitationUpdateAppliesWhatIsGiven(t *testing.T) {
	before := samples.Invitation(2)
	got := before
	if err := new(validations.InvitationUpdate).Apply(&got); err != nil {
		t.Fatal(err)
	}
	if diff := sample.Diff(got, before); diff != "" {
		t.Errorf("an empty body changed something: %s", diff)
	}
	var body validations.InvitationUpdate
	if err := json.Unmarshal(samples.InvitationBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(body.Validate(), body.Apply(&got)); err != nil {
		t.Fatal(err)
	}
	if diff := sample.Diff(got, samples.Invitation(1)); diff != "" {
		t.Errorf("the whole body: %s", diff)
	}
	if err := json.Unmarshal([]byte(`{"invited_by": null, "expires_at": null, "amount": null}`), &body); err != nil {
		t.Fatal(err)
	}
	cleared := samples.Invitation(1)
	if err := errors.Join(body.Validate(), body.Apply(&cleared)); err != nil {
		t.Fatal(err)
	}
	if cleared.InvitedBy != nil {
		t.Errorf("null left invited_by as %v", *cleared.InvitedBy)
	}
	if cleared.ExpiresAt != nil {
		t.Errorf("null left expires_at as %v", *cleared.ExpiresAt)
	}
	if cleared.Amount != nil {
		t.Errorf("null left amount as %v", *cleared.Amount)
	}
}
