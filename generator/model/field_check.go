package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// impliedFields are the columns that every table has.
var impliedFields = []string{"id", "created_at", "updated_at"}

// otherTypes maps type names of other tools to what to write here.
var otherTypes = map[string]string{
	"varchar": "string:max=320", "char": "string:max=2", "str": "string", "integer": "int", "int32": "int",
	"smallint": "int", "tinyint": "int", "int64": "bigint", "long": "bigint", "serial": "bigint", "uint": "unsigned",
	"uint64": "unsigned", "number": "int, bigint or decimal(12,2)", "numeric": "decimal(12,2)",
	"money": "decimal(12,2)", "float": "decimal(12,2), which keeps the exact value",
	"float64": "decimal(12,2), which keeps the exact value", "double": "decimal(12,2), which keeps the exact value",
	"real": "decimal(12,2), which keeps the exact value", "boolean": "bool", "timestamp": "datetime", "time": "datetime",
	"longtext": "text", "mediumtext": "text", "object": "json", "jsonb": "json", "array": "json", "guid": "uuid",
	"references": "ref(entity)", "belongs_to": "ref(entity)", "foreign": "ref(entity)",
}

// parseType returns the type that a word of the syntax means.
func parseType(word string) (Type, error) {
	if word == "ref" {
		return Reference, nil
	}
	if slices.Contains(allTypes, Type(word)) {
		return Type(word), nil
	}
	if better, ok := otherTypes[strings.ToLower(word)]; ok {
		return "", fmt.Errorf("type %q is unknown: write %s", word, better)
	}
	names := make([]string, len(allTypes))
	for i, t := range allTypes {
		names[i] = string(t)
	}
	return "", fmt.Errorf("type %q is unknown: use %s", clip(word), strings.Join(names, ", "))
}

// normalize checks the field by itself and returns its canonical form.
func (f Field) normalize() (Field, error) {
	if err := checkIdentifier("field", f.Name, maxFieldName); err != nil {
		return Field{}, err
	}
	if slices.Contains(impliedFields, f.Name) {
		return Field{}, f.fail("every entity has id, created_at and updated_at already: remove it, or choose another name")
	}
	if f.Name == "previous_updated_at" {
		return Field{}, f.fail("the generated update has a parameter of that name: choose another name")
	}
	f, err := f.canonical()
	if err != nil {
		return Field{}, err
	}
	f.Index = !f.Unique && (f.Index || f.Type == Reference)
	return f, nil
}

// canonical returns the field with what it says checked and in one spelling, wherever it is used.
func (f Field) canonical() (Field, error) {
	f = f.clone()
	for _, step := range []func() error{f.checkType, f.checkOptions, f.checkLimits, f.checkDefault, f.checkIndexed} {
		if err := step(); err != nil {
			return Field{}, err
		}
	}
	f.Nullable = !f.Required && f.Default == nil
	return f, nil
}

// clone returns a copy that shares no memory with f.
func (f Field) clone() Field {
	f.Default, f.Min, f.Max = cloneText(f.Default), cloneText(f.Min), cloneText(f.Max)
	f.Values = cloneList(f.Values)
	return f
}

func cloneText(p *string) *string {
	if p == nil {
		return nil
	}
	value := *p
	return &value
}

// cloneList copies a list; an empty one becomes nil, so that equal values are
// also deeply equal.
func cloneList[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return slices.Clone(list)
}

// checkType checks the type and what only some types have.
func (f *Field) checkType() error {
	t, err := parseType(string(f.Type))
	if err != nil {
		return f.fail("%w", err)
	}
	f.Type = t
	if f.Type != Enum && len(f.Values) > 0 {
		return f.fail("type %s has no values: write enum(…), or remove them", f.Type)
	}
	if f.Type != Reference && f.Reference != "" {
		return f.fail("type %s refers to no entity: write ref(%s)", f.Type, clip(f.Reference))
	}
	if f.Type != Decimal && (f.Precision != 0 || f.Scale != 0) {
		return f.fail("type %s has no precision and scale: write decimal(12,2), or remove them", f.Type)
	}
	switch f.Type {
	case Decimal:
		return f.checkPrecision()
	case Enum:
		return f.checkValues()
	case Reference:
		if err := checkIdentifier("entity", f.Reference, maxEntityName); err != nil {
			return f.fail("type ref: %w", err)
		}
	}
	return nil
}

func (f *Field) checkPrecision() error {
	if f.Precision < 1 || f.Precision > MaxPrecision {
		return f.fail("precision %d is outside 1 to %d: it counts all digits, as in decimal(12,2)", f.Precision, MaxPrecision)
	}
	if f.Scale < 0 || f.Scale > MaxScale || f.Scale > f.Precision {
		return f.fail("scale %d is outside 0 to %d: it counts the digits after the point, as in decimal(12,2)", f.Scale, min(MaxScale, f.Precision))
	}
	return nil
}

// checkValues checks an enum's values. They are codes that end in SQL, in JSON
// and in Go constants; what a person reads belongs to the front end.
func (f *Field) checkValues() error {
	if len(f.Values) == 0 {
		return f.fail("an enum needs its values: write enum(user,admin)")
	}
	if len(f.Values) > MaxEnumValues {
		return f.fail("an enum has %d values and %d are allowed: make an entity of them and refer to it", len(f.Values), MaxEnumValues)
	}
	folded, constants := map[string]string{}, map[string]string{}
	for _, v := range f.Values {
		if err := checkEnumValue(v); err != nil {
			return f.fail("enum value %q %w", clip(v), err)
		}
		if other, ok := folded[strings.ToLower(v)]; ok {
			return f.fail("enum values %q and %q differ only in case, which people and many databases do not tell apart: keep one", other, v)
		}
		if other, ok := constants[ConstName(v)]; ok {
			return f.fail("enum values %q and %q would be the same Go constant, …%s: rename one", other, v, ConstName(v))
		}
		folded[strings.ToLower(v)], constants[ConstName(v)] = v, v
	}
	return nil
}

