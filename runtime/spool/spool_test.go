package spool

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/vtgen/vtgen/runtime/queue"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childVariable); dir != "" {
		child(dir)
	}
	if root := os.Getenv(stalledVariable); root != "" {
		stalledChild(root)
	}
	goleak.VerifyTestMain(m)
}

// patient keeps tests independent of how busy the machine is.
const patient = time.Minute

func open(t testing.TB, dir string, o Options) *Spool {
	t.Helper()
	if o.Patience == 0 {
		o.Patience = patient
	}
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func appendAll(t testing.TB, s *Spool, lane string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if err := s.Append(t.Context(), lane, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
}

// take takes the oldest message of a lane and reads it; nil means that there is none.
func take(t testing.TB, s *Spool, lane string) (*Entry, string) {
	t.Helper()
	e, _ := s.Take(lane)
	if e == nil {
		return nil, ""
	}
	data, err := s.Read(e)
	if err != nil {
		t.Fatal(err)
	}
	return e, string(data)
}

// drain takes and acknowledges everything of a lane.
func drain(t testing.TB, s *Spool, lane string) (texts []string) {
	t.Helper()
	for {
		e, text := take(t, s, lane)
		if e == nil {
			return texts
		}
		s.Ack(e)
		texts = append(texts, text)
	}
}

func closeSpool(t testing.TB, s *Spool) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOrderWithinALane(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	appendAll(t, s, "a", "1", "2", "3")
	appendAll(t, s, "b", "4")
	one, _ := take(t, s, "a")
	two, text := take(t, s, "a")
	if text != "2" {
		t.Fatalf("took %q", text)
	}
	s.Return(two, one)
	if got := drain(t, s, "a"); !slices.Equal(got, []string{"1", "2", "3"}) {
		t.Errorf("after a return: %q", got)
	}
	if got := s.Lanes(); !slices.Equal(got, []string{"b"}) {
		t.Errorf("lanes: %q", got)
	}
}

func TestUnacknowledgedComesAgain(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	appendAll(t, s, "a", "1", "2", "3", "")
	take(t, s, "a") // and never acknowledge it
	two, _ := take(t, s, "a")
	s.Ack(two)
	s.Ack(two) // says nothing new
	closeSpool(t, s)

	s = open(t, dir, Options{})
	if got := s.Stats().Recovered; got != 3 {
		t.Errorf("recovered %d", got)
	}
	if e, again := s.Take("a"); e == nil || !again {
		t.Error("a message of an earlier process does not say that it may have been used")
	} else {
		s.Return(e)
	}
	appendAll(t, s, "a", "5")
	if got := drain(t, s, "a"); !slices.Equal(got, []string{"1", "3", "", "5"}) {
		t.Errorf("got %q", got)
	}
	closeSpool(t, s)
	s = open(t, dir, Options{})
	if got := drain(t, s, "a"); got != nil {
		t.Errorf("acknowledged messages came again: %q", got)
	}
}

func TestBounds(t *testing.T) {
	for _, test := range []struct {
		name    string
		options Options
	}{
		{"messages", Options{MaxMessages: 2}},
		{"bytes", Options{MaxBytes: int64(2 * recordSize("a", []byte("1")))}},
		{"messages of a lane", Options{MaxLaneMessages: 2}},
		{"bytes of a lane", Options{MaxLaneBytes: int64(2 * recordSize("a", []byte("1")))}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := open(t, t.TempDir(), test.options)
			appendAll(t, s, "a", "1", "2")
			if err := s.Append(t.Context(), "a", []byte("3")); !errors.Is(err, queue.ErrFull) {
				t.Errorf("over the bound: %v", err)
			}
			if err := s.Append(t.Context(), "b", []byte("3")); (err == nil) != strings.Contains(test.name, "lane") {
				t.Errorf("another lane: %v", err)
			}
			e, _ := take(t, s, "a")
			if err := s.Move(t.Context(), e, "a", []byte("m")); err != nil {
				t.Errorf("moving within a full spool: %v", err)
			}
			e, _ = take(t, s, "a")
			s.Ack(e)
			appendAll(t, s, "a", "4")
			if got := s.Stats(); got.Refused == 0 || got.Messages < 2 {
				t.Errorf("stats: %+v", got)
			}
		})
	}
}

func TestTooLarge(t *testing.T) {
	s := open(t, t.TempDir(), Options{MaxMessageBytes: 10})
	if err := s.Append(t.Context(), "a", make([]byte, 11)); err == nil || errors.Is(err, queue.ErrFull) {
		t.Errorf("data: %v", err)
	}
	if err := s.Append(t.Context(), strings.Repeat("a", 256), nil); err == nil {
		t.Error("a long name was accepted")
	}
}

func TestAfterClose(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	closeSpool(t, s)
	closeSpool(t, s)
	if err := s.Append(t.Context(), "a", nil); !errors.Is(err, queue.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

// withoutWriter is a spool whose disk takes nothing.
func withoutWriter(t *testing.T, o Options) *Spool {
	t.Helper()
	s := open(t, t.TempDir(), o)
	closeSpool(t, s)
	s.closed = false
	t.Cleanup(func() { s.closed = true })
	return s
}

func TestDiskTakesNothing(t *testing.T) {
	s := withoutWriter(t, Options{Patience: time.Millisecond, SharedMemory: NoSharedMemory})
	for range 10 {
		if err := s.Append(t.Context(), "a", nil); !errors.Is(err, queue.ErrFull) || !strings.Contains(err.Error(), "was not written") {
			t.Errorf("got %v", err)
		}
	}
	if got := s.Stats(); got.Messages != 0 || got.Bytes != 0 || got.Refused != 10 {
		t.Errorf("stats: %+v", got)
	}
}

func TestContextEnds(t *testing.T) {
	s := withoutWriter(t, Options{Patience: patient})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Append(ctx, "a", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestWithdrawn(t *testing.T) {
	s := open(t, t.TempDir(), Options{Patience: time.Nanosecond, SharedMemory: NoSharedMemory})
	accepted := 0
	for range 1000 {
		err := s.Append(t.Context(), "a", []byte("x"))
		if err == nil {
			accepted++
		} else if !errors.Is(err, queue.ErrFull) {
			t.Fatal(err)
		}
	}
	closeSpool(t, s)
	stats := s.Stats()
	if int64(accepted) > stats.Accepted || stats.Accepted+stats.Refused != 1000 || int64(stats.Messages) != stats.Accepted {
		t.Errorf("accepted %d: %+v", accepted, stats)
	}
}

func TestHangingWrite(t *testing.T) {
	s := open(t, t.TempDir(), Options{Patience: time.Millisecond, SharedMemory: NoSharedMemory})
	s.writeBegan.Store(1) // as a write that began at the opening
	time.Sleep(2 * time.Millisecond)
	if err := s.Append(t.Context(), "a", nil); !errors.Is(err, queue.ErrFull) || !strings.Contains(err.Error(), "slow") {
		t.Errorf("got %v", err)
	}
	s.writeBegan.Store(0)
}

func TestLocked(t *testing.T) {
	dir := t.TempDir()
	open(t, dir, Options{})
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("a second opening: %v", err)
	}
}

func TestSlots(t *testing.T) {
	dir := t.TempDir()
	first, err := OpenSlot(dir, Options{Patience: patient})
	if err != nil {
		t.Fatal(err)
	}
	second, err := OpenSlot(dir, Options{Patience: patient})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeSpool(t, first) })
	appendAll(t, second, "a", "1", "2")
	if n, err := first.Adopt(t.Context()); n != 0 || err != nil {
		t.Errorf("adopted %d of a slot in use: %v", n, err)
	}
	closeSpool(t, second)
	if n, err := first.Adopt(t.Context()); n != 2 || err != nil {
		t.Errorf("adopted %d: %v", n, err)
	}
	if n, err := first.Adopt(t.Context()); n != 0 || err != nil {
		t.Errorf("adopted %d again: %v", n, err)
	}
	if got := drain(t, first, "a"); !slices.Equal(got, []string{"1", "2"}) {
		t.Errorf("got %q", got)
	}
}

func TestAdoptStopsWhenFull(t *testing.T) {
	dir := t.TempDir()
	other := open(t, filepath.Join(dir, "slot-1"), Options{})
	appendAll(t, other, "a", "1", "2", "3")
	closeSpool(t, other)
	s := open(t, filepath.Join(dir, "slot-0"), Options{MaxMessages: 2})
	if n, err := s.Adopt(t.Context()); n != 2 || err != nil {
		t.Errorf("adopted %d: %v", n, err)
	}
	drain(t, s, "a")
	if n, err := s.Adopt(t.Context()); n != 1 || err != nil {
		t.Errorf("then adopted %d: %v", n, err)
	}
}

// eventually waits for what the background does.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

func diskUse(t *testing.T, dir string) (bytes int64) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		info, err := file.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		bytes += info.Size()
	}
	return bytes
}

