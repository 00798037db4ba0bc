// Package cli is vtgen's command line: one file per command, each an options struct that parsing
// fills and a run function that does not know about flags.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/internal/cli/ask"
)

// IO is what a command reads and writes.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
	// Directory is where the command runs.
	Directory string
	// Terminal is set when a person can answer prompts, which are written to Err.
	Terminal bool
	// Accessible prompts are plain lines, for screen readers and simple terminals.
	Accessible bool
	// Color and ErrColor are set when Out and Err show colours.
	Color, ErrColor bool
}

// ask returns what puts questions to the person at the terminal.
func (s IO) ask() *ask.Prompter {
	return &ask.Prompter{In: s.In, Out: s.Err, Accessible: s.Accessible, Color: s.ErrColor}
}

// path is a path that the user named, seen from where the command runs.
func (s IO) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(s.Directory, name)
}

// Main runs vtgen with the given arguments and returns its exit code.
func Main(ctx context.Context, arguments []string, streams IO) int {
	command := newRoot(streams)
	command.SetArgs(arguments)
	command.SetIn(streams.In)
	command.SetOut(streams.Out)
	command.SetErr(streams.Err)
	return report(ctx, streams, command.ExecuteContext(ctx))
}

// RunCommit carries out the journal of the platform at root and returns the exit code.
func RunCommit(root string) int {
	if err := generator.Commit(root); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		return ExitInternal
	}
	return ExitOK
}

const rootLong = `vtgen brings the company's development standards for AI Integration Platforms to Go: it generates
platforms, entities, events and background services that follow them, over one small runtime module,
and it finds violations of them in Go and Node.js code.

Every change is planned before anything is written; --dry-run, --diff and --json show the plan.
What you edit afterwards is yours: vtgen never writes over it.

Exit codes: 0 done, 1 findings or drift, 2 bad input or cancelled, 3 anything else.
Set ACCESSIBLE=1 for prompts of plain lines, and NO_COLOR=1 for output without colours.`

const rootExample = `  vtgen new platform aip --example --run
  vtgen new entity invoice --field number:string:required,unique
  vtgen check
  vtgen lint`

func newRoot(streams IO) *cobra.Command {
	root := &cobra.Command{
		Use:               "vtgen",
		Short:             "Generate platforms that follow the standards, and check code against them",
		Long:              rootLong,
		Example:           rootExample,
		SilenceErrors:     true,
		SilenceUsage:      true,
		Args:              noArguments,
		RunE:              showHelp,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usagef("%w; see `%s --help`", err, c.CommandPath())
	})
	fresh := &cobra.Command{
		Use:     "new",
		Short:   "Make a platform, or an entity, an event or a background service in one",
		Example: "  vtgen new platform aip\n  vtgen new entity invoice --field number:string:required",
		Args:    noArguments,
		RunE:    showHelp,
	}
	const typingErrors = 2
	root.SuggestionsMinimumDistance, fresh.SuggestionsMinimumDistance = typingErrors, typingErrors
	fresh.AddCommand(newPlatformCommand(streams), newEntityCommand(streams), newEventCommand(streams), newBackgroundCommand(streams))
	root.AddCommand(fresh, newGenerateCommand(streams), newCheckCommand(streams), newLintCommand(streams), newOwnerCommand(streams),
		newDoctorCommand(streams), newVersionCommand(streams), newCompletionCommand(streams))
	return root
}

func showHelp(c *cobra.Command, _ []string) error { return c.Help() }

// noArguments refuses a word that is no command.
func noArguments(c *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return nil
	}
	hint := ""
	if near := c.SuggestionsFor(arguments[0]); len(near) > 0 {
		hint = "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return usagef("unknown command %q for %q%s; see `%s --help`", arguments[0], c.CommandPath(), hint, c.CommandPath())
}

// atMost refuses more arguments than those named.
func atMost(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, arguments []string) error {
		if len(arguments) <= len(names) {
			return nil
		}
		takes := "no arguments"
		if len(names) > 0 {
			takes = strings.Join(names, " and ") + " only"
		}
		return usagef("unexpected argument %q: %s takes %s; see `%s --help`", arguments[len(names)], c.CommandPath(), takes, c.CommandPath())
	}
}

// openProject loads the platform around the working directory, after completing a change that an
// earlier vtgen was killed in.
func openProject(streams IO) (*project.Project, error) {
	root, err := project.Find(streams.Directory)
	if err != nil {
		return nil, err
	}
	if _, err := recovered(streams, root); err != nil {
		return nil, err
	}
	return project.Load(root)
}

// recovered completes a change that was interrupted, and says so.
func recovered(streams IO, root string) (bool, error) {
	done, err := generator.Recover(root)
	if done && err == nil {
		_, _ = fmt.Fprintln(streams.Err, "completed a change that had been interrupted")
	}
	return done, err
}

// self is the path of this binary, which is also the child processes that it starts.
func self() (string, error) {
	executable, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("finding the vtgen binary: %w", err)
	}
	return executable, nil
}
