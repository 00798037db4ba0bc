package eventshub

import (
	"encoding/json"
	"testing"
)

// A structure is the same whatever the order of its members, and reading it back changes nothing.
func FuzzStructure(f *testing.F) {
	for _, seed := range []string{`{}`, `[]`, `null`, `{"a":1,"b":[{"c":null},{"c":"x"}]}`, `[[[[1]]]]`, `{"a":{"b":{"c":true}}}`, `{"a":1`, `{"":{"":0}}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var payload any
		if json.Unmarshal([]byte(text), &payload) != nil {
			return
		}
		first, err := structureHash(payload)
		if err != nil {
			return // such as text that is not UTF-8
		}
		again, err := json.Marshal(payload) // with its members in order
		if err != nil {
			t.Fatal(err)
		}
		second, err := structureHash(json.RawMessage(again))
		if err != nil || first != second {
			t.Errorf("the structure of %s is %s and of %s is %s, %v", text, first, again, second, err)
		}
	})
}
