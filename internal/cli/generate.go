package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator"
)

func newGenerateCommand(streams IO) *cobra.Command {
	var o planOptions
	c := &cobra.Command{
		Use:   "generate",
		Short: "Bring the platform's files up to date with its entities",
		Args:  exactly(),
		RunE: func(c *cobra.Command, _ []string) error {
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

func newCheckCommand(streams IO) *cobra.Command {
	var json bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Fail when the platform's files are not what its entities say",
		Args:  exactly(),
		RunE: func(c *cobra.Command, _ []string) error {
			plan, err := planAll(c.Context(), streams)
			if err != nil {
				return err
			}
			if _, err := carryOut(streams, plan, planOptions{dryRun: true, json: json}); err != nil {
				return err
			}
			if len(plan.Changes) > 0 {
				return errDrift
			}
			return nil
		},
	}
	c.Flags().BoolVar(&json, "json", false, "print the differences as JSON")
	return c
}

// planAll plans what the platform's entities say.
func planAll(ctx context.Context, streams IO) (*generator.Plan, error) {
	p, err := openProject(streams)
	if err != nil {
		return nil, err
	}
	executable, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding the vtgen binary: %w", err)
	}
	return generator.New(executable, p).PlanAll(ctx)
}
