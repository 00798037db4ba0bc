package munshi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/vtgen/vtgen/runtime/logging"
	"github.com/vtgen/vtgen/runtime/queue"
)

const (
	defaultWindow     = time.Minute
	defaultBuffer     = 1024
	defaultRetryDelay = 2 * time.Second
	// httpTimeout bounds one request to Munshi.
	httpTimeout = 5 * time.Second
)

// Options configure a reporter.
type Options struct {
	// AppID is the application's id in the fleet, from its configuration.
	AppID int64
	// Queue takes the reports. Nil leaves HTTP.
	Queue queue.Publisher
	// URL is where Munshi answers, such as https://munshi.internal. Empty leaves the queue.
	URL string
	// APIKey goes with each request. It is a secret.
	APIKey string
	// Client sends the requests; nil means one of the reporter's own.
	Client *http.Client
	// Logger gets reports that are given up; nil means silence.
	Logger *slog.Logger
	// Mask masks texts and data; nil means the logging package's own keys.
	Mask *logging.Mask
	// Window is for how long further errors of one code are counted only; 0 means a minute.
	Window time.Duration
	// Buffer bounds the reports that wait for HTTP or another attempt; 0 means 1024.
	Buffer int
}

// Stats counts reports since the start.
type Stats struct {
	// Reported were accepted by the queue or by Munshi itself.
	Reported int64
	// Suppressed are errors of a storm; those told so far are in a report's suppressed_count.
	Suppressed int64
	// Dropped could not be delivered by any way.
	Dropped int64
	// Nested were made while another was sent, and are not sent.
	Nested int64
	// Pending wait for HTTP or another attempt.
	Pending int
}

// Reporter reports errors and activity to Munshi. It is safe for concurrent use.
type Reporter struct {
	o        Options
	mask     *logging.Mask
	work     context.Context // of the worker; ends when Close gives up
	giveUp   context.CancelFunc
	finished chan struct{} // closed when the worker has returned
	wake     chan struct{}

	mu      sync.Mutex
	stats   Stats
	bytes   int    // of jobs
	jobs    []*job // to be sent, in order
	waiting []*job // to be tried once more, in the order of their time
	storms  map[string]*storm
	windows []*storm // in the order in which they end
	closing bool
	left    bool // Close gave up
}

// New returns a reporter with one goroutine, which ends with [Reporter.Close].
func New(o Options) *Reporter {
	o.Window = cmp.Or(o.Window, defaultWindow)
	o.Buffer = cmp.Or(o.Buffer, defaultBuffer)
	client := http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
	if o.Client != nil {
		client = *o.Client
	}
	// A redirection would carry the key to wherever it points.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	o.Client = &client
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	r := &Reporter{
		o: o, mask: o.Mask, finished: make(chan struct{}), wake: make(chan struct{}, 1),
		storms: map[string]*storm{},
	}
	if r.mask == nil {
		r.mask = logging.NewMask()
	}
	r.work, r.giveUp = context.WithCancel(context.WithValue(context.Background(), reportingKey{}, true))
	go r.run()
	return r
}

// reportingKey marks the context in which reports are sent.
type reportingKey struct{}

// Report reports an error. It returns at once, and reports nothing that goes wrong with that: see
// [Reporter.Stats].
func (r *Reporter) Report(ctx context.Context, e Error) {
	defer r.survive(ctx)
	if r.nested(ctx) {
		return
	}
	code := bounded(cmp.Or(e.Code, unissued), maxName)
	if r.suppress(code) {
		return
	}
	made := r.system(ctx, code, e)
	r.remember(code, made)
	r.send(ctx, &job{
		report:    made,
		path:      "/api/logs/system",
		code:      code,
		httpFirst: e.Type == MQError || strings.HasPrefix(e.Code, "RABBITMQ-"),
	})
}

// ReportFault reports an error of a connection, such as rabbitmq's or the cache's; the type follows
// from how the code begins.
func (r *Reporter) ReportFault(ctx context.Context, code, title string, err error) {
	kind := SystemError
	for prefix, known := range map[string]string{
		"RABBITMQ-": MQError, "MYSQL-": DBError, "MONGO": DBError, "MEMCACHE-": CacheError, "REDIS-": CacheError,
	} {
		if strings.HasPrefix(code, prefix) {
			kind = known
		}
	}
	r.Report(ctx, Error{Err: err, Code: code, Title: title, Type: kind})
}

// Activity reports an activity. It returns at once, with an error only for a log without type or
// text.
func (r *Reporter) Activity(ctx context.Context, l Log) error {
	defer r.survive(ctx)
	if l.Type == "" || l.Text == "" {
		return errors.New("report an activity: it has no type or no text: give both")
	}
	if r.nested(ctx) {
		return nil
	}
	r.send(ctx, &job{report: r.general(ctx, l), path: "/api/logs/general", code: l.Type})
	return nil
}

// survive keeps a panic of the queue or of a given value from the caller.
func (r *Reporter) survive(ctx context.Context) {
	if value := recover(); value != nil {
		r.count(func(s *Stats) { s.Dropped++ })
		r.o.Logger.ErrorContext(ctx, "munshi.go:001 | Report | a report panicked", "panic", fmt.Sprintf("%T", value))
	}
}

// nested counts a report that is made while another one is sent.
func (r *Reporter) nested(ctx context.Context) bool {
	if ctx.Value(reportingKey{}) == nil {
		return false
	}
	r.count(func(s *Stats) { s.Nested++ })
	return true
}

func (r *Reporter) count(change func(*Stats)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.stats)
}

// Stats returns the counts at this moment.
func (r *Reporter) Stats() Stats {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.stats
	s.Pending = len(r.jobs) + len(r.waiting)
	return s
}

// Close refuses further reports, which then count as dropped, and sends those that wait and the counts
// of storms, until ctx ends. The error tells how many were left.
func (r *Reporter) Close(ctx context.Context) error {
	r.mu.Lock()
	r.closing = true
	r.mu.Unlock()
	r.poke()
	defer r.o.Client.CloseIdleConnections()
	defer r.giveUp()
	select {
	case <-r.finished:
		return nil
	case <-ctx.Done():
	}
	before := r.Stats().Dropped
	r.mu.Lock()
	r.left = true
	r.mu.Unlock()
	r.giveUp()
	<-r.finished
	if lost := r.Stats().Dropped - before; lost > 0 {
		return fmt.Errorf("close the reporter to Munshi: %d reports were not delivered: %w", lost, ctx.Err())
	}
	return nil
}

// poke has the worker look again at what there is to do.
func (r *Reporter) poke() {
	select {
	case r.wake <- struct{}{}:
	default: // it will look anyway
	}
}
