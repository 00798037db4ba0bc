package model

import (
	"fmt"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

var (
	decimalPattern = regexp.MustCompile(`^-?[0-9]{1,80}(\.[0-9]{1,80})?$`)
	uuidPattern    = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
)

// canonicalValue returns a value of the field's type in canonical form: the one
// in which equal values have equal text.
func (f *Field) canonicalValue(text string) (string, error) {
	switch f.Type {
	case String:
		return stringValue(text)
	case Int:
		return wholeNumber(text, math.MinInt32, math.MaxInt32, "for larger numbers use bigint")
	case BigInt:
		return wholeNumber(text, math.MinInt64, math.MaxInt64, "for larger numbers use decimal(38,0)")
	case Unsigned:
		return wholeNumber(text, 0, MaxUnsigned, "SQLite and Go's database/sql go no further; for larger numbers use decimal(38,0)")
	case Decimal:
		return f.decimalValue(text)
	case Bool:
		if text != "true" && text != "false" {
			return "", fmt.Errorf("a bool is true or false: write one of them")
		}
		return text, nil
	case Date:
		return timeValue(text, time.DateOnly, "write a day such as 2026-01-31")
	case DateTime:
		return timeValue(text, time.RFC3339, "write an instant such as 2026-01-31T12:00:00Z; the current time is set by the service")
	case Enum:
		if !slices.Contains(f.Values, text) {
			return "", fmt.Errorf("it is none of the enum's values: use %s", clip(strings.Join(f.Values, ", ")))
		}
		return text, nil
	case UUID:
		lower := strings.ToLower(text)
		if !uuidPattern.MatchString(lower) {
			return "", fmt.Errorf("it is not a UUID of 36 characters: write one such as 00000000-0000-4000-8000-000000000000")
		}
		return lower, nil
	case Text, JSON:
		return "", fmt.Errorf("MySQL has no defaults for %s columns: use string, or let the field be nullable", f.Type)
	}
	return "", fmt.Errorf("a %s has no default, as no row need exist when it is used: let the field be nullable", f.Type)
}

// stringValue refuses what cannot stand in an SQL literal of both dialects.
func stringValue(text string) (string, error) {
	switch {
	case !utf8.ValidString(text):
		return "", fmt.Errorf("the text is not valid UTF-8: retype it")
	case strings.ContainsFunc(text, unicode.IsControl):
		return "", fmt.Errorf("the text has a control character: remove it")
	case strings.Contains(text, `\`):
		return "", fmt.Errorf("the text has a backslash, which MySQL and SQLite read differently: set the value in the service instead")
	}
	return text, nil
}

// wholeNumber returns the canonical form of a whole number within bounds; hint
// is what to do when it is outside.
func wholeNumber(text string, lowest, highest int64, hint string) (string, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil && !wholePattern.MatchString(text):
		return "", fmt.Errorf("it is not a whole number: write digits only")
	case err != nil || n < lowest || n > highest:
		return "", fmt.Errorf("it is outside %d to %d: %s", lowest, highest, hint)
	}
	return strconv.FormatInt(n, 10), nil
}

var wholePattern = regexp.MustCompile(`^[+-]?[0-9]+$`)

// decimalValue returns a decimal with exactly Scale digits after the point.
func (f *Field) decimalValue(text string) (string, error) {
	if !decimalPattern.MatchString(text) {
		return "", fmt.Errorf("it is not a decimal number: write one such as -12.50")
	}
	unsigned, negative := strings.CutPrefix(text, "-")
	whole, fraction, _ := strings.Cut(unsigned, ".")
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if len(fraction) > f.Scale || len(whole) > f.Precision-f.Scale {
		return "", fmt.Errorf("it does not fit decimal(%d,%d), which has %d digits before the point and %d after it: widen the type", f.Precision, f.Scale, f.Precision-f.Scale, f.Scale)
	}
	if whole == "" && fraction == "" {
		negative = false
	}
	if whole == "" {
		whole = "0"
	}
	if f.Scale > 0 {
		whole += "." + fraction + strings.Repeat("0", f.Scale-len(fraction))
	}
	if negative {
		whole = "-" + whole
	}
	return whole, nil
}

// timeValue returns a day or an instant in canonical form: UTC, to the
// microsecond, within the years that MySQL can store.
func timeValue(text, layout, hint string) (string, error) {
	t, err := time.Parse(layout, text)
	if err != nil {
		return "", fmt.Errorf("it is not a value of this type: %s", hint)
	}
	t = t.UTC()
	if t.Year() < 1000 || t.Year() > 9999 {
		return "", fmt.Errorf("its year is outside 1000 to 9999, which is what MySQL stores: %s", hint)
	}
	if t.Nanosecond()%1000 != 0 {
		return "", fmt.Errorf("it is finer than a microsecond, which is what is stored: round it")
	}
	if layout == time.RFC3339 {
		layout = time.RFC3339Nano
	}
	return t.Format(layout), nil
}

// compareNumbers compares two canonical numbers exactly.
func compareNumbers(a, b string) int {
	x, okA := new(big.Rat).SetString(a)
	y, okB := new(big.Rat).SetString(b)
	if !okA || !okB {
		return strings.Compare(a, b)
	}
	return x.Cmp(y)
}
