package sqltype

import (
	"bytes"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// JSON is one JSON document as compact text. Being a string, it can be shared between
// goroutines and compared. The zero value stands for the document null.
type JSON string

// null is the document the zero JSON stands for.
const null = "null"

// ErrNotJSON is matched by the error for text that is not one well-formed JSON document.
var ErrNotJSON = errors.New("not a JSON document")

// ParseJSON checks that text is one JSON document, in valid UTF-8 and without duplicate
// keys, and returns it without insignificant white space. Numbers keep their digits.
func ParseJSON(text []byte) (JSON, error) { return compact(bytes.Clone(text), false) }

// compact does its work in text, which is the caller's no longer.
func compact(text []byte, duplicateKeys bool) (JSON, error) {
	value := jsontext.Value(text)
	// It is lenient by default.
	if err := value.Compact(jsontext.AllowInvalidUTF8(false), jsontext.AllowDuplicateNames(duplicateKeys)); err != nil {
		// The decoder's text quotes the document, which may hold anything: only say where.
		return "", fmt.Errorf("read a JSON document of %d bytes: %w%s", len(text), ErrNotJSON, position(err))
	}
	return JSON(value), nil
}

// position tells at which byte a document is wrong, when that is known.
func position(err error) string {
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		return fmt.Sprintf(" at byte %d", syntactic.ByteOffset)
	}
	return ""
}

// String returns the document's text; "null" for the zero value.
func (j JSON) String() string {
	if j == "" {
		return null
	}
	return string(j)
}

// MarshalJSON implements [encoding/json.Marshaler]: the document itself, not a string of it.
func (j JSON) MarshalJSON() ([]byte, error) { return []byte(j.String()), nil }

// MarshalJSONTo implements [github.com/go-json-experiment/json.MarshalerTo], which copies less than MarshalJSON.
func (j JSON) MarshalJSONTo(encoder *jsontext.Encoder) error {
	return encoder.WriteValue(append(encoder.AvailableBuffer(), j.String()...))
}

// UnmarshalJSON implements [encoding/json.Unmarshaler], as [ParseJSON].
func (j *JSON) UnmarshalJSON(text []byte) error {
	parsed, err := ParseJSON(text)
	if err != nil {
		return err
	}
	*j = parsed
	return nil
}

// Value implements [driver.Valuer]: text, because MySQL refuses binary strings for JSON columns.
func (j JSON) Value() (driver.Value, error) { return j.String(), nil }

// Scan implements [database/sql.Scanner]. A stored document with duplicate keys is
// accepted: another program may have written it, and refusing it would hide the whole row.
// So is a number, which SQLite makes of a document that is one in a column declared JSON;
// declared TEXT, the column keeps all its digits.
func (j *JSON) Scan(src any) error {
	var text []byte
	switch v := src.(type) {
	case string:
		text = []byte(v)
	case []byte:
		text = bytes.Clone(v) // it is the driver's
	case int64:
		text = strconv.AppendInt(nil, v, 10)
	case float64:
		text = strconv.AppendFloat(nil, v, 'g', -1, 64)
	case nil:
		return fmt.Errorf("scan a JSON document: %w", ErrNull)
	default:
		return fmt.Errorf("scan a JSON document: the column holds a %T, not text", src)
	}
	parsed, err := compact(text, true)
	if err != nil {
		return fmt.Errorf("scan a JSON document: %w", err)
	}
	*j = parsed
	return nil
}
