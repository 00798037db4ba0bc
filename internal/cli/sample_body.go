package cli

import (
	"bytes"
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
)

// createBody is the smallest body that creates an entity: its required fields.
func createBody(e model.Entity) string {
	return body(e.Fields, func(f model.Field) bool { return f.Required })
}

// updateBody changes one field, preferably to something else than a row created with createBody
// has; "" when there is none that can be changed without knowing another row.
func updateBody(e model.Entity) string {
	for _, wanted := range []func(model.Field) bool{
		func(f model.Field) bool { return !f.Required && !f.Sensitive && f.Type != model.Reference },
		func(f model.Field) bool { return f.Type != model.Reference },
	} {
		if i := slices.IndexFunc(e.Fields, wanted); i >= 0 {
			return body(e.Fields[i:i+1], func(model.Field) bool { return true })
		}
	}
	return ""
}

// body writes the fields that keep selects as JSON, in the entity's order.
func body(fields []model.Field, keep func(model.Field) bool) string {
	var b bytes.Buffer
	for _, f := range fields {
		if !keep(f) {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Quote(f.Name) + ": " + sampleValue(f))
	}
	return "{" + b.String() + "}"
}

// sampleValue is a value that the field accepts, as JSON.
func sampleValue(f model.Field) string {
	switch f.Type {
	case model.Int, model.BigInt, model.Unsigned:
		return sampleNumber(f)
	case model.Decimal:
		return jsonText(sampleNumber(f))
	case model.Reference:
		return "1"
	case model.Bool:
		return strconv.FormatBool(f.Default != nil && *f.Default == "false")
	case model.JSON:
		return `{"key": "value"}`
	case model.Enum:
		return jsonText(f.Values[len(f.Values)-1])
	case model.Date:
		return jsonText("2026-01-31")
	case model.DateTime:
		return jsonText("2026-01-31T12:00:00Z")
	case model.UUID:
		return jsonText("00000000-0000-4000-8000-000000000001")
	}
	return jsonText(sampleText(f))
}

// sampleText is a text within the field's limits.
func sampleText(f model.Field) string {
	text := "some " + model.Words(f.Name)
	if strings.Contains(f.Name, "email") {
		text = "ada@example.com"
	}
	text = text[:min(len(text), f.MaxLength())]
	text += strings.Repeat("x", max(0, f.MinLength()-len(text)))
	if strings.HasSuffix(text, " ") {
		text = text[:len(text)-1] + "x"
	}
	return text
}

// sampleNumber is 1, or else the limit of the field that is nearest to it.
func sampleNumber(f model.Field) string {
	one := big.NewRat(1, 1)
	for _, limit := range []struct {
		text   *string
		beyond int
	}{{f.Min, 1}, {f.Max, -1}} {
		if limit.text == nil {
			continue
		}
		if bound, ok := new(big.Rat).SetString(*limit.text); ok && bound.Cmp(one) == limit.beyond {
			return *limit.text
		}
	}
	if f.Type == model.Decimal && f.Precision == f.Scale {
		return "0" // one has a digit before the point
	}
	return "1"
}

func jsonText(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		return `""` // a string always has a JSON form
	}
	return string(encoded)
}

// creatable reports whether a row can be created before any other exists.
func creatable(e model.Entity) bool {
	return !slices.ContainsFunc(e.Fields, func(f model.Field) bool { return f.Type == model.Reference && f.Required })
}
