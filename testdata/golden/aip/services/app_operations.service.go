package services

import (
	"log/slog"

	"github.com/vtgen/vtgen/runtime/events"
)

// AppOperationsService is the door to the data that the module app_operations owns (the standards,
// §3.8.2): one service per table. What concerns several of them is written here.
type AppOperationsService struct {
	AppOperationsEntities
	events events.Sink
	log    *slog.Logger
}

// NewAppOperationsService returns the module over the services of its entities. It tells its events to
// sink.
func NewAppOperationsService(entities AppOperationsEntities, sink events.Sink, log *slog.Logger) *AppOperationsService {
	return &AppOperationsService{AppOperationsEntities: entities, events: sink, log: log}
}
