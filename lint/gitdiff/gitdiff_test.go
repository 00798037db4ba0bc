package gitdiff

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// repository makes a repository on a branch that left main, and returns a folder in it.
func repository(t *testing.T) string {
	t.Helper()
	top := t.TempDir()
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	run(t, top, "init", "-q", "-b", "main")
	write(t, top, "sub/a.js", "one\ntwo\nthree\nfour\nfive\n")
	write(t, top, "sub/moved.js", strings.Repeat("line\n", 20))
	write(t, top, "sub/gone.js", "x\n")
	write(t, top, "sub/é \"quoted\".js", "x\n")
	write(t, top, "other.js", "x\n")
	write(t, top, ".gitignore", "*.log\n")
	commit(t, top)
	run(t, top, "switch", "-q", "-c", "feature")
	return filepath.Join(top, "sub")
}

func run(t *testing.T, directory string, arguments ...string) {
	t.Helper()
	command := exec.Command("git", append([]string{"-c", "user.name=t", "-c", "user.email=t@example.com"}, arguments...)...)
	command.Dir = directory
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v: %s", strings.Join(arguments, " "), err, out)
	}
}

func commit(t *testing.T, directory string) {
	t.Helper()
	run(t, directory, "add", "-A")
	run(t, directory, "commit", "-q", "-m", "m")
}

func write(t *testing.T, directory, name, text string) {
	t.Helper()
	full := filepath.Join(directory, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestSince(t *testing.T) {
	sub := repository(t)
	write(t, sub, "a.js", "one\n++ b/two\nthree\nfour\nfive\n") // a line that looks like a header
	commit(t, sub)
	write(t, sub, "a.js", "one\n++ b/two\nthree\nFOUR\nfive\nsix\n") // committed and not
	run(t, sub, "mv", "moved.js", "here.js")
	write(t, sub, "here.js", strings.Repeat("line\n", 10)+"new\n"+strings.Repeat("line\n", 10))
	write(t, sub, "é \"quoted\".js", "y\n")
	write(t, sub, "new.js", "not the text of another file\n")
	write(t, sub, "new.log", "x\n")
	write(t, sub, "../other.js", "y\n")
	if err := os.Remove(filepath.Join(sub, "gone.js")); err != nil {
		t.Fatal(err)
	}
	// main went on: its lines are not this branch's
	run(t, sub, "add", "-A")
	run(t, sub, "stash", "-q")
	run(t, sub, "switch", "-q", "main")
	write(t, sub, "a.js", "one\ntwo\nTHREE\nfour\nfive\n")
	commit(t, sub)
	run(t, sub, "switch", "-q", "feature")
	run(t, sub, "stash", "pop", "-q")
	write(t, sub, "free.js", "x\n")
	lines, err := Since(t.Context(), sub, "main")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		path        string
		first, last int
		want        bool
	}{
		{"a.js", 1, 1, false}, {"a.js", 2, 2, true}, {"a.js", 3, 3, false}, {"a.js", 4, 4, true}, {"a.js", 5, 5, false}, {"a.js", 6, 6, true},
		{"a.js", 1, 3, true}, {"here.js", 1, 10, false}, {"here.js", 11, 11, true}, {"é \"quoted\".js", 1, 1, true},
		{"new.js", 1, 1, true}, {"free.js", 100, 100, true}, {"new.log", 1, 1, false}, {"other.js", 1, 1, false}, {"../other.js", 1, 1, false},
	} {
		if got := lines.Touches(tt.path, tt.first, tt.last); got != tt.want {
			t.Errorf("%s:%d-%d changed: %v", tt.path, tt.first, tt.last, got)
		}
	}
	if !lines.Changed("a.js") || lines.Changed("never.js") {
		t.Error("it is not told which files changed")
	}
}

func TestRemovedLines(t *testing.T) {
	sub := repository(t)
	write(t, sub, "a.js", "one\ntwo\nfive\n")
	lines, err := Since(t.Context(), sub, "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[int]bool{1: false, 2: true, 3: true, 4: false} {
		if lines.Touches("a.js", line, line) != want {
			t.Errorf("where two lines were removed, line %d changed: %v", line, !want)
		}
	}
}

func TestRefused(t *testing.T) {
	sub := repository(t)
	for _, base := range []string{"nothing", "--output=x", ""} {
		if _, err := Since(t.Context(), sub, base); !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "revision") {
			t.Errorf("%q gives %v", base, err)
		}
	}
	run(t, sub, "switch", "-q", "--orphan", "alone")
	write(t, sub, "a.js", "x\n")
	commit(t, sub)
	if _, err := Since(t.Context(), sub, "main"); !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "no common commit") {
		t.Errorf("a branch without a common commit gives %v", err)
	}
	t.Setenv("GIT_CEILING_DIRECTORIES", os.TempDir())
	if _, err := Since(t.Context(), t.TempDir(), "main"); !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "not in a git repository") {
		t.Errorf("a directory that is no repository gives %v", err)
	}
}
