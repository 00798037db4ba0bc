package httpapi

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/shopspring/decimal"

	"github.com/vtgen/vtgen/runtime/optional"
	"github.com/vtgen/vtgen/runtime/sqltype"
	"github.com/vtgen/vtgen/runtime/validation"
)

// explain words a decoding error for the client: which field, and what it should be, without the names of Go's types.
func explain(err error) string {
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		return problem(semantic.JSONPointer, semanticMessage(semantic))
	}
	syntactic, ok := errors.AsType[*jsontext.SyntacticError](err)
	switch {
	case !ok:
		return "the body must be a JSON object of the documented form"
	case errors.Is(syntactic, jsontext.ErrDuplicateName):
		return problem(syntactic.JSONPointer, "must be given only once")
	}
	return fmt.Sprintf("the body must be valid JSON, which it is not at byte %d", syntactic.ByteOffset)
}

// problem names the field as Joi does, parts joined with dots; a message about the body as a whole has none.
func problem(pointer jsontext.Pointer, message string) string {
	var parts []string
	for part := range pointer.Tokens() {
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return "the body " + message
	}
	return validation.Problem{Field: strings.Join(parts, "."), Message: message}.String()
}

func semanticMessage(err *json.SemanticError) string {
	switch {
	case errors.Is(err, json.ErrUnknownName):
		return "is not allowed"
	case errors.Is(err, optional.ErrNull):
		return "must not be null"
	case errors.Is(err, strconv.ErrRange):
		return "is out of range"
	case err.GoType == nil:
		return "is not of the documented form"
	}
	return "must be " + expected(err.GoType)
}

// expected says what a type looks like in JSON.
func expected(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t {
	case reflect.TypeFor[time.Time]():
		return "a date and time in the form YYYY-MM-DDThh:mm:ssZ"
	case reflect.TypeFor[sqltype.Date]():
		return "a date in the form YYYY-MM-DD"
	case reflect.TypeFor[decimal.Decimal]():
		return "a decimal number"
	case reflect.TypeFor[sqltype.JSON]():
		return "valid JSON"
	}
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "a boolean"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Slice, reflect.Array:
		return "an array"
	case reflect.Map, reflect.Struct:
		return "an object"
	}
	switch {
	case reflect.Int <= t.Kind() && t.Kind() <= reflect.Int64:
		return "an integer"
	case reflect.Uint <= t.Kind() && t.Kind() <= reflect.Uint64:
		return "an integer of at least 0"
	}
	return "of the documented form"
}

// Bounds on a decimal in a body. A number like 1e999999999 is short to send and takes gigabytes to write out.
const (
	maxDecimalText     = 128 // bytes
	maxDecimalExponent = 100
)

var errDecimal = errors.New("must be a decimal number")

// readDecimal reads a decimal from a JSON string or number, never through a float.
func readDecimal(decoder *jsontext.Decoder, number *decimal.Decimal) error {
	value, err := decoder.ReadValue()
	if err != nil {
		return err
	}
	text := string(value)
	switch value.Kind() {
	case jsontext.KindString:
		unquoted, err := jsontext.AppendUnquote(nil, value)
		if err != nil {
			return err
		}
		text = string(unquoted)
	case jsontext.KindNumber:
	default:
		return errDecimal
	}
	if len(text) > maxDecimalText {
		return errDecimal
	}
	parsed, err := decimal.NewFromString(text)
	if err != nil || parsed.Exponent() < -maxDecimalExponent || parsed.Exponent() > maxDecimalExponent {
		return errDecimal
	}
	*number = parsed
	return nil
}
