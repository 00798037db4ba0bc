package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
)

// fake is a service that only notes that it was stopped.
type fake struct {
	stopped int
	err     error
}

func (f *fake) Stop() error { f.stopped++; return f.err }

// only has one service under the name of the default.
func only(start starter) map[string]starter { return map[string]starter{mariaDB: start} }

func TestRun(t *testing.T) {
	for name, test := range map[string]struct {
		arguments []string
		stop      error
		code      int
		out       string
		problems  string
	}{
		"passes the DSN on":    {arguments: []string{"--", "sh", "-c", "echo $TEST_MYSQL_DSN"}, out: "the dsn\n"},
		"passes the code on":   {arguments: []string{"--", "sh", "-c", "exit 7"}, code: 7},
		"passes arguments on":  {arguments: []string{"--", "echo", "--", "a b"}, out: "-- a b\n"},
		"ended by a signal":    {arguments: []string{"--", "sh", "-c", "kill -9 $$"}, code: 137, problems: "killed"},
		"no such command":      {arguments: []string{"--", "no-such-command"}, code: exitNotRunnable, problems: "no-such-command"},
		"service stops badly":  {arguments: []string{"--", "true"}, stop: errors.New("stuck"), code: exitFailure, problems: "stuck"},
		"failure and bad stop": {arguments: []string{"--", "false"}, stop: errors.New("stuck"), code: exitFailure, problems: "stuck"},
	} {
		t.Run(name, func(t *testing.T) {
			running := &fake{err: test.stop}
			var out, problems bytes.Buffer
			code := run(t.Context(), test.arguments, &out, &problems, only(func(context.Context) (string, service, error) {
				return "TEST_MYSQL_DSN=the dsn", running, nil
			}))
			if code != test.code || out.String() != test.out {
				t.Errorf("got code %d and %q, want %d and %q", code, &out, test.code, test.out)
			}
			if !strings.Contains(problems.String(), test.problems) {
				t.Errorf("it says %q and not %q", &problems, test.problems)
			}
			if running.stopped != 1 {
				t.Errorf("the service was stopped %d times", running.stopped)
			}
		})
	}
}

func TestRunStartsNothing(t *testing.T) {
	for _, arguments := range [][]string{nil, {"--"}, {"true"}, {"mariadb", "--"}, {"mongodb", "--", "true"}} {
		var out, problems bytes.Buffer
		code := run(t.Context(), arguments, &out, &problems, only(func(context.Context) (string, service, error) {
			t.Errorf("%q started the service", arguments)
			return "", nil, errors.New("not reached")
		}))
		if code != exitFailure || !strings.Contains(problems.String(), "usage") {
			t.Errorf("%q: got %d and %q", arguments, code, &problems)
		}
	}
}

func TestRunWithoutService(t *testing.T) {
	var out, problems bytes.Buffer
	code := run(t.Context(), []string{"--", "echo", "ran"}, &out, &problems, only(func(context.Context) (string, service, error) {
		return "", nil, errors.New("no such service")
	}))
	if code != exitFailure || out.Len() > 0 || !strings.Contains(problems.String(), "no such service") {
		t.Errorf("got %d, %q and %q", code, &out, &problems)
	}
}

func TestRunSeveralServices(t *testing.T) {
	one, two := &fake{}, &fake{}
	starters := map[string]starter{
		"one": func(context.Context) (string, service, error) { return "ONE=1", one, nil },
		"two": func(context.Context) (string, service, error) { return "TWO=2", two, nil },
		"bad": func(context.Context) (string, service, error) { return "", nil, errors.New("no such service") },
	}
	var out, problems bytes.Buffer
	if code := run(t.Context(), []string{"one", "two", "--", "sh", "-c", "echo $ONE $TWO"}, &out, &problems, starters); code != 0 || out.String() != "1 2\n" {
		t.Errorf("got %d, %q and %q", code, &out, &problems)
	}
	if code := run(t.Context(), []string{"one", "bad", "--", "true"}, &out, &problems, starters); code != exitFailure {
		t.Errorf("got %d", code)
	}
	if one.stopped != 2 || two.stopped != 1 {
		t.Errorf("stopped %d and %d times", one.stopped, two.stopped)
	}
}

// TestRunTerminates cancels while the command runs: it must be told to end, and its code passed on.
func TestRunTerminates(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var problems bytes.Buffer
	ready := writer(func([]byte) { cancel() })
	script := "trap 'exit 9' TERM; echo ready; while :; do sleep 0.05; done"
	code := run(ctx, []string{"--", "sh", "-c", script}, ready, &problems, only(func(context.Context) (string, service, error) {
		return "ignored=", &fake{}, nil
	}))
	if code != 9 {
		t.Errorf("got %d, %q", code, &problems)
	}
}

// writer calls a function with what is written to it.
type writer func([]byte)

func (w writer) Write(text []byte) (int, error) { w(text); return len(text), nil }

func TestRunWithMariaDB(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a server, which takes seconds")
	}
	var out bytes.Buffer
	if code := run(t.Context(), []string{"--", "sh", "-c", "echo $TEST_MYSQL_DSN"}, &out, os.Stderr, only(startMariaDB)); code != 0 {
		t.Fatalf("got %d", code)
	}
	if config, err := mysql.ParseDSN(strings.TrimSpace(out.String())); err != nil || config.User == "" {
		t.Errorf("the command was given %q: %v", &out, err)
	}
}
