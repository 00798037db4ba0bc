package spool

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// recover reads what earlier processes have left.
func (s *Spool) recover() error {
	ids, err := segmentsIn(s.dir)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.recoverSegment(id); err != nil {
			return fmt.Errorf("reading segment %016x: %w", id, err)
		}
		s.nextSegment = id + 1
	}
	s.nextSeq++ // after the last that was read; numbers begin at 1
	return nil
}

// segmentsIn returns the numbers of the segments, and removes what a process that died has left
// beside them.
func segmentsIn(dir string) ([]uint64, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var ids []uint64
	for _, file := range files {
		name, suffix, _ := strings.Cut(file.Name(), ".")
		id, err := strconv.ParseUint(name, 16, 64)
		if err != nil || len(name) != 16 {
			continue
		}
		path := segmentPath(dir, id)
		switch "." + suffix {
		case logSuffix:
			ids = append(ids, id)
		case newSuffix:
			err = os.Remove(path + newSuffix)
		case ackSuffix:
			if _, missing := os.Stat(path + logSuffix); errors.Is(missing, os.ErrNotExist) {
				err = os.Remove(path + ackSuffix)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// recoverSegment reads a segment and its acknowledgements, and cuts off what follows its last whole
// record.
func (s *Spool) recoverSegment(id uint64) error {
	g := &segment{id: id, path: segmentPath(s.dir, id), sealed: true}
	b, err := os.ReadFile(g.path + logSuffix)
	if err != nil {
		return err
	}
	acknowledged, err := s.recoverAcks(g)
	if err != nil {
		return err
	}
	if g.file, err = os.OpenFile(g.path+logSuffix, os.O_RDWR, 0); err != nil {
		return err
	}
	s.segments = append(s.segments, g)
	damaged, tail := scan(b, func(offset int, r record) {
		s.nextSeq = max(s.nextSeq, r.seq)
		if _, done := acknowledged[r.seq]; done || s.live[r.seq] != nil {
			return
		}
		e := &Entry{seq: r.seq, segment: g, offset: int64(offset), size: r.size, again: true}
		e.lane = s.reserve(r.lane, int64(r.size), false)
		s.add(e)
	})
	g.size = int64(tail)
	if damaged > 0 {
		s.stats.Damaged++
		s.options.Logger.Error("recover.go:001 | recoverSegment | part of a segment is damaged; its messages are lost", "file", g.path+logSuffix, "bytes", damaged)
	}
	if torn := len(b) - tail; torn > 0 {
		s.options.Logger.Warn("recover.go:002 | recoverSegment | the end of a segment is no whole message; cut off", "file", g.path+logSuffix, "bytes", torn)
		if err := g.file.Truncate(g.size); err != nil {
			return err
		}
	}
	return nil
}

// recoverAcks reads the acknowledgements of a segment, and cuts off one that was cut short.
func (s *Spool) recoverAcks(g *segment) (map[uint64]struct{}, error) {
	b, err := os.ReadFile(g.path + ackSuffix)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	acknowledged := make(map[uint64]struct{}, len(b)/ackBytes)
	if damaged := scanAcks(b, func(seq uint64) { acknowledged[seq] = struct{}{} }); damaged > 0 {
		s.options.Logger.Warn("recover.go:003 | recoverAcks | acknowledgements are damaged; their messages will be delivered again", "file", g.path+ackSuffix, "count", damaged)
	}
	g.ackSize = int64(len(b) / ackBytes * ackBytes) // the next write begins there
	return acknowledged, nil
}

// hasBacklog says whether a directory has segments.
func hasBacklog(dir string) bool {
	found, err := filepath.Glob(filepath.Join(dir, "*"+logSuffix))
	if err == nil && len(found) > 0 {
		return true
	}
	_, err = os.Stat(filepath.Join(dir, sharedName)) // something may be in shared memory
	return err == nil
}
