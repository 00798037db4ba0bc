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

// userAccountBody returns the sample body with one key replaced or, when value is empty, left out.
func userAccountBody(t *testing.T, key, value string) []byte {
	t.Helper()
	var body map[string]json.RawMessage
	if err := json.Unmarshal(samples.UserAccountBody(1), &body); err != nil {
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

func TestUserAccountCreateFillsTheClass(t *testing.T) {
	var body validations.UserAccountCreate
	if err := json.Unmarshal(samples.UserAccountBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := body.Validate(); err != nil {
		t.Fatalf("the sample is refused: %v", err)
	}
	if diff := sample.Diff(body.Entity(), samples.UserAccount(1)); diff != "" {
		t.Error(diff)
	}
}

func TestUserAccountCreateDefaults(t *testing.T) {
	got := new(validations.UserAccountCreate).Entity()
	if diff := sample.Diff(got.Role, classes.UserAccountRoleUser); diff != "" {
		t.Errorf("default of role: %s", diff)
	}
}

func TestUserAccountCreateRequires(t *testing.T) {
	for _, key := range []string{"email", "display_name"} {
		var body validations.UserAccountCreate
		if err := json.Unmarshal(userAccountBody(t, key, ""), &body); err != nil {
			t.Fatal(err)
		}
		var problems validation.Errors
		if err := body.Validate(); !errors.As(err, &problems) || len(problems) != 1 || problems[0].Field != key {
			t.Errorf("without %s: got %v", key, err)
		}
	}
}

func TestUserAccountRefuses(t *testing.T) {
	for _, bad := range []struct{ what, key, value string }{
		{"null", "email", "null"},
		{"an object", "email", "{}"},
		{"too short", "email", "\"\""},
		{"too long", "email", `"` + strings.Repeat("x", 321) + `"`},
		{"null", "display_name", "null"},
		{"an object", "display_name", "{}"},
		{"too short", "display_name", "\"\""},
		{"too long", "display_name", `"` + strings.Repeat("x", 121) + `"`},
		{"null", "role", "null"},
		{"an object", "role", "{}"},
		{"not one of the values", "role", "\"no such value\""},
		{"an object", "recovery_code", "{}"},
		{"too long", "recovery_code", `"` + strings.Repeat("x", 65) + `"`},
		{"an object", "last_seen_at", "{}"},
		{"no such time", "last_seen_at", "\"2026-02-30T00:00:00Z\""},
		{"no such year", "last_seen_at", "\"0000-01-01T00:00:00Z\""},
	} {
		var create validations.UserAccountCreate
		var update validations.UserAccountUpdate
		text := userAccountBody(t, bad.key, bad.value)
		if err := errors.Join(json.Unmarshal(text, &create), create.Validate()); err == nil {
			t.Errorf("create accepted %s with a value that is %s", bad.key, bad.what)
		}
		if err := errors.Join(json.Unmarshal(text, &update), update.Validate()); err == nil {
			t.Errorf("update accepted %s with a value that is %s", bad.key, bad.what)
		}
	}
}

func TestUserAccountUpdateAppliesWhatIsGiven(t *testing.T) {
	before := samples.UserAccount(2)
	got := before
	if err := new(validations.UserAccountUpdate).Apply(&got); err != nil {
		t.Fatal(err)
	}
	if diff := sample.Diff(got, before); diff != "" {
		t.Errorf("an empty body changed something: %s", diff)
	}
	var body validations.UserAccountUpdate
	if err := json.Unmarshal(samples.UserAccountBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(body.Validate(), body.Apply(&got)); err != nil {
		t.Fatal(err)
	}
	if diff := sample.Diff(got, samples.UserAccount(1)); diff != "" {
		t.Errorf("the whole body: %s", diff)
	}
	if err := json.Unmarshal([]byte(`{"recovery_code": null, "last_seen_at": null}`), &body); err != nil {
		t.Fatal(err)
	}
	cleared := samples.UserAccount(1)
	if err := errors.Join(body.Validate(), body.Apply(&cleared)); err != nil {
		t.Fatal(err)
	}
	if cleared.RecoveryCode != nil {
		t.Errorf("null left recovery_code as %v", *cleared.RecoveryCode)
	}
	if cleared.LastSeenAt != nil {
		t.Errorf("null left last_seen_at as %v", *cleared.LastSeenAt)
	}
}
