package main

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the scripts of testdata/script. Beside testscript's own commands they have:
//
//	exits CODE PROGRAM ARGUMENTS…   run a program that must exit with CODE
//	remember DIRECTORY              remember what a directory holds
//	unchanged DIRECTORY             fail when it holds anything else than was remembered
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUp,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":     exits,
			"remember":  remember,
			"unchanged": unchanged,
		},
	})
}

// setUp hands the caches of the go command to the scripts, which see nothing else of the machine.
func setUp(e *testscript.Env) error {
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS"} {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			return err
		}
		e.Setenv(name, strings.TrimSpace(string(out)))
	}
	binary, err := exec.LookPath("vtgen")
	if err != nil {
		return err
	}
	e.Setenv("VTGEN", binary)
	e.Setenv("GOTOOLCHAIN", "local")
	e.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	e.Values[remembered{}] = map[string]map[string]string{}
	return nil
}

// exits runs a program and checks its exit code.
func exits(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGUMENTS…")
	}
	want, err := strconv.Atoi(arguments[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(arguments[1], arguments[2:]...); err != nil {
		exit := new(exec.ExitError)
		if !errors.As(err, &exit) {
			ts.Fatalf("running %s: %v", arguments[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s exits with %d, want %d", strings.Join(arguments[1:], " "), got, want)
	}
}

// remembered is the key of what `remember` saw, by directory.
type remembered struct{}

func remember(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) != 1 {
		ts.Fatalf("usage: remember DIRECTORY")
	}
	all := ts.Value(remembered{}).(map[string]map[string]string)
	found, err := tree(ts.MkAbs(arguments[0]))
	ts.Check(err)
	all[arguments[0]] = found
}

func unchanged(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) != 1 {
		ts.Fatalf("usage: unchanged DIRECTORY")
	}
	want := ts.Value(remembered{}).(map[string]map[string]string)[arguments[0]]
	got, err := tree(ts.MkAbs(arguments[0]))
	ts.Check(err)
	if names := difference(got, want); len(names) > 0 {
		ts.Fatalf("%s has changed: %s", arguments[0], strings.Join(names, ", "))
	}
}

// tree is everything in a directory: the text of files, "directory" of directories, by path. What
// vtgen keeps while it works (locks, and what it had not decided) is no part of it, and a directory
// that is missing holds nothing.
func tree(root string) (map[string]string, error) {
	found := map[string]string{}
	err := filepath.WalkDir(root, func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		switch {
		case relative == ".vtgen/staging":
			return filepath.SkipDir
		case strings.HasPrefix(relative, ".vtgen/") && strings.HasSuffix(relative, "lock"), relative == ".vtgen", relative == ".":
			return nil
		case entry.IsDir():
			found[relative] = "directory"
			return nil
		}
		text, err := os.ReadFile(name)
		found[relative] = "file " + string(text)
		return err
	})
	if errors.Is(err, os.ErrNotExist) && len(found) == 0 {
		return found, nil
	}
	return found, err
}

// difference lists the paths that are in one tree and not, or otherwise, in the other.
func difference(a, b map[string]string) []string {
	names := map[string]bool{}
	for name, text := range a {
		if b[name] != text {
			names[name] = true
		}
	}
	for name := range b {
		if _, kept := a[name]; !kept {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
