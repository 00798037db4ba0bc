package background_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/background"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/lease"
	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errRun = errors.New("the run failed")

func add(t *testing.T, g *background.Group, s background.Service) {
	t.Helper()
	if err := g.Add(s); err != nil {
		t.Fatal(err)
	}
}

func stop(t *testing.T, g *background.Group) {
	t.Helper()
	if err := g.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

// times returns work that notes when it began, in minutes.
func times(began time.Time, list *[]float64) func(context.Context) error {
	return func(context.Context) error {
		*list = append(*list, time.Since(began).Minutes())
		return nil
	}
}

func TestIntervals(t *testing.T) {
	for name, c := range map[string]struct {
		service background.Service
		want    string
	}{
		"after an interval": {background.Service{Interval: time.Minute}, "[1 2 3]"},
		"at the start":      {background.Service{Interval: time.Minute, RunAtStart: true}, "[0 1 2 3]"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := background.NewGroup(background.Options{})
				var list []float64
				s := c.service
				s.Name, s.Run = "a", times(time.Now(), &list)
				add(t, g, s)
				g.Start(t.Context())
				g.Start(t.Context()) // is started already
				time.Sleep(3*time.Minute + time.Second)
				stop(t, g)
				stop(t, g)
				time.Sleep(time.Hour)
				if fmt.Sprint(list) != c.want {
					t.Errorf("ran at %v, want %s", list, c.want)
				}
				if status := g.Status()[0]; status.Started || status.Runs != int64(len(list)) {
					t.Errorf("the status is %+v", status)
				}
				g.Start(t.Context()) // again
				time.Sleep(time.Minute + time.Second)
				stop(t, g)
				if status := g.Status()[0]; status.Runs <= int64(len(c.want)/2-1) {
					t.Errorf("after another start the status is %+v", status)
				}
			})
		})
	}
}

func TestJitter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := background.NewGroup(background.Options{})
		var list []float64
		add(t, g, background.Service{Name: "a", Interval: time.Minute, Jitter: 30 * time.Second, RunAtStart: true, Run: times(time.Now(), &list)})
		g.Start(t.Context())
		time.Sleep(100 * time.Minute)
		stop(t, g)
		whole := 0
		for i, at := range list {
			if at < float64(i) || at >= float64(i)+0.5 {
				t.Fatalf("run %d began at minute %f", i, at)
			}
			if at == float64(i) {
				whole++
			}
		}
		if len(list) < 99 || whole > 10 {
			t.Errorf("%d runs, %d of them without jitter", len(list), whole)
		}
	})
}

func TestRunsDoNotOverlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := background.NewGroup(background.Options{})
		var inside, most atomic.Int32
		add(t, g, background.Service{Name: "slow", Interval: time.Minute, Run: func(context.Context) error {
			most.Store(max(most.Load(), inside.Add(1)))
			time.Sleep(150 * time.Second)
			inside.Add(-1)
			return nil
		}})
		g.Start(t.Context())
		time.Sleep(10*time.Minute + time.Second)
		status := g.Status()[0]
		if most.Load() != 1 || status.Skipped != 6 || status.Runs != 3 || !status.Running {
			t.Errorf("%d at a time, %+v", most.Load(), status)
		}
		stop(t, g)
	})
}

func TestFailuresAreContainedAndReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		var reported []string
		g := background.NewGroup(background.Options{
			Logger: slog.New(slog.NewTextHandler(&log, nil)),
			Report: func(_ context.Context, service string, err error) {
				reported = append(reported, service+": "+err.Error())
				panic("so does this")
			},
		})
		runs := 0
		add(t, g, background.Service{Name: "a", Interval: time.Minute, Timeout: time.Second, Run: func(ctx context.Context) error {
			switch runs++; runs {
			case 1:
				return errRun
			case 2:
				panic("boom")
			case 3:
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		}})
		add(t, g, background.Service{Name: "b", Interval: time.Minute, Run: func(context.Context) error { return nil }})
		g.Start(t.Context())
		time.Sleep(3*time.Minute + 2*time.Second)
		if s := g.Status(); s[0].LastError != "context deadline exceeded" || s[0].Failed != 3 || s[1].Runs != 3 || s[1].Failed != 0 {
			t.Errorf("the status is %+v", s)
		}
		time.Sleep(time.Minute)
		stop(t, g)
		if s := g.Status()[0]; s.LastError != "" || s.Runs != 4 || s.Ended.IsZero() || s.Began.IsZero() {
			t.Errorf("the status is %+v", s)
		}
		if fmt.Sprint(reported) != "[a: the run failed a: panic: boom a: context deadline exceeded]" {
			t.Errorf("reported %q", reported)
		}
		if !strings.Contains(log.String(), "stack=") || strings.Count(log.String(), "background.go:005") != 3 {
			t.Errorf("logged %s", log.String())
		}
	})
}

