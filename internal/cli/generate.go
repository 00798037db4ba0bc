package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator"
)

const generateLong = `Writes what the entities in entities/*.yaml say: files of entities that were added there by hand,
the typed queries after an edit of data_repositories/queries, and what a newer vtgen generates
otherwise, the copy of the runtime among it.

A file that you edited is left alone as long as what is generated for it has not changed; when both
have changed the command names the file and writes nothing at all.`

const generateExample = `  vtgen generate
  vtgen generate --diff
  vtgen generate --dry-run --json`

func newGenerateCommand(streams IO) *cobra.Command {
	var o planOptions
	c := &cobra.Command{
		Use:     "generate",
		Short:   "Bring the platform's files up to date with its entities",
		Long:    generateLong,
		Example: generateExample,
		Args:    atMost(),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return err
			}
			plan, err := planAll(c.Context(), streams)
			if err != nil {
				return err
			}
			_, err = carryOut(streams, plan, o)
			return err
		},
	}
	o.addFlags(c)
	return c
}

const checkLong = `Compares the platform's files with what the entities say, and writes nothing. It exits with 1 and
lists the files when they differ, so that a build server notices an entity that nobody ran
vtgen generate for, or an edit of a file that is only generated. Your own edits are no difference.`

const checkExample = `  vtgen check
  vtgen check --diff
  vtgen check --json`

func newCheckCommand(streams IO) *cobra.Command {
	o := planOptions{dryRun: true}
	c := &cobra.Command{
		Use:     "check",
		Short:   "Fail when the platform's files are not what its entities say",
		Long:    checkLong,
		Example: checkExample,
		Args:    atMost(),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(); err != nil {
				return err
			}
			plan, err := planAll(c.Context(), streams)
			if err != nil {
				return err
			}
			return showDrift(streams, plan, o)
		},
	}
	c.Flags().BoolVar(&o.diff, "diff", false, "show the differences as a unified diff")
	c.Flags().BoolVar(&o.json, "json", false, "print the differences as JSON")
	return c
}

// showDrift prints how the files differ from what the entities say. Both what generate would write
// and what it could not write is drift.
func showDrift(streams IO, plan *generator.Plan, o planOptions) error {
	if err := showPlan(streams, plan, o, false); err != nil {
		return fmt.Errorf("printing the differences: %w", err)
	}
	different := len(plan.Changes) + len(plan.Conflicts)
	if different == 0 {
		return nil
	}
	if !o.json {
		paint := newStyle(streams.ErrColor)
		for _, conflict := range plan.Conflicts {
			_, _ = fmt.Fprintf(streams.Err, "  %s  %s: %s\n", paint.failure("conflict"), conflict.Path, conflict.Reason)
		}
		_, _ = fmt.Fprintf(streams.Err, "%s not as the entities say; `vtgen generate --diff` shows the changes and `vtgen generate` makes them\n", are(different, "file"))
	}
	return errFindings
}

// planAll plans what the platform's entities say.
func planAll(ctx context.Context, streams IO) (*generator.Plan, error) {
	p, err := openProject(streams)
	if err != nil {
		return nil, err
	}
	executable, err := self()
	if err != nil {
		return nil, err
	}
	return generator.New(executable, p).PlanAll(ctx)
}