func TestAcknowledgedSegmentsGo(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{SegmentBytes: 1000})
	for range 200 {
		appendAll(t, s, "a", strings.Repeat("x", 100))
		drain(t, s, "a")
	}
	eventually(t, "one segment is left", func() bool { return diskUse(t, dir) < 3000 })
}

// TestDeadWeight leaves one message in each segment for good.
func TestDeadWeight(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{SegmentBytes: 1000})
	var stuck []string
	for i := range 100 {
		appendAll(t, s, "stuck", fmt.Sprint(i))
		stuck = append(stuck, fmt.Sprint(i))
		for range 20 {
			appendAll(t, s, "a", strings.Repeat("x", 100))
		}
		drain(t, s, "a")
	}
	first, text := take(t, s, "stuck")
	if text != "0" {
		t.Errorf("first %q", text)
	}
	eventually(t, "the dead weight goes", func() bool { return diskUse(t, dir) < 2*s.Stats().Bytes+5*1000 })
	if data, err := s.Read(first); err != nil || string(data) != "0" {
		t.Errorf("a message that moved: %q, %v", data, err)
	}
	closeSpool(t, s)
	s = open(t, dir, Options{SegmentBytes: 1000})
	if got := drain(t, s, "stuck"); !slices.Equal(got, stuck) {
		t.Errorf("left: %q", got)
	}
	if got := drain(t, s, "a"); len(got) > 0 {
		t.Errorf("%d acknowledged messages came again", len(got))
	}
}

