// Command withservices runs a command while private servers run, and ends with the command's exit code.
// The command finds MariaDB's data source name in TEST_MYSQL_DSN and RabbitMQ's URL in TEST_RABBITMQ_URL.
// Without names MariaDB alone runs:
//
//	go run ./internal/withservices -- go test ./...
//	go run ./internal/withservices mariadb rabbitmq -- go test ./...
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/vtgen/vtgen/internal/realservice"
)

// The variables that the tests of the runtime read.
const (
	mysqlVariable    = "TEST_MYSQL_DSN"
	rabbitMQVariable = "TEST_RABBITMQ_URL"
)

// The exit codes of this command's own failures, as env and timeout have them.
const (
	exitFailure     = 125
	exitNotRunnable = 126
	// exitSignal is added to the number of the signal that ended the command, as shells do.
	exitSignal = 128
)

// patience is how long the command may take to end once this one is told to.
const patience = 30 * time.Second

const usage = "usage: withservices [mariadb] [rabbitmq] -- command [argument…]"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr, map[string]starter{mariaDB: startMariaDB, "rabbitmq": startRabbitMQ})
	stop()
	os.Exit(code)
}

// service is what the command runs beside.
type service interface{ Stop() error }

// mariaDB is what runs where nothing is named.
const mariaDB = "mariadb"

// starter starts a service and returns the setting of the variable that tells where it is.
type starter func(ctx context.Context) (setting string, running service, err error)

// What the servers say matters when they fail, and is then part of the error.

func startMariaDB(ctx context.Context) (string, service, error) {
	server, err := realservice.MariaDB(ctx, io.Discard)
	if err != nil {
		return "", nil, err
	}
	return mysqlVariable + "=" + server.DSN, server, nil
}

func startRabbitMQ(ctx context.Context) (string, service, error) {
	server, err := realservice.RabbitMQ(ctx, io.Discard)
	if err != nil {
		return "", nil, err
	}
	return rabbitMQVariable + "=" + server.URL, server, nil
}

// run runs the command and returns the exit code.
func run(ctx context.Context, arguments []string, out, problems io.Writer, starters map[string]starter) (code int) {
	end := slices.Index(arguments, "--")
	if end < 0 || end == len(arguments)-1 {
		say(problems, usage)
		return exitFailure
	}
	names, command := arguments[:end], arguments[end+1:]
	if end == 0 {
		names = []string{mariaDB}
	}
	for _, name := range names {
		if starters[name] == nil {
			say(problems, usage)
			return exitFailure
		}
	}
	var settings []string
	for _, name := range names {
		setting, running, err := starters[name](ctx)
		if err != nil {
			say(problems, err)
			return exitFailure
		}
		settings = append(settings, setting)
		defer func() {
			if err := running.Stop(); err != nil {
				say(problems, err)
				code = max(code, exitFailure)
			}
		}()
	}
	code, err := execute(ctx, command, settings, out, problems)
	if err != nil {
		say(problems, err)
	}
	return code
}

func say(problems io.Writer, message any) { _, _ = fmt.Fprintln(problems, "withservices:", message) }

// execute runs the command with the settings in its environment. When ctx ends the command is told to
// end, and then waited for.
func execute(ctx context.Context, arguments, settings []string, out, problems io.Writer) (int, error) {
	command := exec.CommandContext(ctx, arguments[0], arguments[1:]...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = patience
	command.Env = append(os.Environ(), settings...)
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
