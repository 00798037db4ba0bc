package httpserver

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/envelope"
	"github.com/vtgen/vtgen/runtime/logging"
)

// OnPanic is told of a panic in a handler, to report it elsewhere as well.
type OnPanic func(ctx context.Context, panicked any, stack []byte)

// Recover answers a request whose handler panicked with a 500 envelope, and logs the panic with its stack. Once a response has begun it
// can only be broken off, so that the client does not take half of it for the whole.
func Recover(logger *slog.Logger, unexpected apperr.Code, onPanic ...OnPanic) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			wrapped, ok := w.(middleware.WrapResponseWriter) // AccessLog has wrapped it already
			if !ok {
				wrapped = middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			}
			defer func() {
				panicked := recover()
				switch panicked {
				case nil:
					return
				case http.ErrAbortHandler:
					// net/http's own way to break off a response: not a fault.
					panic(panicked)
				}
				stack := debug.Stack()
				logger.LogAttrs(r.Context(), slog.LevelError, "recover.go:001 | Recover | handler panicked",
					slog.String("panic", fmt.Sprint(panicked)), slog.String("stack", string(stack)),
					slog.String("method", r.Method), slog.String("path", r.URL.Path))
				for _, tell := range onPanic {
					tellOf(r.Context(), tell, panicked, stack, logger)
				}
				if wrapped.Status() != 0 {
					panic(http.ErrAbortHandler)
				}
				answerPanic(w, r, unexpected)
			}()
			next.ServeHTTP(wrapped, r)
		})
	}
}

// answerPanic sends the envelope of a request that panicked.
func answerPanic(w http.ResponseWriter, r *http.Request, code apperr.Code) {
	failure := apperr.Technical(code, nil)
	// An error can only be that of a client that is gone.
	_ = envelope.WriteFailure(w, failure.Status, envelope.FailureOf(failure, logging.RequestID(r.Context())))
}

// tellOf calls one OnPanic, which must not panic itself.
func tellOf(ctx context.Context, tell OnPanic, panicked any, stack []byte, logger *slog.Logger) {
	defer func() {
		if again := recover(); again != nil {
			logger.ErrorContext(ctx, "recover.go:002 | tellOf | the report of a panic panicked", "panic", fmt.Sprint(again))
		}
	}()
	tell(ctx, panicked, stack)
}
