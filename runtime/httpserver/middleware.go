package httpserver

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"github.com/vtgen/vtgen/runtime/logging"
)

// requestIDHeader carries a request's id in both directions.
const requestIDHeader = "X-Request-Id"

// maxRequestID bounds an id that a client chose, in bytes.
const maxRequestID = 64

// RequestID gives every request an id, in its context (logging.RequestID) and in the response's X-Request-Id: the one that came with the
// request, if it is 1 to 64 letters, digits, ".", "_" or "-", else a random one.
func RequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestIDHeader)
		if !saneID(id) {
			id = rand.Text()
		}
		w.Header().Set(requestIDHeader, id)
		next.ServeHTTP(w, r.WithContext(logging.WithRequestID(r.Context(), id)))
	})
}

func saneID(id string) bool {
	if id == "" || len(id) > maxRequestID {
		return false
	}
	for i := range len(id) {
		c := id[i]
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '.' && c != '_' && c != '-' {
			return false
		}
	}
	return true
}

// AccessLog logs every request once it has been served, with its path but not its query, which may hold what is nobody's business.
func AccessLog(logger *slog.Logger) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start := time.Now()
			wrapped := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			defer func() {
				logger.LogAttrs(r.Context(), slog.LevelInfo, "middleware.go:001 | AccessLog | served",
					slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Int("status", status(wrapped)),
					slog.Int("bytes", wrapped.BytesWritten()), slog.Duration("duration", time.Since(start)),
					slog.String("remote", r.RemoteAddr))
			}()
			next.ServeHTTP(wrapped, r)
		})
	}
}

// status is what the client was or will be sent: a handler that writes nothing answers 200.
func status(w middleware.WrapResponseWriter) int {
	if w.Status() == 0 {
		return http.StatusOK
	}
	return w.Status()
}

// SecurityHeaders sets the headers that tell a browser to do nothing with a response but hand it to the program that asked: the platform
// serves data, not pages.
func SecurityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		values := make([]string, len(securityHeaders))
		for i, set := range securityHeaders {
			values[i] = set.value
			header[set.name] = values[i : i+1 : i+1]
		}
		next.ServeHTTP(w, r)
	})
}

// securityHeaders have their names in the canonical form, in which a header is found.
var securityHeaders = []struct{ name, value string }{
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
	{"Referrer-Policy", "no-referrer"},
	{"Cache-Control", "no-store"},
	{"Strict-Transport-Security", "max-age=31536000"},
}
