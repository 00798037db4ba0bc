package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

// options say how much is measured.
type options struct {
	runs, rounds int
	requests     int
}

func main() {
	var o options
	flag.IntVar(&o.runs, "runs", 5, "runs of `vtgen new entity` in each platform; 0 leaves them out")
	flag.IntVar(&o.rounds, "rounds", 7, "rounds of requests to each server")
	flag.IntVar(&o.requests, "requests", 4000, "requests of a round")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Stdout, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run builds vtgen, measures and prints.
func run(ctx context.Context, out io.Writer, o options) error {
	folder, err := os.MkdirTemp("", "vtgen-bench-")
	if err != nil {
		return fmt.Errorf("making a folder to measure in: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	b := &bench{ctx: ctx, folder: folder, vtgen: filepath.Join(folder, "vtgen"), options: o}
	if err := b.command("", "go", "build", "-o", b.vtgen, "./cmd/vtgen"); err != nil {
		return err
	}
	if o.runs > 0 {
		if err := b.generation(out); err != nil {
			return err
		}
	}
	return b.serving(out)
}

// bench is one run.
type bench struct {
	ctx     context.Context
	options options
	folder  string
	vtgen   string
}

// command runs a program to its end; its output is part of the error.
func (b *bench) command(directory, program string, arguments ...string) error {
	command := exec.CommandContext(b.ctx, program, arguments...)
	command.Dir = directory
	command.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("running %s %s: %w: %s", filepath.Base(program), strings.Join(arguments, " "), err, output)
	}
	return nil
}
