package spool

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/queue"
)

// numbers are the texts of messages.
func numbers(from, to int) (texts []string) {
	for i := from; i < to; i++ {
		texts = append(texts, strconv.Itoa(i))
	}
	return texts
}

// stalled is a spool whose writer has written one message, "0", and writes no further one before go on
// is called. Its caller waits for nothing.
func stalled(t testing.TB, dir string, o Options) (s *Spool, goOn func()) {
	t.Helper()
	gate, reached := make(chan struct{}), make(chan struct{}, 1)
	o.Notify = func(string) {
		wake(reached)
		<-gate
	}
	s = open(t, dir, o)
	opened := true
	goOn = func() {
		if opened {
			close(gate)
		}
		opened = false
	}
	t.Cleanup(goOn) // before the spool is closed
	appendAll(t, s, "a", "0")
	<-reached
	s.options.Patience = time.Nanosecond
	return s, goOn
}

// leftovers are the files in shared memory.
func leftovers(t *testing.T, memory string) int {
	t.Helper()
	files, err := os.ReadDir(memory)
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

// TestKeptWhileTheDiskIsSlow accepts what the disk does not take in time, and brings it there later.
func TestKeptWhileTheDiskIsSlow(t *testing.T) {
	dir, memory := t.TempDir(), t.TempDir()
	s, goOn := stalled(t, dir, Options{SharedMemory: memory})
	appendAll(t, s, "a", numbers(1, 100)...)
	if got := s.Stats(); got.Kept != 99 || got.Accepted != 100 || got.Refused != 0 || got.Messages != 100 {
		t.Errorf("while the writer hangs: %+v", got)
	}
	goOn()
	eventually(t, "the shared memory is empty", func() bool {
		s.shared.mu.Lock()
		defer s.shared.mu.Unlock()
		return s.shared.pending == 0 && s.shared.size == s.shared.begin
	})
	if got := drain(t, s, "a"); !slices.Equal(got, numbers(0, 100)) {
		t.Errorf("got %q", got)
	}
	closeSpool(t, s)
	if leftovers(t, memory) != 0 {
		t.Error("a spool that was closed has left its shared memory")
	}
	if _, err := os.Stat(filepath.Join(dir, sharedName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("its name is left: %v", err)
	}
}

// TestKeptOrRefusedNever has many callers that do not wait, beside a writer that works.
func TestKeptOrRefusedNever(t *testing.T) {
	s := open(t, t.TempDir(), Options{SharedMemory: t.TempDir(), Patience: time.Nanosecond})
	appendAll(t, s, "a", numbers(0, 2000)...)
	eventually(t, "all is on disk", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.live) == 2000
	})
	if got := s.Stats(); got.Accepted != 2000 || got.Refused != 0 {
		t.Errorf("stats: %+v", got)
	}
	if got := drain(t, s, "a"); !slices.Equal(got, numbers(0, 2000)) {
		t.Errorf("%d came, or in another order", len(got))
	}
}

// TestSharedMemoryIsBounded refuses what does not fit, at once, and keeps what was accepted.
func TestSharedMemoryIsBounded(t *testing.T) {
	s, goOn := stalled(t, t.TempDir(), Options{SharedMemory: t.TempDir()})
	large := make([]byte, 1<<20)
	accepted := 0
	for ; accepted < 100; accepted++ {
		if err := s.Append(t.Context(), "b", large); err != nil {
			if !errors.Is(err, queue.ErrFull) {
				t.Errorf("refused with %v", err)
			}
			break
		}
	}
	if accepted != sharedBytes>>20-1 { // the records have headers
		t.Errorf("%d MiB were accepted", accepted)
	}
	goOn()
	eventually(t, "what was accepted is on disk", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.live) == accepted+1
	})
}

// TestKeptWhileTheDiskFails tries again what is in shared memory until the disk takes it, and refuses
// what comes meanwhile.
func TestKeptWhileTheDiskFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "spool")
	s, goOn := stalled(t, dir, Options{SharedMemory: t.TempDir(), SegmentBytes: 1}) // a segment for each batch
	appendAll(t, s, "a", numbers(1, 10)...)
	if err := os.Rename(dir, dir+".away"); err != nil {
		t.Fatal(err)
	}
	s.options.Patience = patient
	goOn()
	if err := s.Append(t.Context(), "a", []byte("too late")); !errors.Is(err, queue.ErrFull) {
		t.Errorf("while the disk fails: %v", err)
	}
	if got := s.Stats(); got.Messages != 10 || got.Refused != 1 {
		t.Errorf("while the disk fails: %+v", got)
	}
	if err := os.Rename(dir+".away", dir); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the disk has all", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.live) == 10
	})
	if got := drain(t, s, "a"); !slices.Equal(got, numbers(0, 10)) {
		t.Errorf("got %q", got)
	}
}

