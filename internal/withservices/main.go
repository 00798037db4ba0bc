// Command withservices runs a command while a private MariaDB server runs, whose data source name the
// command finds in TEST_MYSQL_DSN, and ends with the command's exit code:
//
//	go run ./internal/withservices -- go test ./...
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/vtgen/vtgen/internal/realservice"
)

// dsnVariable is what tests read (package sqldbtest of the runtime).
const dsnVariable = "TEST_MYSQL_DSN"

// The exit codes of this command's own failures, as env and timeout have them.
const (
	exitFailure     = 125
	exitNotRunnable = 126
	// exitSignal is added to the number of the signal that ended the command, as shells do.
	exitSignal = 128
)

// patience is how long the command may take to end once this one is told to.
const patience = 30 * time.Second

const usage = "usage: withservices -- command [argument…]"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr, startMariaDB)
	stop()
	os.Exit(code)
}

// service is what the command runs beside.
type service interface{ Stop() error }

// starter starts the service and returns its data source name.
type starter func(ctx context.Context) (dsn string, running service, err error)

func startMariaDB(ctx context.Context) (string, service, error) {
	// What the server says matters when it fails, and is then part of the error.
	server, err := realservice.MariaDB(ctx, io.Discard)
	if err != nil {
		return "", nil, err
	}
	return server.DSN, server, nil
}

// run runs the command and returns the exit code.
func run(ctx context.Context, arguments []string, out, problems io.Writer, start starter) (code int) {
	if len(arguments) < 2 || arguments[0] != "--" {
		say(problems, usage)
		return exitFailure
	}
	dsn, running, err := start(ctx)
	if err != nil {
		say(problems, err)
		return exitFailure
	}
	defer func() {
		if err := running.Stop(); err != nil {
			say(problems, err)
			code = max(code, exitFailure)
		}
	}()
	code, err = execute(ctx, arguments[1:], dsn, out, problems)
	if err != nil {
		say(problems, err)
	}
	return code
}

func say(problems io.Writer, message any) { _, _ = fmt.Fprintln(problems, "withservices:", message) }

// execute runs the command with the data source name in its environment. When ctx ends the command is
// told to end, and then waited for.
func execute(ctx context.Context, arguments []string, dsn string, out, problems io.Writer) (int, error) {
	command := exec.CommandContext(ctx, arguments[0], arguments[1:]...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = patience
	command.Env = append(os.Environ(), dsnVariable+"="+dsn)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, out, problems
	err := command.Run()
	var failed *exec.ExitError
	switch {
	case err == nil:
		return 0, nil
	case !errors.As(err, &failed):
		return exitNotRunnable, fmt.Errorf("running %s: %w", arguments[0], err)
	}
	if status, ok := failed.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return exitSignal + int(status.Signal()), fmt.Errorf("running %s: %w", arguments[0], err)
	}
	return failed.ExitCode(), nil
}
