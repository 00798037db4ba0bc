// Package cli is vtgen's command line: one file per command, each an options struct that parsing
// fills and a run function that does not know about flags.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/project"
)

// The exit codes of vtgen.
const (
	ExitOK       = 0
	ExitFindings = 1 // findings, or drift
	ExitUsage    = 2 // usage, or bad input
	ExitInternal = 3
)

// IO is what a command reads and writes.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
	// Directory is where the command runs.
	Directory string
	// Terminal is set when a person can answer prompts; Color when Out shows colours.
	Terminal, Color bool
}

// exitError carries an exit code with an error; a nil error prints nothing.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usageError marks bad input.
func usageError(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{code: ExitUsage, err: err}
}

// errDrift makes a command end with the code for findings; what was found is printed already.
var errDrift = &exitError{code: ExitFindings}

// Main runs vtgen with the given arguments and returns its exit code.
func Main(ctx context.Context, arguments []string, streams IO) int {
	command := newRoot(streams)
	command.SetArgs(arguments)
	command.SetIn(streams.In)
	command.SetOut(streams.Out)
	command.SetErr(streams.Err)
	err := command.ExecuteContext(ctx)
	return report(streams, err)
}

// report prints an error and returns the exit code that goes with it.
func report(streams IO, err error) int {
	if err == nil {
		return ExitOK
	}
	code := ExitInternal
	var conflict *generator.ConflictError
	var exit *exitError
	switch {
	case errors.As(err, &exit):
		code = exit.code
		if exit.err == nil {
			return code
		}
	case errors.As(err, &conflict), errors.Is(err, project.ErrNoPlatform):
		code = ExitUsage
	}
	fmt.Fprintf(streams.Err, "%s %v\n", newStyle(streams.Color).failure("error:"), err)
	return code
}

// RunCommit carries out the journal of the platform at root and returns the exit code.
func RunCommit(root string) int {
	if err := generator.Commit(root); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return ExitInternal
	}
	return ExitOK
}

const rootLong = `vtgen generates AI Integration Platform services in Go, laid out by the company's development
standards, and adds entities to them: model, repository, service, controller, routes, validation,
event handler and tests, over one small runtime module.`

const rootExample = `  vtgen new platform aip --example --run
  cd aip
  vtgen new entity invoice --field number:string:required,unique --field "amount:decimal(12,2):required"
  vtgen check`

func newRoot(streams IO) *cobra.Command {
	root := &cobra.Command{
		Use:           "vtgen",
		Short:         "Generate platforms and entities that follow the standards",
		Long:          rootLong,
		Example:       rootExample,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArguments,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError(fmt.Errorf("%w; see `%s --help`", err, c.CommandPath()))
	})
	fresh := &cobra.Command{
		Use:   "new",
		Short: "Make a platform, or an entity in one",
		Args:  noArguments,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	fresh.AddCommand(newPlatformCommand(streams), newEntityCommand(streams))
	root.AddCommand(fresh, newGenerateCommand(streams), newCheckCommand(streams), newVersionCommand(streams))
	return root
}

// noArguments refuses a word that is no command.
func noArguments(c *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return nil
	}
	return usageError(fmt.Errorf("unknown command %q for %q; see `%s --help`", arguments[0], c.CommandPath(), c.CommandPath()))
}

// exactly refuses a command line without the arguments named.
func exactly(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, arguments []string) error {
		if len(arguments) <= len(names) {
			return nil
		}
		return usageError(fmt.Errorf("too many arguments for %q: it takes %v; see `%s --help`", c.CommandPath(), names, c.CommandPath()))
	}
}

// openProject loads the platform around the working directory, after completing a change that an
// earlier vtgen was killed in.
func openProject(streams IO) (*project.Project, error) {
	root, err := project.Find(streams.Directory)
	if err != nil {
		return nil, usageError(err)
	}
	recovered, err := generator.Recover(root)
	if err != nil {
		return nil, err
	}
	if recovered {
		fmt.Fprintln(streams.Err, "completed a change that had been interrupted")
	}
	p, err := project.Load(root)
	return p, usageError(err)
}
