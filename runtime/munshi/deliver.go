package munshi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vtgen/vtgen/runtime/queue"
)

// maxBytes bounds the reports that wait, together, in bytes.
const maxBytes = 16 << 20

// errNoWay is why a report without a queue and without a URL is dropped.
var errNoWay = errors.New("neither the queue nor the address of Munshi is configured")

// job is a report on its way.
type job struct {
	report    any // systemLog or generalLog
	path      string
	code      string
	httpFirst bool
	body      []byte // for HTTP
	due       time.Time
	last      bool   // only the queue, once more, is left
	summary   *storm // what a summary tells of
}

// queueIsBroken says that the error is about the queue itself.
func (s systemLog) queueIsBroken() bool {
	return string(s.Metadata["error_type"]) == `"`+MQError+`"` || strings.HasPrefix(s.ErrorCode, "RABBITMQ-")
}

// send gives a report to the queue, and to the worker when it is to go over HTTP, first or because the
// queue refused it.
func (r *Reporter) send(ctx context.Context, j *job) {
	if r.isClosing() {
		r.drop(ctx, j, queue.ErrClosed)
		return
	}
	if j.httpFirst && r.o.URL != "" {
		if r.enqueue(j) {
			return
		}
	}
	err := r.publish(ctx, j)
	if err == nil {
		return
	}
	j.httpFirst = false // the queue had its turn
	if !r.enqueue(j) {
		r.drop(ctx, j, err)
	}
}

func (r *Reporter) isClosing() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.closing
}

// publish gives a report to the queue.
func (r *Reporter) publish(ctx context.Context, j *job) error {
	if r.o.Queue == nil {
		return errNoWay
	}
	now := time.Now()
	report := j.report
	switch made := report.(type) {
	case systemLog:
		made.LogType, made.QueuedAt = "system", now.Unix()
		report = made
	case generalLog:
		made.QueuedAt = now.Unix()
		report = made
	}
	body, err := encode(report)
	if err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	ctx = context.WithValue(context.WithoutCancel(ctx), reportingKey{}, true)
	if err := r.o.Queue.Publish(ctx, queue.Message{Queue: Queue, Body: body, Time: now}); err != nil {
		return err
	}
	r.count(func(s *Stats) { s.Reported++ })
	return nil
}

// encode makes the JSON of a report. Text that is not UTF-8, as an error may hold, is replaced: it must
// not cost the report.
func encode(report any) ([]byte, error) {
	return json.Marshal(report, jsontext.AllowInvalidUTF8(true))
}

// enqueue leaves a report to the worker, unless too many wait.
func (r *Reporter) enqueue(j *job) bool {
	body, err := encode(j.report)
	if err != nil {
		return false
	}
	j.body = body
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.jobs)+len(r.waiting) >= r.o.Buffer || r.bytes+len(body) > maxBytes || r.closing {
		return false
	}
	r.bytes += len(body)
	r.jobs = append(r.jobs, j)
	r.poke()
	return true
}

func (r *Reporter) drop(ctx context.Context, j *job, cause error) {
	r.mu.Lock()
	r.stats.Dropped++
	if j.summary != nil {
		r.restore(j.summary)
	}
	r.mu.Unlock()
	r.o.Logger.WarnContext(ctx, "deliver.go:001 | send | a report is given up", "code", j.code, "error", cause)
}

// run is the worker: it sends over HTTP, tries once more, and ends windows.
func (r *Reporter) run() {
	defer close(r.finished)
	for {
		j, wait := r.next(time.Now())
		switch {
		case j != nil:
			r.attempt(j)
		case wait < 0:
			return
		default:
			r.rest(wait)
		}
	}
}

// next returns what to do now, or how long there is nothing to do; less than 0 when there will be
// nothing any more.
func (r *Reporter) next(now time.Time) (*job, time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.left:
		r.stats.Dropped += int64(len(r.jobs) + len(r.waiting))
		r.jobs, r.waiting = nil, nil
		return nil, -1
	case len(r.jobs) > 0:
		j := r.jobs[0]
		r.jobs = r.jobs[1:]
		r.bytes -= len(j.body)
		return j, 0
	case len(r.waiting) > 0 && (r.closing || !r.waiting[0].due.After(now)):
		j := r.waiting[0]
		r.waiting = r.waiting[1:]
		r.bytes -= len(j.body)
		return j, 0
	}
	if j := r.endWindow(now); j != nil {
		return j, 0
	}
	if r.closing {
		return nil, -1
	}
	wait := time.Hour
	if len(r.waiting) > 0 {
		wait = min(wait, r.waiting[0].due.Sub(now))
	}
	if len(r.windows) > 0 {
		wait = min(wait, r.windows[0].ends.Sub(now))
	}
	return nil, max(wait, 0)
}

// rest waits until there may be something to do.
func (r *Reporter) rest(wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-r.wake:
	case <-timer.C:
	case <-r.work.Done():
	}
}

// attempt brings a report along the ways that are left to it.
func (r *Reporter) attempt(j *job) {
	defer r.survive(r.work)
	if j.report == nil {
		return
	}
	var failed error
	for _, way := range r.ways(j) {
		err := way(r.work, j)
		if err == nil {
			return
		}
		failed = errors.Join(failed, err)
	}
	if j.last || r.o.Queue == nil || !r.postpone(j) {
		r.drop(r.work, j, failed)
	}
}

// ways are the ways that are left to a report, in order. A summary, which has no body yet, has all.
func (r *Reporter) ways(j *job) []func(context.Context, *job) error {
	switch {
	case j.last:
		return []func(context.Context, *job) error{r.publish}
	case j.httpFirst:
		return []func(context.Context, *job) error{r.post, r.publish}
	case j.body == nil:
		return []func(context.Context, *job) error{r.publish, r.post}
	default:
		return []func(context.Context, *job) error{r.post}
	}
}

// postpone keeps a report for one more attempt with the queue.
func (r *Reporter) postpone(j *job) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.jobs)+len(r.waiting) >= r.o.Buffer || r.left {
		return false
	}
	j.last = true
	j.due = time.Now().Add(defaultRetryDelay)
	r.bytes += len(j.body)
	r.waiting = append(r.waiting, j)
	return true
}

// post sends a report to Munshi over HTTP.
func (r *Reporter) post(ctx context.Context, j *job) error {
	if r.o.URL == "" {
		return errNoWay
	}
	body := j.body
	if body == nil {
		var err error
		if body, err = encode(j.report); err != nil {
			return fmt.Errorf("encode the report: %w", err)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, httpTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(r.o.URL, "/")+j.path, bytes.NewReader(body))
	if err != nil {
		return errors.New("make the request to Munshi: its address is not a URL")
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("x-api-key", r.o.APIKey)
	response, err := r.o.Client.Do(request)
	if err != nil {
		return fmt.Errorf("send the report to Munshi: %w", err)
	}
	// Reading to the end lets the connection be used again.
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10))
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK && response.StatusCode != http.StatusCreated {
		return fmt.Errorf("send the report to Munshi: it answered %d", response.StatusCode)
	}
	r.count(func(s *Stats) { s.Reported++ })
	return nil
}
