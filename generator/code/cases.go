package code

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/vtgen/vtgen/generator/model"
)

// BadValue is a JSON value that a body must not hold in a field.
type BadValue struct{ Label, Key, Value string }

// BadValues are values that every rule of the entity's validation refuses, for its tests.
func (s *Scope) BadValues() []BadValue {
	var out []BadValue
	for _, f := range s.E.Fields {
		add := func(label, value string) { out = append(out, BadValue{label, f.Name, value}) }
		if !f.Nullable {
			add("null", "null")
		}
		if f.Type != model.JSON {
			add("an object", "{}")
		}
		switch f.Type {
		case model.String, model.Text:
			if shortest(f) > 0 {
				add("too short", quoted(shortest(f)-1))
			}
			if f.MaxLength() < model.TextBytes {
				add("too long", quoted(f.MaxLength()+1))
			}
		case model.Enum:
			add("not one of the values", `"no such value"`)
		case model.UUID:
			add("not a UUID", `"1234"`)
		case model.Int, model.BigInt, model.Unsigned, model.Reference:
			s.badIntegers(f, add)
		case model.Decimal:
			add("too many digits", `"`+strings.Repeat("9", f.Precision+1)+`"`)
			add("too many decimals", `"0.`+strings.Repeat("0", f.Scale)+`1"`)
		case model.Date:
			add("no such day", `"2026-02-30"`)
		case model.DateTime:
			add("no such time", `"2026-02-30T00:00:00Z"`)
		}
	}
	return out
}

// quoted is a JSON string of n characters.
func quoted(n int) string { return `"` + strings.Repeat("x", n) + `"` }

func (s *Scope) badIntegers(f model.Field, add func(label, value string)) {
	minimum, maximum := integerLimits(f)
	add("a fraction", "1.5")
	add("too large", neighbour(maximum, 1))
	add("too small", neighbour(minimum, -1))
}

// neighbour adds step to a decimal integer of any size that fits 64 bits with room for one more
// digit.
func neighbour(text string, step int64) string {
	value, err := strconv.ParseInt(text, 10, 64)
	if next := value + step; err == nil && (next > value) == (step > 0) {
		return strconv.FormatInt(next, 10)
	}
	return text + "0"
}

// Break is a value that the schema must refuse.
type Break struct{ Label, Field, Go string }

// Breaks are values beyond the limits that the schema holds, for the repository's tests.
func (s *Scope) Breaks() ([]Break, error) {
	var out []Break
	for _, f := range s.E.Fields {
		value, label := s.beyond(f)
		if value == nil {
			continue
		}
		if f.Nullable {
			value = jen.Qual(samplePath, "Pointer").Call(value)
		}
		text, err := s.expression(value)
		if err != nil {
			return nil, err
		}
		out = append(out, Break{Label: f.Name + " " + label, Field: f.GoName(), Go: text})
	}
	return out, nil
}

// beyond is a value beyond a field's limits, and nil for a type whose Go type holds them.
func (s *Scope) beyond(f model.Field) (value *jen.Statement, label string) {
	switch f.Type {
	case model.String:
		n := f.MaxLength() + 1
		return jen.Qual(samplePath, "Text").Call(jen.Lit(f.Name), jen.Lit(1), jen.Lit(n), jen.Lit(n)), "too long"
	case model.Enum:
		value := jen.Lit("no such value")
		if f.Nullable {
			value = s.plainType(f).Call(value)
		}
		return value, "not one of the values"
	case model.Int, model.BigInt, model.Unsigned:
		return s.beyondInteger(f)
	case model.Decimal:
		return jen.Qual(sqltypePath, "MustDecimal").Call(jen.Lit("1" + strings.Repeat("0", f.Precision))), "too large"
	}
	return nil, ""
}

func (s *Scope) beyondInteger(f model.Field) (value *jen.Statement, label string) {
	typed := func(text string) *jen.Statement {
		if f.Nullable {
			return s.plainType(f).Call(jen.Op(text))
		}
		return jen.Op(text)
	}
	switch {
	case f.Max != nil && *f.Max != "2147483647" && *f.Max != "9223372036854775807":
		return typed(neighbour(*f.Max, 1)), "too large"
	case f.Min != nil && *f.Min != "-2147483648" && *f.Min != "-9223372036854775808" && (f.Type != model.Unsigned || *f.Min != "0"):
		return typed(neighbour(*f.Min, -1)), "too small"
	}
	return nil, ""
}

// Default is a field's default as a Go expression.
type Default struct{ Name, Field, Go string }

// Defaults are the fields that have one.
func (s *Scope) Defaults() ([]Default, error) {
	var out []Default
	for _, f := range s.E.Fields {
		if f.Default == nil {
			continue
		}
		value := s.literal(f, *f.Default)
		if t := goTypes[f.Type]; t.Import == "" && f.Type != model.Enum {
			value = jen.Id(t.Name).Call(value)
		}
		text, err := s.expression(value)
		if err != nil {
			return nil, err
		}
		out = append(out, Default{Name: f.Name, Field: f.GoName(), Go: text})
	}
	return out, nil
}

// expression renders one Go expression for a template: package names are written as they are
// imported there.
func (s *Scope) expression(value *jen.Statement) (string, error) {
	f := s.newFile("expression")
	f.Var().Id("_").Op("=").Add(value)
	var out bytes.Buffer
	if err := f.Render(&out); err != nil {
		return "", fmt.Errorf("rendering an expression of entity %s: %w", s.E.Name, err)
	}
	_, text, _ := strings.Cut(out.String(), "var _ = ")
	return strings.TrimSpace(text), nil
}

// NeedsClasses and NeedsSQLType say what the expressions of the validation's test import.
func (s *Scope) NeedsClasses() bool { return s.hasDefault(model.Enum) }

// NeedsSQLType: see NeedsClasses.
func (s *Scope) NeedsSQLType() bool {
	return s.hasDefault(model.Decimal, model.Date, model.DateTime, model.JSON)
}

// BreaksNeedSQLType says whether the expressions of the repository's test import sqltype.
func (s *Scope) BreaksNeedSQLType() bool {
	return len(s.fields(func(f model.Field) bool { return f.Type == model.Decimal })) > 0
}

func (s *Scope) hasDefault(types ...model.Type) bool {
	return len(s.fields(func(f model.Field) bool {
		for _, t := range types {
			if f.Type == t && f.Default != nil {
				return true
			}
		}
		return false
	})) > 0
}
