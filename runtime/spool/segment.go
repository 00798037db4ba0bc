package spool

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

const (
	logSuffix = ".log"
	ackSuffix = ".ack"
	newSuffix = ".new"
)

// segment is a file of records and the file of their acknowledgements.
type segment struct {
	id   uint64
	path string // without suffix

	// mu is held for reading by those who use the files and for writing by those who close or
	// replace them. It is never taken while Spool.mu is held.
	mu   sync.RWMutex
	file *os.File
	acks *os.File // opened at the first acknowledgement; the keeper's alone

	// The rest is guarded by Spool.mu.
	sealed    bool
	size      int64 // of the records
	ackSize   int64
	live      int
	liveBytes int64
	unwritten []uint64 // acknowledgements that are not on disk yet
}

func segmentPath(dir string, id uint64) string { return filepath.Join(dir, fmt.Sprintf("%016x", id)) }

// createSegment makes the files of a segment.
func createSegment(dir string, id uint64) (*segment, error) {
	path := segmentPath(dir, id)
	file, err := os.OpenFile(path+logSuffix, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("making a segment: %w", err)
	}
	return &segment{id: id, path: path, file: file}, nil
}

// read reads a record from the file.
func (g *segment) read(e *Entry) (record, error) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.file == nil {
		return record{}, os.ErrClosed
	}
	b := make([]byte, e.size)
	if _, err := g.file.ReadAt(b, e.offset); err != nil && !errors.Is(err, io.EOF) {
		return record{}, err
	}
	r, err := parseRecord(b)
	if err == nil && r.seq != e.seq {
		err = errDamaged
	}
	return r, err
}

// sync brings to the disk what was written.
func (g *segment) sync() error {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.file == nil {
		return nil // acknowledged meanwhile
	}
	return g.file.Sync()
}

// writeAcks appends acknowledgements; only the keeper calls it. size is that of the file before. A
// write that fails is cut off again.
func (g *segment) writeAcks(seqs []uint64, size int64) (int64, error) {
	if g.acks == nil {
		file, err := os.OpenFile(g.path+ackSuffix, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return size, err
		}
		g.acks = file
	}
	b := make([]byte, 0, ackBytes*len(seqs))
	for _, seq := range seqs {
		b = appendAck(b, seq)
	}
	if _, err := g.acks.WriteAt(b, size); err != nil {
		return size, errors.Join(err, g.acks.Truncate(size))
	}
	return size + int64(len(b)), nil
}

// close closes the files.
func (g *segment) close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	var err error
	if g.file != nil {
		err = g.file.Close()
		g.file = nil
	}
	if g.acks != nil {
		err = errors.Join(err, g.acks.Close())
		g.acks = nil
	}
	return err
}

// remove removes the files: the records first, since acknowledgements without records do no harm.
func (g *segment) remove() error {
	err := errors.Join(g.close(), os.Remove(g.path+logSuffix))
	if acks := os.Remove(g.path + ackSuffix); acks != nil && !errors.Is(acks, os.ErrNotExist) {
		err = errors.Join(err, acks)
	}
	return err
}
