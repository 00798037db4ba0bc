package generator

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"
)

// holdLock takes a lock as another vtgen does.
func holdLock(t *testing.T, name string) (unlock func()) {
	t.Helper()
	taken := flock.New(name)
	if ok, err := taken.TryLock(); !ok || err != nil {
		t.Fatalf("taking the lock %s: %v, %v", name, ok, err)
	}
	return func() { _ = taken.Unlock() }
}

// open reads the journal of a decided change, as Commit does.
func open(t *testing.T, plan *Plan) *journal {
	t.Helper()
	entries := make([]entry, len(plan.Changes))
	j := &journal{root: plan.Root, folder: filepath.Join(plan.Root, ".vtgen", journalFolder), entries: entries}
	for i, c := range plan.Changes {
		entries[i] = entry{Path: c.Path, Staged: []string{"00000", "00001", "00002"}[i], Before: digest(c.Before), After: digest(c.After)}
	}
	return j
}

// TestRecoverFromEveryPrefix stops a commit after each of its steps, and in the middle of each.
func TestRecoverFromEveryPrefix(t *testing.T) {
	steps := len(change(t).Changes)
	for done := range steps + 1 {
		for name, half := range map[string]func(j *journal, e entry) error{
			"between two files": func(*journal, entry) error { return nil },
			"with the directory made": func(j *journal, e entry) error {
				return os.MkdirAll(filepath.Dir(j.target(e)), 0o755)
			},
			"with the old text kept": (*journal).keepOld,
			"with half of the old text kept": func(j *journal, e entry) error {
				return os.WriteFile(j.old(e), []byte("ol"), 0o644)
			},
		} {
			t.Run(name, func(t *testing.T) {
				plan := change(t)
				decide(t, plan)
				j := open(t, plan)
				if err := (&journal{root: j.root, folder: j.folder, entries: j.entries[:done]}).forward(); err != nil {
					t.Fatal(err)
				}
				if done < steps {
					if err := half(j, j.entries[done]); err != nil {
						t.Fatal(err)
					}
				}
				if recovered, err := Recover(plan.Root); !recovered || err != nil {
					t.Fatalf("after %d of %d files: recovered %v, %v", done, steps, recovered, err)
				}
				wantFiles(t, plan.Root, after)
			})
		}
	}
}

// TestRecoverFromTheEnd stops a commit while it forgets the journal.
func TestRecoverFromTheEnd(t *testing.T) {
	plan := change(t)
	decide(t, plan)
	j := open(t, plan)
	if err := j.forward(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(j.folder, journalFile)); err != nil {
		t.Fatal(err)
	}
	write(t, plan.Root, map[string]string{"a.go": "edited after the change\n"})
	want := files(t, plan.Root)
	delete(want, ".vtgen/journal/00000.old")
	if recovered, err := Recover(plan.Root); !recovered || err != nil {
		t.Fatalf("recovered: %v, %v", recovered, err)
	}
	wantFiles(t, plan.Root, want)
}

func TestRecoverNothing(t *testing.T) {
	plan := change(t)
	if recovered, err := Recover(plan.Root); recovered || err != nil {
		t.Errorf("recovered: %v, %v", recovered, err)
	}
	wantFiles(t, plan.Root, before)
}

// TestFailureLeavesTheTree makes a commit fail at each file that it replaces, whose old text cannot
// be kept: everything must be as it was, and the change forgotten.
func TestFailureLeavesTheTree(t *testing.T) {
	for i, c := range change(t).Changes {
		if c.Before == nil {
			continue
		}
		t.Run(c.Path, func(t *testing.T) {
			plan := change(t)
			decide(t, plan)
			j := open(t, plan)
			write(t, j.folder, map[string]string{j.entries[i].Staged + ".old/inside": "x"})
			if err := Commit(plan.Root); err == nil || !strings.Contains(err.Error(), "nothing was changed") {
				t.Errorf("the error is %v", err)
			}
			wantFiles(t, plan.Root, before)
		})
	}
}

// TestObstacleKeepsTheChange puts something where a file is to go after the change was decided. It
// is not written over: the platform stays as it is, and the next command completes the change once
// the obstacle is gone.
func TestObstacleKeepsTheChange(t *testing.T) {
	for name, c := range map[string]struct{ obstacle, remove string }{
		"the target is a directory":      {"b/c.go/inside", "b/c.go"},
		"its directory is a file":        {"d/e", "d"},
		"a directory above it is a file": {"d", "d"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := change(t)
			decide(t, plan)
			write(t, plan.Root, map[string]string{c.obstacle: "mine\n"})
			want := files(t, plan.Root)
			if err := Commit(plan.Root); err == nil || !strings.Contains(err.Error(), "carrying out a change that was interrupted") {
				t.Errorf("the error is %v", err)
			}
			wantFiles(t, plan.Root, want)
			if err := os.RemoveAll(filepath.Join(plan.Root, filepath.FromSlash(c.remove))); err != nil {
				t.Fatal(err)
			}
			if recovered, err := Recover(plan.Root); !recovered || err != nil {
				t.Errorf("recovered: %v, %v", recovered, err)
			}
			wantFiles(t, plan.Root, after)
		})
	}
}

// TestStagedFileVanishes takes a staged file away before its turn: the text that it held is lost, so
// that the change can neither be completed nor be taken for complete.
func TestStagedFileVanishes(t *testing.T) {
	for i, c := range change(t).Changes {
		t.Run(c.Path, func(t *testing.T) {
			plan := change(t)
			decide(t, plan)
			j := open(t, plan)
			if err := os.Remove(j.staged(j.entries[i])); err != nil {
				t.Fatal(err)
			}
			err := Commit(plan.Root)
			if err == nil || !strings.Contains(err.Error(), "nothing was changed") || strings.Contains(err.Error(), "putting the files back") {
				t.Errorf("the error is %v", err)
			}
			wantFiles(t, plan.Root, before)
		})
	}
}

// TestEditIsNotLost edits a file between the decision and the recovery.
func TestEditIsNotLost(t *testing.T) {
	for _, path := range []string{"a.go", "b/c.go"} {
		t.Run(path, func(t *testing.T) {
			plan := change(t)
			decide(t, plan)
			write(t, plan.Root, map[string]string{path: "mine\n"})
			want := files(t, plan.Root)
			if _, err := Recover(plan.Root); err == nil || !strings.Contains(err.Error(), path+" was edited meanwhile") {
				t.Errorf("the error is %v", err)
			}
			wantFiles(t, plan.Root, want)
			if err := os.RemoveAll(filepath.Join(plan.Root, ".vtgen", journalFolder)); err != nil {
				t.Fatal(err)
			}
			if recovered, err := Recover(plan.Root); recovered || err != nil {
				t.Errorf("after the journal was removed: recovered %v, %v", recovered, err)
			}
		})
	}
}

func TestUnreadableJournal(t *testing.T) {
	plan := change(t)
	write(t, plan.Root, map[string]string{".vtgen/journal/journal.json": "[{"})
	if err := Commit(plan.Root); err == nil || !strings.Contains(err.Error(), ".vtgen/journal/journal.json") {
		t.Errorf("the error is %v", err)
	}
	if got := files(t, plan.Root); got["a.go"] != before["a.go"] {
		t.Errorf("the platform holds %q", got)
	}
}
