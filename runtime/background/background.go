// Package background runs a platform's background services (the standards, §14): work that is done
// again and again beside the requests.
//
//	group := background.NewGroup(background.Options{Logger: log, Report: report})
//	group.Add(background.Service{Name: "session_cleanup", Interval: time.Hour, Run: cleanup, Leases: leases})
//	stop := group.StartOnRabbitMQ(ctx, emitter) // once, also when it is connected already
//	…
//	err := group.Stop(ctx)
//
// What a service may rely on: two of its runs never overlap in one process, nor, with Leases, among
// all processes; a panic ends the run and nothing else; its context ends when it is stopped.
package background

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"regexp"
	"runtime/debug"
	"sync"
	"time"

	"github.com/vtgen/vtgen/runtime/lease"
)

// defaultLeaseTTL is after how long another process takes over from one that died in a run.
const defaultLeaseTTL = time.Minute

var validName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// Service is a piece of work and when it is done.
type Service struct {
	// Name is unique in a group, in snake_case.
	Name string
	// Interval is the time from the beginning of one run to that of the next.
	Interval time.Duration
	// Jitter is the most by which each beginning is put off at random, so that processes that start
	// together do not stay together.
	Jitter time.Duration
	// RunAtStart has the first run begin at once and not after the first interval.
	RunAtStart bool
	// Timeout bounds a run; 0 for none.
	Timeout time.Duration
	// Run does the work. It returns soon after its context has ended.
	Run func(ctx context.Context) error
	// Leases has the work done by one process among all, once in an interval; nil lets each process do
	// it.
	Leases *lease.Leases
	// LeaseTTL is after how long another process takes over from one that died in a run; 0 means a
	// minute.
	LeaseTTL time.Duration
}

// Options are what the services of a group have in common.
type Options struct {
	// Logger gets starts, stops and failed runs; nil means silence.
	Logger *slog.Logger
	// Report is told of failed runs, to report them to Munshi for example; it may be nil.
	Report func(ctx context.Context, service string, err error)
}

// Status is a service at a moment.
type Status struct {
	// Name is the service's.
	Name string
	// Started says that it is started, and Running that a run is under way.
	Started, Running bool
	// Runs counts the runs that have ended, Failed those of them that failed, Skipped those that did
	// not begin because another was under way, and Elsewhere those left to another process.
	Runs, Failed, Skipped, Elsewhere int64
	// Began and Ended are when the last run did; zero before.
	Began, Ended time.Time
	// LastError is of the last run, empty when that worked.
	LastError string
}

// runner runs one service.
type runner struct {
	service Service
	o       Options

	mu     sync.Mutex
	status Status
	cancel context.CancelFunc // of what is started; nil when nothing is
	work   sync.WaitGroup     // the clock and the run under way
}

// check refuses a service that can not be run.
func (s Service) check() error {
	switch {
	case !validName.MatchString(s.Name) || len(s.Name) > 100:
		return fmt.Errorf("background service %.120q: its name is not snake_case of at most 100 characters", s.Name)
	case s.Run == nil:
		return fmt.Errorf("background service %s: it has nothing to run", s.Name)
	case s.Interval <= 0 || s.Jitter < 0 || s.Timeout < 0 || s.LeaseTTL < 0:
		return fmt.Errorf("background service %s: its interval must be more than 0, its jitter and its limits no less", s.Name)
	}
	return nil
}

// start has the clock run until ctx ends or stop is called. When it runs already nothing happens.
func (r *runner) start(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cancel != nil {
		return
	}
	ctx, r.cancel = context.WithCancel(ctx)
	r.status.Started = true
	r.o.Logger.InfoContext(ctx, "background.go:001 | start | background service started", "service", r.service.Name, "interval", r.service.Interval)
	r.work.Go(func() { r.tick(ctx) })
}

