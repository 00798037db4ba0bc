// Command vtgen generates platforms that follow the company's standards. See `vtgen --help`.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/sqlc-dev/sqlc/pkg/cli"

	vtgen "github.com/vtgen/vtgen/internal/cli"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/schema"
)

func main() {
	// Before anything else: the binary is also the child processes that it starts.
	if len(os.Args) > 1 && os.Args[1] == schema.SQLCArgument {
		os.Exit(cli.Run(os.Args[2:]))
	}
	if len(os.Args) == 3 && os.Args[1] == generator.CommitArgument {
		os.Exit(vtgen.RunCommit(os.Args[2]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := vtgen.Main(ctx, os.Args[1:], vtgen.SystemIO())
	stop()
	os.Exit(code)
}
