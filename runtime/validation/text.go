package validation

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/vtgen/vtgen/runtime/optional"
)

// Text checks a string: it must be valid UTF-8 without NUL, which MySQL refuses and SQLite cuts short, and keep the rules.
func Text[T interface{ ~string | *string }](p *Problems, field string, v optional.Value[T], rules ...Rule[string]) {
	if text, ok := givenText(v); ok {
		apply(p, field, text, append([]Rule[string]{storable}, rules...))
	}
}

func storable(text string) string {
	switch {
	case !utf8.ValidString(text):
		return "must be valid UTF-8 text"
	case strings.ContainsRune(text, 0):
		return "must not contain NUL characters"
	}
	return ""
}

// OneOf checks that a string, or a value of a type made of strings, is one of the given values, letter by letter.
func OneOf[S ~string, T interface{ ~string | *S }](p *Problems, field string, v optional.Value[T], values ...S) {
	text, ok := givenText(v)
	if !ok || slices.Contains(values, S(text)) {
		return
	}
	names := make([]string, len(values))
	for i, value := range values {
		names[i] = string(value)
	}
	p.Add(field, "must be one of ["+strings.Join(names, ", ")+"]")
}

// Length limits a text to between min and max characters, both included. A max of 0 is no limit.
func Length(min, max int) Rule[string] {
	return func(text string) string {
		length := utf8.RuneCountInString(text)
		switch {
		case length == 0 && min > 0:
			return "is not allowed to be empty"
		case length < min:
			return fmt.Sprintf("length must be at least %d characters long", min)
		case max > 0 && length > max:
			return fmt.Sprintf("length must be less than or equal to %d characters long", max)
		}
		return ""
	}
}

// Bytes limits a text to max bytes of UTF-8, the unit in which MySQL's TEXT columns are limited.
func Bytes(max int) Rule[string] {
	return func(text string) string {
		if len(text) > max {
			return fmt.Sprintf("length must be less than or equal to %d bytes long", max)
		}
		return ""
	}
}

// UUID wants the canonical form of a UUID, 36 characters in lower case. Upper case is refused because one database would take both
// spellings for the same value and the other would not.
func UUID() Rule[string] {
	return func(text string) string {
		if !canonicalUUID(text) {
			return "must be a valid GUID of 36 characters in lower case"
		}
		return ""
	}
}

func canonicalUUID(text string) bool {
	const form = "00000000-0000-0000-0000-000000000000"
	if len(text) != len(form) {
		return false
	}
	for i := range len(text) {
		digit := '0' <= text[i] && text[i] <= '9' || 'a' <= text[i] && text[i] <= 'f'
		if (form[i] == '-') != (text[i] == '-') || form[i] == '0' && !digit {
			return false
		}
	}
	return true
}

// Trimmed wants a text without spaces around it. It is for texts that must be unique: databases do not agree on whether a space at the
// end makes another text.
func Trimmed() Rule[string] {
	return func(text string) string {
		if strings.TrimSpace(text) != text {
			return "must not have leading or trailing whitespace"
		}
		return ""
	}
}
