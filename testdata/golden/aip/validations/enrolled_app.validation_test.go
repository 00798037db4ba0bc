package validations_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/runtime/sample"
	"github.com/vtgen/vtgen/runtime/sqltype"
	"github.com/vtgen/vtgen/runtime/validation"

	"example.com/aip/utils/samples"
	"example.com/aip/validations"
)

// enrolledAppBody returns the sample body with one key replaced or, when value is empty, left out.
func enrolledAppBody(t *testing.T, key, value string) []byte {
	t.Helper()
	var body map[string]json.RawMessage
	if err := json.Unmarshal(samples.EnrolledAppBody(1), &body); err != nil {
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

func TestEnrolledAppCreateFillsTheClass(t *testing.T) {
	var body validations.EnrolledAppCreate
	if err := json.Unmarshal(samples.EnrolledAppBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := body.Validate(); err != nil {
		t.Fatalf("the sample is refused: %v", err)
	}
	if diff := sample.Diff(body.Entity(), samples.EnrolledApp(1)); diff != "" {
		t.Error(diff)
	}
}

func TestEnrolledAppCreateDefaults(t *testing.T) {
	got := new(validations.EnrolledAppCreate).Entity()
	if diff := sample.Diff(got.Active, bool(true)); diff != "" {
		t.Errorf("default of active: %s", diff)
	}
	if diff := sample.Diff(got.MonthlyFee, sqltype.MustDecimal("0.00")); diff != "" {
		t.Errorf("default of monthly_fee: %s", diff)
	}
}

func TestEnrolledAppCreateRequires(t *testing.T) {
	for _, key := range []string{"app_key", "title"} {
		var body validations.EnrolledAppCreate
		if err := json.Unmarshal(enrolledAppBody(t, key, ""), &body); err != nil {
			t.Fatal(err)
		}
		var problems validation.Errors
		if err := body.Validate(); !errors.As(err, &problems) || len(problems) != 1 || problems[0].Field != key {
			t.Errorf("without %s: got %v", key, err)
		}
	}
}

func TestEnrolledAppRefuses(t *testing.T) {
	for _, bad := range []struct{ what, key, value string }{
		{"null", "app_key", "null"},
		{"an object", "app_key", "{}"},
		{"too short", "app_key", "\"xx\""},
		{"too long", "app_key", `"` + strings.Repeat("x", 61) + `"`},
		{"null", "title", "null"},
		{"an object", "title", "{}"},
		{"too short", "title", "\"\""},
		{"too long", "title", `"` + strings.Repeat("x", 121) + `"`},
		{"null", "active", "null"},
		{"an object", "active", "{}"},
		{"null", "monthly_fee", "null"},
		{"an object", "monthly_fee", "{}"},
		{"too many digits", "monthly_fee", "\"99999999999\""},
		{"too many decimals", "monthly_fee", "\"0.001\""},
		{"too small", "monthly_fee", "\"-0.01\""},
	} {
		var create validations.EnrolledAppCreate
		var update validations.EnrolledAppUpdate
		text := enrolledAppBody(t, bad.key, bad.value)
		if err := errors.Join(json.Unmarshal(text, &create), create.Validate()); err == nil {
			t.Errorf("create accepted %s with a value that is %s", bad.key, bad.what)
		}
		if err := errors.Join(json.Unmarshal(text, &update), update.Validate()); err == nil {
			t.Errorf("update accepted %s with a value that is %s", bad.key, bad.what)
		}
	}
}

func TestEnrolledAppUpdateAppliesWhatIsGiven(t *testing.T) {
	before := samples.EnrolledApp(2)
	got := before
	if err := new(validations.EnrolledAppUpdate).Apply(&got); err != nil {
		t.Fatal(err)
	}
	if diff := sample.Diff(got, before); diff != "" {
		t.Errorf("an empty body changed something: %s", diff)
	}
	var body validations.EnrolledAppUpdate
	if err := json.Unmarshal(samples.EnrolledAppBody(1), &body); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(body.Validate(), body.Apply(&got)); err != nil {
		t.Fatal(err)
	}
	if diff := sample.Diff(got, samples.EnrolledApp(1)); diff != "" {
		t.Errorf("the whole body: %s", diff)
	}
}
