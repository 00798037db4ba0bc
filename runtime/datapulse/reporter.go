package datapulse

import (
	"cmp"
	"container/heap"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/queue"
)

// Queue is the queue that Data Pulse consumes.
const Queue = "data_pulse_queue"

const (
	// maxRetries is how many further attempts a report gets, each after retryMin to retryMax.
	maxRetries = 60
	retryMin   = 5 * time.Second
	retryMax   = 10 * time.Second

	defaultMaxPending = 10_000
	// storeTimeout bounds storing one report.
	storeTimeout = 10 * time.Second
)

// Store keeps what the queue has refused: an [outbox.Store], whose relay sends it.
type Store interface {
	// Add keeps a message.
	Add(ctx context.Context, m outbox.Message) error
}

// Options configure a reporter.
type Options struct {
	// AppID is the application's id in the fleet, from its configuration.
	AppID int64
	// Queue takes the reports. It is required.
	Queue queue.Publisher
	// Store keeps what the queue refuses; nil leaves memory, which the death of the process clears.
	Store Store
	// MaxPending bounds the reports that wait in memory; 0 means 10,000.
	MaxPending int
	// Logger gets reports that are given up; nil means silence.
	Logger *slog.Logger
}

// Stats counts reports since the start: Emitted = Reported + Stored + Dropped + Pending.
type Stats struct {
	// Emitted were valid.
	Emitted int64
	// Reported were accepted by the queue, and Stored by the outbox.
	Reported, Stored int64
	// Dropped are lost: their attempts are used up, or there was no room for them.
	Dropped int64
	// Pending wait in memory.
	Pending int64
}

// Reporter reports activities. It is safe for concurrent use.
type Reporter struct {
	o        Options
	work     context.Context
	giveUp   context.CancelFunc
	wake     chan struct{}
	finished chan struct{}

	mu      sync.Mutex
	stats   Stats
	pending byDue
	closing bool
}

// New returns a reporter with one goroutine, which ends with [Reporter.Close]. It panics without a
// queue.
func New(o Options) *Reporter {
	if o.Queue == nil {
		panic("datapulse: a reporter without a queue")
	}
	o.MaxPending = cmp.Or(o.MaxPending, defaultMaxPending)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	r := &Reporter{o: o, wake: make(chan struct{}, 1), finished: make(chan struct{})}
	r.work, r.giveUp = context.WithCancel(context.Background())
	go r.run()
	return r
}

// Report counts an activity. The error says that it is not valid; what happens to it afterwards shows
// in [Reporter.Stats]. It does not wait for the queue. In a transaction, call it once that has been
// committed.
func (r *Reporter) Report(ctx context.Context, a Activity) error {
	wire, err := a.wire(r.o.AppID)
	if err != nil {
		return fmt.Errorf("report to Data Pulse: %w", err)
	}
	body, err := json.Marshal([]Wire{wire})
	if err != nil {
		return fmt.Errorf("report %s to Data Pulse: %w", wire.Name, err)
	}
	report := &report{name: wire.Name, message: queue.Message{ID: rand.Text(), Queue: Queue, Body: body, Time: time.Now()}}
	if err := r.publish(context.WithoutCancel(ctx), report); err != nil {
		r.keep(ctx, report, err)
	}
	return nil
}

// Stats returns the counts at this moment.
func (r *Reporter) Stats() Stats {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stats
}

// settle enters what became of a report, so that the counts add up at every moment.
func (r *Reporter) settle(p *report, count *int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.settled(p, count)
}

// settled is settle while r.mu is held.
func (r *Reporter) settled(p *report, count *int64) {
	if p.pending {
		r.stats.Pending--
	} else {
		r.stats.Emitted++
	}
	*count++
	p.pending = count == &r.stats.Pending
}

// publish gives a report to the queue.
func (r *Reporter) publish(ctx context.Context, p *report) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("the queue panicked: %v", value)
		}
	}()
	if err := r.o.Queue.Publish(ctx, p.message); err != nil {
		return err
	}
	r.settle(p, &r.stats.Reported)
	return nil
}

// keep has a refused report wait, unless there is no room or it has no attempts left.
func (r *Reporter) keep(ctx context.Context, p *report, cause error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closing || len(r.pending) >= r.o.MaxPending || p.retries == maxRetries {
		r.settled(p, &r.stats.Dropped)
		r.o.Logger.ErrorContext(ctx, "reporter.go:001 | Report | a count is lost", "activity_id", p.name, "attempts", p.retries+1, "error", cause)
		return
	}
	now := time.Now()
	p.due = now.Add(retryWait())
	p.store = r.o.Store != nil && p.retries == 0
	if p.store {
		p.due = now
	}
	p.retries++
	heap.Push(&r.pending, p)
	r.settled(p, &r.stats.Pending)
	select {
	case r.wake <- struct{}{}:
	default: // the worker will look anyway
	}
}

func retryWait() time.Duration { return retryMin + mathrand.N(retryMax-retryMin) }

// Close refuses further reports, which then count as dropped when the queue does not take them, and
// stores or sends those that wait, until ctx ends. The error tells how many were lost.
func (r *Reporter) Close(ctx context.Context) error {
	stop := context.AfterFunc(ctx, r.giveUp)
	defer stop()
	defer r.giveUp()
	before := r.Stats().Dropped
	r.mu.Lock()
	r.closing = true
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
	<-r.finished
	if lost := r.Stats().Dropped - before; lost > 0 {
		return fmt.Errorf("close the reporter to Data Pulse: %d counts are lost: the queue did not take them", lost)
	}
	return nil
}
