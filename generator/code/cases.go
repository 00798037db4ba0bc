package code

import (
	"bytes"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/vtgen/vtgen/generator/model"
)

// BadValue is a JSON value that a body must not hold in a field; Go is the expression for its text.
type BadValue struct{ Label, Key, Go string }

// BadValues are values that every rule of the entity's validation refuses, for its tests.
func (s *Scope) BadValues() []BadValue {
	var out []BadValue
	for _, f := range s.E.Fields {
		add := func(label, expression string) { out = append(out, BadValue{label, f.Name, expression}) }
		if !f.Nullable {
			add("null", `"null"`)
		}
		if f.Type != model.JSON {
			add("an object", `"{}"`)
		}
		switch f.Type {
		case model.String, model.Text:
			badTexts(f, add)
		case model.Enum:
			add("not one of the values", jsonText("no such value"))
		case model.UUID:
			add("not a UUID", jsonText("1234"))
		case model.Int, model.BigInt, model.Unsigned, model.Reference:
			badIntegers(f, add)
		case model.Decimal:
			badDecimals(f, add)
		case model.Date:
			add("no such day", jsonText("2026-02-30"))
		case model.DateTime:
			add("no such time", jsonText("2026-02-30T00:00:00Z"))
			add("no such year", jsonText("0000-01-01T00:00:00Z"))
		case model.JSON:
			add("too long", jsonRepeated("x", maxJSONBytes))
		}
	}
	return out
}

// jsonText is the Go literal for a JSON string.
func jsonText(text string) string { return strconv.Quote(`"` + text + `"`) }

// jsonRepeated is a Go expression for a JSON string of n times a character.
func jsonRepeated(character string, n int) string {
	const longestLiteral = 20
	if n <= longestLiteral {
		return jsonText(strings.Repeat(character, n))
	}
	return fmt.Sprintf("`\"` + strings.Repeat(%q, %d) + `\"`", character, n)
}

func badTexts(f model.Field, add func(label, expression string)) {
	if shortest(f) > 0 {
		add("too short", jsonRepeated("x", shortest(f)-1))
	}
	add("too long", jsonRepeated("x", f.MaxLength()+1))
	// Within the limit of characters, which take up to 4 bytes each, and beyond that of bytes.
	if widest := model.TextBytes/4 + 1; f.Type == model.Text && f.MaxLength() >= max(widest, f.MinLength()) {
		add("too many bytes", jsonRepeated("😀", max(widest, f.MinLength())))
	}
}

func badIntegers(f model.Field, add func(label, expression string)) {
	minimum, maximum := integerLimits(f)
	add("a fraction", `"1.5"`)
	add("too large", strconv.Quote(neighbour(maximum, 1)))
	add("too small", strconv.Quote(neighbour(minimum, -1)))
}

func badDecimals(f model.Field, add func(label, expression string)) {
	add("too many digits", jsonText(strings.Repeat("9", f.Precision+1)))
	add("too many decimals", jsonText("0."+strings.Repeat("0", f.Scale)+"1"))
	if f.Max != nil {
		add("too large", jsonText(neighbour(*f.Max, 1)))
	}
	if f.Min != nil {
		add("too small", jsonText(neighbour(*f.Min, -1)))
	}
}

// neighbour adds step to the last digit of a canonical number of any size.
func neighbour(text string, step int64) string {
	whole, fraction, _ := strings.Cut(text, ".")
	digits, ok := new(big.Int).SetString(whole+fraction, 10)
	if !ok {
		return text + "0"
	}
	digits.Add(digits, big.NewInt(step))
	if fraction == "" {
		return digits.String()
	}
	sign := ""
	if digits.Sign() < 0 {
		sign = "-"
	}
	padded := fmt.Sprintf("%0*s", len(fraction)+1, digits.Abs(digits).String())
	point := len(padded) - len(fraction)
	return sign + padded[:point] + "." + padded[point:]
}

