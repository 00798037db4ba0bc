package generator_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/model"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// goldenPlatform is the example platform as it is generated; it has its own go.mod.
const goldenPlatform = "../testdata/golden/aip"

// binary builds vtgen once: typed queries come from a child process of it.
var binary = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "vtgen-test-")
	if err != nil {
		return "", err
	}
	name := filepath.Join(folder, "vtgen")
	if out, err := exec.Command("go", "build", "-o", name, "../cmd/vtgen").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building vtgen: %w: %s", err, out)
	}
	return name, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if name, err := binary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(name))
	}
	os.Exit(code)
}

// examplePlan plans the example platform in a directory.
func examplePlan(t *testing.T, root string) *generator.Plan {
	t.Helper()
	executable, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	platform, err := model.NewPlatform("aip", "example.com/aip")
	if err != nil {
		t.Fatal(err)
	}
	entities, err := generator.ExampleEntities()
	if err != nil {
		t.Fatal(err)
	}
	plan, err := generator.PlanPlatform(t.Context(), executable, root, platform, entities, false)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestGolden compares the example platform with its golden files, so that every change of what is
// generated shows in a review. The runtime's copy and vtgen's own records are left out.
func TestGolden(t *testing.T) {
	got := map[string][]byte{}
	for _, change := range examplePlan(t, filepath.Join(t.TempDir(), "aip")).Changes {
		if !strings.HasPrefix(change.Path, "vtgen_runtime/") && !strings.HasPrefix(change.Path, ".vtgen/") {
			got[change.Path] = change.After
		}
	}
	if *update {
		rewriteGolden(t, got)
	}
	for _, name := range goldenFiles(t) {
		if _, generated := got[name]; !generated {
			t.Errorf("%s is a golden file and is not generated any more", name)
		}
	}
	for name, text := range got {
		want, err := os.ReadFile(filepath.Join(goldenPlatform, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(text, want) {
			t.Errorf("%s differs from its golden file (%v): look at `git diff` after `make generate`", name, err)
		}
	}
}

func goldenFiles(t *testing.T) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(goldenPlatform, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(goldenPlatform, name)
		names = append(names, filepath.ToSlash(relative))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func rewriteGolden(t *testing.T, files map[string][]byte) {
	t.Helper()
	if err := os.RemoveAll(goldenPlatform); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		full := filepath.Join(goldenPlatform, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, text, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSameInputSameBytes plans the same platform twice.
func TestSameInputSameBytes(t *testing.T) {
	root := filepath.Join(t.TempDir(), "aip")
	first, second := examplePlan(t, root), examplePlan(t, root)
	if len(first.Changes) != len(second.Changes) {
		t.Fatalf("%d files, then %d", len(first.Changes), len(second.Changes))
	}
	for i, change := range first.Changes {
		if other := second.Changes[i]; change.Path != other.Path || !bytes.Equal(change.After, other.After) {
			t.Errorf("%s differs from one run to the next", change.Path)
		}
	}
}
