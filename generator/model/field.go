package model

import (
	"fmt"
	"slices"
	"strconv"
)

// Type is the type of a field, the same in both SQL dialects.
type Type string

// The types of a field. Each has one spelling in the syntax; that of Reference
// is "ref(entity)" or "reference(entity)".
const (
	String    Type = "string"    // short text, VARCHAR; 255 characters unless max says otherwise
	Text      Type = "text"      // long text, at most TextBytes
	Int       Type = "int"       // 32 bits
	BigInt    Type = "bigint"    // 64 bits
	Unsigned  Type = "unsigned"  // 0 to 9223372036854775807
	Decimal   Type = "decimal"   // exact, with precision and scale
	Bool      Type = "bool"      // true or false
	Date      Type = "date"      // a day, without time zone
	DateTime  Type = "datetime"  // an instant, UTC, to the microsecond
	Enum      Type = "enum"      // one of the field's values
	JSON      Type = "json"      // any JSON value
	UUID      Type = "uuid"      // 36 characters, lower case
	Reference Type = "reference" // the id of another entity
)

// allTypes are all types in the order in which errors and prompts list them.
var allTypes = []Type{String, Text, Int, BigInt, Unsigned, Decimal, Bool, Date, DateTime, Enum, JSON, UUID, Reference}

// Types returns all types, in the order in which a prompt lists them.
func Types() []Type { return slices.Clone(allTypes) }

// Limits of fields. They are those of MySQL where it has one: what the embedded
// database accepts must also fit the real one.
const (
	// DefaultStringLength is the longest value of a string without max, in characters.
	DefaultStringLength = 255
	// MaxStringLength is the longest max of a string, in characters of 4 bytes.
	MaxStringLength = 16383
	// MaxIndexedLength is the longest max of a string in an index, in characters:
	// an index entry has 3072 bytes.
	MaxIndexedLength = 768
	// TextBytes is the longest value of a text, in bytes.
	TextBytes = 65535
	// MaxPrecision and MaxScale bound decimal(precision,scale). MySQL allows 65
	// digits; 38 is what other databases and clients agree on.
	MaxPrecision = 38
	MaxScale     = 30
	// MaxEnumValues is the largest number of an enum's values.
	MaxEnumValues = 100
	// MaxEnumLength is the longest enum value, in characters.
	MaxEnumLength = 100
	// MaxUnsigned is the largest unsigned. The upper half of BIGINT UNSIGNED
	// fits neither SQLite's integers nor database/sql, which refuses it.
	MaxUnsigned = 1<<63 - 1
)

// Field is one field of an entity, and one column of its table. A field that is
// neither required nor has a default is nullable; one with a default is NOT NULL
// and may be left out on creation.
type Field struct {
	Name string // snake_case; the column and the JSON key
	Type Type

	Required bool // must be given on creation
	Nullable bool // may be null; true exactly when neither Required nor Default is set
	Unique   bool // no two rows share a value
	// Sensitive fields are masked in logs (the standards, §5.1).
	Sensitive bool
	// Index asks for an index; always set on a Reference that is not Unique, never
	// on a Unique field, which has one anyway.
	Index bool

	Default *string // canonical text of the type; nil without default
	// Min and Max bound the length in characters of a string or text, and the
	// value of a number; canonical text. Max of a String is never nil.
	Min, Max *string

	Values    []string // of an Enum, in the user's order
	Precision int      // of a Decimal, all digits
	Scale     int      // of a Decimal, digits after the point
	Reference string   // of a Reference, the entity's name
}

// Column returns the column's name, which is also the JSON key.
func (f Field) Column() string { return f.Name }

// Quoted returns the column as it is written in SQL; see [QuoteSQL].
func (f Field) Quoted() string { return QuoteSQL(f.Name) }

// classMethods are the methods that generated classes and request bodies may
// have; a struct cannot have a field of the same name.
var classMethods = wordSet("Apply Clone Entity Equal GoString LogValue MarshalJSON String UnmarshalJSON Validate")

// GoName returns the field's exported Go name. One that is a method of
// generated classes gets the suffix "Field": log_value → "LogValueField".
func (f Field) GoName() string {
	name := GoName(f.Name)
	if classMethods[name] {
		return name + "Field"
	}
	return name
}

// GoVar returns the field's name as a local variable; see [GoVar].
func (f Field) GoVar() string { return GoVar(f.Name) }

// MaxLength returns the longest value of a String or Text in characters, and 0
// for other types. A Text is also limited to [TextBytes].
func (f Field) MaxLength() int {
	switch {
	case f.Max != nil && (f.Type == String || f.Type == Text):
		n, err := strconv.Atoi(*f.Max)
		if err == nil {
			return n
		}
	case f.Type == String:
		return DefaultStringLength
	case f.Type == Text:
		return TextBytes
	}
	return 0
}

// MinLength returns the shortest value of a String or Text in characters, and 0
// for other types.
func (f Field) MinLength() int {
	if f.Min == nil || f.Type != String && f.Type != Text {
		return 0
	}
	n, err := strconv.Atoi(*f.Min)
	if err != nil {
		return 0
	}
	return n
}

// listingWords are the parameters of every list request; a filter of the same
// name could not be told from them.
var listingWords = wordSet("limit cursor sort")

// Filterable reports whether a list request may filter by the field: not by
// JSON, not by what is masked in logs (URLs are logged), not by a name that is a
// parameter of the list itself.
func (f Field) Filterable() bool {
	return f.Type != JSON && f.Type != Text && !f.Sensitive && !listingWords[f.Name]
}

// fail returns an error about the field; why is followed by what to do.
func (f Field) fail(format string, args ...any) error {
	return fmt.Errorf("field %s: %w", f.Name, fmt.Errorf(format, args...))
}
