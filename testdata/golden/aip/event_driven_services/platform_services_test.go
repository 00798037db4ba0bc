package event_driven_services_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"testing"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/datapulse"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/munshi"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/rabbitmq"

	"example.com/aip/core_app_connectivities"
	"example.com/aip/event_driven_services"
	"example.com/aip/global_config"
)

// recorder is a queue that keeps what is published.
type recorder struct {
	mu       sync.Mutex
	messages []queue.Message
}

// Publish implements queue.Publisher.
func (r *recorder) Publish(_ context.Context, m queue.Message) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.messages = append(r.messages, m)
	return nil
}

// only is the body of the one message that was published.
func (r *recorder) only(t *testing.T, name string) []byte {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.messages) != 1 || r.messages[0].Queue != name {
		t.Fatalf("published %v, want one message to %s", r.messages, name)
	}
	return r.messages[0].Body
}

func TestMunshiService(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		report          func(ctx context.Context, router *events.Router, reporter *munshi.Reporter) error
		code, errorType string
	}{
		"event": {func(ctx context.Context, router *events.Router, _ *munshi.Reporter) error {
			return munshi.ErrorEvent.Emit(ctx, router, munshi.Error{Err: broken, Code: "A-1", Title: "A", Type: munshi.APIError})
		}, "A-1", munshi.APIError},
		"unserved request": {func(ctx context.Context, _ *events.Router, reporter *munshi.Reporter) error {
			event_driven_services.ReportUnserved(reporter)(ctx, global_config.CodeUnexpected, apperr.At("x.service.go:001 | X", broken))
			return nil
		}, string(global_config.CodeUnexpected), munshi.UnexpectedError},
		"failed query": {func(ctx context.Context, _ *events.Router, reporter *munshi.Reporter) error {
			event_driven_services.ReportUnserved(reporter)(ctx, global_config.CodeUnexpected, apperr.At("x.data_repository.go:001 | X", broken))
			return nil
		}, string(global_config.CodeUnexpected), munshi.DBError},
	} {
		t.Run(name, func(t *testing.T) {
			to, emitter := &recorder{}, core_app_connectivities.NewEmitter(log)
			router := event_driven_services.NewEventRouterService(emitter, log)
			reporter := event_driven_services.NewMunshiService(global_config.Config{AppID: 7}, to, router, emitter, log)
			if err := c.report(t.Context(), router, reporter); err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(router.Close(t.Context()), reporter.Close(t.Context())); err != nil {
				t.Fatal(err)
			}
			var got struct {
				AppID    int64  `json:"app_id"`
				Code     string `json:"error_code"`
				Metadata struct {
					Type string `json:"error_type"`
				} `json:"metadata"`
			}
			if err := json.Unmarshal(to.only(t, munshi.Queue), &got); err != nil {
				t.Fatal(err)
			}
			if got.AppID != 7 || got.Code != c.code || got.Metadata.Type != c.errorType {
				t.Errorf("reported %+v, want the code %s and the type %s of application 7", got, c.code, c.errorType)
			}
		})
	}
}

func TestMunshiServiceReportsFaultsOfTheBroker(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	emitter := core_app_connectivities.NewEmitter(log)
	router := event_driven_services.NewEventRouterService(emitter, log)
	to := &recorder{}
	reporter := event_driven_services.NewMunshiService(global_config.Config{}, to, router, emitter, log)
	core_app_connectivities.RabbitMQFault.Emit(t.Context(), emitter, rabbitmq.Fault{Code: rabbitmq.CodeInitFailed, Title: "no broker", Err: errors.New("refused")})
	if err := errors.Join(router.Close(t.Context()), reporter.Close(t.Context())); err != nil {
		t.Fatal(err)
	}
	to.only(t, munshi.Queue)
}

func TestDataPulseService(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	emitter, to := core_app_connectivities.NewEmitter(log), &recorder{}
	reporter := event_driven_services.NewDataPulseService(global_config.Config{AppID: 7}, to, nil, emitter, log)
	datapulse.Topic.Emit(t.Context(), emitter, datapulse.Activity{ID: "USER_REGISTRATION", Label: "New User Registration"})
	if err := reporter.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got []datapulse.Wire
	if err := json.Unmarshal(to.only(t, datapulse.Queue), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].AppID != 7 || got[0].Name != "USER_REGISTRATION" || got[0].Count != 1 {
		t.Errorf("reported %+v", got)
	}
}

func TestThroughEventsHub(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	to := &recorder{}
	hub := event_driven_services.NewEventsHubService(global_config.Config{AppID: 7, Environment: "development"}, to, log)
	router := events.NewRouter(events.Options{Logger: log})
	router.RegisterPublisher("USER.ACCOUNT.CREATED", event_driven_services.ThroughEventsHub(hub, events.ToQueue(to, "user_events")))
	if err := router.Emit(t.Context(), "USER.ACCOUNT.CREATED", map[string]int{"id": 1}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Name    string         `json:"event_name"`
		AppID   int64          `json:"event_app_id"`
		Payload map[string]int `json:"payload"`
	}
	if err := json.Unmarshal(to.only(t, "user_events"), &got); err != nil {
		t.Fatal(err)
	}
	if got.Name != "USER.ACCOUNT.CREATED" || got.AppID != 7 || got.Payload["id"] != 1 {
		t.Errorf("published %+v", got)
	}
}
