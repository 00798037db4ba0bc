package validation

import (
	"reflect"

	"github.com/vtgen/vtgen/runtime/optional"
)

// Rule says what is wrong with a value, to be read after the field's name ("must be a valid email"), or "" when nothing is.
type Rule[T any] func(value T) string

// apply notes the first rule that the value breaks.
func apply[T any](p *Problems, field string, value T, rules []Rule[T]) {
	for _, rule := range rules {
		if message := rule(value); message != "" {
			p.Add(field, message)
			return
		}
	}
}

// given returns the T that a Value[T] or Value[*T] holds, and whether it holds one. The checks' constraints admit no third type.
func given[T, V any](v optional.Value[V]) (T, bool) {
	if v.Present {
		switch held := any(v.V).(type) {
		case T:
			return held, true
		case *T:
			if held != nil {
				return *held, true
			}
		}
	}
	var none T
	return none, false
}

// givenText is given for strings and for types made of them.
func givenText[V any](v optional.Value[V]) (string, bool) {
	if !v.Present {
		return "", false
	}
	held := reflect.ValueOf(v.V)
	if held.Kind() == reflect.Pointer {
		held = held.Elem()
	}
	// The Elem of a nil pointer has no kind.
	return held.String(), held.Kind() == reflect.String
}
