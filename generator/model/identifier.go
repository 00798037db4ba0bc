package model

import (
	"fmt"
	"strings"
	"unicode"
)

// Longest names, in characters. MySQL allows 64 for tables, columns and
// constraints; the difference leaves room for the plural's ending and for the
// prefixes and suffixes of derived names.
const (
	maxPlatformName = 32
	maxEntityName   = 48
	maxFieldName    = 56
	maxTableName    = 60
)

// checkIdentifier says why name cannot be a snake_case name of the standards,
// §2.1; kind ("entity", "field", …) is the noun the error speaks of.
func checkIdentifier(kind, name string, longest int) error {
	switch {
	case name == "":
		return fmt.Errorf("%s name is empty: give a snake_case name such as ai_worker", kind)
	case len(name) > longest:
		return fmt.Errorf("%s name %q is longer than %d characters: shorten it, because SQL and file names derived from it must stay under their own limits", kind, clip(name), longest)
	}
	reason := identifierFault(name)
	if reason == "" {
		return nil
	}
	if better := suggestIdentifier(name, longest); better != "" {
		return fmt.Errorf("%s name %q %s: write %s", kind, name, reason, better)
	}
	return fmt.Errorf("%s name %q %s: choose a snake_case name such as ai_worker", kind, name, reason)
}

// identifierFault returns what is wrong with the spelling of a non-empty name,
// or "" when nothing is.
func identifierFault(name string) string {
	letters := 0
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z':
			letters++
		case r == '_' || isDigit(r):
		case r == '-':
			return "has a hyphen, which Go identifiers and SQL names cannot have"
		case r >= 'A' && r <= 'Z':
			return "has capital letters, and file, table and JSON names are snake_case (the standards, §2.1)"
		case r > unicode.MaxASCII:
			return "has a character outside ASCII, which file and table names must avoid"
		default:
			return fmt.Sprintf("has the character %q; only a-z, 0-9 and _ are allowed", r)
		}
	}
	switch {
	case letters == 0:
		return "has no letter, so that no Go identifier can be made of it"
	case strings.HasPrefix(name, "_"):
		return "begins with an underscore, which hides files from Go's tools"
	case strings.HasSuffix(name, "_"):
		return "ends with an underscore"
	case strings.Contains(name, "__"):
		return "has two underscores in a row"
	}
	return ""
}

// suggestIdentifier returns the nearest correct spelling of name, or "" when
// there is none worth showing.
func suggestIdentifier(name string, longest int) string {
	var b strings.Builder
	var previous rune
	for _, r := range name {
		switch {
		case r >= 'A' && r <= 'Z':
			if previous >= 'a' && previous <= 'z' || isDigit(previous) {
				b.WriteByte('_')
			}
			b.WriteRune(unicode.ToLower(r))
		case r >= 'a' && r <= 'z', isDigit(r):
			b.WriteRune(r)
		case r > unicode.MaxASCII:
			return ""
		default:
			b.WriteByte('_')
		}
		previous = r
	}
	parts := strings.FieldsFunc(b.String(), func(r rune) bool { return r == '_' })
	better := strings.Join(parts, "_")
	if better == "" || len(better) > longest || identifierFault(better) != "" {
		return ""
	}
	return better
}

// clip shortens text for an error, so that a hostile input cannot fill a log.
func clip(text string) string {
	const longest = 60
	runes := []rune(text)
	if len(runes) <= longest {
		return text
	}
	return string(runes[:longest]) + "…"
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func beginsWithDigit(name string) bool { return name != "" && isDigit(rune(name[0])) }