func checkEnumValue(v string) error {
	switch {
	case v == "":
		return fmt.Errorf("is empty: name the case, or make the field nullable")
	case len(v) > MaxEnumLength:
		return fmt.Errorf("is longer than %d characters: shorten it", MaxEnumLength)
	case strings.TrimSpace(v) != v:
		return fmt.Errorf("begins or ends with a space, which MySQL drops: remove it")
	case strings.ContainsAny(v, "'\"`\\"):
		return fmt.Errorf("has a quote or backslash, which SQL dialects escape differently: use letters, digits, - and _")
	case strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r > '~' }):
		return fmt.Errorf("has a character outside printable ASCII: use letters, digits, - and _")
	case ConstName(v) == "":
		return fmt.Errorf("has neither letter nor digit, so that no Go constant can be named after it: name the case")
	}
	return nil
}

// minUniqueValues is how many values a unique column, or the columns of a unique
// index together, must at least admit: with fewer there is no table to speak of.
const minUniqueValues = 4

// checkOptions refuses modifiers that contradict each other or the type.
func (f *Field) checkOptions() error {
	long := f.Type == Text || f.Type == JSON
	switch {
	case f.Required && f.Nullable:
		return f.fail("required and nullable contradict each other: keep one")
	case f.Required && f.Default != nil:
		return f.fail("required and default contradict each other, as a default stands for a value not given: keep one")
	case f.Nullable && f.Default != nil:
		return f.fail("nullable and default contradict each other, as a field with a default is never null: keep one")
	case f.Unique && f.Default != nil:
		return f.fail("unique and default contradict each other, as the second row with the default would be refused: keep one")
	case f.Unique && f.Type == Bool:
		return f.fail("unique on a bool would allow two rows in all: remove it")
	case f.Unique && f.Type == Enum && len(f.Values) < minUniqueValues:
		return f.fail("unique on an enum of %d values would allow %d rows in all: remove it", len(f.Values), len(f.Values))
	case f.Unique && f.Sensitive:
		return f.fail("unique and sensitive contradict each other, as the refusal of a duplicate would tell that the value exists: keep one")
	case f.Unique && long:
		return f.fail("type %s cannot be unique, as MySQL indexes only its beginning: use string with max", f.Type)
	case f.Index && long:
		return f.fail("type %s cannot be indexed, as MySQL indexes only its beginning: use string with max", f.Type)
	}
	return nil
}

// checkLimits makes min and max canonical.
func (f *Field) checkLimits() error {
	if f.Type == String && f.Max == nil {
		length := strconv.Itoa(DefaultStringLength)
		f.Max = &length
	}
	for _, limit := range []struct {
		key   string
		value *string
	}{{"min", f.Min}, {"max", f.Max}} {
		if limit.value == nil {
			continue
		}
		canonical, err := f.canonicalLimit(*limit.value)
		if err != nil {
			return f.fail("%s=%s: %w", limit.key, clip(*limit.value), err)
		}
		*limit.value = canonical
	}
	if f.Min != nil && f.Max != nil && compareNumbers(*f.Min, *f.Max) > 0 {
		return f.fail("min=%s is above max=%s (%d when not given, for a string): raise max or lower min", *f.Min, *f.Max, DefaultStringLength)
	}
	return nil
}

// canonicalLimit returns a min or max in canonical form.
func (f *Field) canonicalLimit(text string) (string, error) {
	switch f.Type {
	case String:
		return wholeNumber(text, 0, MaxStringLength, "for longer values use text; the limit counts characters")
	case Text:
		return wholeNumber(text, 0, TextBytes, "the limit counts characters")
	case Int, BigInt, Unsigned, Decimal:
		return f.canonicalValue(text)
	}
	return "", fmt.Errorf("type %s has no min and max, only string, text, int, bigint, unsigned and decimal have: remove it", f.Type)
}

// checkDefault makes the default canonical and holds it against the limits.
func (f *Field) checkDefault() error {
	if f.Default == nil {
		return nil
	}
	shown := clip(*f.Default)
	if f.Sensitive {
		shown = "[masked]"
	}
	value, err := f.canonicalValue(*f.Default)
	if err != nil {
		return f.fail("default=%s: %w", shown, err)
	}
	f.Default = &value
	measure, unit := value, "value"
	switch f.Type {
	case String:
		measure, unit = strconv.Itoa(utf8.RuneCountInString(value)), "characters"
	case Int, BigInt, Unsigned, Decimal:
	default:
		return nil
	}
	if f.Min != nil && compareNumbers(measure, *f.Min) < 0 || f.Max != nil && compareNumbers(measure, *f.Max) > 0 {
		return f.fail("default=%s is outside its own min and max (which count its %s): change one of them", shown, unit)
	}
	return nil
}

func (f *Field) checkIndexed() error {
	if f.Type == String && (f.Unique || f.Index) && f.MaxLength() > MaxIndexedLength {
		return f.fail("max=%d is too long for an index, whose entries have %d bytes in MySQL: at most max=%d, or no unique and index", f.MaxLength(), maxIndexBytes, MaxIndexedLength)
	}
	return nil
}
