package rabbitmq

import (
	"context"
	"log/slog"
	"maps"
	"runtime/debug"
	"sync"
	"time"
)

const (
	// reportInterval is the least time between two reports of one code and cause.
	reportInterval = 10 * time.Second
	// reportBacklog bounds the reports, and the connections, that wait for their hook.
	reportBacklog = 64
	// maxCauses bounds the memory of what was reported.
	maxCauses = 1000
)

// reporter brings faults and connections to the hooks of the options. It never blocks: what it cannot
// pass on is only logged.
type reporter struct {
	options   Options
	faults    chan Fault
	connected chan struct{}

	mu   sync.Mutex
	last map[string]time.Time // by code and cause
}

func newReporter(o Options) *reporter {
	return &reporter{options: o, faults: make(chan Fault, reportBacklog), connected: make(chan struct{}, reportBacklog), last: map[string]time.Time{}}
}

// fault reports a fault. about tells causes of one code apart, such as queues.
func (r *reporter) fault(code, title, about string, err error) {
	if !r.due(code + " " + about) {
		return
	}
	r.options.Logger.Warn("report.go:001 | fault | RabbitMQ: "+title, "code", code, "about", about, "error", err)
	if r.options.Report == nil {
		return
	}
	select {
	case r.faults <- Fault{Code: code, Title: title, Err: err}:
	default: // it is logged
	}
}

// due says whether a cause may be reported again, and remembers that it was.
func (r *reporter) due(cause string) bool {
	now := time.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	if last, known := r.last[cause]; known && now.Sub(last) < reportInterval {
		return false
	}
	if len(r.last) >= maxCauses {
		maps.DeleteFunc(r.last, func(_ string, last time.Time) bool { return now.Sub(last) >= reportInterval })
	}
	if len(r.last) >= maxCauses {
		return false
	}
	r.last[cause] = now
	return true
}

// connection says that a connection was made.
func (r *reporter) connection() {
	if r.options.OnConnected == nil {
		return
	}
	select {
	case r.connected <- struct{}{}:
	default:
		r.options.Logger.Warn("report.go:002 | connection | OnConnected is busy; a connection is left out")
	}
}

// runFaults is the goroutine that calls Report.
func (r *reporter) runFaults(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case f := <-r.faults:
			r.contain("Report", func() { r.options.Report(ctx, f) })
		}
	}
}

// runConnections is the goroutine that calls OnConnected.
func (r *reporter) runConnections(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.connected:
			r.contain("OnConnected", func() { r.options.OnConnected(ctx) })
		}
	}
}

func (r *reporter) contain(hook string, call func()) {
	defer func() {
		if value := recover(); value != nil {
			r.options.Logger.Error("report.go:003 | contain | a hook panicked", "hook", hook, slog.Any("panic", value), "stack", string(debug.Stack()))
		}
	}()
	call()
}
