package spool

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vtgen/vtgen/runtime/queue"
)

// ErrLocked is matched by the error of an opening of a directory that another process uses.
var ErrLocked = errors.New("another process uses it")

// ErrDamaged is matched by the error of a reading that finds a message damaged.
var ErrDamaged = errors.New("the message is damaged on disk")

// Options bound a spool. Zero values stand for the defaults.
type Options struct {
	// MaxMessages bounds the messages that are not acknowledged; 100,000 by default.
	MaxMessages int
	// MaxBytes bounds their size on disk; 256 MiB by default.
	MaxBytes int64
	// MaxLaneMessages and MaxLaneBytes bound those of one lane; zero means the bounds of all.
	MaxLaneMessages int
	MaxLaneBytes    int64
	// MaxMessageBytes bounds the data of one message; 16 MiB by default.
	MaxMessageBytes int
	// SegmentBytes is how large a segment becomes; 8 MiB by default.
	SegmentBytes int64
	// Patience is how long Append waits for the disk at most, which takes microseconds as a rule: 0.5 ms
	// by default, and 100 ms where there is no shared memory.
	Patience time.Duration
	// SharedMemory is a directory in memory: what the disk has not taken within the patience is
	// accepted there. By default /dev/shm on Linux; [NoSharedMemory] means that it is refused.
	SharedMemory string
	// SyncInterval is how often what was written is brought to the disk; 100 ms by default.
	SyncInterval time.Duration
	// Logger is told of damage and of a disk that fails. It may be nil.
	Logger *slog.Logger
	// Notify is called after a message of a lane became available. It must not block.
	Notify func(lane string)
}

func (o Options) withDefaults() Options {
	o.MaxMessages = cmp.Or(o.MaxMessages, 100_000)
	o.MaxBytes = cmp.Or(o.MaxBytes, 256<<20)
	o.MaxMessageBytes = min(cmp.Or(o.MaxMessageBytes, 16<<20), math.MaxInt32-headerBytes-1-maxLane)
	o.SegmentBytes = cmp.Or(o.SegmentBytes, 8<<20)
	o.SharedMemory = cmp.Or(o.SharedMemory, sharedDirectory())
	o.SyncInterval = cmp.Or(o.SyncInterval, 100*time.Millisecond)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Stats are counts since the opening, and what is there now.
type Stats struct {
	// Messages and Bytes are there now.
	Messages int
	Bytes    int64
	// Recovered were there at the opening.
	Recovered int
	// Accepted were appended, Acknowledged are done with.
	Accepted, Acknowledged int64
	// Kept were accepted in shared memory, since the disk did not take them in time.
	Kept int64
	// Refused were not accepted: the bounds are reached, or the disk is full or slow.
	Refused int64
	// Damaged are records, or gaps between records, that could not be read.
	Damaged int64
}

// Spool is a buffer of messages on disk. It is safe for concurrent use.
type Spool struct {
	dir     string
	options Options
	lock    *os.File

	writerWork, keeperWork, syncerWork chan struct{}
	closing                            chan struct{}
	goroutines                         sync.WaitGroup

	// writeBegan is when the write under way began, in nanoseconds since opened, or zero.
	writeBegan atomic.Int64
	opened     time.Time

	shared shared

	mu       sync.Mutex
	closed   bool
	requests []*request
	nextSeq  uint64
	lanes    map[string]*lane
	live     map[uint64]*Entry
	count    int
	bytes    int64
	segments []*segment // in the order of their numbers
	unsynced map[*segment]struct{}
	stats    Stats

	// The writer's alone.
	active      *segment
	nextSegment uint64
	failing     bool
}

// Open opens the spool in a directory, which it makes where it is missing, for this process alone.
func Open(dir string, o Options) (*Spool, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("opening the spool: %w", err)
	}
	lock, err := lockDirectory(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the spool %s: %w", dir, err)
	}
	s := &Spool{
		dir: dir, options: o.withDefaults(), lock: lock,
		writerWork: make(chan struct{}, 1), keeperWork: make(chan struct{}, 1), syncerWork: make(chan struct{}, 1),
		closing: make(chan struct{}), opened: time.Now(),
		lanes: map[string]*lane{}, live: map[uint64]*Entry{}, unsynced: map[*segment]struct{}{},
	}
	if err = s.recover(); err == nil {
		err = s.openShared()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the spool %s: %w", dir, err), s.closeFiles())
	}
	s.stats.Recovered = s.count
	if s.options.Patience == 0 {
		s.options.Patience = patience(s.shared.there())
	}
	s.writeAll() // what was in shared memory
	s.goroutines.Go(s.write)
	s.goroutines.Go(s.keep)
	s.goroutines.Go(s.syncRegularly)
	return s, nil
}

