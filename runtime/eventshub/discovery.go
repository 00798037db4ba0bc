package eventshub

import (
	"cmp"
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vtgen/vtgen/runtime/logging"
	"github.com/vtgen/vtgen/runtime/queue"
)

// DiscoveryQueue is the queue that the hub learns of events from.
const DiscoveryQueue = "VT_EVENTS_HUB_AUTO_DISCOVERY"

const (
	// maxNames and maxStructures bound what is remembered: names, and structures of each. What goes
	// beyond is sampled like a known event.
	maxNames      = 1000
	maxStructures = 16
)

// The reasons of a report.
const (
	newEvent     = "new_event"
	schemaChange = "schema_change"
	sampling     = "sampling"
)

// Options configure a hub.
type Options struct {
	// AppID is the application's id in the fleet, from its configuration.
	AppID int64
	// Version is that of the events; empty means 1.0.
	Version string
	// Environment is development, staging, production or another; empty means production.
	Environment string
	// MachineIP goes into the envelopes; may be empty.
	MachineIP string
	// Queue takes the reports of discovery; nil means that there is none.
	Queue queue.Publisher
	// SampleRate is the share of known events that is reported, 0 to 1; nil means 1 in development, 0.1
	// in staging and 0.01 elsewhere.
	SampleRate *float64
	// Mask masks the samples; nil means the logging package's own keys.
	Mask *logging.Mask
	// Logger gets reports that the queue refused; nil means silence.
	Logger *slog.Logger
}

// Hub makes envelopes. It is safe for concurrent use.
type Hub struct {
	o    Options
	rate float64

	mu   sync.Mutex
	seen map[string]map[string]bool // name → structures
}

// New returns a hub.
func New(o Options) *Hub {
	o.Version = cmp.Or(o.Version, "1.0")
	o.Environment = cmp.Or(o.Environment, "production")
	if o.Mask == nil {
		o.Mask = logging.NewMask()
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	h := &Hub{o: o, rate: 0.01, seen: map[string]map[string]bool{}}
	switch {
	case o.SampleRate != nil:
		h.rate = *o.SampleRate
	case o.Environment == "development":
		h.rate = 1
	case o.Environment == "staging":
		h.rate = 0.1
	}
	return h
}

// report is what the hub learns.
type report struct {
	AppID       int64          `json:"app_id"`
	Name        string         `json:"event_name"`
	Category    string         `json:"event_category"`
	SchemaHash  string         `json:"schema_hash"`
	Environment string         `json:"environment"`
	Reason      string         `json:"capture_reason"`
	CapturedAt  string         `json:"captured_at"` // ISO 8601, UTC
	Sample      jsontext.Value `json:"sample_envelope"`
}

// discover reports an event that is new, built in a new way, or drawn as a sample. That it fails is
// logged, and not the event's problem.
func (h *Hub) discover(ctx context.Context, e Envelope) {
	if h.o.Queue == nil {
		return
	}
	defer func() {
		if value := recover(); value != nil {
			h.o.Logger.WarnContext(ctx, "discovery.go:001 | discover | an event's payload panicked", "event", e.Name)
		}
	}()
	hash, err := structureHash(e.Payload)
	if err != nil {
		h.o.Logger.WarnContext(ctx, "discovery.go:002 | discover | an event's structure is not known", "event", e.Name, "error", err)
		return
	}
	reason := h.reason(e.Name, hash)
	if reason == "" {
		return
	}
	body, err := json.Marshal(report{
		AppID: h.o.AppID, Name: e.Name, Category: e.Category, SchemaHash: hash, Environment: h.o.Environment,
		Reason: reason, CapturedAt: time.Now().UTC().Format(timeFormat), Sample: h.o.Mask.JSON(e),
	})
	if err == nil {
		err = h.o.Queue.Publish(context.WithoutCancel(ctx), queue.Message{Queue: DiscoveryQueue, Body: body})
	}
	if err != nil {
		if reason != sampling {
			h.forget(e.Name, hash) // the next one is as new
		}
		h.o.Logger.WarnContext(ctx, "discovery.go:003 | discover | an event was not reported to the hub", "event", e.Name, "reason", reason, "error", err)
	}
}

// reason returns why an event is reported, or "" when it is not, and remembers it.
func (h *Hub) reason(name, hash string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	structures, known := h.seen[name]
	switch {
	case structures[hash]:
	case !known && len(h.seen) < maxNames:
		h.seen[name] = map[string]bool{hash: true}
		return newEvent
	case known && len(structures) < maxStructures:
		structures[hash] = true
		if len(structures) == 1 { // the first was forgotten
			return newEvent
		}
		return schemaChange
	}
	if rand.Float64() < h.rate {
		return sampling
	}
	return ""
}

func (h *Hub) forget(name, hash string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.seen[name], hash)
}
