// Package logging makes the platform's logger: log/slog with the standards' log ids, the request's id and masked secrets (the
// standards, §5).
//
// A message carries its log id and function in the form of the standards:
//
//	logger.InfoContext(ctx, "ai_worker.service.go:003 | Create | ai_worker created", "id", worker.ID)
//
// In JSON they become the attributes log_id and func; as text the message stays as it is.
//
// Masked are values whose key names a secret (password, token, cookie and their like, and Options.Sensitive), at any depth of groups,
// LogValuers, maps and structs; and in any text, Bearer and Basic credentials, JSON web tokens, passwords in URLs and data source
// names, and name=value pairs with such a key. Values cannot forge a line: slog escapes line breaks and control characters.
package logging

import (
	"context"
	"io"
	"log/slog"
)

// Options of a logger. The zero value logs JSON from level Info on.
type Options struct {
	Level       slog.Level
	Format      string   // "json" (also when empty) or "text"
	Application string   // logged as application with every line, unless empty
	Sensitive   []string // further keys whose values are masked; case, "_" and "-" do not matter
}

// FormatText is the Options.Format of lines for people; every other format is JSON.
const FormatText = "text"

// New returns a logger that writes to w, one line per record.
func New(w io.Writer, o Options) *slog.Logger {
	options := &slog.HandlerOptions{Level: o.Level}
	h := &handler{keys: newKeys(o.Sensitive)}
	if o.Format == FormatText {
		h.next = slog.NewTextHandler(w, options)
	} else {
		h.next = slog.NewJSONHandler(w, options)
		h.split = true
	}
	logger := slog.New(h)
	if o.Application != "" {
		logger = logger.With("application", o.Application)
	}
	return logger
}

type requestIDKey struct{}

// WithRequestID returns a context whose log lines carry the id as request_id.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID returns the id that WithRequestID put into the context, or "".
func RequestID(ctx context.Context) string {
	if ctx == nil {
		return ""
	}
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}
