package events

import (
	"context"
	"log/slog"
)

const (
	levelDebug = int64(slog.LevelDebug)
	levelInfo  = int64(slog.LevelInfo)
)

// SetLogLevel sets from which level on the router logs; before that it is [slog.LevelInfo]. At Debug
// it logs each registration and each dispatch, at Warn events that nobody handles, at Error
// failures. The logger's own level counts as well.
func (r *Router) SetLogLevel(level slog.Level) { r.level.Store(int64(level)) }

// logs reports whether the router logs at the level.
func (r *Router) logs(level slog.Level) bool { return r.level.Load() <= int64(level) }

// debug is for what happens with every event: its caller has asked logs before.
func (r *Router) debug(ctx context.Context, message string, attrs ...any) {
	if r.logs(slog.LevelDebug) {
		r.logger.DebugContext(ctx, message, attrs...)
	}
}

func (r *Router) error(ctx context.Context, message string, attrs ...any) {
	if r.logs(slog.LevelError) {
		r.logger.ErrorContext(ctx, message, attrs...)
	}
}
