package listing

import (
	"database/sql/driver"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/vtgen/vtgen/runtime/sqltype"
)

// plainDecimal is a decimal without exponent that DECIMAL(65,30) holds: the widest column, to which MySQL converts it.
var plainDecimal = regexp.MustCompile(`^-?[0-9]{1,35}(\.[0-9]{1,30})?$`)

// parseValue reads a value of the kind as an argument for the database, or says what is wrong with it.
func parseValue(kind Kind, text string) (value any, message string) {
	switch kind {
	case Text:
		return parseText(text)
	case Integer:
		if number, err := strconv.ParseInt(text, 10, 64); err == nil {
			return number, ""
		}
		return nil, "must be an integer"
	case Unsigned:
		return parseUnsigned(text)
	case Bool:
		if text == "true" || text == "false" {
			return text == "true", ""
		}
		return nil, "must be a boolean"
	case Time:
		return parseTime(text)
	case Date:
		if day, err := sqltype.ParseDate(text); err == nil {
			return day.String(), ""
		}
		return nil, "must be a date in the form YYYY-MM-DD"
	case Decimal:
		if plainDecimal.MatchString(text) {
			return text, ""
		}
		return nil, "must be a decimal number"
	}
	return nil, "is not allowed"
}

func parseText(text string) (any, string) {
	switch {
	case len(text) > maxText:
		return nil, fmt.Sprintf("length must be less than or equal to %d bytes long", maxText)
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return nil, "must be valid UTF-8 text without NUL characters"
	}
	return text, ""
}

func parseUnsigned(text string) (any, string) {
	number, err := strconv.ParseUint(text, 10, 64)
	switch {
	case err != nil:
		return nil, "must be an integer that is not negative"
	case number > math.MaxInt64:
		// database/sql takes no integer of 64 bits; both databases compare an integer column with this text as numbers.
		return text, ""
	}
	return int64(number), ""
}

func parseTime(text string) (any, string) {
	instant, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return nil, "must be a date and time in the form YYYY-MM-DDThh:mm:ssZ"
	}
	instant = sqltype.UTC(instant)
	if year := instant.Year(); year < 1000 || year > 9999 {
		return nil, "must be a date in the years 1000 to 9999"
	}
	return instant, ""
}

// formatValue writes a column's value, as the generated code hands it over, in the form that parseValue reads. A nil pointer or nil
// is NULL, for which it returns nil.
func formatValue(kind Kind, value any) (*string, error) {
	held := reflect.ValueOf(value)
	for held.Kind() == reflect.Pointer {
		held = held.Elem()
	}
	if !held.IsValid() {
		return nil, nil
	}
	text, ok := formatHeld(kind, held)
	if !ok {
		return nil, fmt.Errorf("a value of type %T does not fit the column's kind", value)
	}
	return &text, nil
}

func formatHeld(kind Kind, held reflect.Value) (string, bool) {
	switch kind {
	case Text:
		return held.String(), held.Kind() == reflect.String
	case Integer, Unsigned:
		if held.CanInt() {
			return strconv.FormatInt(held.Int(), 10), true
		}
		if held.CanUint() {
			return strconv.FormatUint(held.Uint(), 10), true
		}
		return "", false
	case Bool:
		return strconv.FormatBool(held.Kind() == reflect.Bool && held.Bool()), held.Kind() == reflect.Bool
	case Time:
		instant, ok := held.Interface().(time.Time)
		return sqltype.UTC(instant).Format(time.RFC3339Nano), ok
	}
	// A Date or Decimal is what the database would be given, or its text.
	valuer, ok := held.Interface().(driver.Valuer)
	if !ok {
		return held.String(), held.Kind() == reflect.String
	}
	stored, err := valuer.Value()
	text, isText := stored.(string)
	return text, err == nil && isText
}