// stop ends the clock and the context of a run under way, and waits for that until ctx ends.
func (r *runner) stop(ctx context.Context) error {
	r.mu.Lock()
	cancel := r.cancel
	r.mu.Unlock()
	if cancel == nil {
		return nil
	}
	cancel()
	done := make(chan struct{})
	go func() { r.work.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
		return fmt.Errorf("stop the background service %s: its run has not returned: %w", r.service.Name, ctx.Err())
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cancel = nil
	r.status.Started = false
	r.o.Logger.InfoContext(ctx, "background.go:002 | stop | background service stopped", "service", r.service.Name)
	return nil
}

// tick begins a run each interval.
func (r *runner) tick(ctx context.Context) {
	next := time.Now()
	if !r.service.RunAtStart {
		next = next.Add(r.service.Interval)
	}
	for {
		wait := time.Until(next)
		if r.service.Jitter > 0 {
			wait += rand.N(r.service.Jitter)
		}
		timer := time.NewTimer(max(wait, 0))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
		r.begin(ctx)
		next = next.Add(r.service.Interval)
		if now := time.Now(); next.Before(now) { // the machine was suspended: do not catch up
			next = now.Add(r.service.Interval)
		}
	}
}

// begin begins a run, unless one is under way.
func (r *runner) begin(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.status.Running {
		r.status.Skipped++
		r.o.Logger.WarnContext(ctx, "background.go:003 | begin | run skipped: the one before has not ended", "service", r.service.Name)
		return
	}
	r.status.Running = true
	r.status.Began = time.Now().UTC()
	r.work.Go(func() { r.end(ctx, r.run(ctx)) })
}

// end notes how a run ended.
func (r *runner) end(ctx context.Context, err error) {
	r.mu.Lock()
	r.status.Running = false
	r.status.Ended = time.Now().UTC()
	r.status.LastError = ""
	elsewhere := errors.Is(err, lease.ErrHeld)
	stopped := ctx.Err() != nil && errors.Is(err, context.Canceled)
	switch {
	case elsewhere:
		r.status.Elsewhere++
	case err != nil && !stopped:
		r.status.Failed++
		r.status.LastError = err.Error()
		fallthrough
	default:
		r.status.Runs++
	}
	r.mu.Unlock()
	if err != nil && !elsewhere && !stopped {
		r.report(ctx, err)
	}
}

// report logs a failed run and tells of it.
func (r *runner) report(ctx context.Context, err error) {
	attrs := []any{"service", r.service.Name, "error", err}
	if p, ok := errors.AsType[*PanicError](err); ok {
		attrs = append(attrs, "stack", string(p.Stack))
	}
	r.o.Logger.ErrorContext(ctx, "background.go:004 | report | background service failed", attrs...)
	if r.o.Report == nil {
		return
	}
	defer func() {
		if value := recover(); value != nil {
			r.o.Logger.ErrorContext(ctx, "background.go:005 | report | what is told of failures panicked", "panic", fmt.Sprint(value))
		}
	}()
	r.o.Report(context.WithoutCancel(ctx), r.service.Name, err)
}

// run does the work once, alone among all processes when that is asked for.
func (r *runner) run(ctx context.Context) error {
	if r.service.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.service.Timeout)
		defer cancel()
	}
	if r.service.Leases == nil {
		return contain(ctx, r.service.Run)
	}
	terms := lease.Terms{
		TTL: cmp.Or(r.service.LeaseTTL, defaultLeaseTTL),
		// Nearly to the next run: other processes begin theirs at other moments of the interval.
		Keep: r.service.Interval * 9 / 10,
	}
	return r.service.Leases.Run(ctx, "background."+r.service.Name, terms, func(ctx context.Context, _ *lease.Lease) error {
		return contain(ctx, r.service.Run)
	})
}

// PanicError is a panic of a run.
type PanicError struct {
	// Value is what recover returned.
	Value any
	// Stack is where it happened.
	Stack []byte
}

// Error implements error.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// StackTrace returns the stack, for a report to Munshi.
func (e *PanicError) StackTrace() []byte { return e.Stack }

func contain(ctx context.Context, work func(context.Context) error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &PanicError{Value: value, Stack: debug.Stack()}
		}
	}()
	return work(ctx)
}
