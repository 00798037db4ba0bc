package spool

import (
	"container/heap"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/vtgen/vtgen/runtime/queue"
)

// The states of a request.
const (
	requested int32 = iota
	writing
	withdrawn
)

// request is a message on its way to the writer.
type request struct {
	seq   uint64
	lane  *lane
	data  []byte
	size  int
	state atomic.Int32
	done  chan error // has room for the outcome
	again bool       // an earlier process accepted it

	// Guarded by Spool.mu:
	settled bool // accepted by the disk, or refused
	kept    bool // accepted in shared memory
}

const (
	// maxRequests bounds the messages that wait for the writer: those that were withdrawn stay
	// among them while a write hangs.
	maxRequests = 1 << 16
	// batchBytes is how much is written at a time, about.
	batchBytes = 1 << 20
	// atOnce is how many messages are worked on at most while callers wait for the lock.
	atOnce = 1000
)

// submit hands a message to the writer. The caller's data is copied, since the writer may read it
// after Append has returned.
func (s *Spool) submit(name string, data []byte, limited bool) (*request, error) {
	if len(name) > maxLane || len(data) > s.options.MaxMessageBytes {
		return nil, fmt.Errorf("accepting a message: it has %d bytes for a lane whose name has %d: the most are %d and %d", len(data), len(name), s.options.MaxMessageBytes, maxLane)
	}
	r := &request{data: append([]byte(nil), data...), size: recordSize(name, data), done: make(chan error, 1)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, fmt.Errorf("accepting a message: %w", queue.ErrClosed)
	}
	if limited && (len(s.requests) >= maxRequests || s.hangs() && !s.shared.there()) {
		s.stats.Refused++
		return nil, fmt.Errorf("accepting a message: it was not written: %w", errSlow)
	}
	if r.lane = s.reserve(name, int64(r.size), limited); r.lane == nil {
		s.stats.Refused++
		return nil, fmt.Errorf("accepting a message: %w: %d messages of %d bytes wait in %s", queue.ErrFull, s.count, s.bytes, s.dir)
	}
	r.seq = s.nextSeq // also of what is refused later: a number is used once
	s.nextSeq++
	s.requests = append(s.requests, r)
	wake(s.writerWork)
	return r, nil
}

// hangs says that a write has been going on for longer than the patience.
func (s *Spool) hangs() bool {
	began := s.writeBegan.Load()
	return began != 0 && time.Since(s.opened)-time.Duration(began) > s.options.Patience
}

// abandon forgets a request that was withdrawn.
func (s *Spool) abandon(r *request) {
	r.data = nil
	s.mu.Lock()
	defer s.mu.Unlock()
	s.release(r.lane, int64(r.size))
	s.stats.Refused++
}

// write is the goroutine that writes.
func (s *Spool) write() {
	retry := time.NewTimer(retryInterval) // for what is in shared memory while the disk takes nothing
	defer retry.Stop()
	for {
		if !s.writeAll() {
			retry.Reset(retryInterval)
		}
		select {
		case <-s.writerWork:
		case <-retry.C:
		case <-s.closing:
			s.writeAll()
			return
		}
	}
}

// writeAll writes what was requested, batch by batch. It reports whether nothing is left that has been
// accepted.
func (s *Spool) writeAll() bool {
	for {
		s.mu.Lock()
		all := s.requests
		s.requests = nil
		s.mu.Unlock()
		if len(all) == 0 {
			return true
		}
		for len(all) > 0 {
			n, bytes := 0, 0
			for n < min(len(all), atOnce) && (n == 0 || bytes+all[n].size <= batchBytes) {
				bytes += all[n].size
				n++
			}
			if err := s.writeBatch(all[:n]); err != nil {
				return s.turnAway(all, fmt.Errorf("accepting a message: the disk does not take it: %w: %w", err, queue.ErrFull))
			}
			all = all[n:]
		}
	}
}

