package logging

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxText bounds one logged text, in bytes. A stack trace fits.
const maxText = 16 << 10

var (
	// A credential of the Authorization header.
	credential = regexp.MustCompile(`(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]+`)
	// A JSON web token: three parts in base64url, of which the first begins with {" and the last may be missing.
	webToken = regexp.MustCompile(`eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*)?`)
)

// maskText returns a text as it may be logged. It looks for rare bytes first: nearly every text has none of them and is returned as is.
func (h *handler) maskText(text string) string {
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "") + "…[cut]"
	}
	if strings.Contains(text, "eyJ") {
		text = webToken.ReplaceAllLiteralString(text, masked)
	}
	if strings.IndexByte(text, ' ') >= 0 && mentionsScheme(text) {
		text = credential.ReplaceAllString(text, "$1 "+masked)
	}
	if strings.IndexByte(text, '@') >= 0 {
		text = maskUserinfo(text)
	}
	if strings.IndexByte(text, '\xc2') >= 0 {
		text = strings.Map(visible, text)
	}
	if strings.IndexByte(text, '=') >= 0 || strings.Contains(text, `":`) {
		text = h.maskAssignments(text)
	}
	return text
}

// visible replaces the control characters beyond ASCII, all of which begin with the byte C2 in UTF-8: terminals obey some of them, and
// unlike those of ASCII a JSON line may hold them.
func visible(r rune) rune {
	if 0x80 <= r && r <= 0x9f {
		return utf8.RuneError
	}
	return r
}

// mentionsScheme reports whether "bearer " or "basic " may occur in the text, in any case.
func mentionsScheme(text string) bool {
	for i := 0; i+5 < len(text); i++ {
		if text[i]|0x20 != 'b' {
			continue
		}
		rest := text[i:]
		if strings.EqualFold(rest[:5], "basic") || len(rest) > 6 && strings.EqualFold(rest[:6], "bearer") {
			return true
		}
	}
	return false
}

// maskUserinfo masks the password of every user:password@ in the text, as in URLs and data source names. In doubt it masks more: a
// password may itself contain : / and @.
func maskUserinfo(text string) string {
	var out strings.Builder
	for run := range fields(text) {
		start := 0
		if scheme := strings.Index(run, "://"); scheme >= 0 {
			start = scheme + len("://")
		}
		at := strings.LastIndexByte(run, '@')
		colon := strings.IndexByte(run[start:], ':')
		if colon >= 0 && start+colon < at {
			out.WriteString(run[:start+colon+1] + masked + run[at:])
			continue
		}
		out.WriteString(run)
	}
	return out.String()
}

// fields cuts a text before every space and quote, losing nothing.
func fields(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for text != "" {
			end := strings.IndexAny(text[1:], " \t\r\n\"'`<>")
			if end < 0 {
				yield(text)
				return
			}
			if !yield(text[:end+1]) {
				return
			}
			text = text[end+1:]
		}
	}
}
