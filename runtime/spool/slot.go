package spool

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/vtgen/vtgen/runtime/queue"
)

// maxSlots bounds the processes of a machine that share a directory.
const maxSlots = 256

// slotPrefix and a number are the name of a slot.
const slotPrefix = "slot-"

// OpenSlot opens the spool in the first directory slot-<n> below dir that no other process uses,
// with what an earlier process has left there.
func OpenSlot(dir string, o Options) (*Spool, error) {
	for n := range maxSlots {
		s, err := Open(filepath.Join(dir, slotPrefix+strconv.Itoa(n)), o)
		if !errors.Is(err, ErrLocked) {
			return s, err
		}
	}
	return nil, fmt.Errorf("opening a spool in %s: all of %d slots are in use: stop the processes that hold them", dir, maxSlots)
}

// Adopt takes over what processes that died have left in the slots beside this one, and returns how
// many messages that were. It stops when this spool is full or ctx ends; call it again later.
func (s *Spool) Adopt(ctx context.Context) (int, error) {
	slots, err := filepath.Glob(filepath.Join(filepath.Dir(s.dir), slotPrefix+"*"))
	if err != nil {
		return 0, fmt.Errorf("looking for slots: %w", err)
	}
	adopted := 0
	for _, dir := range slots {
		if dir == filepath.Clean(s.dir) || !hasBacklog(dir) {
			continue
		}
		n, err := s.adopt(ctx, dir)
		adopted += n
		if err != nil && !errors.Is(err, ErrLocked) {
			return adopted, fmt.Errorf("adopting %s: %w", dir, err)
		}
	}
	return adopted, nil
}

// adopt takes over one slot. A message is acknowledged there after it was accepted here.
func (s *Spool) adopt(ctx context.Context, dir string) (adopted int, err error) {
	options := s.options
	options.Notify = nil
	other, err := Open(dir, options)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, other.Close()) }()
	for _, lane := range other.Lanes() {
		for {
			e, _ := other.Take(lane)
			if e == nil {
				break
			}
			err := s.adoptEntry(ctx, other, e)
			if errors.Is(err, queue.ErrFull) || errors.Is(err, queue.ErrClosed) {
				return adopted, nil // the rest stays for another time
			}
			if err != nil {
				return adopted, err
			}
			adopted++
		}
	}
	return adopted, nil
}

func (s *Spool) adoptEntry(ctx context.Context, other *Spool, e *Entry) error {
	data, err := other.Read(e)
	if err == nil {
		err = s.Append(ctx, e.Lane(), data)
	}
	if err == nil || errors.Is(err, ErrDamaged) {
		other.Ack(e)
		return nil
	}
	return err
}
