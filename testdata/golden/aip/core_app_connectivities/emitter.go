package core_app_connectivities

import (
	"log/slog"

	"github.com/vtgen/vtgen/runtime/events"
)

// NewEventRouter returns the router that every event of the platform goes through (the standards,
// §3.2 and §3.3).
func NewEventRouter(log *slog.Logger) *events.Router {
	return events.NewRouter(events.Options{Logger: log})
}
