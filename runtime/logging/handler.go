package logging

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/runtime/apperr"
)

// errorKey is the key under which errors are logged.
const errorKey = "error"

// handler masks a record and adds what every line carries, then hands it on. It masks here and not in slog's ReplaceAttr because that
// is never shown the group attributes.
type handler struct {
	next   slog.Handler
	split  bool // whether the log id is taken out of the message
	keys   *keys
	scopes []scope // groups opened by WithGroup, outermost first
}

// scope is an open group with the attributes added in it. The handler keeps them itself so that the log id and the request id stay at
// the top of the line, where they can be searched for.
type scope struct {
	group string
	attrs []slog.Attr
}

// Enabled reports whether records of the level are logged.
func (h *handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

// WithAttrs returns a handler that adds the attributes, masked, to every record.
func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	masked := make([]slog.Attr, 0, len(attrs))
	for _, attr := range attrs {
		masked = h.appendMasked(masked, attr)
	}
	clone := *h
	if len(h.scopes) == 0 {
		clone.next = h.next.WithAttrs(masked)
		return &clone
	}
	clone.scopes = slices.Clone(h.scopes)
	innermost := &clone.scopes[len(clone.scopes)-1]
	innermost.attrs = slices.Concat(innermost.attrs, masked)
	return &clone
}

// WithGroup returns a handler that puts what is added from now on into a group.
func (h *handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	clone := *h
	clone.scopes = append(slices.Clone(h.scopes), scope{group: name})
	return &clone
}

// Handle logs a record.
func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	// Enough for nearly every line: the slice then never reaches the heap.
	var array [12]slog.Attr
	attrs := array[:0]

	message := h.maskText(r.Message)
	if h.split {
		if id, function, text, ok := splitMessage(message); ok {
			message = text
			attrs = append(attrs, slog.String("log_id", id), slog.String("func", function))
		}
	}
	if id := RequestID(ctx); id != "" {
		attrs = append(attrs, slog.String("request_id", id))
	}
	if len(h.scopes) == 0 {
		r.Attrs(func(attr slog.Attr) bool {
			attrs = h.appendMasked(attrs, attr)
			return true
		})
	} else {
		attrs = append(attrs, h.scoped(r))
	}
	out := slog.NewRecord(r.Time.UTC(), r.Level, message, r.PC)
	out.AddAttrs(attrs...)
	return h.next.Handle(ctx, out)
}

// scoped returns the record's attributes inside the open groups.
func (h *handler) scoped(r slog.Record) slog.Attr {
	var inner []slog.Attr
	r.Attrs(func(attr slog.Attr) bool {
		inner = h.appendMasked(inner, attr)
		return true
	})
	for _, scope := range slices.Backward(h.scopes) {
		group := slog.GroupAttrs(scope.group, slices.Concat(scope.attrs, inner)...)
		inner = []slog.Attr{group}
	}
	return inner[0]
}

// appendMasked adds a masked attribute and, for an error that carries log ids, the ids.
func (h *handler) appendMasked(attrs []slog.Attr, attr slog.Attr) []slog.Attr {
	attrs = append(attrs, h.mask(attr, 0))
	if attr.Key != errorKey {
		return attrs
	}
	if err, ok := attr.Value.Any().(error); ok {
		if ids := apperr.IDs(err); len(ids) > 0 {
			attrs = append(attrs, slog.Any("log_ids", ids))
		}
	}
	return attrs
}

// splitMessage takes a message of the form "<file>.go:NNN | Func | text" apart.
func splitMessage(message string) (id, function, text string, ok bool) {
	const separator = " | "
	id, rest, found := strings.Cut(message, separator)
	if !found {
		return "", "", "", false
	}
	file, number, found := strings.Cut(id, ".go:")
	if !found || file == "" || len(number) < 3 || strings.Trim(number, "0123456789") != "" || strings.Contains(file, " ") {
		return "", "", "", false
	}
	function, text, found = strings.Cut(rest, separator)
	return id, function, text, found
}
