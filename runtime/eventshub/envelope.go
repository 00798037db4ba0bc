package eventshub

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/vtgen/vtgen/runtime/events"
)

const (
	maxName    = 128
	defaultTTL = time.Hour
	timeFormat = "2006-01-02T15:04:05.000Z"
)

// Priority is how urgent an event is.
type Priority string

// The priorities.
const (
	High   Priority = "high"
	Medium Priority = "medium" // the default
	Low    Priority = "low"
)

var validName = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*(\.[A-Z][A-Z0-9]*(_[A-Z0-9]+)*){2}$`)

// Context is what an event's envelope says of its circumstances; all of it may be left empty.
type Context struct {
	// CorrelationID and TraceID join events; each is the event's own id when empty.
	CorrelationID, TraceID string
	// Priority is Medium when empty.
	Priority Priority
	// TTL is for how long the event is of use; 0 means an hour.
	TTL time.Duration
	// OneID, BillingID and OrgID say whose it is.
	OneID, BillingID, OrgID string
	// ClientIP, UserAgent and SessionID are the client's.
	ClientIP, UserAgent, SessionID string
}

// Envelope is an event as the hub knows it.
type Envelope struct {
	ID            string   `json:"event_id"`
	Name          string   `json:"event_name"`
	AppID         int64    `json:"event_app_id"`
	Version       string   `json:"event_version"`
	Category      string   `json:"event_category"`
	Time          string   `json:"event_time"` // ISO 8601, UTC
	CorrelationID string   `json:"event_correlation_id"`
	TraceID       string   `json:"event_trace_id"`
	Priority      Priority `json:"event_priority"`
	TTL           int64    `json:"event_ttl"` // seconds
	Metadata      Metadata `json:"event_metadata"`
	Payload       any      `json:"payload"`
}

// Metadata is the part of an envelope about who and where.
type Metadata struct {
	OneID       Text       `json:"oneid"`
	BillingID   Text       `json:"billing_id"`
	OrgID       Text       `json:"org_id"`
	MachineIP   Text       `json:"machine_ip"`
	Environment string     `json:"environment"`
	Client      ClientInfo `json:"client_info"`
}

// ClientInfo is the part of an envelope about the client.
type ClientInfo struct {
	IP        Text `json:"ip"`
	UserAgent Text `json:"user_agent"`
	SessionID Text `json:"session_id"`
}

// Text is a text that is null in JSON when it is empty.
type Text string

// MarshalJSON implements json.Marshaler.
func (t Text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(t))
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *Text) UnmarshalJSON(text []byte) error {
	var value *string
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	*t = ""
	if value != nil {
		*t = Text(*value)
	}
	return nil
}

// categories are the categories by the first part of a name.
var categories = map[string]string{
	"SYSTEM": "system", "HEALTH": "system", "CACHE": "system", "DATABASE": "system", "BACKUP": "system", "MAINTENANCE": "system",
	"WEBHOOK": "integration", "API": "integration", "EXTERNAL": "integration", "SYNC": "integration", "IMPORT": "integration", "EXPORT": "integration",
	"AUTH": "audit", "LOGIN": "audit", "PERMISSION": "audit", "SECURITY": "audit", "COMPLIANCE": "audit", "ACCESS": "audit",
}

// Category returns the category of an event's name.
func Category(name string) string {
	domain, _, _ := strings.Cut(name, ".")
	return cmp.Or(categories[domain], "general")
}

// CheckName refuses a name that is not DOMAIN.ENTITY.ACTION.
func CheckName(name string) error {
	if len(name) > maxName || !validName.MatchString(name) {
		return fmt.Errorf("the event name %.140q is not DOMAIN.ENTITY.ACTION in UPPER_SNAKE_CASE of at most %d characters: correct it", name, maxName)
	}
	return nil
}

// Wrap returns a payload in its envelope, and reports it for discovery.
func (h *Hub) Wrap(ctx context.Context, name string, payload any, c Context) (Envelope, error) {
	if err := CheckName(name); err != nil {
		return Envelope{}, fmt.Errorf("wrap an event for the hub: %w", err)
	}
	switch c.Priority {
	case "", High, Medium, Low:
	default:
		return Envelope{}, fmt.Errorf("wrap the event %s for the hub: its priority %.20q is neither high, medium nor low", name, c.Priority)
	}
	now := time.Now().UTC()
	id := eventID(now)
	made := Envelope{
		ID: id, Name: name, AppID: h.o.AppID, Version: h.o.Version, Category: Category(name), Time: now.Format(timeFormat),
		CorrelationID: cmp.Or(c.CorrelationID, id), TraceID: cmp.Or(c.TraceID, id),
		Priority: cmp.Or(c.Priority, Medium), TTL: int64(cmp.Or(c.TTL, defaultTTL) / time.Second),
		Metadata: Metadata{
			OneID: Text(c.OneID), BillingID: Text(c.BillingID), OrgID: Text(c.OrgID), MachineIP: Text(h.o.MachineIP), Environment: h.o.Environment,
			Client: ClientInfo{IP: Text(c.ClientIP), UserAgent: Text(c.UserAgent), SessionID: Text(c.SessionID)},
		},
		Payload: payload,
	}
	h.discover(ctx, made)
	return made, nil
}

// Emit wraps a payload and emits the envelope to to, whose handlers and publisher of that name get it.
func (h *Hub) Emit(ctx context.Context, to events.Sink, name string, payload any, c Context) error {
	made, err := h.Wrap(ctx, name, payload, c)
	if err != nil {
		return err
	}
	return to.Emit(ctx, name, made)
}

// eventID is evt_<milliseconds>_<16 hex digits>.
func eventID(now time.Time) string {
	var random [8]byte
	_, _ = rand.Read(random[:]) // it never fails
	return fmt.Sprintf("evt_%d_%s", now.UnixMilli(), hex.EncodeToString(random[:]))
}
