package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/model"
)

// newEventOptions are what `vtgen new event` was told.
type newEventOptions struct {
	id, from, to string
	fields       []string
	plan         planOptions
}

const newEventLong = `Adds an event that one module tells another (the standards, §3.3 and §3.6): what it carries, the
method by which the service of --from tells it, the event handler that receives it, and the method
of the service of --to that acts on it, each in a file of its own and with its tests.

What the event carries are its fields, name:type[:modifier,...] as for an entity, without unique,
index, default and sensitive; without any it carries an id. Events are delivered at least once: what
acts on one must be right when it comes twice.`

const newEventExample = `  vtgen new event WORKER_ASSIGNED --from ai_worker --to user_account
  vtgen new event APP_BLOCKED --from app_operations --to invitation \
     --field app_id:bigint:required --field reason:string --dry-run`

func newEventCommand(streams IO) *cobra.Command {
	var o newEventOptions
	c := &cobra.Command{
		Use:     "event NAME --from MODULE --to MODULE",
		Short:   "Add an event between two modules",
		Long:    newEventLong,
		Example: newEventExample,
		Args:    atMost("an event id"),
		RunE: func(c *cobra.Command, arguments []string) error {
			if len(arguments) == 1 {
				o.id = arguments[0]
			}
			return runNewEvent(c.Context(), streams, o)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	flags := c.Flags()
	flags.StringVar(&o.from, "from", "", "the `module` or entity whose service tells the event")
	flags.StringVar(&o.to, "to", "", "the `module` or entity whose service acts on it")
	flags.StringArrayVarP(&o.fields, "field", "f", nil, "a `field` that it carries, name:type[:modifier,...]; repeat it for each")
	o.plan.addFlags(c)
	addServiceCompletions(c, streams, "from", "to")
	completeFields(c, streams)
	return c
}

func runNewEvent(ctx context.Context, streams IO, o newEventOptions) error {
	if err := o.plan.check(); err != nil {
		return err
	}
	var missing []string
	for _, needed := range []struct{ what, given string }{{"the event's id", o.id}, {"--from", o.from}, {"--to", o.to}} {
		if needed.given == "" {
			missing = append(missing, needed.what)
		}
	}
	if len(missing) > 0 {
		return usagef("%s missing: write `vtgen new event WORKER_ASSIGNED --from ai_worker --to user_account`", areThey(missing))
	}
	p, err := openProject(streams)
	if err != nil {
		return err
	}
	event := model.Event{ID: o.id, From: o.from, To: o.to}
	for _, spec := range o.fields {
		field, err := model.ParseField(spec)
		if err != nil {
			return usageError(fmt.Errorf("--field: %w", err))
		}
		event.Fields = append(event.Fields, field)
	}
	if event, err = model.NewEvent(event); err != nil {
		return usageError(err)
	}
	return addToPlatform(streams, o.plan, func(executable string) (*generator.Plan, error) {
		return generator.New(executable, p).PlanEvent(ctx, event)
	}, fmt.Sprintf("The event %s goes from %s to %s", event.ID, event.From, event.To), []step{
		{fmt.Sprintf("Tell%s in services", event.GoName()), "call it where the event happens"},
		{fmt.Sprintf("Handle%s in services", event.GoName()), "write there what is to be done"},
		{"go test ./...", "test every layer"},
	})
}

// areThey is the subject and verb of a sentence about some things: "a is", "a, b and c are".
func areThey(things []string) string {
	last := len(things) - 1
	if last == 0 {
		return things[0] + " is"
	}
	return strings.Join(things[:last], ", ") + " and " + things[last] + " are"
}

// addToPlatform carries out the plan of something that is added to a platform, and says what it
// brought.
func addToPlatform(streams IO, o planOptions, plan func(executable string) (*generator.Plan, error), what string, next []step) error {
	executable, err := self()
	if err != nil {
		return err
	}
	planned, err := plan(executable)
	if err != nil {
		return err
	}
	applied, err := carryOut(streams, planned, o)
	if err != nil || !applied || o.json {
		return err
	}
	paint := newStyle(streams.Color)
	created, updated := changes(planned)
	var out strings.Builder
	fmt.Fprintf(&out, "\n%s: %s created, %d updated.\n", paint.heading(what), count(created, "file"), updated)
	writeSteps(&out, paint, next)
	_, err = fmt.Fprint(streams.Out, out.String())
	return err
}

// addServiceCompletions completes flags with the modules and entities of the platform.
func addServiceCompletions(c *cobra.Command, streams IO, flags ...string) {
	for _, flag := range flags {
		completeFlag(c, flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return append(inProject(streams, entityNames), inProject(streams, moduleNames)...), cobra.ShellCompDirectiveNoFileComp
		})
	}
}
