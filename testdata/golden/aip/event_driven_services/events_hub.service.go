package event_driven_services

import (
	"context"
	"log/slog"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/eventshub"
	"github.com/vtgen/vtgen/runtime/queue"

	"example.com/aip/global_config"
)

// NewEventsHubService returns what puts events into the envelope of the fleet's events hub. With
// EVENTS_HUB=true the hub is also told which events there are and how they are built.
func NewEventsHubService(config global_config.Config, to queue.Publisher, log *slog.Logger) *eventshub.Hub {
	options := eventshub.Options{AppID: config.AppID, Environment: config.Environment, Logger: log}
	if config.EventsHub {
		options.Queue = to
	}
	return eventshub.New(options)
}

// ThroughEventsHub returns a publisher that sends events, whose ids are DOMAIN.ENTITY.ACTION, in their
// envelope:
//
//	router.RegisterPublisher("USER.ACCOUNT.CREATED", ThroughEventsHub(hub, events.ToQueue(broker, "user_events")))
func ThroughEventsHub(hub *eventshub.Hub, to events.Publisher) events.Publisher {
	return enveloping{hub: hub, to: to}
}

// enveloping is a publisher that wraps what it publishes.
type enveloping struct {
	hub *eventshub.Hub
	to  events.Publisher
}

// Publish implements events.Publisher.
func (p enveloping) Publish(ctx context.Context, e events.Event) error {
	envelope, err := p.hub.Wrap(ctx, e.ID, e.Data, eventshub.Context{})
	if err != nil {
		return err
	}
	e.Data = envelope
	return p.to.Publish(ctx, e)
}