// BadValuesNeedStrings says whether an expression of the validation's test imports strings.
func (s *Scope) BadValuesNeedStrings() bool {
	return slices.ContainsFunc(s.BadValues(), func(v BadValue) bool { return strings.Contains(v.Go, "strings.") })
}

// Break is a value that the schema must refuse.
type Break struct{ Label, Field, Go string }

// Breaks are values beyond the limits that the schema holds, for the repository's tests.
func (s *Scope) Breaks() ([]Break, error) {
	var out []Break
	for _, f := range s.E.Fields {
		for _, beyond := range s.beyond(f) {
			value := beyond.value
			if f.Nullable {
				value = jen.Qual(samplePath, "Pointer").Call(value)
			}
			text, err := s.expression(value)
			if err != nil {
				return nil, err
			}
			out = append(out, Break{Label: f.Name + " " + beyond.label, Field: f.GoName(), Go: text})
		}
	}
	return out, nil
}

// beyond is a value that the schema of a field refuses.
type beyond struct {
	label string
	value *jen.Statement
}

// beyond are values beyond a field's limits; there are none for a type whose Go type holds them.
func (s *Scope) beyond(f model.Field) []beyond {
	switch f.Type {
	case model.String, model.Text:
		return beyondText(f)
	case model.UUID:
		return []beyond{{"too long", textOf(f, uuidLength+1)}}
	case model.Enum:
		return []beyond{{"not one of the values", s.typed(f, jen.Lit("no such value"))}}
	case model.JSON:
		return []beyond{{"no JSON", s.typed(f, jen.Lit("{"))}}
	case model.Int, model.BigInt, model.Unsigned:
		return s.beyondInteger(f)
	case model.Decimal:
		return beyondDecimal(f)
	}
	return nil
}

// uuidLength is the length of a UUID in canonical form.
const uuidLength = 36

// typed gives a constant the field's type where a pointer to it is wanted.
func (s *Scope) typed(f model.Field, constant *jen.Statement) *jen.Statement {
	if f.Nullable {
		return s.plainType(f).Call(constant)
	}
	return constant
}

// textOf writes a sample of exactly n characters.
func textOf(f model.Field, n int) *jen.Statement {
	return jen.Qual(samplePath, "Text").Call(jen.Lit(f.Name), jen.Lit(1), jen.Lit(n), jen.Lit(n))
}

func beyondText(f model.Field) []beyond {
	out := []beyond{{"too long", textOf(f, f.MaxLength()+1)}}
	if f.MinLength() > 0 {
		out = append(out, beyond{"too short", textOf(f, f.MinLength()-1)})
	}
	return out
}

// beyondInteger leaves out a limit that the Go type holds.
func (s *Scope) beyondInteger(f model.Field) []beyond {
	var out []beyond
	minimum, maximum := integerLimits(model.Field{Type: f.Type})
	if f.Max != nil && *f.Max != maximum {
		out = append(out, beyond{"too large", s.typed(f, jen.Op(neighbour(*f.Max, 1)))})
	}
	if f.Min != nil && *f.Min != minimum {
		out = append(out, beyond{"too small", s.typed(f, jen.Op(neighbour(*f.Min, -1)))})
	}
	return out
}

func beyondDecimal(f model.Field) []beyond {
	number := func(text string) *jen.Statement { return jen.Qual(sqltypePath, "MustDecimal").Call(jen.Lit(text)) }
	out := []beyond{{"with too many digits", number("1" + strings.Repeat("0", f.Precision))}}
	if f.Max != nil {
		out = append(out, beyond{"too large", number(neighbour(*f.Max, 1))})
	}
	if f.Min != nil {
		out = append(out, beyond{"too small", number(neighbour(*f.Min, -1))})
	}
	return out
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
func (s *Scope) BreaksNeedSQLType() (bool, error) {
	breaks, err := s.Breaks()
	return slices.ContainsFunc(breaks, func(b Break) bool { return strings.Contains(b.Go, "sqltype.") }), err
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
