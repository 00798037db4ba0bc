package validations_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/validation"

	"example.com/aip/utils/samples"
	"example.com/aip/validations"
)

// allowedAppBody returns the sample body with one key replaced or, when value is empty, left out.
func allowedAppBody(t *testing.T, key, value string) []byte {
	t.Helper()
	var body map[string]json.RawMessage
	if err := json.Unmarshal(samples.AllowedAppBody(1), &body); err != nil {
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

func TestAllowedAppCreateFillsTheClass(t *testing.T) {
	var body validations.AllowedAppCreate
	if err := json.Unmarshal(samples.AllowedAppBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := body.Validate(); err != nil {
		t.Fatalf("the sample is refused: %v", err)
	}
	if diff := sample.Diff(body.Entity(), samples.AllowedApp(1)); diff != "" {
		t.Error(diff)
	}
}

func TestAllowedAppCreateRequires(t *testing.T) {
	for _, key := range []string{"user_id", "app_id"} {
		var body validations.AllowedAppCreate
		if err := json.Unmarshal(allowedAppBody(t, key, ""), &body); err != nil {
			t.Fatal(err)
		}
		var problems validation.Errors
		if err := body.Validate(); !errors.As(err, &problems) || len(problems) != 1 || problems[0].Field != key {
			t.Errorf("without %s: got %v", key, err)
		}
	}
}

func TestAllowedAppRefuses(t *testing.T) {
	for _, bad := range []struct{ what, key, value string }{
		{"null", "user_id", "null"},
		{"an object", "user_id", "{}"},
		{"a fraction", "user_id", "1.5"},
		{"too large", "user_id", "9223372036854775808"},
		{"too small", "user_id", "0"},
		{"null", "app_id", "null"},
		{"an object", "app_id", "{}"},
		{"a fraction", "app_id", "1.5"},
		{"too large", "app_id", "9223372036854775808"},
		{"too small", "app_id", "0"},
		{"an object", "allowed_until", "{}"},
		{"no such day", "allowed_until", "\"2026-02-30\""},
	} {
		var create validations.AllowedAppCreate
		var update validations.AllowedAppUpdate
		text := allowedAppBody(t, bad.key, bad.value)
		if err := errors.Join(json.Unmarshal(text, &create), create.Validate()); err == nil {
			t.Errorf("create accepted %s with a value that is %s", bad.key, bad.what)
		}
		if err := errors.Join(json.Unmarshal(text, &update), update.Validate()); err == nil {
			t.Errorf("update accepted %s with a value that is %s", bad.key, bad.what)
		}
	}
}

func TestAllowedAppUpdateAppliesWhatIsGiven(t *testing.T) {
	before := samples.AllowedApp(2)
	got := before
	if err := new(validations.AllowedAppUpdate).Apply(&got); err != nil {
		t.Fatal(err)
	}
	if diff := sample.Diff(got, before); diff != "" {
		t.Errorf("an empty body changed something: %s", diff)
	}
	var body validations.AllowedAppUpdate
	if err := json.Unmarshal(samples.AllowedAppBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(body.Validate(), body.Apply(&got)); err != nil {
		t.Fatal(err)
	}
	if diff := sample.Diff(got, samples.AllowedApp(1)); diff != "" {
		t.Errorf("the whole body: %s", diff)
	}
	if err := json.Unmarshal([]byte(`{"allowed_until": null}`), &body); err != nil {
		t.Fatal(err)
	}
	cleared := samples.AllowedApp(1)
	if err := errors.Join(body.Validate(), body.Apply(&cleared)); err != nil {
		t.Fatal(err)
	}
	if cleared.AllowedUntil != nil {
		t.Errorf("null left allowed_until as %v", *cleared.AllowedUntil)
	}
}