// stalledVariable makes the test binary a process whose writer hangs, and which says how many messages
// it has accepted; the directories are those of stalledDirectories.
const stalledVariable = "VTGEN_SPOOL_STALLED"

func stalledDirectories(root string) (dir, memory string) {
	return filepath.Join(root, "slot-0"), filepath.Join(root, "memory")
}

func stalledChild(root string) {
	dir, memory := stalledDirectories(root)
	s, err := Open(dir, Options{SharedMemory: memory, Notify: func(string) { select {} }})
	for i := 0; err == nil; i++ {
		if err = s.Append(context.Background(), "a", []byte(strconv.Itoa(i))); err == nil {
			fmt.Println(i)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// killStalled kills a process whose writer hangs, and returns how many messages it had accepted at
// least.
func killStalled(t *testing.T, root string) (accepted int) {
	t.Helper()
	_, memory := stalledDirectories(root)
	if err := os.Mkdir(memory, 0o700); err != nil {
		t.Fatal(err)
	}
	process, out := startProcess(t, stalledVariable+"="+root)
	for lines := bufio.NewScanner(out); lines.Scan(); accepted++ {
		if accepted == 300 {
			if err := process.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = process.Wait() // it was killed
	if accepted <= 300 {
		t.Fatalf("the process ended after %d messages", accepted)
	}
	return accepted
}

// TestKilledWhileTheDiskHangs loses nothing that was accepted, for the next process on the directory and
// for one beside it.
func TestKilledWhileTheDiskHangs(t *testing.T) {
	for _, beside := range []bool{false, true} {
		t.Run(fmt.Sprintf("a process beside it is %t", beside), func(t *testing.T) {
			root := t.TempDir()
			accepted := killStalled(t, root)
			dir, memory := stalledDirectories(root)
			if beside {
				dir = filepath.Join(root, "slot-1")
			}
			s := open(t, dir, Options{SharedMemory: memory})
			if beside {
				if n, err := s.Adopt(t.Context()); n < accepted || err != nil {
					t.Fatalf("adopted %d: %v", n, err)
				}
			} else if e, again := s.Take("a"); e == nil || !again || s.Stats().Recovered < accepted {
				t.Errorf("recovered %d of %d", s.Stats().Recovered, accepted)
			} else {
				s.Return(e)
			}
			got := drain(t, s, "a")
			if len(got) < accepted || !slices.Equal(got, numbers(0, len(got))) {
				t.Errorf("%d came of %d, or in another order", len(got), accepted)
			}
			closeSpool(t, s)
			if leftovers(t, memory) != 0 {
				t.Error("shared memory is left")
			}
		})
	}
}

// TestForeignSharedMemory does not believe what is in a file of the right name.
func TestForeignSharedMemory(t *testing.T) {
	record := string(appendRecord(nil, 1, "a", []byte("foreign")))
	for name, content := range map[string]string{"another key": "guessed" + record, "short": "", "no record": "key and what is none"} {
		t.Run(name, func(t *testing.T) {
			dir, path := t.TempDir(), filepath.Join(t.TempDir(), "memory")
			for file, text := range map[string]string{path: content, filepath.Join(dir, sharedName): path + "\nkey"} {
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			s := open(t, dir, Options{SharedMemory: t.TempDir()})
			if got := s.Stats().Messages; got != 0 {
				t.Errorf("%d messages", got)
			}
			appendAll(t, s, "a", "own")
			if got := drain(t, s, "a"); !slices.Equal(got, []string{"own"}) {
				t.Errorf("got %q", got)
			}
		})
	}
}

// TestFrozenDisk accepts while nothing can be written to the disk's file system.
func TestFrozenDisk(t *testing.T) {
	disk := loopDisk(t)
	s := open(t, filepath.Join(disk, "spool"), Options{SharedMemory: t.TempDir(), Patience: patience(true)})
	appendAll(t, s, "a", "0")
	command(t, "fsfreeze", "--freeze", disk)
	thawed := false
	thaw := func() {
		if !thawed {
			thawed = true
			command(t, "fsfreeze", "--unfreeze", disk)
		}
	}
	t.Cleanup(thaw)
	var waits []time.Duration
	for _, text := range numbers(1, 2000) {
		start := time.Now()
		appendAll(t, s, "a", text) // which returns: the disk does not
		waits = append(waits, time.Since(start))
	}
	slices.Sort(waits)
	t.Logf("accepting while the disk is frozen: median %s, 99%% %s, longest %s", waits[len(waits)/2], waits[len(waits)*99/100], waits[len(waits)-1])
	if got := s.Stats(); got.Kept < 1998 || got.Refused != 0 {
		t.Errorf("while the disk is frozen: %+v", got)
	}
	thaw()
	eventually(t, "all is on disk", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.live) == 2000
	})
	if got := drain(t, s, "a"); !slices.Equal(got, numbers(0, 2000)) {
		t.Errorf("%d came, or in another order", len(got))
	}
	closeSpool(t, s) // before the disk goes
}
