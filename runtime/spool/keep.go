package spool

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// retryInterval is how long the keeper waits before it tries again what the disk refused.
const retryInterval = time.Second

// keep is the goroutine that writes acknowledgements and gets rid of what they leave.
func (s *Spool) keep() {
	failing := false
	retry := time.NewTimer(0)
	defer retry.Stop()
	for {
		select {
		case <-s.keeperWork:
		case <-retry.C:
		case <-s.closing:
			if err := s.tidy(); err != nil {
				s.options.Logger.Error("keep.go:001 | keep | acknowledgements are lost: their messages will be delivered again", "dir", s.dir, "error", err)
			}
			return
		}
		err := s.tidy()
		if err != nil {
			retry.Reset(retryInterval)
			if !failing {
				s.options.Logger.Error("keep.go:002 | keep | the disk does not take acknowledgements; trying again", "dir", s.dir, "error", err)
			}
		}
		failing = err != nil
	}
}

// tidy writes the acknowledgements, removes segments that are done with and rewrites one that is
// mostly so.
func (s *Spool) tidy() error {
	s.mu.Lock()
	segments := slices.Clone(s.segments)
	s.mu.Unlock()
	var problems error
	for _, g := range segments {
		if s.finished(g) {
			problems = errors.Join(problems, g.remove())
			continue
		}
		problems = errors.Join(problems, s.flushAcks(g))
	}
	return errors.Join(problems, s.compact())
}

// finished takes a segment of which everything is acknowledged out of the list.
func (s *Spool) finished(g *segment) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !g.sealed || g.live > 0 {
		return false
	}
	s.segments = slices.DeleteFunc(s.segments, func(other *segment) bool { return other == g })
	delete(s.unsynced, g)
	return true
}

// flushAcks writes the acknowledgements of a segment.
func (s *Spool) flushAcks(g *segment) error {
	s.mu.Lock()
	seqs, size := g.unwritten, g.ackSize
	g.unwritten = nil
	s.mu.Unlock()
	if len(seqs) == 0 {
		return nil
	}
	size, err := g.writeAcks(seqs, size)
	s.mu.Lock()
	defer s.mu.Unlock()
	g.ackSize = size
	if err != nil {
		g.unwritten = append(seqs, g.unwritten...)
		return fmt.Errorf("writing acknowledgements: %w", err)
	}
	return nil
}

// compact rewrites the sealed segment with the most dead weight, when that of all is more than what
// is live and four segments.
func (s *Spool) compact() error {
	for {
		g := s.heaviest()
		if g == nil {
			return nil
		}
		if err := s.rewrite(g); err != nil {
			return fmt.Errorf("rewriting a segment: %w", err)
		}
	}
}

func (s *Spool) heaviest() *segment {
	s.mu.Lock()
	defer s.mu.Unlock()
	var heaviest *segment
	var dead, live, most int64
	for _, g := range s.segments {
		weight := g.size + g.ackSize - g.liveBytes
		dead, live = dead+weight, live+g.liveBytes
		if g.sealed && weight > most {
			heaviest, most = g, weight
		}
	}
	if dead <= live+4*s.options.SegmentBytes {
		return nil
	}
	return heaviest
}

// rewrite replaces a segment by one that has only its live records. The keeper alone writes
// acknowledgements, so those on disk are of records that are left out.
func (s *Spool) rewrite(g *segment) error {
	b, err := os.ReadFile(g.path + logSuffix)
	if err != nil {
		return err
	}
	type place struct{ start, end int }
	places := map[uint64]place{} // of all records; the lock is not held while they are read
	scan(b, func(offset int, r record) { places[r.seq] = place{offset, offset + r.size} })
	offsets := map[*Entry]int64{}
	for seqs := range slices.Chunk(slices.Collect(maps.Keys(places)), atOnce) {
		s.mu.Lock()
		for _, seq := range seqs {
			if e := s.live[seq]; e != nil && e.segment == g {
				offsets[e] = 0
			}
		}
		s.mu.Unlock()
	}
	kept := make([]byte, 0, len(b)/2)
	for _, e := range slices.SortedFunc(maps.Keys(offsets), func(a, b *Entry) int { return cmp.Compare(a.seq, b.seq) }) {
		offsets[e] = int64(len(kept))
		kept = append(kept, b[places[e.seq].start:places[e.seq].end]...)
	}
	if err := writeSynced(g.path+newSuffix, kept); err != nil {
		return errors.Join(err, os.Remove(g.path+newSuffix))
	}
	if err := g.replace(offsets); err != nil {
		return err
	}
	s.mu.Lock()
	g.size, g.ackSize = int64(len(kept)), 0
	s.mu.Unlock()
	return nil
}

// replace puts the rewritten file in the place of the old one, and removes the acknowledgements.
func (g *segment) replace(offsets map[*Entry]int64) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	_ = g.file.Close() // some systems do not rename over an open file; it was only read
	err := os.Rename(g.path+newSuffix, g.path+logSuffix)
	file, opening := os.OpenFile(g.path+logSuffix, os.O_RDWR, 0)
	if opening != nil {
		g.file = nil
		return errors.Join(err, opening)
	}
	g.file = file
	if err != nil {
		return err
	}
	for e, offset := range offsets {
		e.offset = offset
	}
	if g.acks != nil {
		return g.acks.Truncate(0)
	}
	return nil
}

// writeSynced writes a file and brings it to the disk.
func writeSynced(name string, b []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = file.Write(b); err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// syncRegularly is the goroutine that brings to the disk what was written.
func (s *Spool) syncRegularly() {
	failing := false
	for {
		select {
		case <-s.syncerWork:
		case <-s.closing:
			return // Close syncs
		}
		select {
		case <-time.After(s.options.SyncInterval):
		case <-s.closing:
			return
		}
		err := s.sync()
		if err != nil && !failing {
			s.options.Logger.Error("keep.go:003 | syncRegularly | what was accepted would not survive a power cut", "dir", s.dir, "error", err)
		}
		failing = err != nil
	}
}

// sync brings to the disk what was written since the last time, and the names of new files.
func (s *Spool) sync() error {
	s.mu.Lock()
	unsynced := s.unsynced
	s.unsynced = map[*segment]struct{}{}
	s.mu.Unlock()
	var problems error
	for g := range unsynced {
		problems = errors.Join(problems, g.sync())
	}
	if len(unsynced) > 0 {
		problems = errors.Join(problems, syncDirectory(s.dir))
	}
	return problems
}

// syncDirectory brings the names in a directory to the disk, where the system can.
func syncDirectory(dir string) error {
	folder, err := os.Open(filepath.Clean(dir))
	if err != nil {
		return err
	}
	_ = folder.Sync() // not every system has it
	return folder.Close()
}
