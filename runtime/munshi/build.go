package munshi

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/vtgen/vtgen/runtime/logging"
)

const reportedVia = "munshi_service"

// system makes the wire form of an error.
func (r *Reporter) system(ctx context.Context, code string, e Error) systemLog {
	now := time.Now().Unix()
	found := inspect(e.Err)
	metadata := r.members(e.Metadata)
	metadata.set("reported_via", reportedVia)
	metadata.set("error_type", bounded(cmp.Or(e.Type, UnexpectedError), maxName))
	metadata.set("nonblocking", flag(e.NonBlocking))
	if id := cmp.Or(e.LogID, found.logID); id != "" {
		metadata.set("log_id", bounded(id, maxName))
	}
	if id := logging.RequestID(ctx); id != "" {
		metadata.set("request_id", bounded(id, maxName))
	}
	other := r.members(e.OtherData)
	other.set("error_message", bounded(r.mask.Text(found.message), maxMessage))
	other.set("error_stack", bounded(r.mask.Text(found.stackText()), maxStack))
	other.set("reported_at", now)
	return systemLog{
		AppID:     r.o.AppID,
		ErrorCode: code,
		Title:     bounded(r.mask.Text(e.Title), maxName),
		Origin:    found.origin,
		Metadata:  metadata,
		OtherData: other,
		TTL:       seconds(e.TTL),
		EntryTime: now,
	}
}

// general makes the wire form of an activity.
func (r *Reporter) general(ctx context.Context, l Log) generalLog {
	now := time.Now().Unix()
	metadata := r.members(l.Metadata)
	metadata.set("reported_via", reportedVia)
	if id := logging.RequestID(ctx); id != "" {
		metadata.set("request_id", bounded(id, maxName))
	}
	other := r.members(l.OtherData)
	other.set("reported_at", now)
	changes := make([]change, 0, min(len(l.Changes), maxMembers))
	for _, c := range l.Changes[:min(len(l.Changes), maxMembers)] {
		values := r.members(map[string]any{c.Field: c.Old})
		after := r.members(map[string]any{c.Field: c.New})
		changes = append(changes, change{Field: c.Field, Old: values[c.Field], New: after[c.Field]})
	}
	return generalLog{
		AppID: r.o.AppID, OneID: l.OneID, OrgID: l.OrgID, EntityID: l.EntityID, EntityType: l.EntityType,
		LogType: bounded(l.Type, maxName), PlainText: bounded(r.mask.Text(l.Text), maxMessage),
		Metadata: metadata, Changes: changes, OtherData: other, TTL: seconds(l.TTL), EntryTime: now,
	}
}

// members masks given data, member by member, so that one value that has no JSON does not cost the
// others. What is too much is left out, and said so.
func (r *Reporter) members(given map[string]any) members {
	made := members{}
	for i, key := range slices.Sorted(maps.Keys(given)) {
		if i == maxMembers {
			made.set("omitted_members", len(given)-maxMembers)
			break
		}
		if r.mask.Sensitive(key) {
			made.set(key, "[masked]")
			continue
		}
		made[strings.ToValidUTF8(key, "�")] = shortened(r.mask.JSON(given[key]))
	}
	return made
}

// shortened replaces a value whose JSON is too large.
func shortened(value []byte) jsontext.Value {
	if len(value) > maxMessage {
		return jsontext.Value(`"[too large to report]"`)
	}
	return value
}

// set adds a text or number.
func (m members) set(key string, value any) {
	encoded, err := encode(value)
	if err != nil { // of a text or number there is none
		encoded = []byte("null")
	}
	m[key] = encoded
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// seconds is a TTL on the wire.
func seconds(ttl time.Duration) int64 {
	if ttl < time.Second {
		ttl = KeepError
	}
	return int64(ttl / time.Second)
}

// bounded cuts a text.
func bounded(text string, most int) string {
	const cut = "…[cut]"
	if len(text) > most {
		text = text[:most-len(cut)] + cut
	}
	return strings.ToValidUTF8(text, "")
}
