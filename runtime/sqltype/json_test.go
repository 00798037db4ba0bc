package sqltype_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	jsonv2 "github.com/go-json-experiment/json"

	"github.com/vtgen/vtgen/runtime/sqltype"
)

func TestParseJSON(t *testing.T) {
	for text, want := range map[string]string{
		"null":                                "null",
		" {\n\"b\" : [ 1 , 2 ] , \"a\":{}}\t": `{"b":[1,2],"a":{}}`,
		`"é \u00e9 <&>"`:                      `"é \u00e9 <&>"`,
		"1.10":                                "1.10",
		"123456789012345678901234567890.000000000000000000001": "123456789012345678901234567890.000000000000000000001",
		"1e400": "1e400",
		"true":  "true",
	} {
		input := []byte(text)
		got, err := sqltype.ParseJSON(input)
		if err != nil || string(got) != want {
			t.Errorf("%s is read as %s (%v), want %s", text, got, err, want)
		}
		if string(input) != text {
			t.Errorf("the caller's %s was changed", text)
		}
	}
	for _, text := range []string{"", " ", "s3cret", `{"s3cret":1,"s3cret":2}`, `{"a":1} {}`, "\"\xff\"", "01", "[1,]", `{"a"}`, "NaN", `"s3cret`, strings.Repeat("[", 100_000)} {
		got, err := sqltype.ParseJSON([]byte(text))
		if !errors.Is(err, sqltype.ErrNotJSON) || got != "" {
			t.Errorf("%.40s is read as %s (%v)", text, got, err)
		} else if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("the error quotes the document: %v", err)
		}
	}
}

func TestJSONInJSON(t *testing.T) {
	type holder struct {
		J sqltype.JSON  `json:"j"`
		P *sqltype.JSON `json:"p"`
	}
	for version, codec := range map[string]struct {
		unmarshal func([]byte, any) error
		marshal   func(any) ([]byte, error)
	}{
		"v1": {json.Unmarshal, json.Marshal},
		"v2": {func(b []byte, v any) error { return jsonv2.Unmarshal(b, v) }, func(v any) ([]byte, error) { return jsonv2.Marshal(v) }},
	} {
		var h holder
		if err := codec.unmarshal([]byte(`{"j": {"a" : 1.10}, "p": null}`), &h); err != nil || h.J != `{"a":1.10}` || h.P != nil {
			t.Errorf("%s: read %+v (%v)", version, h, err)
		}
		if out, err := codec.marshal(h); err != nil || string(out) != `{"j":{"a":1.10},"p":null}` {
			t.Errorf("%s: wrote %s (%v)", version, out, err)
		}
		if out, err := codec.marshal(holder{}); err != nil || string(out) != `{"j":null,"p":null}` {
			t.Errorf("%s: the zero value is written as %s (%v)", version, out, err)
		}
	}
}

func TestJSONInTheDatabase(t *testing.T) {
	for _, c := range []struct {
		src  any
		want sqltype.JSON
	}{
		{`{"a": 1}`, `{"a":1}`},
		{[]byte(`[1, 2]`), `[1,2]`},
		{`{"a":1,"a":2}`, `{"a":1,"a":2}`},
		{int64(-7), "-7"},
		{1.5, "1.5"},
	} {
		var j sqltype.JSON
		if err := j.Scan(c.src); err != nil || j != c.want {
			t.Errorf("scan %v: %s (%v), want %s", c.src, j, err, c.want)
		}
	}
	for _, src := range []any{nil, true, "", "{", []byte("\"\xff\"")} {
		j := sqltype.JSON("1")
		if err := j.Scan(src); err == nil || j != "1" || errors.Is(err, sqltype.ErrNull) != (src == nil) {
			t.Errorf("scan %v: %s (%v)", src, j, err)
		}
	}
	for j, want := range map[sqltype.JSON]string{"": "null", `{"a":1}`: `{"a":1}`} {
		if stored, err := j.Value(); err != nil || stored != want {
			t.Errorf("%q is stored as %v (%v), want %s", string(j), stored, err, want)
		}
	}
}

func FuzzJSON(f *testing.F) {
	for _, text := range []string{`{"a":[1,2,{"b":null}]}`, `"\u0000"`, "1e9", "[", `{"a":1,"a":2}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		j, err := sqltype.ParseJSON([]byte(text))
		if err != nil {
			return
		}
		again, err := sqltype.ParseJSON([]byte(j))
		if err != nil || again != j || !json.Valid([]byte(j)) {
			t.Errorf("%q is read as %s, and that as %s (%v)", text, j, again, err)
		}
	})
}
