package optional

import (
	v1 "encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
)

type request struct {
	Name     Value[string]     `json:"name,omitzero"`
	Nickname Value[*string]    `json:"nickname,omitzero"`
	Age      Value[int8]       `json:"age,omitzero"`
	At       Value[*time.Time] `json:"at,omitzero"`
	Tags     Value[[]string]   `json:"tags,omitzero"`
}

func pointer[T any](v T) *T { return &v }

// Both encoders must agree: a platform's own code may use either.
var decoders = map[string]func([]byte, any) error{
	"v1": v1.Unmarshal,
	"v2": func(text []byte, out any) error { return json.Unmarshal(text, out) },
}

var encoders = map[string]func(any) ([]byte, error){
	"v1": v1.Marshal,
	"v2": func(in any) ([]byte, error) { return json.Marshal(in) },
}

func TestUnmarshal(t *testing.T) {
	tests := []struct {
		text string
		want request
	}{
		{`{}`, request{}},
		{`{"name":""}`, request{Name: Of("")}},
		{`{"name":"n","age":-3}`, request{Name: Of("n"), Age: Of(int8(-3))}},
		{`{"nickname":null}`, request{Nickname: Of[*string](nil)}},
		{`{"nickname":"x"}`, request{Nickname: Of(pointer("x"))}},
		{`{"at":"2026-01-02T03:04:05Z"}`, request{At: Of(pointer(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)))}},
		{`{"tags":["a"]}`, request{Tags: Of([]string{"a"})}},
	}
	for name, decode := range decoders {
		for _, test := range tests {
			t.Run(name+" "+test.text, func(t *testing.T) {
				var got request
				if err := decode([]byte(test.text), &got); err != nil {
					t.Fatal(err)
				}
				if !reflect.DeepEqual(got, test.want) {
					t.Errorf("got %+v, want %+v", got, test.want)
				}
			})
		}
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	for name, decode := range decoders {
		for _, text := range []string{`{"name":null}`, `{"age":null}`, `{"tags":null}`, `{"age": null }`} {
			t.Run(name+" "+text, func(t *testing.T) {
				got := request{Name: Of("before")}
				if err := decode([]byte(text), &got); !errors.Is(err, ErrNull) {
					t.Errorf("got the error %v, want %v", err, ErrNull)
				}
				if got.Name != Of("before") {
					t.Errorf("the refused null changed the value to %+v", got.Name)
				}
			})
		}
		for _, text := range []string{`{"name":1}`, `{"age":"1"}`, `{"age":300}`, `{"nickname":[]}`} {
			t.Run(name+" "+text, func(t *testing.T) {
				var got request
				if err := decode([]byte(text), &got); err == nil {
					t.Errorf("it was read as %+v", got)
				}
			})
		}
	}
}

func TestMarshal(t *testing.T) {
	tests := []struct {
		value any
		want  string
	}{
		{request{}, `{}`},
		{request{Name: Of("n"), Nickname: Of[*string](nil), Age: Of(int8(0))}, `{"name":"n","nickname":null,"age":0}`},
		{request{Nickname: Of(pointer("x"))}, `{"nickname":"x"}`},
		{Value[string]{}, `null`},
		{Of("x"), `"x"`},
	}
	for name, encode := range encoders {
		for _, test := range tests {
			t.Run(name+" "+test.want, func(t *testing.T) {
				got, err := encode(test.value)
				if err != nil || string(got) != test.want {
					t.Errorf("got %s, %v; want %s", got, err, test.want)
				}
			})
		}
	}
}

func TestUse(t *testing.T) {
	if got := Of(0).Or(7); got != 0 {
		t.Errorf("a present 0 gave the default: %d", got)
	}
	if got := (Value[int]{}).Or(7); got != 7 {
		t.Errorf("an absent value gave %d, not the default", got)
	}
	stored := 5
	Value[int]{V: 9}.ApplyTo(&stored)
	if stored != 5 {
		t.Errorf("an absent value was applied: %d", stored)
	}
	Of(9).ApplyTo(&stored)
	if stored != 9 {
		t.Errorf("a present value was not applied: %d", stored)
	}
}
