package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// rounds is how often each measurement is made.
const rounds = 3

// bench measures with binaries that it built.
type bench struct {
	ctx                    context.Context
	directory, vtgen, self string
}

// usage is what a process took.
type usage struct {
	cpu, wall time.Duration
	// memory is the largest resident set, in bytes.
	memory int64
}

// ratio is how many times b's CPU time goes into a's.
func ratio(a, b usage) float64 { return float64(a.cpu) / float64(max(b.cpu, time.Millisecond)) }

// process runs a program in a directory. The exit code for findings is none of an error.
func (b *bench) process(directory, name string, arguments ...string) (usage, error) {
	command := exec.CommandContext(b.ctx, name, arguments...)
	command.Dir = directory
	command.Env = append(os.Environ(), "GOWORK=off")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	begun := time.Now()
	err := command.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil
	}
	if err != nil {
		return usage{}, fmt.Errorf("running %s: %w: %s", filepath.Base(name), err, stderr.String())
	}
	u := usage{cpu: command.ProcessState.UserTime() + command.ProcessState.SystemTime(), wall: time.Since(begun)}
	if r, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.memory = r.Maxrss * 1024
	}
	return u, nil
}

// median measures several times and returns the measurement in the middle.
func (b *bench) median(measure func() (usage, error)) (usage, error) {
	var all []usage
	for range rounds {
		u, err := measure()
		if err != nil {
			return usage{}, err
		}
		all = append(all, u)
	}
	slices.SortFunc(all, func(x, y usage) int { return cmp.Compare(x.cpu, y.cpu) })
	return all[len(all)/2], nil
}

// speed prints how long the linter takes on a code base: cold beside walking and reading and parsing
// its files alone, cached beside walking and reading them.
func (b *bench) speed(name, root string) error {
	files, bytes, lines, err := size(root)
	if err != nil {
		return err
	}
	cache := filepath.Join(b.directory, "cache")
	lint := func() (usage, error) { return b.process(root, b.vtgen, "lint", "--cache", cache, ".") }
	floor := func(what string) func() (usage, error) {
		return func() (usage, error) { return b.process(root, b.self, floorArgument, what, root) }
	}
	walk, err1 := b.median(floor("walk"))
	parse, err2 := b.median(floor("parse"))
	cold, err3 := b.median(func() (usage, error) {
		if err := os.RemoveAll(cache); err != nil {
			return usage{}, err
		}
		return lint()
	})
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	if _, err := lint(); err != nil { // files written just before are read once more
		return err
	}
	cached, err := b.median(lint)
	if err != nil {
		return err
	}
	const mega = 1 << 20
	fmt.Printf("%s: %d files, %d lines, %.1f MB\n", name, files, lines, float64(bytes)/mega)
	fmt.Printf("  walk and read  %6.2f s of CPU\n", walk.cpu.Seconds())
	fmt.Printf("  and parse      %6.2f s of CPU\n", parse.cpu.Seconds())
	fmt.Printf("  lint, cold     %6.2f s of CPU, %.2f times that; %.0f files a second; %.0f MB of memory\n",
		cold.cpu.Seconds(), ratio(cold, parse), float64(files)/cold.wall.Seconds(), float64(cold.memory)/mega)
	fmt.Printf("  lint, cached   %6.2f s of CPU, %.2f times walking and reading\n\n", cached.cpu.Seconds(), ratio(cached, walk))
	return nil
}
