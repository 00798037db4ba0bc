package event_driven_services

import (
	"log/slog"

	"github.com/vtgen/vtgen/runtime/events"
)

// NewEventRouterService returns the router that every event of the platform goes through (the
// standards, §3.3). What emitter emits as event_router reaches it too.
func NewEventRouterService(emitter *events.Emitter, log *slog.Logger) *events.Router {
	router := events.NewRouter(events.Options{Logger: log})
	router.Listen(emitter)
	return router
}
