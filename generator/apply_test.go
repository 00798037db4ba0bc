package generator

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/generator/project"
)

// write makes the files of a platform, by their slash-separated paths.
func write(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := writeFile(filepath.Join(root, filepath.FromSlash(name)), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
}

// files are the files below root with their texts, and its empty directories with "directory",
// without the locks.
func files(t *testing.T, root string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == "." || name == project.StateFolder || strings.HasSuffix(name, "lock") {
			return err
		}
		if !entry.IsDir() {
			text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
			found[name] = string(text)
			return err
		}
		inside, err := os.ReadDir(filepath.Join(root, filepath.FromSlash(name)))
		if len(inside) == 0 {
			found[name] = "directory"
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func wantFiles(t *testing.T, root string, want map[string]string) {
	t.Helper()
	if got := files(t, root); !maps.Equal(got, want) {
		t.Errorf("the directory holds %q, want %q", got, want)
	}
}

// The platform before and after the change of these tests, which creates two files, one of them in
// a new directory, and updates one.
var (
	before = map[string]string{"a.go": "old a\n", "b/b.go": "old b\n"}
	after  = map[string]string{"a.go": "new a\n", "b/b.go": "old b\n", "b/c.go": "new c\n", "d/e/f.go": "new f\n"}
)

// change is the plan from before to after, in a new directory.
func change(t *testing.T) *Plan {
	t.Helper()
	root := t.TempDir()
	write(t, root, before)
	plan := &Plan{Root: root}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		old, existed := before[name]
		switch {
		case !existed:
			plan.Changes = append(plan.Changes, Change{Path: name, Action: Create, After: []byte(after[name])})
		case old != after[name]:
			plan.Changes = append(plan.Changes, Change{Path: name, Action: Update, Before: []byte(old), After: []byte(after[name])})
		}
	}
	return plan
}

func TestApply(t *testing.T) {
	plan := change(t)
	if err := os.Chmod(filepath.Join(plan.Root, "a.go"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Apply(plan, Commit); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, plan.Root, after)
	info, err := os.Stat(filepath.Join(plan.Root, "a.go"))
	if err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the mode of a.go is %v (%v), want what it was", info.Mode(), err)
	}
}

func TestApplyNothing(t *testing.T) {
	root := filepath.Join(t.TempDir(), "missing")
	if err := Apply(&Plan{Root: root, Fresh: true}, Commit); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(root); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty plan made the directory (%v)", err)
	}
}

func TestApplyRefusesConflicts(t *testing.T) {
	plan := change(t)
	plan.Conflicts = []Conflict{{Path: "a.go", Reason: "it is in the way"}}
	err := Apply(plan, Commit)
	var conflict *ConflictError
	if !errors.As(err, &conflict) || !strings.Contains(err.Error(), "a.go: it is in the way") {
		t.Errorf("the error is %v", err)
	}
	wantFiles(t, plan.Root, before)
}

// TestStillHolds changes a file between the plan and its application.
func TestStillHolds(t *testing.T) {
	for name, meddle := range map[string]func(root string) error{
		"a file to be updated was edited":  func(root string) error { return writeFile(filepath.Join(root, "a.go"), []byte("mine\n")) },
		"a file to be updated was removed": func(root string) error { return os.Remove(filepath.Join(root, "a.go")) },
		"a file to be created appeared":    func(root string) error { return writeFile(filepath.Join(root, "b/c.go"), []byte("mine\n")) },
		"an empty file appeared":           func(root string) error { return writeFile(filepath.Join(root, "b/c.go"), nil) },
		"a directory appeared":             func(root string) error { return os.MkdirAll(filepath.Join(root, "b/c.go"), 0o755) },
	} {
		t.Run(name, func(t *testing.T) {
			plan := change(t)
			if err := meddle(plan.Root); err != nil {
				t.Fatal(err)
			}
			want := files(t, plan.Root)
			err := Apply(plan, func(string) error { t.Error("the change was decided"); return nil })
			if err == nil || !strings.Contains(err.Error(), "nothing was written; run the command again") {
				t.Errorf("the error is %v", err)
			}
			wantFiles(t, plan.Root, want)
		})
	}
}

func TestApplyBesideAnotherChange(t *testing.T) {
	first, second := change(t), change(t)
	second.Root = first.Root
	decide(t, first)
	if err := Apply(second, Commit); err == nil || !strings.Contains(err.Error(), "another one has begun") {
		t.Errorf("the error is %v", err)
	}
	if recovered, err := Recover(first.Root); !recovered || err != nil {
		t.Errorf("recovered: %v, %v", recovered, err)
	}
	wantFiles(t, first.Root, after)
}

// decide stages a change and leaves it decided, as a vtgen that is killed then does.
func decide(t *testing.T, plan *Plan) {
	t.Helper()
	if err := Apply(plan, func(string) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

// TestApplyForgetsTheUndecided finds what a run left that was killed while it staged.
func TestApplyForgetsTheUndecided(t *testing.T) {
	plan := change(t)
	write(t, plan.Root, map[string]string{".vtgen/staging/00000": "half", ".vtgen/staging/00007": "of another change"})
	if err := Apply(plan, Commit); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, plan.Root, after)
}

// TestApplyCannotStage puts a file where the state folder has to be.
func TestApplyCannotStage(t *testing.T) {
	plan := change(t)
	write(t, plan.Root, map[string]string{".vtgen": "a file"})
	want := files(t, plan.Root)
	if err := Apply(plan, Commit); err == nil {
		t.Error("the change was applied")
	}
	wantFiles(t, plan.Root, want)
}

func fresh(t *testing.T) *Plan {
	t.Helper()
	plan := &Plan{Root: filepath.Join(t.TempDir(), "deep", "aip"), Fresh: true}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		plan.Changes = append(plan.Changes, Change{Path: name, Action: Create, After: []byte(after[name])})
	}
	return plan
}

func TestApplyFresh(t *testing.T) {
	plan := fresh(t)
	if err := Apply(plan, func(string) error { return errors.New("a new platform needs no journal") }); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, plan.Root, after)
	beside, err := os.ReadDir(filepath.Dir(plan.Root))
	if err != nil || len(beside) != 1 {
		t.Errorf("beside the platform there is %v (%v)", beside, err)
	}
}

