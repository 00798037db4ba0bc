// Command vtgen generates platforms that follow the company's standards. See `vtgen --help`.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/sqlc-dev/sqlc/pkg/cli"

	vtgen "github.com/vtgen/vtgen/internal/cli"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/schema"
	"github.com/vtgen/vtgen/lint/vetadapter"
)

func main() { os.Exit(run(os.Args[1:])) }

// gcPercent lets garbage lie for longer than Go's own 100 does: a command lives for a moment, and
// collecting was a tenth of its work.
const gcPercent = 400

// run is the whole program. The binary is also the child processes that it starts, which are told by
// their first argument before anything else is looked at.
func run(arguments []string) int {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	switch {
	case len(arguments) > 0 && arguments[0] == schema.SQLCArgument:
		return cli.Run(arguments[1:])
	case len(arguments) == 2 && arguments[0] == generator.CommitArgument:
		return vtgen.RunCommit(arguments[1])
	case vetadapter.IsInvocation(arguments): // go vet -vettool
		vetadapter.Main(vtgen.VetOptions)
	}
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	context.AfterFunc(ctx, stop) // a second interrupt ends the process, whatever it waits for
	defer stop()
	return vtgen.Main(ctx, arguments, vtgen.SystemIO())
}

// endings are the signals that ask vtgen to end. A terminal that is closed is one, unless vtgen was
// started to outlive it.
func endings() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}
