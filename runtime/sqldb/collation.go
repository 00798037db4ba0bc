package sqldb

import (
	"cmp"
	"strings"
)

// compareDecimals is the SQLite collation "decimal": the numeric order of decimal texts such
// as "-12.50", of any length, without rounding. 1.0 and 1.00 are equal, as they are in a
// DECIMAL column. Text that is no plain decimal sorts after all numbers, byte by byte: a
// collation has to order whatever a column holds.
func compareDecimals(a, b string) int {
	x, xOK := readDecimal(a)
	y, yOK := readDecimal(b)
	switch {
	case xOK && yOK:
		return x.compare(y)
	case xOK:
		return -1
	case yOK:
		return 1
	default:
		return strings.Compare(a, b)
	}
}

// decimalText is a number taken apart without copying.
type decimalText struct {
	negative bool   // never set for zero
	whole    string // digits before the point, without leading zeros
	fraction string // digits after the point, without trailing zeros
}

func readDecimal(text string) (decimalText, bool) {
	digits, negative := strings.CutPrefix(text, "-")
	if !negative {
		digits = strings.TrimPrefix(text, "+")
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	if whole == "" && fraction == "" || !allDigits(whole) || !allDigits(fraction) {
		return decimalText{}, false
	}
	d := decimalText{whole: strings.TrimLeft(whole, "0"), fraction: strings.TrimRight(fraction, "0")}
	d.negative = negative && d != decimalText{}
	return d, true
}

func allDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

func (d decimalText) compare(other decimalText) int {
	if d.negative != other.negative {
		if d.negative {
			return -1
		}
		return 1
	}
	order := cmp.Or(
		cmp.Compare(len(d.whole), len(other.whole)),
		strings.Compare(d.whole, other.whole),
		strings.Compare(d.fraction, other.fraction),
	)
	if d.negative {
		return -order
	}
	return order
}
