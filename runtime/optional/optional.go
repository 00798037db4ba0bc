// Package optional tells a JSON key that was sent from one that was not.
//
// A request's field is a Value[T] where null makes no sense, and a Value[*T] where null is a value of its own:
//
//	type UpdateAIWorkerRequest struct {
//		Name     optional.Value[string]  `json:"name"`     // absent, or a string
//		Nickname optional.Value[*string] `json:"nickname"` // absent, null, or a string
//	}
package optional

import (
	"errors"
	"reflect"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ErrNull is returned for a JSON null where T cannot hold one.
var ErrNull = errors.New("must not be null")

// Value is a V that may not have been given. The zero Value is an absent one.
type Value[T any] struct {
	Present bool // whether the key was there
	V       T    // the zero T unless Present
}

// Of returns a present value.
func Of[T any](v T) Value[T] { return Value[T]{Present: true, V: v} }

// Or returns the value, or def where it is absent.
func (v Value[T]) Or(def T) T {
	if v.Present {
		return v.V
	}
	return def
}

// ApplyTo writes the value to dst, and leaves dst alone where it is absent.
func (v Value[T]) ApplyTo(dst *T) {
	if v.Present {
		*dst = v.V
	}
}

// IsZero reports whether the value is absent, so that `json:",omitzero"` leaves it out.
func (v Value[T]) IsZero() bool { return !v.Present }

// MarshalJSONTo writes V, or null where the value is absent.
func (v Value[T]) MarshalJSONTo(enc *jsontext.Encoder) error {
	if !v.Present {
		return enc.WriteToken(jsontext.Null)
	}
	return json.MarshalEncode(enc, &v.V)
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (v Value[T]) MarshalJSON() ([]byte, error) {
	if !v.Present {
		return []byte("null"), nil
	}
	return json.Marshal(&v.V)
}

// UnmarshalJSONFrom reads V and marks the value as present. It returns ErrNull for a null unless T is a pointer.
func (v *Value[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if dec.PeekKind() == jsontext.KindNull && !nullable[T]() {
		return ErrNull
	}
	var read T
	if err := json.UnmarshalDecode(dec, &read); err != nil {
		return err
	}
	*v = Of(read)
	return nil
}

// UnmarshalJSON is UnmarshalJSONFrom for encoding/json.
func (v *Value[T]) UnmarshalJSON(text []byte) error {
	if string(text) == "null" && !nullable[T]() {
		return ErrNull
	}
	var read T
	if err := json.Unmarshal(text, &read); err != nil {
		return err
	}
	*v = Of(read)
	return nil
}

func nullable[T any]() bool { return reflect.TypeFor[T]().Kind() == reflect.Pointer }
