package middlewares

import (
	"log/slog"
	"net/http"

	"github.com/vtgen/vtgen/runtime/httpserver"

	"example.com/aip/global_config"
)

// Request lists what every request passes, outermost first: it gets its id before anything can be
// logged about it, and a panic below becomes an answer that is still logged.
func Request(log *slog.Logger) []func(http.Handler) http.Handler {
	return []func(http.Handler) http.Handler{
		httpserver.RequestID,
		httpserver.AccessLog(log),
		httpserver.Recover(log, global_config.CodeUnexpected),
		httpserver.SecurityHeaders,
	}
}
