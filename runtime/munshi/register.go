package munshi

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/vtgen/vtgen/runtime/events"
)

// The events that bring reports (the standards, §3.5).
var (
	// ErrorEvent reports an error.
	ErrorEvent = events.Define[Error]("MUNSHI_EVENT")
	// ActivityEvent reports an activity.
	ActivityEvent = events.Define[Log]("GENERAL_LOG_EVENT")
)

// LegacyEvent is the older emitter event for errors.
const LegacyEvent = "report_to_munshi"

const (
	handlerPriority = 1
	handlerTimeout  = 10 * time.Second
)

// errInput says why an event's data is no report.
var errInput = errors.New("its data is neither a munshi.Error, a munshi.Log nor a map of the contract's fields")

// Register has r report what is emitted to router as [ErrorEvent] and [ActivityEvent], and what is
// emitted to emitter, which may be nil, as [LegacyEvent]. The data is an [Error] or [Log], or a
// map[string]any with the names that the other services use: error, error_code, error_title,
// error_type, metadata, other_data, nonblocking, ttl. It returns what ends that.
//
// A handler runs in a goroutine of its own, where nobody can see who emitted: an error that is to
// show its origin passed apperr.At or [Trace].
func (r *Reporter) Register(router *events.Router, emitter *events.Emitter) (stop func()) {
	options := func(name string) []events.Option {
		return []events.Option{events.Priority(handlerPriority), events.Timeout(handlerTimeout), events.Name(name)}
	}
	stops := []func(){
		router.Handle(ErrorEvent.ID, r.handleError, options("munshi_error")...),
		router.Handle(ActivityEvent.ID, r.handleActivity, options("munshi_activity")...),
	}
	if emitter != nil {
		stops = append(stops, emitter.On(LegacyEvent, func(ctx context.Context, data any) {
			// A refusal concerns a closed router: what is reported then has nowhere to go.
			if err := router.Emit(ctx, ErrorEvent.ID, data); err != nil {
				r.count(func(s *Stats) { s.Dropped++ })
			}
		}))
	}
	return func() {
		for _, stop := range stops {
			stop()
		}
	}
}

func (r *Reporter) handleError(ctx context.Context, e events.Event) error {
	switch data := e.Data.(type) {
	case Error:
		r.Report(ctx, data)
	case *Error:
		if data == nil {
			return errInput
		}
		r.Report(ctx, *data)
	case map[string]any:
		r.Report(ctx, errorOf(data))
	default:
		return fmt.Errorf("report a %T: %w", e.Data, errInput)
	}
	return nil
}

func (r *Reporter) handleActivity(ctx context.Context, e events.Event) error {
	switch data := e.Data.(type) {
	case Log:
		return r.Activity(ctx, data)
	case *Log:
		if data == nil {
			return errInput
		}
		return r.Activity(ctx, *data)
	case map[string]any:
		return r.Activity(ctx, logOf(data))
	}
	return fmt.Errorf("report a %T: %w", e.Data, errInput)
}

// errorOf reads an error from the names of the contract.
func errorOf(data map[string]any) Error {
	made := Error{
		Code: text(data["error_code"]), Title: text(data["error_title"]), Type: text(data["error_type"]),
		NonBlocking: number(data["nonblocking"]) == 1, TTL: time.Duration(number(data["ttl"])) * time.Second,
	}
	made.Metadata, _ = data["metadata"].(map[string]any)
	made.OtherData, _ = data["other_data"].(map[string]any)
	switch err := data["error"].(type) {
	case nil:
	case error:
		made.Err = err
	default: // whatever was thrown
		made.Err = fmt.Errorf("%v", err)
	}
	return made
}

// logOf reads an activity from the names of the contract.
func logOf(data map[string]any) Log {
	made := Log{
		Type: text(data["log_type"]), Text: text(data["plain_text"]),
		OneID: pointer(data["oneid"]), OrgID: pointer(data["org_id"]),
		EntityID: pointer(data["entity_id"]), EntityType: pointer(data["entity_type"]),
		TTL: time.Duration(number(data["ttl"])) * time.Second,
	}
	made.Metadata, _ = data["metadata"].(map[string]any)
	made.OtherData, _ = data["other_data"].(map[string]any)
	switch changes := data["changes"].(type) {
	case []Change:
		made.Changes = changes
	case []any:
		for _, each := range changes {
			if c, ok := each.(map[string]any); ok {
				made.Changes = append(made.Changes, Change{Field: text(c["field"]), Old: c["old_value"], New: c["new_value"]})
			}
		}
	}
	return made
}

func text(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

func pointer(value any) *string {
	if value == nil {
		return nil
	}
	made := text(value)
	return &made
}

// number reads a whole number of any kind; anything else is 0.
func number(value any) int64 {
	switch n := value.(type) {
	case int:
		return int64(n)
	case int32:
		return int64(n)
	case int64:
		return n
	case float64:
		return int64(n)
	case bool:
		return int64(flag(n))
	case time.Duration:
		return int64(n / time.Second)
	}
	return 0
}
