package datapulse

import (
	"context"
	"fmt"
	"time"

	"github.com/vtgen/vtgen/runtime/events"
)

// Topic is the emitter event that reports an [Activity] (the standards, §3.4). Its data may also be a
// map[string]any with the names that the other services use, such as datapulse_user_id.
var Topic = events.Topic[Activity]{Name: "report_to_datapulse"}

// Listen reports what is emitted to emitter as [Topic], and returns what ends that. An activity that
// is not valid is logged: the emitter has nobody to return an error to.
func (r *Reporter) Listen(emitter *events.Emitter) (stop func()) {
	return emitter.On(Topic.Name, func(ctx context.Context, data any) {
		a, err := activityOf(data)
		if err == nil {
			err = r.Report(ctx, a)
		}
		if err != nil {
			r.o.Logger.ErrorContext(ctx, "listen.go:001 | Listen | what was emitted is not counted", "event", Topic.Name, "error", err)
		}
	})
}

func activityOf(data any) (Activity, error) {
	switch d := data.(type) {
	case Activity:
		return d, nil
	case map[string]any:
		return fromMap(d)
	}
	return Activity{}, fmt.Errorf("%w: it is a %T and not a datapulse.Activity", ErrInvalid, data)
}

// fromMap reads an activity by the names of the contract.
func fromMap(fields map[string]any) (Activity, error) {
	f := reader{fields: fields}
	a := Activity{
		AppID: f.number("datapulse_app_id", 0), UserID: f.number("datapulse_user_id", -1),
		ID: f.text("datapulse_activity_id"), RefID: f.text("datapulse_activity_ref_id"), Label: f.text("datapulse_event_label"),
		Adjustment: Adjustment(f.text("datapulse_adjustment")), Count: f.number("datapulse_event_count", 1),
	}
	if a.Count == 0 {
		a.Count = -1 // given as 0, which is not valid
	}
	if at := f.number("datapulse_event_timestamp", 0); at != 0 {
		a.At = time.Unix(at, 0)
	}
	return a, f.err
}

// reader reads members and keeps the first error.
type reader struct {
	fields map[string]any
	err    error
}

func (r *reader) number(name string, absent int64) int64 {
	switch n := r.fields[name].(type) {
	case nil:
		return absent
	case int:
		return int64(n)
	case int32:
		return int64(n)
	case int64:
		return n
	case float64:
		if n == float64(int64(n)) {
			return int64(n)
		}
	}
	r.fail(name, "a whole number")
	return absent
}

func (r *reader) text(name string) string {
	switch s := r.fields[name].(type) {
	case nil:
		return ""
	case string:
		return s
	case Adjustment:
		return string(s)
	}
	r.fail(name, "a text")
	return ""
}

func (r *reader) fail(name, want string) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: its %s is not %s", ErrInvalid, name, want)
	}
}
