package cache

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vtgen/vtgen/lint/fact"
)

const root = "/some/root"

func open(t *testing.T, directory, build string) *Store {
	t.Helper()
	s, err := Open(directory, build)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// keep keeps one file with the facts that it is of a package with this name.
func keep(t *testing.T, s *Store, name string, started time.Time, stamp Stamp) {
	t.Helper()
	e := Entry{Path: "a/b.go", Stamp: stamp, Hash: HashOf([]byte(name)), Encoded: Encode(&fact.File{Path: "a/b.go", Package: name})}
	skipped := Entry{Path: "big.js", Skip: "it is too large"}
	if err := s.Keep(root, started, []Entry{e, skipped}); err != nil {
		t.Fatal(err)
	}
}

func TestPackIsReadBack(t *testing.T) {
	directory := t.TempDir()
	now := time.Now()
	stamp := Stamp{Size: 3, Modified: now.Add(-time.Hour).UnixNano() | 1, Changed: 7, Inode: 9}
	keep(t, open(t, directory, "1"), "p", now, stamp)
	p := open(t, directory, "1").Pack(root)
	e, ok := p.Unchanged("a/b.go", stamp)
	if !ok || !p.Complete || p.Len() != 2 {
		t.Fatalf("the file counts as changed in %+v", p)
	}
	if f, ok := p.Facts(e); !ok || !reflect.DeepEqual(f, &fact.File{Path: "a/b.go", Package: "p"}) {
		t.Errorf("the facts are %+v", f)
	}
	if _, ok := p.Same("a/b.go", HashOf([]byte("p"))); !ok {
		t.Error("the same content is not found")
	}
	if _, ok := p.Same("a/b.go", HashOf([]byte("q"))); ok {
		t.Error("another content is found")
	}
	if e, ok := p.Same("big.js", Hash{}); !ok || e.Skip == "" {
		t.Errorf("the skipped file is %+v", e)
	} else if _, ok := p.Facts(e); ok {
		t.Error("a skipped file has facts")
	}
	for name, other := range map[string]Stamp{
		"size": {4, stamp.Modified, 7, 9}, "modified": {3, stamp.Modified + 1, 7, 9}, "changed": {3, stamp.Modified, 8, 9}, "inode": {3, stamp.Modified, 7, 10},
	} {
		if _, ok := p.Unchanged("a/b.go", other); ok {
			t.Errorf("a file with another %s counts as unchanged", name)
		}
	}
	if open(t, directory, "2").Pack(root).Complete {
		t.Error("another build reads the pack")
	}
	if open(t, directory, "1").Pack("/other").Complete {
		t.Error("another root reads the pack")
	}
}

// TestRacyFiles: a file written about when the run began may be written again unseen.
func TestRacyFiles(t *testing.T) {
	started := time.Unix(1000, 500)
	for name, tt := range map[string]struct {
		modified time.Time
		clean    bool
	}{
		"long before":            {time.Unix(990, 1), true},
		"just before":            {started.Add(-time.Millisecond), false},
		"after":                  {started.Add(time.Hour), false},
		"coarse clock, a second": {time.Unix(999, 0), false},
		"coarse clock, longer":   {time.Unix(997, 0), true},
		"fine clock, a second":   {time.Unix(999, 1), true},
	} {
		s := open(t, t.TempDir(), "1")
		stamp := Stamp{Size: 1, Modified: tt.modified.UnixNano()}
		keep(t, s, "p", started, stamp)
		if _, clean := s.Pack(root).Unchanged("a/b.go", stamp); clean != tt.clean {
			t.Errorf("%s: clean is %v", name, clean)
		}
	}
}

// TestDamageIsAMiss changes every byte of a pack, and cuts it everywhere: what is read is what was
// kept, or nothing.
func TestDamageIsAMiss(t *testing.T) {
	directory := t.TempDir()
	s := open(t, directory, "1")
	keep(t, s, "p", time.Now(), Stamp{Size: 1})
	name := s.name(root, packEnding)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, text []byte) {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
		p := s.Pack(root)
		e, ok := p.Same("a/b.go", HashOf([]byte("p")))
		if !ok {
			return
		}
		if f, ok := p.Facts(e); ok && f.Package != "p" {
			t.Errorf("%s: read %+v", what, f)
		}
	}
	for i := range whole {
		damaged := []byte(string(whole))
		damaged[i] ^= 0x41
		check("changed", damaged)
		check("cut", whole[:i])
	}
}

func TestResults(t *testing.T) {
	s := open(t, t.TempDir(), "1")
	key := HashOf([]byte("key"))
	if _, ok := s.Result(key); ok {
		t.Error("a result that was never kept is found")
	}
	if err := s.KeepResult(key, []byte("found")); err != nil {
		t.Fatal(err)
	}
	if got, ok := s.Result(key); !ok || string(got) != "found" {
		t.Errorf("the result is %q", got)
	}
	name := filepath.Join(s.directory, key.String()+resultEnding)
	if err := os.WriteFile(name, []byte("0000lost"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Result(key); ok {
		t.Error("a damaged result is found")
	}
}

func TestStoreIsBounded(t *testing.T) {
	s := open(t, t.TempDir(), "1")
	s.Limit = 1000
	left := filepath.Join(s.directory, "killed"+temporaryEnding)
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * touchAfter)
	if err := os.Chtimes(left, old, old); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		key := Hash{byte(i)}
		if err := s.KeepResult(key, []byte(strings.Repeat("x", 300))); err != nil {
			t.Fatal(err)
		}
		when := time.Now().Add(time.Duration(i-10) * time.Minute)
		if err := os.Chtimes(filepath.Join(s.directory, key.String()+resultEnding), when, when); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 5 {
		if _, kept := s.Result(Hash{byte(i)}); kept != (i >= 2) {
			t.Errorf("result %d is kept: %v", i, kept)
		}
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what a killed run left is still there")
	}
}

// TestTwoAtOnce keeps and reads packs at the same time: a reader sees one of them, whole.
func TestTwoAtOnce(t *testing.T) {
	s := open(t, t.TempDir(), "1")
	var group sync.WaitGroup
	for _, name := range []string{"p", "q"} {
		group.Go(func() {
			for range 50 {
				keep(t, s, name, time.Now(), Stamp{})
			}
		})
		group.Go(func() {
			for range 50 {
				p := s.Pack(root)
				if e, ok := p.Same("a/b.go", HashOf([]byte(name))); ok {
					if f, ok := p.Facts(e); ok && f.Package != name {
						t.Errorf("the entry of %s has the facts of %s", name, f.Package)
					}
				}
			}
		})
	}
	group.Wait()
}

func TestLock(t *testing.T) {
	s := open(t, t.TempDir(), "1")
	unlock, err := s.Lock(root)
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan func())
	go func() {
		second, err := s.Lock(root)
		if err != nil {
			t.Error(err)
		}
		got <- second
	}()
	unlock()
	(<-got)()
}
