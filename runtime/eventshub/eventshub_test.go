package eventshub_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/eventshub"
	"github.com/vtgen/vtgen/runtime/queue"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// broker keeps the messages it is given.
type broker struct {
	mu       sync.Mutex
	messages []queue.Message
	err      error
}

func (b *broker) Publish(_ context.Context, m queue.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.messages = append(b.messages, m)
	}
	return b.err
}

// reasons lists why events were reported.
func (b *broker) reasons(t *testing.T) string {
	t.Helper()
	var all []string
	for _, m := range b.messages {
		var report struct {
			Reason string `json:"capture_reason"`
		}
		if err := json.Unmarshal(m.Body, &report); err != nil || m.Queue != "VT_EVENTS_HUB_AUTO_DISCOVERY" {
			t.Fatal(err, m.Queue)
		}
		all = append(all, report.Reason)
	}
	b.messages = nil
	return strings.Join(all, " ")
}

func rate(r float64) *float64 { return &r }

const name = "USER.ACCOUNT.CREATED"

func wrap(t *testing.T, h *eventshub.Hub, name string, payload any) eventshub.Envelope {
	t.Helper()
	e, err := h.Wrap(t.Context(), name, payload, eventshub.Context{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEnvelope(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := eventshub.New(eventshub.Options{AppID: 42, Environment: "staging", MachineIP: "10.0.0.1"})
		e := wrap(t, h, name, map[string]int{"n": 1})
		if ms := fmt.Sprint(time.Now().UnixMilli()); !regexp.MustCompile(`^evt_` + ms + `_[0-9a-f]{16}$`).MatchString(e.ID) {
			t.Errorf("the id is %s", e.ID)
		}
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		want := `{"event_id":"ID","event_name":"USER.ACCOUNT.CREATED","event_app_id":42,"event_version":"1.0","event_category":"general","event_time":"2000-01-01T00:00:00.000Z",` +
			`"event_correlation_id":"ID","event_trace_id":"ID","event_priority":"medium","event_ttl":3600,` +
			`"event_metadata":{"oneid":null,"billing_id":null,"org_id":null,"machine_ip":"10.0.0.1","environment":"staging","client_info":{"ip":null,"user_agent":null,"session_id":null}},"payload":{"n":1}}`
		if got := strings.ReplaceAll(string(text), e.ID, "ID"); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		var back eventshub.Envelope
		if err := json.Unmarshal(text, &back); err != nil || back.ID != e.ID || back.Metadata != e.Metadata {
			t.Errorf("read back as %+v, %v", back, err)
		}
		full, err := h.Wrap(t.Context(), name, nil, eventshub.Context{CorrelationID: "c", TraceID: "t", Priority: eventshub.High, TTL: time.Minute, OneID: "o", SessionID: "s"})
		if err != nil || full.CorrelationID != "c" || full.TraceID != "t" || full.Priority != "high" || full.TTL != 60 || full.Metadata.OneID != "o" || full.Metadata.Client.SessionID != "s" {
			t.Errorf("got %+v, %v", full, err)
		}
	})
}

func TestNamesAndCategories(t *testing.T) {
	for name, want := range map[string]string{
		"SYSTEM.A.B": "system", "MAINTENANCE.A.B": "system", "WEBHOOK.A.B": "integration", "EXPORT.A.B": "integration",
		"AUTH.A.B": "audit", "ACCESS.A.B": "audit", "AI_WORKER.A1.B_2": "general", "SYSTEMS.A.B": "general",
	} {
		if got := eventshub.Category(name); got != want || eventshub.CheckName(name) != nil {
			t.Errorf("%s is of %s, want %s; %v", name, got, want, eventshub.CheckName(name))
		}
	}
	h := eventshub.New(eventshub.Options{})
	for _, name := range []string{"", "USER_CREATED", "USER.CREATED", "A.B.C.D", "a.b.c", "A..C", "A.B.", "A.B.C\n", "A.B." + strings.Repeat("C", 128)} {
		if _, err := h.Wrap(t.Context(), name, nil, eventshub.Context{}); err == nil {
			t.Errorf("%.20q was wrapped", name)
		}
	}
	if _, err := h.Wrap(t.Context(), name, nil, eventshub.Context{Priority: "urgent"}); err == nil {
		t.Error("an unknown priority was wrapped")
	}
}

func TestDiscovery(t *testing.T) {
	var b broker
	h := eventshub.New(eventshub.Options{AppID: 42, Environment: "staging", Queue: &b, SampleRate: rate(0)})
	type payload struct {
		Name  string         `json:"name"`
		Tags  []any          `json:"tags"`
		Extra map[string]any `json:"extra,omitempty"`
	}
	steps := []struct {
		payload any
		want    string
	}{
		{payload{Name: "a", Tags: []any{}}, "new_event"},
		{payload{Name: "b", Tags: []any{}}, ""},                                // other values
		{payload{Name: "a", Tags: []any{"x"}}, "schema_change"},                // an element
		{payload{Name: "a", Tags: []any{"y", "z"}}, ""},                        // more of them
		{payload{Name: "a", Tags: []any{"y", 1}}, "schema_change"},             // of another type
		{payload{Name: "a", Tags: []any{1, "y", "y"}}, ""},                     // in another order
		{map[string]any{"tags": []string{"b"}, "name": "x"}, ""},               // the same from a map
		{payload{Name: "a", Tags: []any{}}, ""},                                // as the first one
		{payload{Name: "a", Extra: map[string]any{"b": nil}}, "schema_change"}, // null
		{payload{Name: "a", Extra: map[string]any{"b": true}}, "schema_change"},
		{payload{Name: "a", Extra: map[string]any{"b": false}}, ""},
		{payload{Name: "a", Extra: map[string]any{"b": map[string]any{"c": 1.5}}}, "schema_change"},
		{nil, "schema_change"},
		{func() {}, ""}, // which has no JSON
	}
	for i, step := range steps {
		wrap(t, h, name, step.payload)
		if got := b.reasons(t); got != step.want {
			t.Errorf("step %d is reported as %q, want %q", i, got, step.want)
		}
	}
	wrap(t, h, "AUTH.USER.LOGIN", map[string]any{"password": "hunter2", "user": "anna"})
	text := string(b.messages[0].Body)
	if strings.Contains(text, "hunter2") || !strings.Contains(text, `"password":"[masked]"`) || !strings.Contains(text, "anna") || !strings.Contains(text, `"session_id":"[masked]"`) {
		t.Errorf("the sample is %s", text)
	}
	if want := regexp.MustCompile(`^\{"app_id":42,"event_name":"AUTH.USER.LOGIN","event_category":"audit","schema_hash":"[0-9a-f]{64}","environment":"staging","capture_reason":"new_event","captured_at":"[0-9TZ:.-]{24}","sample_envelope":\{"event_id":`); !want.MatchString(text) {
		t.Errorf("the report is %s", text)
	}
}

func TestSampling(t *testing.T) {
	for environment, want := range map[string][2]int{"development": {1000, 1000}, "staging": {55, 150}, "production": {1, 30}, "": {1, 30}} {
		var b broker
		h := eventshub.New(eventshub.Options{Environment: environment, Queue: &b})
		wrap(t, h, name, 1)
		b.messages = nil
		for range 1000 {
			wrap(t, h, name, 1)
		}
		if n := len(b.messages); n < want[0] || n > want[1] {
			t.Errorf("in %q %d of 1000 are reported, want %v", environment, n, want)
		}
	}
}

// What the queue refused is new again, and what is remembered is bounded.
func TestDiscoveryWithoutQueueAndWithoutEnd(t *testing.T) {
	b := broker{err: errors.New("full")}
	h := eventshub.New(eventshub.Options{Queue: &b, SampleRate: rate(0)})
	wrap(t, h, name, 1)
	b.err = nil
	wrap(t, h, name, 1)
	if got := b.reasons(t); got != "new_event" {
		t.Errorf("after a refusal it is reported as %q", got)
	}
	for i := range 1500 {
		wrap(t, h, fmt.Sprintf("USER.ACCOUNT.N%d", i), map[string]int{fmt.Sprint("key", i): 1})
		wrap(t, h, name, map[string]int{fmt.Sprint("key", i): 1})
	}
	if n := len(b.messages); n != 999+15 {
		t.Errorf("%d are reported, want 999 names and 15 structures more", n)
	}
	wrap(t, eventshub.New(eventshub.Options{}), name, 1)
}

func TestEmit(t *testing.T) {
	h := eventshub.New(eventshub.Options{AppID: 42})
	router := events.NewRouter(events.Options{})
	var b broker
	router.RegisterPublisher(name, events.ToQueue(&b, "user_events"))
	if err := h.Emit(t.Context(), router, name, map[string]int{"n": 1}, eventshub.Context{}); err != nil {
		t.Fatal(err)
	}
	if len(b.messages) != 1 || !strings.Contains(string(b.messages[0].Body), `"event_app_id":42`) {
		t.Errorf("published %v", b.messages)
	}
	if err := h.Emit(t.Context(), router, "bad", nil, eventshub.Context{}); err == nil {
		t.Error("a bad name was emitted")
	}
	if err := router.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