func TestDamage(t *testing.T) {
	whole := func(t *testing.T) (dir, file string) {
		dir = t.TempDir()
		s := open(t, dir, Options{})
		appendAll(t, s, "a", "first", "second", "third")
		closeSpool(t, s)
		return dir, filepath.Join(dir, "0000000000000000.log")
	}
	for _, test := range []struct {
		name    string
		change  func(b []byte) []byte
		want    []string
		damaged int64
	}{
		{"nothing", func(b []byte) []byte { return b }, []string{"first", "second", "third"}, 0},
		{"torn tail", func(b []byte) []byte { return b[:len(b)-1] }, []string{"first", "second"}, 0},
		{"torn header", func(b []byte) []byte { return append(b, recordMagic[:3]...) }, []string{"first", "second", "third"}, 0},
		{"zeros at the end", func(b []byte) []byte { return append(b, make([]byte, 100)...) }, []string{"first", "second", "third"}, 0},
		{"a flipped bit", func(b []byte) []byte { b[bytes.Index(b, []byte("second"))] ^= 1; return b }, []string{"first", "third"}, 1},
		{"a wrong length", func(b []byte) []byte { b[4] = 0xFF; return b }, []string{"second", "third"}, 1},
		{"empty", func([]byte) []byte { return nil }, nil, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, file := whole(t)
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, test.change(b), 0o600); err != nil {
				t.Fatal(err)
			}
			s := open(t, dir, Options{})
			appendAll(t, s, "a", "fourth")
			if got := s.Stats().Damaged; got != test.damaged {
				t.Errorf("damaged: %d", got)
			}
			if got, want := drain(t, s, "a"), append(slices.Clone(test.want), "fourth"); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestDamageAfterTheOpening(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	appendAll(t, s, "a", "first", "second")
	if err := os.WriteFile(filepath.Join(dir, "0000000000000000.log"), make([]byte, 40), 0o600); err != nil {
		t.Fatal(err)
	}
	e, _ := s.Take("a")
	if _, err := s.Read(e); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestDamagedAcknowledgement(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Options{})
	appendAll(t, s, "a", "1", "2", "3")
	for range 2 {
		e, _ := take(t, s, "a")
		s.Ack(e)
	}
	closeSpool(t, s)
	file := filepath.Join(dir, "0000000000000000.ack")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b[0] ^= 1
	if err := os.WriteFile(file, append(b, 1, 2, 3), 0o600); err != nil { // and one that was cut short
		t.Fatal(err)
	}
	s = open(t, dir, Options{})
	e, text := take(t, s, "a")
	if text != "1" {
		t.Errorf("first %q", text)
	}
	s.Ack(e)
	closeSpool(t, s)
	s = open(t, dir, Options{})
	if got := drain(t, s, "a"); !slices.Equal(got, []string{"3"}) {
		t.Errorf("got %q", got)
	}
}

func TestConcurrency(t *testing.T) {
	const writers, each = 8, 500
	woken := make(chan struct{}, 1)
	s := open(t, t.TempDir(), Options{SegmentBytes: 10_000, Notify: func(string) { wake(woken) }})
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for i := range each {
				if err := s.Append(t.Context(), "lane", fmt.Appendf(nil, "%d %d", w, i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	last := map[int]int{}
	for n := 0; n < writers*each; {
		e, text := take(t, s, "lane")
		if e == nil {
			<-woken
			continue
		}
		if n%7 == 0 {
			s.Return(e)
			e, text = take(t, s, "lane")
		}
		var w, i int
		if _, err := fmt.Sscan(text, &w, &i); err != nil {
			t.Fatal(err)
		}
		if i != last[w] {
			t.Fatalf("message %d of %d, after %d", i, w, last[w])
		}
		last[w]++
		s.Ack(e)
		n++
	}
	group.Wait()
	if got := s.Stats(); got.Messages != 0 || got.Bytes != 0 || got.Acknowledged != writers*each {
		t.Errorf("stats: %+v", got)
	}
}

func FuzzScan(f *testing.F) {
	whole := appendRecord(appendRecord(nil, 1, "a", []byte("one")), 2, "b", nil)
	f.Add(whole, whole[:10], uint16(3))
	f.Add([]byte{}, []byte{0}, uint16(0))
	f.Add(recordMagic, whole, uint16(30))
	f.Fuzz(func(t *testing.T, before, between []byte, cut uint16) {
		// Whatever stands around it, a whole record is found; and nothing is read that no record holds.
		b := append([]byte(nil), before...)
		b = appendRecord(b, 7, "lane", between)
		b = append(b, between...)
		b = appendRecord(b, 9, "lane", before)
		b = append(b, before...)
		found := map[uint64]bool{}
		end := 0
		damaged, tail := scan(b, func(offset int, r record) {
			if offset < end || offset+r.size > len(b) {
				t.Fatalf("a record of %d bytes at %d, after %d", r.size, offset, end)
			}
			end = offset + r.size
			found[r.seq] = true
		})
		if tail != end || damaged < 0 || damaged > tail {
			t.Errorf("damaged %d, tail %d, end %d", damaged, tail, end)
		}
		if !bytes.Contains(before, recordMagic) && !bytes.Contains(between, recordMagic) && (!found[7] || !found[9]) {
			t.Errorf("found %v", found)
		}
		scan(b[:min(len(b), int(cut))], func(int, record) {})
		scanAcks(b, func(uint64) {})
	})
}
