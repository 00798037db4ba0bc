package validation

import (
	"net/mail"
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/vtgen/vtgen/runtime/optional"
)

// FuzzEmail checks that whatever passes is an address to the standard library too, and no more than an address.
func FuzzEmail(f *testing.F) {
	for _, seed := range []string{"a@example.com", "a@b@c.d", "\"a b\"@example.com", "a@[127.0.0.1]", "a.@x.y", "é@x.y"} {
		f.Add(seed)
	}
	rule := Email()
	f.Fuzz(func(t *testing.T, text string) {
		if rule(text) != "" {
			return
		}
		address, err := mail.ParseAddress(text)
		if err != nil || address.Address != text || address.Name != "" {
			t.Errorf("%q passes and is read as %v, %v", text, address, err)
		}
	})
}

// FuzzText checks that a text that passes can be stored, and that no text panics.
func FuzzText(f *testing.F) {
	f.Add("ä", 1, 3)
	f.Add("\xff\x00", 0, 0)
	f.Fuzz(func(t *testing.T, text string, low, high int) {
		var p Problems
		Text(&p, text, optional.Of(text), Length(low, high), Bytes(high), UUID())
		Text(&p, text, optional.Of(&text), Length(low, high))
		if err := p.Err(); err != nil && !utf8.ValidString(err.Error()) {
			t.Errorf("the error of %q is no valid text", text)
		}
	})
}

// FuzzPrecision checks the rule against rounding: what passes must survive being cut to the scale.
func FuzzPrecision(f *testing.F) {
	f.Add(int64(12345), int32(-2), uint8(5), uint8(2))
	f.Add(int64(-1), int32(90), uint8(3), uint8(3))
	f.Fuzz(func(t *testing.T, coefficient int64, exponent int32, precision, scale uint8) {
		if exponent < -90 || exponent > 90 || precision > 65 || scale > precision {
			return
		}
		number := decimal.New(coefficient, exponent)
		fits := number.Truncate(int32(scale)).Equal(number) &&
			number.Abs().LessThan(decimal.New(1, int32(precision)-int32(scale)))
		if passes := Precision(int(precision), int(scale))(number) == ""; passes != fits {
			t.Errorf("%s as DECIMAL(%d, %d): passes is %t", number, precision, scale, passes)
		}
	})
}
