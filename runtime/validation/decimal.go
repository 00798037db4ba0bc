package validation

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/vtgen/vtgen/runtime/optional"
)

// Bounds on a decimal that hold without any rule. MySQL's widest column has 65 digits; a number like 1e999999999 is a few bytes to
// send and gigabytes to compare or to write out.
const (
	maxDecimalBits     = 320 // of the coefficient, about 96 digits
	maxDecimalExponent = 100
)

// Decimal checks a decimal number. Rules see it only when its size is sane.
func Decimal[T interface {
	decimal.Decimal | *decimal.Decimal
}](p *Problems, field string, v optional.Value[T], rules ...Rule[decimal.Decimal]) {
	if number, ok := given[decimal.Decimal](v); ok {
		apply(p, field, number, append([]Rule[decimal.Decimal]{saneDecimal}, rules...))
	}
}

func saneDecimal(number decimal.Decimal) string {
	exponent := number.Exponent()
	if exponent < -maxDecimalExponent || exponent > maxDecimalExponent || number.Coefficient().BitLen() > maxDecimalBits {
		return "must be a number of a sensible size"
	}
	return ""
}

// Precision wants a number that DECIMAL(precision, scale) holds exactly: at most scale digits after the point and precision-scale
// before it. Zeros at either end do not count.
func Precision(precision, scale int) Rule[decimal.Decimal] {
	return func(number decimal.Decimal) string {
		digits := strings.TrimRight(number.Coefficient().Text(10), "0")
		digits = strings.TrimPrefix(digits, "-")
		if digits == "" {
			return ""
		}
		// number = 0.digits × 10^before
		before := number.NumDigits() + int(number.Exponent())
		switch {
		case len(digits)-before > scale:
			return fmt.Sprintf("must have no more than %d decimal places", scale)
		case before > precision-scale:
			return fmt.Sprintf("must have no more than %d digits before the decimal point", precision-scale)
		}
		return ""
	}
}

// MinDecimal wants a number of at least limit.
func MinDecimal(limit decimal.Decimal) Rule[decimal.Decimal] {
	return func(number decimal.Decimal) string {
		if number.LessThan(limit) {
			return "must be greater than or equal to " + limit.String()
		}
		return ""
	}
}

// MaxDecimal wants a number of at most limit.
func MaxDecimal(limit decimal.Decimal) Rule[decimal.Decimal] {
	return func(number decimal.Decimal) string {
		if number.GreaterThan(limit) {
			return "must be less than or equal to " + limit.String()
		}
		return ""
	}
}