func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := background.NewGroup(background.Options{Report: func(_ context.Context, s string, err error) { t.Errorf("%s reported %v", s, err) }})
		add(t, g, background.Service{Name: "obedient", Interval: time.Minute, RunAtStart: true, Run: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }})
		release := make(chan struct{})
		add(t, g, background.Service{Name: "deaf", Interval: time.Minute, RunAtStart: true, Run: func(context.Context) error { <-release; return nil }})
		g.Start(t.Context())
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := g.Stop(ctx)
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "deaf") || strings.Contains(err.Error(), "obedient") {
			t.Errorf("stop gives %v", err)
		}
		if s := g.Status(); s[0].Started || s[0].Failed != 0 || !s[1].Running {
			t.Errorf("the status is %+v", s)
		}
		close(release)
		stop(t, g)
	})
}

// However the connection and the waiting meet, the services start once.
func TestStartOnRabbitMQ(t *testing.T) {
	for _, before := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			g := background.NewGroup(background.Options{})
			e := events.NewEmitter(nil)
			runs := 0
			add(t, g, background.Service{Name: "a", Interval: time.Hour, RunAtStart: true, Run: func(context.Context) error { runs++; return nil }})
			if before {
				e.Emit(t.Context(), events.RabbitMQConnected, nil)
			}
			g.StartOnRabbitMQ(t.Context(), e)
			synctest.Wait()
			if !before && runs != 0 {
				t.Error("it ran before the connection")
			}
			ctx, cancel := context.WithCancel(t.Context())
			for range 10 { // reconnections
				e.Emit(ctx, events.RabbitMQConnected, nil)
			}
			cancel()
			time.Sleep(time.Minute)
			stop(t, g)
			if runs != 1 {
				t.Errorf("it ran %d times", runs)
			}
		})
	}
}

func TestAddRefuses(t *testing.T) {
	g := background.NewGroup(background.Options{})
	run := func(context.Context) error { return nil }
	add(t, g, background.Service{Name: "a", Interval: 1, Run: run})
	for name, s := range map[string]background.Service{
		"twice":    {Name: "a", Interval: 1, Run: run},
		"name":     {Name: "A b", Interval: 1, Run: run},
		"long":     {Name: strings.Repeat("a", 101), Interval: 1, Run: run},
		"no work":  {Name: "b", Interval: 1},
		"interval": {Name: "b", Run: run},
		"jitter":   {Name: "b", Interval: 1, Jitter: -1, Run: run},
	} {
		if err := g.Add(s); err == nil {
			t.Errorf("%s was added", name)
		}
	}
}

// Several processes share the work: one of them does it in each interval.
func TestOneProcessAmongMany(t *testing.T) {
	db := sqldbtest.Open(t, migrate.With(fstest.MapFS{"mysql/.gitkeep": {}, "sqlite/.gitkeep": {}}, lease.Migrations))
	var runs atomic.Int32
	var groups []*background.Group
	for range 3 {
		g := background.NewGroup(background.Options{Report: func(_ context.Context, s string, err error) { t.Errorf("%s reported %v", s, err) }})
		add(t, g, background.Service{Name: "shared", Interval: time.Hour, RunAtStart: true, Leases: lease.New(db), Run: func(context.Context) error { runs.Add(1); return nil }})
		groups = append(groups, g)
	}
	var group sync.WaitGroup
	for _, g := range groups {
		group.Go(func() { g.Start(t.Context()) })
	}
	group.Wait()
	elsewhere := int64(0)
	for _, g := range groups {
		for g.Status()[0].Ended.IsZero() {
			time.Sleep(time.Millisecond)
		}
		elsewhere += g.Status()[0].Elsewhere
		stop(t, g)
	}
	if runs.Load() != 1 || elsewhere != 2 {
		t.Errorf("%d runs, %d left to others", runs.Load(), elsewhere)
	}
}
