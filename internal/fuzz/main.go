// Command fuzz runs every fuzz target of both modules for a while, one after another.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

func main() {
	each := flag.Duration("time", 30*time.Second, "how long each target runs")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *each); err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
		os.Exit(1)
	}
}

// target is one fuzz function and the folder of its package.
type target struct{ folder, name string }

var fuzzFunction = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`)

// targets finds every fuzz function below the working directory.
func targets() ([]target, error) {
	var found []target
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == "templates" || strings.HasPrefix(entry.Name(), ".") && name != "."):
			return fs.SkipDir
		case !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, match := range fuzzFunction.FindAllSubmatch(text, -1) {
			found = append(found, target{filepath.Dir(name), string(match[1])})
		}
		return nil
	})
	return found, err
}

func run(ctx context.Context, each time.Duration) error {
	all, err := targets()
	if err != nil {
		return fmt.Errorf("looking for fuzz targets: %w", err)
	}
	for _, one := range all {
		fmt.Printf("%s in %s\n", one.name, one.folder)
		out, err := one.fuzz(ctx, each)
		if err != nil && endedLate(out) {
			fmt.Println("no input failed: the go command took the end of the time for a failure; once more")
			_, err = one.fuzz(ctx, each)
		}
		if err != nil {
			return fmt.Errorf("%s in %s: %w", one.name, one.folder, err)
		}
	}
	return nil
}

// fuzz runs one target, and returns what it printed.
func (t target) fuzz(ctx context.Context, each time.Duration) (string, error) {
	var out strings.Builder
	command := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-fuzz", "^"+t.name+"$", "-fuzztime", each.String(), ".")
	command.Dir = t.folder
	command.Stdout = io.MultiWriter(os.Stdout, &out)
	command.Stderr = command.Stdout // one value: the two do not write at once
	err := command.Run()
	return out.String(), err
}

// deadlineFailure is all that a target prints which fails because its time is over.
var deadlineFailure = regexp.MustCompile(`(?m)^--- FAIL: Fuzz\w+ \(.*\)\n\s+context deadline exceeded\nFAIL$`)

// endedLate reports whether a target failed by a race in Go before 1.27 (go.dev/issue/75804): on a busy
// machine the end of -fuzztime is taken for a failure of the target. One that an input made is
// reported with where that input was written.
func endedLate(out string) bool {
	return deadlineFailure.MatchString(out) && !strings.Contains(out, "Failing input written to")
}
