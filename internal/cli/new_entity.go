package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/model"
)

// newEntityOptions are what `vtgen new entity` was told.
type newEntityOptions struct {
	name, plural, table, database, module string
	uses, fields, indexes, uniques        []string
	file                                  string
	plan                                  planOptions
}

func newEntityCommand(streams IO) *cobra.Command {
	var o newEntityOptions
	c := &cobra.Command{
		Use:     "entity [name]",
		Short:   "Add an entity to the platform",
		Long:    newEntityLong,
		Example: newEntityExample,
		Args:    exactly("a name"),
		RunE: func(c *cobra.Command, arguments []string) error {
			if len(arguments) == 1 {
				o.name = arguments[0]
			}
			return runNewEntity(c.Context(), streams, o)
		},
	}
	flags := c.Flags()
	flags.StringArrayVarP(&o.fields, "field", "f", nil, "a field, `name:type[:modifier,…]`; repeat it for each")
	flags.StringVar(&o.table, "table", "", "the table (default: the plural)")
	flags.StringVar(&o.plural, "plural", "", "the plural, in URLs and for the table (default: made from the name)")
	flags.StringVar(&o.module, "module", "", "the module that owns the entity (default: the entity's own name)")
	flags.StringVar(&o.database, "database", "", "the database the table is in, as a scope of ownership")
	flags.StringSliceVar(&o.uses, "uses", nil, "entities or modules whose services its service is given")
	flags.StringArrayVar(&o.indexes, "index", nil, "an index over several columns, `a,b`")
	flags.StringArrayVar(&o.uniques, "unique", nil, "a unique index over several columns, `a,b`")
	flags.StringVar(&o.file, "from", "", "read the entity from a YAML `file` instead")
	o.plan.addFlags(c)
	return c
}

const newEntityLong = `Adds an entity: its class, model, schema, migrations, typed queries, data repository, service,
controller, routes, validation, event handler and the tests of each, wired into the platform.

A field is name:type[:modifier,...].

  types      string text int bigint unsigned decimal(p,s) bool date datetime
             enum(a,b) json uuid ref(entity)
  modifiers  required  nullable  unique  index  sensitive  default=  min=  max=

A field that is neither required nor has a default may be null. min and max bound the length of
texts and the value of numbers. A sensitive field is accepted, and never returned or logged.`

const newEntityExample = `  vtgen new entity invitation --module invitation --table enroll_app_invitations \
     --field email:string:required,max=320 --field "role_name:enum(user,admin):default=user" \
     --field expires_at:datetime --field "amount:decimal(12,2)"
  vtgen new entity worker_pool --field name:string:required,unique --dry-run`

func runNewEntity(ctx context.Context, streams IO, o newEntityOptions) error {
	p, err := openProject(streams)
	if err != nil {
		return err
	}
	entity, err := o.entity()
	if err != nil {
		return usageError(err)
	}
	executable, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding the vtgen binary: %w", err)
	}
	plan, err := generator.New(executable, p).PlanEntity(ctx, entity)
	if err != nil {
		return err
	}
	_, err = carryOut(streams, plan, o.plan)
	return err
}

// entity makes the entity of the options.
func (o newEntityOptions) entity() (model.Entity, error) {
	if o.file != "" {
		text, err := os.ReadFile(o.file)
		if err != nil {
			return model.Entity{}, fmt.Errorf("reading the entity: %w", err)
		}
		return model.ParseEntity(text, o.file)
	}
	e := model.Entity{Name: o.name, Plural: o.plural, Table: o.table, Database: o.database, Module: o.module, Uses: o.uses}
	for _, spec := range o.fields {
		field, err := model.ParseField(spec)
		if err != nil {
			return e, err
		}
		e.Fields = append(e.Fields, field)
	}
	return model.NewEntity(e)
}
