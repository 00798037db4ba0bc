package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/model"
)

// newBackgroundOptions are what `vtgen new bg_service` was told.
type newBackgroundOptions struct {
	name     string
	interval time.Duration
	uses     []string
	single   bool
	plan     planOptions
}

const newBackgroundLong = `Adds a background service (the standards, §14): it begins when RabbitMQ is connected, or at once
where the queues are within the process, runs at intervals, never twice at a time, and ends with the
application.

With --single, of all processes of the platform one runs it at a time: it holds a lease in the
database. --uses hands it the services of modules or entities.`

const newBackgroundExample = `  vtgen new bg_service invoice_reminder --interval 15m --uses invitation --single
  vtgen new bg_service statistics --dry-run`

func newBackgroundCommand(streams IO) *cobra.Command {
	var o newBackgroundOptions
	c := &cobra.Command{
		Use:     "bg_service NAME",
		Short:   "Add a background service",
		Long:    newBackgroundLong,
		Example: newBackgroundExample,
		Args:    atMost("a name"),
		RunE: func(c *cobra.Command, arguments []string) error {
			if len(arguments) == 0 {
				return usagef("the name is missing: write `vtgen new bg_service invoice_reminder`")
			}
			o.name = arguments[0]
			return runNewBackground(c.Context(), streams, o)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	flags := c.Flags()
	flags.DurationVar(&o.interval, "interval", model.DefaultInterval, "from one `start` to the next, such as 15m")
	flags.StringArrayVar(&o.uses, "uses", nil, "entities or modules, `a,b`, whose services it is given")
	flags.BoolVar(&o.single, "single", false, "of all processes, one runs it at a time")
	o.plan.addFlags(c)
	addServiceCompletions(c, streams, "uses")
	completeFlag(c, "interval", cobra.FixedCompletions([]string{"1m", "15m", "1h", "24h"}, cobra.ShellCompDirectiveNoFileComp))
	return c
}

func runNewBackground(ctx context.Context, streams IO, o newBackgroundOptions) error {
	if err := o.plan.check(); err != nil {
		return err
	}
	p, err := openProject(streams)
	if err != nil {
		return err
	}
	background := model.Background{Name: o.name, Interval: o.interval, Single: o.single}
	for _, names := range o.uses {
		background.Uses = append(background.Uses, list(names)...)
	}
	if background, err = model.NewBackground(background); err != nil {
		return usageError(err)
	}
	return addToPlatform(streams, o.plan, func(executable string) (*generator.Plan, error) {
		return generator.New(executable, p).PlanBackground(ctx, background)
	}, fmt.Sprintf("The background service %s runs every %s", background.Name, background.IntervalText()), []step{
		{"bg_services/" + background.FileStem() + ".service.go", "write in Run what is to be done"},
		{"go test ./...", "test every layer"},
	})
}
