package events

import "context"

// RouterEvent is the name under which an [Emitter] takes events for a [Router] (the standards, §3.3).
// The data is an [Event].
const RouterEvent = "event_router"

// RabbitMQConnected is the name under which an [Emitter] tells of each connection to RabbitMQ (the
// standards, §14).
const RabbitMQConnected = "rabbitMQConnected"

// Listen makes r handle the events that e emits as [RouterEvent], and returns what ends that; so does
// Close. It is the only listener there: a second call for the same emitter changes nothing.
//
//	emitter.Emit(ctx, events.RouterEvent, events.Event{ID: "USER_CREATED", Data: user})
//
// What Emit would return as an error is logged, for the emitter has nobody to return it to.
func (r *Router) Listen(e *Emitter) (stop func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if stop, listens := r.listening[e]; listens {
		return stop
	}
	off := e.On(RouterEvent, func(ctx context.Context, data any) {
		event, ok := data.(Event)
		if !ok {
			r.error(ctx, "bridge.go:001 | Listen | what was emitted is not an event: emit an events.Event", "event", RouterEvent)
			return
		}
		if err := r.Emit(ctx, event.ID, event.Data); err != nil {
			r.error(ctx, "bridge.go:002 | Listen | the event was not accepted", "event_id", event.ID, "error", err)
		}
	})
	stop = func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		off()
		delete(r.listening, e)
	}
	r.listening[e] = stop
	return stop
}

// stopListening ends what Listen began.
func (r *Router) stopListening() {
	r.mu.Lock()
	stops := make([]func(), 0, len(r.listening))
	for _, stop := range r.listening {
		stops = append(stops, stop)
	}
	r.mu.Unlock()
	for _, stop := range stops {
		stop()
	}
}