// patience is how long Append waits by default. Without shared memory it is longer than the system delays
// the writer on a busy machine, since the message would have to be refused.
func patience(sharedMemory bool) time.Duration {
	if sharedMemory {
		return 500 * time.Microsecond
	}
	return 100 * time.Millisecond
}

// Append accepts a message into a lane, as the documentation of the package says. The spool does not
// keep data.
func (s *Spool) Append(ctx context.Context, lane string, data []byte) error {
	r, err := s.submit(lane, data, true)
	if err != nil {
		return err
	}
	wait := s.options.Patience
	if s.hangs() {
		wait = 0
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	reason := errSlow
	select {
	case err := <-r.done:
		return err
	case <-timer.C:
		if outcome, known := s.keepShared(r); known {
			return outcome
		}
	case <-ctx.Done():
		reason = ctx.Err()
	}
	if r.state.CompareAndSwap(requested, withdrawn) {
		s.abandon(r)
		return fmt.Errorf("accepting a message: it was not written: %w", reason)
	}
	select {
	case err := <-r.done:
		return err
	default:
		return fmt.Errorf("accepting a message: it is being written and may yet be delivered: %w", reason)
	}
}

// errSlow says that the patience ended.
var errSlow = fmt.Errorf("the disk is slow: %w", queue.ErrFull)

// Move appends a message in place of one that was taken, which it then acknowledges. It waits for
// the disk as long as ctx allows, and the bounds do not count, since the place of e becomes free.
func (s *Spool) Move(ctx context.Context, e *Entry, lane string, data []byte) error {
	r, err := s.submit(lane, data, false)
	if err != nil {
		return err
	}
	select {
	case err = <-r.done:
	case <-ctx.Done():
		if r.state.CompareAndSwap(requested, withdrawn) {
			s.abandon(r)
			return fmt.Errorf("moving a message: %w", ctx.Err())
		}
		err = <-r.done
	}
	if err == nil {
		s.Ack(e)
	}
	return err
}

// Read reads the data of a message. An error that matches [ErrDamaged] stays: acknowledge the
// message, which is lost.
func (s *Spool) Read(e *Entry) ([]byte, error) {
	r, err := e.segment.read(e)
	switch {
	case err == nil:
		return r.data, nil
	case !errors.Is(err, errDamaged):
		return nil, fmt.Errorf("reading a message of %s: %w", e.Lane(), err)
	}
	s.mu.Lock()
	s.stats.Damaged++
	s.mu.Unlock()
	s.options.Logger.Error("spool.go:001 | Read | a message is damaged on disk", "dir", s.dir, "lane", e.Lane(), "seq", e.seq)
	return nil, fmt.Errorf("reading a message of %s: %w", e.Lane(), ErrDamaged)
}

// Stats returns the counts.
func (s *Spool) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	stats := s.stats
	stats.Messages, stats.Bytes = s.count, s.bytes
	return stats
}

// Close refuses further messages, brings everything to the disk and lets the directory go.
func (s *Spool) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	close(s.closing)
	s.goroutines.Wait()
	if err := errors.Join(s.sync(), s.closeShared(), s.closeFiles()); err != nil {
		return fmt.Errorf("closing the spool %s: %w", s.dir, err)
	}
	return nil
}

func (s *Spool) closeFiles() error {
	var err error
	for _, g := range s.segments {
		err = errors.Join(err, g.close())
	}
	return errors.Join(err, s.lock.Close())
}

func (s *Spool) notify(lane string) {
	if s.options.Notify != nil {
		s.options.Notify(lane)
	}
}

// wake makes a goroutine look for work.
func wake(work chan<- struct{}) {
	select {
	case work <- struct{}{}:
	default: // it will
	}
}
