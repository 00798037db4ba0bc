// Command fuzz runs every fuzz target of both modules for a while, one after another.
package main

import (
	"context"
	"flag"
	"fmt"
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
		command := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-fuzz", "^"+one.name+"$", "-fuzztime", each.String(), ".")
		command.Dir = one.folder
		command.Stdout, command.Stderr = os.Stdout, os.Stderr
		if err := command.Run(); err != nil {
			return fmt.Errorf("%s in %s: %w", one.name, one.folder, err)
		}
	}
	return nil
}
