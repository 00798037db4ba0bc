package logging

import (
	"fmt"
	"log/slog"
	"unicode/utf8"
)

// mask stands in a line for what must not be logged.
const masked = "[masked]"

// maxDepth bounds the nesting of groups: a LogValuer may return a group that contains itself.
const maxDepth = 16

// mask returns the attribute as it may be logged.
func (h *handler) mask(attr slog.Attr, depth int) slog.Attr {
	value := attr.Value.Resolve()
	// A group without a key is spread over the place it stands in: only its members have keys.
	if attr.Key != "" && h.keys.sensitive(attr.Key) {
		return slog.String(attr.Key, masked)
	}
	switch value.Kind() {
	case slog.KindString:
		return slog.String(attr.Key, h.maskText(value.String()))
	case slog.KindGroup:
		return h.maskGroup(attr.Key, value.Group(), depth)
	case slog.KindAny:
		return slog.Attr{Key: attr.Key, Value: h.maskAny(value.Any())}
	}
	return slog.Attr{Key: attr.Key, Value: value}
}

func (h *handler) maskGroup(key string, members []slog.Attr, depth int) slog.Attr {
	if depth == maxDepth {
		return slog.String(key, "[nested too deep]")
	}
	inner := make([]slog.Attr, len(members))
	for i, member := range members {
		inner[i] = h.mask(member, depth+1)
	}
	return slog.GroupAttrs(key, inner...)
}

// maskAny returns the value for an attribute that is of no kind of slog's.
func (h *handler) maskAny(value any) (result slog.Value) {
	// The methods of a logged value are foreign code, often on a nil pointer. A log line must not bring its caller down.
	defer func() {
		if recover() != nil {
			result = slog.StringValue(fmt.Sprintf("[%T: panic while logging]", value))
		}
	}()
	switch v := value.(type) {
	case nil:
		return slog.AnyValue(nil)
	case error:
		return slog.StringValue(h.maskText(v.Error()))
	case []byte:
		if !utf8.Valid(v) {
			return slog.StringValue(fmt.Sprintf("[%d bytes]", len(v)))
		}
		return slog.StringValue(h.maskText(string(v)))
	}
	encoded, err := h.encode(value)
	if err != nil {
		return slog.StringValue(fmt.Sprintf("[%T: %s]", value, h.maskText(err.Error())))
	}
	return slog.AnyValue(encoded)
}
