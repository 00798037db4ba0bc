package validations_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/sqltype"
	"github.com/vtgen/vtgen/runtime/validation"

	"example.com/aip/classes"
	"example.com/aip/utils/samples"
	"example.com/aip/validations"
)

// aiWorkerBody returns the sample body with one key replaced or, when value is empty, left out.
func aiWorkerBody(t *testing.T, key, value string) []byte {
	t.Helper()
	var body map[string]json.RawMessage
	if err := json.Unmarshal(samples.AIWorkerBody(1), &body); err != nil {
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

func TestAIWorkerCreateFillsTheClass(t *testing.T) {
	var body validations.AIWorkerCreate
	if err := json.Unmarshal(samples.AIWorkerBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := body.Validate(); err != nil {
		t.Fatalf("the sample is refused: %v", err)
	}
	if diff := sample.Diff(body.Entity(), samples.AIWorker(1)); diff != "" {
		t.Error(diff)
	}
}

func TestAIWorkerCreateDefaults(t *testing.T) {
	got := new(validations.AIWorkerCreate).Entity()
	if diff := sample.Diff(got.Provider, classes.AIWorkerProviderOpenai); diff != "" {
		t.Errorf("default of provider: %s", diff)
	}
	if diff := sample.Diff(got.Temperature, sqltype.MustDecimal("0.70")); diff != "" {
		t.Errorf("default of temperature: %s", diff)
	}
	if diff := sample.Diff(got.MaxTokens, int32(4096)); diff != "" {
		t.Errorf("default of max_tokens: %s", diff)
	}
	if diff := sample.Diff(got.Active, bool(true)); diff != "" {
		t.Errorf("default of active: %s", diff)
	}
}

func TestAIWorkerCreateRequires(t *testing.T) {
	for _, key := range []string{"name"} {
		var body validations.AIWorkerCreate
		if err := json.Unmarshal(aiWorkerBody(t, key, ""), &body); err != nil {
			t.Fatal(err)
		}
		var problems validation.Errors
		if err := body.Validate(); !errors.As(err, &problems) || len(problems) != 1 || problems[0].Field != key {
			t.Errorf("without %s: got %v", key, err)
		}
	}
}

func TestAIWorkerRefuses(t *testing.T) {
	for _, bad := range []struct{ what, key, value string }{
		{"null", "name", "null"},
		{"an object", "name", "{}"},
		{"too short", "name", "\"\""},
		{"too long", "name", `"` + strings.Repeat("x", 121) + `"`},
		{"an object", "description", "{}"},
		{"too long", "description", `"` + strings.Repeat("x", 65536) + `"`},
		{"too many bytes", "description", `"` + strings.Repeat("😀", 16384) + `"`},
		{"null", "provider", "null"},
		{"an object", "provider", "{}"},
		{"not one of the values", "provider", "\"no such value\""},
		{"null", "temperature", "null"},
		{"an object", "temperature", "{}"},
		{"too many digits", "temperature", "\"9999\""},
		{"too many decimals", "temperature", "\"0.001\""},
		{"too large", "temperature", "\"2.01\""},
		{"too small", "temperature", "\"-0.01\""},
		{"null", "max_tokens", "null"},
		{"an object", "max_tokens", "{}"},
		{"a fraction", "max_tokens", "1.5"},
		{"too large", "max_tokens", "200001"},
		{"too small", "max_tokens", "0"},
		{"null", "active", "null"},
		{"an object", "active", "{}"},
		{"too long", "settings", `"` + strings.Repeat("x", 65535) + `"`},
	} {
		var create validations.AIWorkerCreate
		var update validations.AIWorkerUpdate
		text := aiWorkerBody(t, bad.key, bad.value)
		if err := errors.Join(json.Unmarshal(text, &create), create.Validate()); err == nil {
			t.Errorf("create accepted %s with a value that is %s", bad.key, bad.what)
		}
		if err := errors.Join(json.Unmarshal(text, &update), update.Validate()); err == nil {
			t.Errorf("update accepted %s with a value that is %s", bad.key, bad.what)
		}
	}
}

func TestAIWorkerUpdateAppliesWhatIsGiven(t *testing.T) {
	before := samples.AIWorker(2)
	got := before
	if err := new(validations.AIWorkerUpdate).Apply(&got); err != nil {
		t.Fatal(err)
	}
	if diff := sample.Diff(got, before); diff != "" {
		t.Errorf("an empty body changed something: %s", diff)
	}
	var body validations.AIWorkerUpdate
	if err := json.Unmarshal(samples.AIWorkerBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(body.Validate(), body.Apply(&got)); err != nil {
		t.Fatal(err)
	}
	if diff := sample.Diff(got, samples.AIWorker(1)); diff != "" {
		t.Errorf("the whole body: %s", diff)
	}
	if err := json.Unmarshal([]byte(`{"description": null, "settings": null}`), &body); err != nil {
		t.Fatal(err)
	}
	cleared := samples.AIWorker(1)
	if err := errors.Join(body.Validate(), body.Apply(&cleared)); err != nil {
		t.Fatal(err)
	}
	if cleared.Description != nil {
		t.Errorf("null left description as %v", *cleared.Description)
	}
	if cleared.Settings != nil {
		t.Errorf("null left settings as %v", *cleared.Settings)
	}
}
