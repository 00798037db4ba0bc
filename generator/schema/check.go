package schema

import (
	"fmt"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
)

// checkOf returns the condition a column's value must meet, or "" where the column's type holds all
// there is to hold. The schema is the last line: validation has answered long before.
func checkOf(d Dialect, f model.Field) string {
	switch f.Type {
	case model.String:
		return textCheck(d, f, d == SQLite)
	case model.Text:
		length := textCheck(d, f, f.Max != nil)
		if d == MySQL {
			return length // the column's type holds the number of bytes
		}
		return both(length, fmt.Sprintf("length(CAST(%s AS BLOB)) <= %d", f.Quoted(), model.TextBytes))
	case model.Enum:
		return enumCheck(f)
	case model.Int, model.BigInt, model.Unsigned:
		return integerCheck(d, f)
	case model.Decimal:
		return decimalCheck(d, f)
	case model.Bool:
		if d == SQLite {
			return f.Quoted() + " IN (0, 1)"
		}
	case model.UUID:
		if d == SQLite {
			return fmt.Sprintf("length(%s) = 36", f.Quoted())
		}
	case model.JSON:
		if d == SQLite {
			return fmt.Sprintf("json_valid(%s)", f.Quoted())
		}
	}
	return ""
}

// textCheck bounds a text's length in characters; upper says whether the maximum is not the
// column type's affair.
func textCheck(d Dialect, f model.Field, upper bool) string {
	length := "char_length"
	if d == SQLite {
		length = "length"
	}
	var parts []string
	if f.MinLength() > 0 {
		parts = append(parts, fmt.Sprintf("%s(%s) >= %d", length, f.Quoted(), f.MinLength()))
	}
	if upper {
		parts = append(parts, fmt.Sprintf("%s(%s) <= %d", length, f.Quoted(), f.MaxLength()))
	}
	return strings.Join(parts, " AND ")
}

// both joins two conditions, of which the first may be empty.
func both(first, second string) string {
	if first == "" {
		return second
	}
	return first + " AND " + second
}

func enumCheck(f model.Field) string {
	values := make([]string, len(f.Values))
	for i, value := range f.Values {
		values[i] = quote(value)
	}
	return fmt.Sprintf("%s IN (%s)", f.Quoted(), strings.Join(values, ", "))
}

// integerCheck bounds a number by the field's limits and by what its type is in the other dialect.
func integerCheck(d Dialect, f model.Field) string {
	minimum, maximum := "", ""
	switch {
	case f.Type == model.Int && d == SQLite:
		minimum, maximum = "-2147483648", "2147483647"
	case f.Type == model.Unsigned && d == SQLite:
		minimum = "0"
	case f.Type == model.Unsigned:
		maximum = fmt.Sprint(uint64(model.MaxUnsigned))
	}
	if f.Min != nil {
		minimum = *f.Min
	}
	if f.Max != nil {
		maximum = *f.Max
	}
	return bounds(f.Quoted(), minimum, maximum)
}

func bounds(column, minimum, maximum string) string {
	switch {
	case minimum != "" && maximum != "":
		return fmt.Sprintf("%s BETWEEN %s AND %s", column, minimum, maximum)
	case minimum != "":
		return fmt.Sprintf("%s >= %s", column, minimum)
	case maximum != "":
		return fmt.Sprintf("%s <= %s", column, maximum)
	}
	return ""
}

// decimalCheck bounds a decimal. SQLite's are text, so the number of digits is bounded there too:
// the collation of the column compares by value.
func decimalCheck(d Dialect, f model.Field) string {
	if d == MySQL {
		minimum, maximum := "", ""
		if f.Min != nil {
			minimum = *f.Min
		}
		if f.Max != nil {
			maximum = *f.Max
		}
		return bounds(f.Quoted(), minimum, maximum)
	}
	whole := strings.Repeat("9", f.Precision-f.Scale)
	if whole == "" {
		whole = "0"
	}
	minimum, maximum := "-"+whole+fraction(f.Scale), whole+fraction(f.Scale)
	if f.Min != nil {
		minimum = *f.Min
	}
	if f.Max != nil {
		maximum = *f.Max
	}
	return bounds(f.Quoted(), quote(minimum), quote(maximum))
}

func fraction(scale int) string {
	if scale == 0 {
		return ""
	}
	return "." + strings.Repeat("9", scale)
}
