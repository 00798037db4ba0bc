package logging

import (
	"strings"

	"github.com/go-json-experiment/json"
)

// Mask masks what goes elsewhere than into a log, such as an error report, as a logger masks its lines.
// It is safe for concurrent use.
type Mask struct{ h *handler }

// NewMask returns a mask that also takes the given keys for sensitive, as [Options].Sensitive does.
func NewMask(sensitive ...string) *Mask {
	return &Mask{h: &handler{keys: newKeys(sensitive)}}
}

// Text returns a text with its secrets masked, cut to 16 KiB, and in valid UTF-8.
func (m *Mask) Text(text string) string {
	return m.h.maskText(strings.ToValidUTF8(text, "�"))
}

// Sensitive reports whether values with this key are masked.
func (m *Mask) Sensitive(key string) bool { return m.h.keys.sensitive(key) }

// JSON returns a value as JSON with its secrets masked. A value that has no JSON, that panics, or
// whose JSON would be larger than 64 KiB becomes a JSON string that says so.
func (m *Mask) JSON(value any) []byte {
	encoded, err := json.Marshal(m.h.maskAny(value).Any())
	if err != nil { // maskAny returns JSON and plain values only
		return []byte("null")
	}
	return encoded
}
