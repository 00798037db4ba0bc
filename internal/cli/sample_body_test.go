package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/vtgen/vtgen/generator/model"
)

func entityOf(t *testing.T, specs ...string) model.Entity {
	t.Helper()
	e := model.Entity{Name: "thing"}
	for _, spec := range specs {
		f, err := model.ParseField(spec)
		if err != nil {
			t.Fatal(err)
		}
		e.Fields = append(e.Fields, f)
	}
	e, err := model.NewEntity(e)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestSamplesAreAccepted holds the sample of a field against the model: where a field may have a
// default, the sample is a valid one.
func TestSamplesAreAccepted(t *testing.T) {
	for _, spec := range []string{
		"name:string", "name:string:max=3", "name:string:min=40", "name:string:max=5", "email:string", "a:string:min=1,max=1",
		"n:int", "n:int:min=7", "n:int:max=-7", "n:int:min=-9,max=-3", "n:bigint:min=0", "n:unsigned", "n:unsigned:max=0",
		"d:decimal(12,2)", "d:decimal(2,2)", "d:decimal(2,2):max=0.50", "d:decimal(3,2):min=1.50", "d:decimal(9,0):max=-1",
		"b:bool", "d:date", "d:datetime", "e:enum(a,b)", `e:enum("a b")`, "u:uuid",
	} {
		f := entityOf(t, spec).Fields[0]
		var value any
		decoder := json.NewDecoder(strings.NewReader(sampleValue(f)))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil {
			t.Errorf("%s: the sample %s is no JSON: %v", spec, sampleValue(f), err)
			continue
		}
		text := fmt.Sprint(value)
		f.Default, f.Nullable = &text, false
		if _, err := model.NewEntity(model.Entity{Name: "thing", Fields: []model.Field{f}}); err != nil {
			t.Errorf("%s: the sample %s is refused: %v", spec, sampleValue(f), err)
		}
		if f.Type == model.String && utf8.RuneCountInString(text) < f.MinLength() {
			t.Errorf("%s: the sample %q is too short", spec, text)
		}
	}
}

func TestBodies(t *testing.T) {
	for _, c := range []struct {
		specs          []string
		create, update string
		creatable      bool
	}{
		{[]string{"name:string:required", "size:int"}, `{"name": "some name"}`, `{"size": 1}`, true},
		{[]string{"size:int", "kind:enum(a,b):default=a"}, `{}`, `{"size": 1}`, true},
		{[]string{"name:string:required", "secret:string:sensitive"}, `{"name": "some name"}`, `{"name": "some name"}`, true},
		{[]string{"owner_id:ref(owner):required", "data:json:required"}, `{"owner_id": 1, "data": {"key": "value"}}`, `{"data": {"key": "value"}}`, false},
		{[]string{"owner_id:ref(owner)"}, `{}`, ``, true},
		{[]string{"on:bool:default=true", "email:string:required"}, `{"email": "ada@example.com"}`, `{"on": false}`, true},
	} {
		e := entityOf(t, c.specs...)
		if create, update := createBody(e), updateBody(e); create != c.create || update != c.update || creatable(e) != c.creatable {
			t.Errorf("%v: %s, %s and creatable %v, want %+v", c.specs, create, update, creatable(e), c)
		}
		for _, r := range requests(e) {
			if r.body != "" && !json.Valid([]byte(r.body)) {
				t.Errorf("%v: the body %s of %s is no JSON", c.specs, r.body, r.method)
			}
		}
	}
}
