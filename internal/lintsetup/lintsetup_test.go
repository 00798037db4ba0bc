package lintsetup

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/baseline"
	"github.com/vtgen/vtgen/lint/program"
)

// root is a directory with files, given as name and text in turn.
func root(t *testing.T, files ...string) string {
	t.Helper()
	directory := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		full := filepath.Join(directory, files[i])
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

func TestOptions(t *testing.T) {
	directory := root(t, "vtgen-lint.yaml", "database: oneid\n", "other.yaml", "database: ebb\n", "vtgen.yaml", "name: aip\nmodule: example.com/aip\n",
		"entities/worker.yaml", "name: worker\nmodule: staff\ntable: hands\ndatabase: oneid\nfields:\n- name:string\n")
	o, err := Options(directory, "")
	if err != nil {
		t.Fatal(err)
	}
	if want := (program.Entity{Name: "worker", Module: "staff", Database: "oneid", Table: "hands"}); len(o.Entities) != 1 || o.Entities[0] != want {
		t.Errorf("the entities are %+v", o.Entities)
	}
	if o.Config.Database != "oneid" || len(o.Rules) == 0 || o.Root != directory {
		t.Errorf("the options are %+v", o)
	}
	if o, err := Options(directory, filepath.Join(directory, "other.yaml")); err != nil || o.Config.Database != "ebb" {
		t.Errorf("with another configuration the options are %+v (%v)", o, err)
	}
	if o, err := Options(root(t), ""); err != nil || len(o.Entities) != 0 {
		t.Errorf("in an empty directory the options are %+v (%v)", o, err)
	}
}

func TestBadInput(t *testing.T) {
	for name, directory := range map[string]string{
		"configuration": root(t, "vtgen-lint.yaml", "nonsense: 1\n"),
		"rule":          root(t, "vtgen-lint.yaml", "rules: {VT777: off}\n"),
		"platform":      root(t, "vtgen.yaml", "name: [\n"),
		"entity":        root(t, "vtgen.yaml", "name: aip\nmodule: example.com/aip\n", "entities/a.yaml", "nonsense: 1\n"),
		"directory":     root(t, "vtgen-lint.yaml/x", ""),
	} {
		if _, err := Options(directory, ""); !errors.Is(err, lint.ErrInput) {
			t.Errorf("a bad %s gives %v", name, err)
		}
	}
	if _, err := Options(t.TempDir(), "nowhere.yaml"); !errors.Is(err, lint.ErrInput) {
		t.Errorf("a configuration that is not there gives %v", err)
	}
}

func TestBaseline(t *testing.T) {
	directory := root(t, "b.yaml", string(baseline.New([]baseline.Key{{Rule: "VT001", Path: "a.js"}}).YAML()), "bad.yaml", "x")
	if b, err := Baseline(filepath.Join(directory, "b.yaml")); err != nil || b.Len() != 1 {
		t.Errorf("the baseline is %v (%v)", b, err)
	}
	for name, part := range map[string]string{"bad.yaml": "reading the baseline", "none.yaml": "vtgen lint baseline"} {
		if _, err := Baseline(filepath.Join(directory, name)); !errors.Is(err, lint.ErrInput) || !strings.Contains(err.Error(), part) {
			t.Errorf("%s gives %v", name, err)
		}
	}
}

func TestOpenCache(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", "")
	one, err := OpenCache("", "1")
	if err != nil {
		t.Fatal(err)
	}
	other, err := OpenCache("", "2")
	if err != nil {
		t.Fatal(err)
	}
	if string(one.Build()) == string(other.Build()) {
		t.Error("two versions read each other's cache")
	}
	if _, err := OpenCache(filepath.Join(root(t, "file", ""), "file"), "1"); err == nil {
		t.Error("a file is accepted as directory")
	}
}
