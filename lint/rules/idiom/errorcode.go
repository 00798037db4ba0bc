package idiom

import (
	"regexp"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// ErrorCode is a place that gives an error its code (the standards, §6.2): a key ERROR_CODE of an
// object, or a Go constant.
type ErrorCode struct {
	Code string
	// Meaning is the description that stands beside it, or the constant's name, as far as it is known.
	Meaning  string
	Func     int32
	Pos, End fact.Pos
}

var (
	codeForm    = regexp.MustCompile(`^VT[A-Z]*-(?:XXX)?\d+$`)
	provisional = regexp.MustCompile(`^VT[A-Z]*-XXX\d*$`)
)

// IsCode reports whether a text has the form of an error code, issued or not.
func IsCode(text string) bool { return codeForm.MatchString(text) }

// IsProvisional reports whether an error code has not been issued yet: VTAPP-XXX01.
func IsProvisional(text string) bool { return provisional.MatchString(text) }

// ErrorCodes are the error codes of a file, in order within objects and then constants.
func ErrorCodes(f *fact.File) []ErrorCode {
	var codes []ErrorCode
	for i := range f.Objects {
		fields, _ := Fields(&f.Objects[i])
		field, ok := fields["ERROR_CODE"]
		if !ok {
			continue
		}
		code, known := Literal(field.Value.Text)
		if !known || code == "" {
			continue
		}
		meaning, _ := Literal(fields["ERROR_DESCRIPTION"].Value.Text)
		codes = append(codes, ErrorCode{Code: code, Meaning: meaning, Func: f.Objects[i].Func, Pos: field.Value.Pos, End: field.Value.End})
	}
	if f.Language != fact.Go {
		return codes
	}
	for _, c := range f.Consts {
		// A dotted name is a member that is given a code which is declared elsewhere.
		if code, known := Literal(&c.Text); known && IsCode(code) && !strings.Contains(c.Name, ".") {
			codes = append(codes, ErrorCode{Code: code, Meaning: c.Name, Func: c.Func, Pos: c.Pos, End: c.Pos})
		}
	}
	return codes
}
