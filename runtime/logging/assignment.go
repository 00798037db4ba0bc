package logging

import (
	"regexp"
	"strings"
)

// assignment begins a name=value or "name":value pair; the quote may be escaped. A plain colon does not make one: "invalid token: …" is
// prose.
var assignment = regexp.MustCompile(`([\w.-]+)(?:=|\\*"\s*:\s*)`)

// maskAssignments masks the values of sensitive names.
func (h *handler) maskAssignments(text string) string {
	var out strings.Builder
	end := 0
	for _, match := range assignment.FindAllStringSubmatchIndex(text, -1) {
		value := match[1]
		// Not through the remembered keys: texts would fill them with names that never come back.
		if value < end || !h.keys.decide(text[match[2]:match[3]]) {
			continue
		}
		if after := valueEnd(text, value); after > value {
			out.WriteString(text[end:value] + masked)
			end = after
		}
	}
	out.WriteString(text[end:])
	return out.String()
}

// valueEnd returns where the value ends that begins at start: quoted, in brackets, or a word.
func valueEnd(text string, start int) int {
	quote := start
	for quote < len(text) && text[quote] == '\\' {
		quote++
	}
	if quote == len(text) {
		return quote
	}
	switch text[quote] {
	case '"', '\'':
		return quotedEnd(text, quote, quote-start)
	case '{', '[':
		return bracketsEnd(text, quote)
	}
	if length := strings.IndexAny(text[start:], " \t\r\n\"'&;,)}]"); length >= 0 {
		return start + length
	}
	return len(text)
}

// quotedEnd returns the end of the value whose opening quote stands after a number of backslashes. The closing one has no more of them;
// where there is none the value goes on to the end of the text.
func quotedEnd(text string, open, backslashes int) int {
	before := 0
	for i := open + 1; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			before++
		case text[i] == text[open] && before <= backslashes:
			return i + 1
		default:
			before = 0
		}
	}
	return len(text)
}

// bracketsEnd returns the end of the value in brackets. Brackets in strings count as well: at worst too much is masked.
func bracketsEnd(text string, open int) int {
	depth := 0
	for i := open; i < len(text); i++ {
		switch text[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}
