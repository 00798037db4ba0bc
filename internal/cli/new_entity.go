package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/model"
)

// newEntityOptions are what `vtgen new entity` was told.
type newEntityOptions struct {
	name, plural, table, database, module string
	uses, fields, indexes, uniques        []string
	file                                  string
	noOutbox                              bool
	plan                                  planOptions
}

const newEntityLong = `Adds an entity: its class, model, schema, migrations, typed queries, data repository, service,
controller, routes, validation, event handler and the tests of each, wired into the platform.

A field is name:type[:modifier,...].

  types      string text int bigint unsigned decimal(p,s) bool date datetime
             enum(a,b) json uuid ref(entity)
  modifiers  required  nullable  unique  index  sensitive  default=  min=  max=

A field that is neither required nor has a default may be null. min and max bound the length of
texts and the value of numbers. A sensitive field is accepted, and never returned or logged. Quote
a field for the shell when it has parentheses or spaces. Every entity has id, created_at and
updated_at.

A table has one owner (the standards, §3.8.2): entities of one module may refer to each other's
tables, and reach those of other modules through their services, which --uses hands to theirs.

With --from the entity is read from a file as in entities/*.yaml, or from standard input with
--from -. Without a name and fields, at a terminal, the command asks for everything it needs.`

const newEntityExample = `  vtgen new entity invoice --field number:string:required,unique --field "amount:decimal(12,2)"
  vtgen new entity invitation --module invitation --table enroll_app_invitations \
     --field email:string:required,max=320 --field "role_name:enum(user,admin):default=user" \
     --field expires_at:datetime --field "amount:decimal(12,2)"
  vtgen new entity seat --field row:int:required --field number:int:required --unique row,number
  vtgen new entity worker_pool --field name:string:required,unique --dry-run
  vtgen new entity --from invoice.yaml --diff`

func newEntityCommand(streams IO) *cobra.Command {
	var o newEntityOptions
	c := &cobra.Command{
		Use:     "entity [name]",
		Short:   "Add an entity to the platform",
		Long:    newEntityLong,
		Example: newEntityExample,
		Args:    atMost("a name"),
		RunE: func(c *cobra.Command, arguments []string) error {
			if len(arguments) == 1 {
				o.name = arguments[0]
				if o.name == "" {
					return usagef("the name is empty: give a snake_case name such as ai_worker")
				}
			}
			return runNewEntity(c.Context(), streams, o)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	o.addFlags(c)
	addEntityCompletions(c, streams)
	return c
}

func (o *newEntityOptions) addFlags(c *cobra.Command) {
	flags := c.Flags()
	flags.StringArrayVarP(&o.fields, "field", "f", nil, "a `field`, name:type[:modifier,...]; repeat it for each")
	flags.StringVar(&o.table, "table", "", "the `table` (default: the plural)")
	flags.StringVar(&o.plural, "plural", "", "the `plural`, in URLs and for the table (default: made of the name)")
	flags.StringVar(&o.module, "module", "", "the `module` that owns the entity (default: its own, of its name)")
	flags.StringVar(&o.database, "database", "", "the `database` the table is in, as a scope of ownership")
	flags.StringArrayVar(&o.uses, "uses", nil, "entities or modules, `a,b`, whose services its service is given")
	flags.StringArrayVar(&o.indexes, "index", nil, "an index over several columns, `a,b`")
	flags.StringArrayVar(&o.uniques, "unique", nil, "a unique index over several columns, `a,b`")
	flags.BoolVar(&o.noOutbox, "no-outbox", false, "do not store events in the transaction of the change they tell of")
	flags.StringVar(&o.file, "from", "", "read the entity from a YAML `file`, or from standard input (-)")
	o.plan.addFlags(c)
}

func runNewEntity(ctx context.Context, streams IO, o newEntityOptions) error {
	if err := o.plan.check(); err != nil {
		return err
	}
	p, err := openProject(streams)
	if err != nil {
		return err
	}
	if err := o.complete(ctx, streams, p); err != nil {
		return err
	}
	entity, err := o.entity(ctx, streams)
	if err != nil {
		return usageError(err)
	}
	executable, err := self()
	if err != nil {
		return err
	}
	plan, err := generator.New(executable, p).PlanEntity(ctx, entity)
	if err != nil {
		return err
	}
	applied, err := carryOut(streams, plan, o.plan)
	if err != nil || !applied || o.plan.json {
		return err
	}
	return entitySummary(streams, plan, entity)
}

// entity makes the entity of the options.
func (o newEntityOptions) entity(ctx context.Context, streams IO) (model.Entity, error) {
	if o.file != "" {
		return o.read(ctx, streams)
	}
	e, err := o.described()
	if err != nil {
		return e, fmt.Errorf("--field: %w", err)
	}
	return model.NewEntity(e)
}

// described is the entity as the flags say it, before it is validated.
func (o newEntityOptions) described() (model.Entity, error) {
	e := model.Entity{Name: o.name, Plural: o.plural, Table: o.table, Database: o.database, Module: o.module, NoOutbox: o.noOutbox}
	for _, names := range o.uses {
		e.Uses = append(e.Uses, list(names)...)
	}
	for _, spec := range o.fields {
		field, err := model.ParseField(spec)
		if err != nil {
			return e, err
		}
		e.Fields = append(e.Fields, field)
	}
	for _, columns := range o.indexes {
		e.Indexes = append(e.Indexes, model.Index{Columns: list(columns)})
	}
	for _, columns := range o.uniques {
		e.Indexes = append(e.Indexes, model.Index{Columns: list(columns), Unique: true})
	}
	return e, nil
}
