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
	lane  *lane
	data  []byte // the caller's: read only in the state writing
	size  int
	state atomic.Int32
	done  chan error // has room for the outcome
}

const (
	// maxRequests bounds the messages that wait for the writer: those that were withdrawn stay
	// among them while a write hangs.
	maxRequests = 1 << 16
	// batchBytes is how much is written at a time, about.
	batchBytes = 1 << 20
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
	if limited && (len(s.requests) >= maxRequests || s.hangs()) {
		s.stats.Refused++
		return nil, fmt.Errorf("accepting a message: it was not written: %w", errSlow)
	}
	if r.lane = s.reserve(name, int64(r.size), limited); r.lane == nil {
		s.stats.Refused++
		return nil, fmt.Errorf("accepting a message: %w: %d messages of %d bytes wait in %s", queue.ErrFull, s.count, s.bytes, s.dir)
	}
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
	for {
		s.writeAll()
		select {
		case <-s.writerWork:
		case <-s.closing:
			s.writeAll()
			return
		}
	}
}

// writeAll writes what was requested, batch by batch.
func (s *Spool) writeAll() {
	for {
		s.mu.Lock()
		all := s.requests
		s.requests = nil
		s.mu.Unlock()
		if len(all) == 0 {
			return
		}
		for len(all) > 0 {
			n, bytes := 0, 0
			for n < len(all) && (n == 0 || bytes+all[n].size <= batchBytes) {
				bytes += all[n].size
				n++
			}
			s.writeBatch(all[:n])
			all = all[n:]
		}
	}
}

// writeBatch writes messages with one write.
func (s *Spool) writeBatch(requests []*request) {
	var batch []*request
	var b []byte
	first := s.nextSeq
	for _, r := range requests {
		if !r.state.CompareAndSwap(requested, writing) {
			continue
		}
		b = appendRecord(b, first+uint64(len(batch)), r.lane.name, r.data)
		batch = append(batch, r)
	}
	if len(batch) == 0 {
		return
	}
	s.nextSeq += uint64(len(batch)) // also where it fails: a number is used once
	offset, err := s.writeRecords(b)
	s.logChange(err)
	if err != nil {
		s.refuse(batch, fmt.Errorf("accepting a message: the disk does not take it: %w: %w", err, queue.ErrFull))
		return
	}
	s.accept(batch, first, offset)
}

// writeRecords writes to the end of the active segment, and returns where that was. What it has
// written of a batch that failed it cuts off again.
func (s *Spool) writeRecords(b []byte) (offset int64, err error) {
	if err := s.rotate(int64(len(b))); err != nil {
		return 0, err
	}
	s.writeBegan.Store(int64(time.Since(s.opened)))
	defer s.writeBegan.Store(0)
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
func (s *Spool) accept(batch []*request, seq uint64, offset int64) {
	s.mu.Lock()
	g := s.active
	for _, r := range batch {
		s.add(&Entry{seq: seq, lane: r.lane, segment: g, offset: offset, size: r.size})
		seq++
		offset += int64(r.size)
	}
	g.size = offset
	s.stats.Accepted += int64(len(batch))
	s.unsynced[g] = struct{}{}
	s.mu.Unlock()
	wake(s.syncerWork)
	for _, r := range batch {
		name := r.lane.name
		r.done <- nil
		s.notify(name)
	}
}

// add makes an entry available whose room is reserved; mu is held.
func (s *Spool) add(e *Entry) {
	s.live[e.seq] = e
	e.segment.live++
	e.segment.liveBytes += int64(e.size)
	heap.Push(&e.lane.waiting, e)
}

// refuse gives a batch its error.
func (s *Spool) refuse(batch []*request, err error) {
	s.mu.Lock()
	for _, r := range batch {
		s.release(r.lane, int64(r.size))
		s.stats.Refused++
	}
	s.mu.Unlock()
	for _, r := range batch {
		r.done <- err
	}
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