// writeBatch writes messages with one write.
func (s *Spool) writeBatch(requests []*request) error {
	var batch []*request
	var b []byte
	for _, r := range requests {
		if !r.state.CompareAndSwap(requested, writing) {
			continue
		}
		b = appendRecord(b, r.seq, r.lane.name, r.data)
		batch = append(batch, r)
	}
	if len(batch) == 0 {
		return nil
	}
	offset, err := s.writeRecords(b)
	s.logChange(err)
	if err == nil {
		s.accept(batch, offset)
	}
	return err
}

// writeRecords writes to the end of the active segment, and returns where that was. What it has
// written of a batch that failed it cuts off again.
func (s *Spool) writeRecords(b []byte) (offset int64, err error) {
	s.writeBegan.Store(int64(time.Since(s.opened)))
	defer s.writeBegan.Store(0)
	if err := s.rotate(int64(len(b))); err != nil {
		return 0, err
	}
	offset = s.active.size // the writer alone changes it
	if _, err := s.active.file.WriteAt(b, offset); err != nil {
		if cut := s.active.file.Truncate(offset); cut != nil {
			s.seal() // a later write must not leave a gap
			err = errors.Join(err, cut)
		}
		return 0, err
	}
	return offset, nil
}

// rotate makes sure that there is an active segment with room.
func (s *Spool) rotate(size int64) error {
	if s.active != nil && s.active.size > 0 && s.active.size+size > s.options.SegmentBytes {
		s.seal()
	}
	if s.active != nil {
		return nil
	}
	g, err := createSegment(s.dir, s.nextSegment)
	if err != nil {
		return err
	}
	s.nextSegment++
	s.active = g
	s.mu.Lock()
	s.segments = append(s.segments, g)
	s.mu.Unlock()
	return nil
}

// seal ends the active segment.
func (s *Spool) seal() {
	s.mu.Lock()
	s.active.sealed = true
	s.mu.Unlock()
	s.active = nil
	wake(s.keeperWork)
}

// accept makes a batch that was written available.
func (s *Spool) accept(batch []*request, offset int64) {
	s.mu.Lock()
	g := s.active
	kept := 0
	for _, r := range batch {
		s.add(&Entry{seq: r.seq, lane: r.lane, segment: g, offset: offset, size: r.size, again: r.again})
		offset += int64(r.size)
		r.settled = true
		if r.kept {
			kept++
		} else {
			s.stats.Accepted++
		}
	}
	g.size = offset
	s.unsynced[g] = struct{}{}
	s.mu.Unlock()
	wake(s.syncerWork)
	for _, r := range batch {
		name := r.lane.name
		r.done <- nil
		s.notify(name)
	}
	if kept > 0 {
		s.shared.done(kept)
	}
}

// add makes an entry available whose room is reserved; mu is held.
func (s *Spool) add(e *Entry) {
	s.live[e.seq] = e
	e.segment.live++
	e.segment.liveBytes += int64(e.size)
	heap.Push(&e.lane.waiting, e)
}

// turnAway gives requests their error when the disk takes nothing. Those in shared memory are accepted
// and wait for another attempt, before all others; it reports whether there are none.
func (s *Spool) turnAway(requests []*request, err error) (none bool) {
	var kept, refused []*request
	s.mu.Lock()
	for _, r := range requests {
		r.state.CompareAndSwap(requested, writing) // of those that were not tried
		switch {
		case r.state.Load() == withdrawn:
		case r.kept:
			r.state.Store(requested)
			kept = append(kept, r)
		default:
			r.settled = true
			s.release(r.lane, int64(r.size))
			s.stats.Refused++
			refused = append(refused, r)
		}
	}
	s.requests = append(kept, s.requests...)
	s.mu.Unlock()
	for _, r := range refused {
		r.done <- err
	}
	return len(kept) == 0
}

// logChange logs that the disk begins to fail, or works again.
func (s *Spool) logChange(err error) {
	if failing := err != nil; failing != s.failing {
		s.failing = failing
		if failing {
			s.options.Logger.Error("write.go:001 | logChange | the disk does not take messages", "dir", s.dir, "error", err)
		} else {
			s.options.Logger.Info("write.go:002 | logChange | the disk takes messages again", "dir", s.dir)
		}
	}
}
