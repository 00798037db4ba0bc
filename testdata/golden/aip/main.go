// Command aip is the platform: its API, its admin application and its migrations in one binary.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

const usage = `usage: aip <command>

  app              serve the API on HTTP_ADDR
  admin_app        serve health and status on ADMIN_HTTP_ADDR
  migrate up       apply the pending migrations
  migrate down     take back the newest migration
  migrate status   list the migrations
`

// errUsage is returned for a command line that names no command.
var errUsage = errors.New("unknown command")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process, whatever it waits for
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	switch {
	case errors.Is(err, errUsage):
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "aip:", err)
		os.Exit(1)
	}
}

// run executes one command until it is done or ctx ends.
func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 {
		return errUsage
	}
	switch command, rest := args[0], args[1:]; {
	case command == "app" && len(rest) == 0:
		return runApp(ctx, out, newHandler)
	case command == "admin_app" && len(rest) == 0:
		return runAdminApp(ctx, out)
	case command == "migrate" && len(rest) == 1:
		return runMigrate(ctx, rest[0], out)
	}
	return errUsage
}
