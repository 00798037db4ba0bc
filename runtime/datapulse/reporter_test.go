package datapulse_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vtgen/vtgen/runtime/datapulse"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

// broker is a queue.Publisher that can refuse.
type broker struct {
	mu       sync.Mutex
	messages []queue.Message
	tries    []time.Time
	refuse   func(try int) error
}

func (b *broker) Publish(_ context.Context, m queue.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tries = append(b.tries, time.Now())
	if b.refuse != nil {
		if err := b.refuse(len(b.tries)); err != nil {
			return err
		}
	}
	b.messages = append(b.messages, m)
	return nil
}

func full(int) error { return queue.ErrFull }

func registration(user int64) datapulse.Activity {
	return datapulse.Activity{UserID: user, ID: "USER_REGISTRATION", RefID: "web", Label: "New User Registration"}
}

// conserved checks that no count is lost unseen.
func conserved(t *testing.T, r *datapulse.Reporter) datapulse.Stats {
	t.Helper()
	s := r.Stats()
	if s.Emitted != s.Reported+s.Stored+s.Dropped+s.Pending {
		t.Errorf("counts are lost: %+v", s)
	}
	return s
}

func TestOnTheWire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b broker
		r := datapulse.New(datapulse.Options{AppID: 42, Queue: &b})
		at := time.Unix(1_700_000_000, 999)
		for _, a := range []datapulse.Activity{
			registration(7),
			{AppID: 9, ID: "SALE", Label: "Sale", Adjustment: datapulse.Sub, Count: 3, At: at},
		} {
			if err := r.Report(t.Context(), a); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf(`data_pulse_queue [{"app_id":42,"user_id":7,"name":"USER_REGISTRATION","activity_ref_id":"web","event_label":"New User Registration","adjustment":"add","event_count":1,"event_timestamp":%d}]
data_pulse_queue [{"app_id":9,"user_id":0,"name":"SALE","activity_ref_id":"","event_label":"Sale","adjustment":"sub","event_count":3,"event_timestamp":1700000000}]
`, time.Now().Unix())
		var got strings.Builder
		for _, m := range b.messages {
			fmt.Fprintf(&got, "%s %s\n", m.Queue, m.Body)
			if m.ID == "" || m.Transient {
				t.Errorf("the message is %+v", m)
			}
		}
		if got.String() != want {
			t.Errorf("got  %s\nwant %s", got.String(), want)
		}
	})
}

