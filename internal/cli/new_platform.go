package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/model"
)

// newPlatformOptions are what `vtgen new platform` was told.
type newPlatformOptions struct {
	directory, name, module string
	example, run, into      bool
	plan                    planOptions
}

func newPlatformCommand(streams IO) *cobra.Command {
	var o newPlatformOptions
	c := &cobra.Command{
		Use:   "platform [directory]",
		Short: "Make a new platform",
		Args:  exactly("a directory"),
		RunE: func(c *cobra.Command, arguments []string) error {
			if len(arguments) == 1 {
				o.directory = arguments[0]
			}
			return runNewPlatform(c.Context(), streams, o)
		},
	}
	flags := c.Flags()
	flags.StringVar(&o.name, "name", "", "the platform's name, snake_case (default: the directory's)")
	flags.StringVar(&o.module, "module", "", "the Go module path (default: example.com/<name>)")
	flags.BoolVar(&o.example, "example", false, "with the example entities of the standards")
	flags.BoolVar(&o.run, "run", false, "build the platform and start it")
	flags.BoolVar(&o.into, "into-existing", false, "write beside what is in the directory already")
	o.plan.addFlags(c)
	return c
}

func runNewPlatform(ctx context.Context, streams IO, o newPlatformOptions) error {
	if o.name == "" {
		o.name = filepath.Base(o.directory)
	}
	if o.module == "" {
		o.module = "example.com/" + o.name
	}
	platform, err := model.NewPlatform(o.name, o.module)
	if err != nil {
		return usageError(err)
	}
	platform.Version = Version()
	var entities []model.Entity
	if o.example {
		if entities, err = generator.ExampleEntities(); err != nil {
			return err
		}
	}
	executable, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding the vtgen binary: %w", err)
	}
	plan, err := generator.PlanPlatform(ctx, executable, o.directory, platform, entities, o.into)
	if err != nil {
		return err
	}
	_, err = carryOut(streams, plan, o.plan)
	return err
}
