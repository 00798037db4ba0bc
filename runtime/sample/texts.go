package sample

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Texts returns the members of a value's JSON object as a list's filters take them, without those
// that are null, an object or an array. A value that JSON cannot hold panics.
func Texts(value any) map[string]string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	var members map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber() // a float would round large numbers
	if err := decoder.Decode(&members); err != nil {
		panic(err)
	}
	texts := map[string]string{}
	for name, member := range members {
		switch member.(type) {
		case string, bool, json.Number:
			texts[name] = fmt.Sprint(member)
		}
	}
	return texts
}
