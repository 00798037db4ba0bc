package spool

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

const (
	// NoSharedMemory has a spool refuse what the disk does not take in time.
	NoSharedMemory = "none"
	// sharedBytes bounds what is in shared memory; containers have 64 MiB of it as a rule.
	sharedBytes = 8 << 20
	// sharedName is the file in a spool's directory that says which file in shared memory is its own,
	// and the text with which that begins: whoever else may write there does not know it.
	sharedName = "shared"
)

// shared is a file in shared memory. It takes the messages that the disk has not taken in time, so that
// they are accepted nonetheless: what is written there survives the process, and no disk is asked. A
// message's record stays until the writer has brought that of all to the disk; then the file is emptied.
type shared struct {
	mu      sync.Mutex
	file    *os.File // nil when there is none
	path    string
	begin   int64 // where records begin
	size    int64
	pending int // records that are not on disk yet
}

// sharedDirectory is where the system has files in memory, or "".
func sharedDirectory() string {
	const usual = "/dev/shm"
	if info, err := os.Stat(usual); runtime.GOOS == "linux" && err == nil && info.IsDir() {
		return usual
	}
	return ""
}

// openShared opens the spool's shared memory, and queues for the writer what a process that was killed
// has left there. Without shared memory the spool works as well: it refuses what the disk does not take
// in time.
func (s *Spool) openShared() error {
	name := filepath.Join(s.dir, sharedName)
	b, err := os.ReadFile(name)
	if path, key, ok := strings.Cut(string(b), "\n"); err == nil && ok {
		if found, err := s.recoverShared(path, key); found || err != nil {
			return err
		}
		s.options.Logger.Warn("shared.go:001 | openShared | the process before did not end in order, and its shared memory is gone; what the disk had not taken in time is lost", "dir", s.dir, "file", path)
	}
	directory := s.options.SharedMemory
	if directory == NoSharedMemory || directory == "" {
		return nil
	}
	path, key := filepath.Join(directory, "vtgen-spool-"+rand.Text()), rand.Text()
	if err := os.WriteFile(name, []byte(path+"\n"+key), 0o600); err != nil {
		return fmt.Errorf("naming the shared memory: %w", err)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		s.shared.path, s.shared.file, s.shared.begin, s.shared.size = path, file, int64(len(key)), int64(len(key))
		_, err = file.WriteAt([]byte(key), 0)
	}
	if err != nil {
		s.options.Logger.Warn("shared.go:002 | openShared | no shared memory: messages are refused while the disk is slow", "dir", s.dir, "error", err)
		return s.shared.close()
	}
	return nil
}

// recoverShared uses the shared memory of the process before, if it is there.
func (s *Spool) recoverShared(path, key string) (found bool, err error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && (!info.Mode().IsRegular() || info.Size() > sharedBytes) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	b, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(b), key) {
		return false, err
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return false, err
	}
	s.shared.path, s.shared.file, s.shared.begin = path, file, int64(len(key))
	onDisk := s.nextSeq // records go to the disk in the order of their numbers
	damaged, tail := scan(b[len(key):], func(_ int, r record) {
		if r.seq < onDisk {
			return
		}
		s.nextSeq = max(s.nextSeq, r.seq+1)
		left := &request{seq: r.seq, data: r.data, size: r.size, kept: true, again: true, done: make(chan error, 1)}
		left.lane = s.reserve(r.lane, int64(r.size), false)
		s.requests = append(s.requests, left)
	})
	if damaged > 0 {
		s.stats.Damaged++
		s.options.Logger.Error("shared.go:003 | recoverShared | part of the shared memory is damaged; its messages are lost", "file", path, "bytes", damaged)
	}
	s.shared.size, s.shared.pending = int64(len(key)+tail), len(s.requests)
	s.shared.done(0)
	return true, nil
}

// errNoSharedMemory says why shared memory does not take a message.
var errNoSharedMemory = errors.New("there is no room in shared memory")

// add writes a message. It may have been accepted or refused meanwhile.
func (m *shared) add(r *request) error {
	b := appendRecord(make([]byte, 0, r.size), r.seq, r.lane.name, r.data)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.file == nil || m.size+int64(len(b)) > sharedBytes {
		return errNoSharedMemory
	}
	if _, err := m.file.WriteAt(b, m.size); err != nil {
		return errors.Join(err, m.file.Truncate(m.size))
	}
	m.size += int64(len(b))
	m.pending++
	return nil
}

// done says that n of the messages are on disk, or not accepted.
func (m *shared) done(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pending -= n
	if m.pending > 0 || m.file == nil || m.size == m.begin {
		return
	}
	if m.file.Truncate(m.begin) == nil { // else they are found again, and their numbers tell
		m.size = m.begin
	}
}

// there says that there is shared memory.
func (m *shared) there() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.file != nil
}

// close lets the shared memory go. What the disk has not taken stays there for the next process.
func (m *shared) close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.file == nil {
		return nil
	}
	err := m.file.Close()
	m.file = nil
	if m.pending == 0 {
		err = errors.Join(err, os.Remove(m.path))
	}
	return err
}

// closeShared lets the shared memory go, and what names it when nothing is left there.
func (s *Spool) closeShared() error {
	if !s.shared.there() {
		return nil
	}
	err := s.shared.close()
	if s.shared.pending == 0 {
		err = errors.Join(err, os.Remove(filepath.Join(s.dir, sharedName)))
	}
	return err
}

// keepShared accepts a message into shared memory. Where the writer was faster, it returns the outcome;
// known is false where there is none.
func (s *Spool) keepShared(r *request) (outcome error, known bool) {
	if s.shared.add(r) != nil {
		return nil, false
	}
	s.mu.Lock()
	settled := r.settled
	if !settled {
		r.kept = true
		s.stats.Accepted++
		s.stats.Kept++
	}
	s.mu.Unlock()
	if settled {
		s.shared.done(1)
		return <-r.done, true
	}
	return nil, true
}
