package logging

import (
	"context"
	"io"
	"log/slog"
	"testing"
)

// The two lines say the same: the plain one has to bring its ids itself.
func BenchmarkPlain(b *testing.B) {
	logger := slog.New(slog.NewJSONHandler(io.Discard, nil))
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		logger.InfoContext(ctx, "ai_worker created", "log_id", "ai_worker.service.go:003", "func", "Create", "request_id", "7Q5H3ZK2J4",
			"id", int64(42), "name", "summarizer", "state", "open", "attempt", 1)
	}
}

func BenchmarkMasked(b *testing.B) {
	logger := New(io.Discard, Options{})
	ctx := WithRequestID(context.Background(), "7Q5H3ZK2J4")
	b.ReportAllocs()
	for b.Loop() {
		logger.InfoContext(ctx, "ai_worker.service.go:003 | Create | ai_worker created",
			"id", int64(42), "name", "summarizer", "state", "open", "attempt", 1)
	}
}