// TestApplyFreshFails makes the writing fail in the middle: a path below a file.
func TestApplyFreshFails(t *testing.T) {
	plan := fresh(t)
	plan.Changes = append(plan.Changes, Change{Path: "a.go/below", Action: Create, After: []byte("x")})
	if err := Apply(plan, Commit); err == nil || !strings.Contains(err.Error(), "writing a.go/below") {
		t.Errorf("the error is %v", err)
	}
	wantFiles(t, filepath.Dir(plan.Root), map[string]string{})
}

// TestApplyFreshInAnEmptyDirectory goes through the journal: the directory may be somebody's
// working directory, or a mount.
func TestApplyFreshInAnEmptyDirectory(t *testing.T) {
	plan := fresh(t)
	if err := os.MkdirAll(plan.Root, 0o755); err != nil {
		t.Fatal(err)
	}
	decide(t, plan)
	if got := files(t, plan.Root); got[".vtgen/journal/journal.json"] == "" {
		t.Fatalf("there is no journal in %q", got)
	}
	if err := Commit(plan.Root); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, plan.Root, after)
}

// TestRemoveAbandoned leaves what a killed run left, and what a living one is writing.
func TestRemoveAbandoned(t *testing.T) {
	plan := fresh(t)
	parent := filepath.Dir(plan.Root)
	write(t, parent, map[string]string{
		".aip.vtgen-dead/a.go": "half", ".aip.vtgen-dead.lock": "",
		".aip.vtgen-lives/a.go": "half", ".aip.vtgen-lives.lock": "",
		".other.vtgen-dead/a.go": "half", ".other.vtgen-dead.lock": "",
	})
	unlock := holdLock(t, filepath.Join(parent, ".aip.vtgen-lives.lock"))
	defer unlock()
	if err := Apply(plan, Commit); err != nil {
		t.Fatal(err)
	}
	var names []string
	entries, err := os.ReadDir(parent)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	want := []string{".aip.vtgen-lives", ".aip.vtgen-lives.lock", ".other.vtgen-dead", ".other.vtgen-dead.lock", "aip"}
	if !slices.Equal(names, want) {
		t.Errorf("beside the platform there is %q, want %q", names, want)
	}
}