func TestActivitiesThatAreRefused(t *testing.T) {
	var b broker
	r := datapulse.New(datapulse.Options{Queue: &b})
	long := strings.Repeat("a", 256)
	for name, spoil := range map[string]func(*datapulse.Activity){
		"id":           func(a *datapulse.Activity) { a.ID = "user_registration" },
		"dotted id":    func(a *datapulse.Activity) { a.ID = "USER.REGISTRATION" },
		"no id":        func(a *datapulse.Activity) { a.ID = "" },
		"long id":      func(a *datapulse.Activity) { a.ID = strings.ToUpper(long) },
		"no label":     func(a *datapulse.Activity) { a.Label = "" },
		"long label":   func(a *datapulse.Activity) { a.Label = long },
		"long ref":     func(a *datapulse.Activity) { a.RefID = long },
		"no UTF-8":     func(a *datapulse.Activity) { a.RefID = "\xff" },
		"adjustment":   func(a *datapulse.Activity) { a.Adjustment = "set" },
		"count":        func(a *datapulse.Activity) { a.Count = -1 },
		"large count":  func(a *datapulse.Activity) { a.Count = 1e9 + 1 },
		"user":         func(a *datapulse.Activity) { a.UserID = -1 },
		"app":          func(a *datapulse.Activity) { a.AppID = -1 },
		"before 1970":  func(a *datapulse.Activity) { a.At = time.Unix(-1, 0) },
		"far too late": func(a *datapulse.Activity) { a.At = time.Unix(1<<40, 0) },
	} {
		a := registration(1)
		spoil(&a)
		if err := r.Report(t.Context(), a); !errors.Is(err, datapulse.ErrInvalid) {
			t.Errorf("%s gives %v", name, err)
		}
	}
	if s := conserved(t, r); s.Emitted != 0 {
		t.Errorf("counted %+v", s)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestRetries(t *testing.T) {
	for _, c := range []struct{ refusals, want int }{{1, 2}, {60, 61}, {61, 61}, {1000, 61}} {
		t.Run(fmt.Sprint(c.refusals), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := broker{refuse: func(try int) error {
					if try <= c.refusals {
						if try == 1 {
							panic("the broker broke")
						}
						return queue.ErrFull
					}
					return nil
				}}
				r := datapulse.New(datapulse.Options{Queue: &b})
				if err := r.Report(t.Context(), registration(1)); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Hour)
				synctest.Wait()
				for i, at := range b.tries[1:] {
					if waited := at.Sub(b.tries[i]); waited < 5*time.Second || waited > 10*time.Second {
						t.Errorf("attempt %d came after %s", i+2, waited)
					}
				}
				reported := c.refusals <= 60
				if s := conserved(t, r); len(b.tries) != c.want || reported != (s.Reported == 1) || reported != (s.Dropped == 0) {
					t.Errorf("%d attempts, %+v", len(b.tries), s)
				}
				if err := r.Close(t.Context()); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func TestPendingIsBoundedAndCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := broker{refuse: full}
		r := datapulse.New(datapulse.Options{Queue: &b, MaxPending: 10})
		for i := range 25 {
			if err := r.Report(t.Context(), registration(int64(i))); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		if s := conserved(t, r); s.Pending != 10 || s.Dropped != 15 {
			t.Errorf("the counts are %+v", s)
		}
		if err := r.Close(t.Context()); err == nil || !strings.Contains(err.Error(), "10 counts are lost") {
			t.Errorf("close gives %v", err)
		}
		_ = r.Report(t.Context(), registration(1))
		if s := conserved(t, r); s.Pending != 0 || s.Dropped != 26 {
			t.Errorf("after Close the counts are %+v", s)
		}
	})
}

// Everything that waits is sent in the end, from many goroutines.
func TestNothingIsLostWhileTheQueueComesAndGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := broker{refuse: func(try int) error {
			if try%3 != 0 {
				return queue.ErrFull
			}
			return nil
		}}
		r := datapulse.New(datapulse.Options{Queue: &b})
		var group sync.WaitGroup
		for worker := range 8 {
			group.Go(func() {
				for range 50 {
					if err := r.Report(t.Context(), registration(int64(worker))); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		conserved(t, r)
		time.Sleep(time.Hour)
		synctest.Wait()
		ids := map[string]bool{}
		for _, m := range b.messages {
			ids[m.ID] = true
		}
		if s := conserved(t, r); s.Reported != 400 || len(ids) != 400 {
			t.Errorf("%d different messages, %+v", len(ids), s)
		}
		if err := r.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// With an outbox what the queue refuses survives the process, with its attempts and its id.
func TestRefusedReportsGoToTheOutbox(t *testing.T) {
	db := sqldbtest.Open(t, schema)
	store := &recording{Store: outbox.New(db)}
	b := broker{refuse: full}
	r := datapulse.New(datapulse.Options{Queue: &b, Store: store})
	for i := range 3 {
		if err := r.Report(t.Context(), registration(int64(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := conserved(t, r); s.Stored != 3 || s.Dropped != 0 {
		t.Errorf("the counts are %+v", s)
	}
	counts, err := store.Stats(t.Context())
	if err != nil || counts.Pending != 3 {
		t.Errorf("stored are %+v, %v", counts, err)
	}
	for _, m := range store.added {
		wait := time.Until(m.NotBefore)
		if m.Name != "data_pulse_queue" || m.MaxAttempts != 60 || m.RetryMin != 5*time.Second || m.RetryMax != 10*time.Second || m.DeliveryID == "" || wait > 10*time.Second {
			t.Errorf("stored %+v", m)
		}
	}
}

type recording struct {
	*outbox.Store
	added []outbox.Message
}

func (r *recording) Add(ctx context.Context, m outbox.Message) error {
	r.added = append(r.added, m)
	return r.Store.Add(ctx, m)
}

type failing struct{}

func (failing) Add(context.Context, outbox.Message) error { return errors.New("the database is gone") }

func TestAStoreThatFailsLeavesMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := broker{refuse: func(try int) error {
			if try < 4 {
				return queue.ErrFull
			}
			return nil
		}}
		r := datapulse.New(datapulse.Options{Queue: &b, Store: failing{}})
		if err := r.Report(t.Context(), registration(1)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if s := conserved(t, r); s.Reported != 1 {
			t.Errorf("the counts are %+v", s)
		}
		if err := r.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestListen(t *testing.T) {
	var b broker
	var log bytes.Buffer
	r := datapulse.New(datapulse.Options{AppID: 1, Queue: &b, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	e := events.NewEmitter(nil)
	stop := r.Listen(e)
	datapulse.Topic.Emit(t.Context(), e, registration(5))
	base := func() map[string]any {
		return map[string]any{"datapulse_user_id": 5, "datapulse_activity_id": "A", "datapulse_event_label": "a"}
	}
	e.Emit(t.Context(), "report_to_datapulse", base())
	whole := base()
	for name, value := range map[string]any{"datapulse_app_id": 3.0, "datapulse_activity_ref_id": "r", "datapulse_adjustment": "sub", "datapulse_event_count": int64(2), "datapulse_event_timestamp": int32(100)} {
		whole[name] = value
	}
	e.Emit(t.Context(), "report_to_datapulse", whole)
	for name, value := range map[string]any{"datapulse_user_id": nil, "datapulse_event_count": 0, "datapulse_app_id": 1.5, "datapulse_event_label": 7} {
		wrong := base()
		wrong[name] = value
		e.Emit(t.Context(), "report_to_datapulse", wrong)
	}
	e.Emit(t.Context(), "report_to_datapulse", "text")
	stop()
	if datapulse.Topic.Emit(t.Context(), e, registration(5)) {
		t.Error("it still listens")
	}
	if err := r.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if len(b.messages) != 3 || strings.Count(log.String(), "listen.go:001") != 5 {
		t.Fatalf("%d reports, logged %s", len(b.messages), log.String())
	}
	if want := `[{"app_id":3,"user_id":5,"name":"A","activity_ref_id":"r","event_label":"a","adjustment":"sub","event_count":2,"event_timestamp":100}]`; string(b.messages[2].Body) != want {
		t.Errorf("got %s", b.messages[2].Body)
	}
}
