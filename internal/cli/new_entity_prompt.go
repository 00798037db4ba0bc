package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/internal/cli/ask"
)

// entityPrompt asks for an entity of a platform. Every answer goes into the options that flags fill,
// and is checked by the same code.
type entityPrompt struct {
	ask     *ask.Prompter
	options *newEntityOptions
	project *project.Project
}

// askEntity asks for what the options lack, and shows the command line that says the same.
func askEntity(ctx context.Context, streams IO, p *project.Project, o *newEntityOptions) error {
	q := entityPrompt{ask: streams.ask(), options: o, project: p}
	given := func(o *newEntityOptions) {
		if o.name == "" {
			o.name = "new_entity" // stands in for the one that is asked for
		}
	}
	if err := q.try(given); err != nil {
		return usageError(err)
	}
	for _, question := range []func(context.Context) error{q.name, q.module, q.table, q.uses, q.parts} {
		if err := question(ctx); err != nil {
			return err
		}
	}
	return confirmCommand(ctx, streams, q.ask, o.arguments())
}

// try returns what is wrong with the options once change has changed a copy of them. While there are
// no fields, one stands in for them.
func (q entityPrompt) try(change func(*newEntityOptions)) error {
	o := *q.options
	o.fields, o.indexes, o.uniques = slices.Clone(o.fields), slices.Clone(o.indexes), slices.Clone(o.uniques)
	change(&o)
	if len(o.fields) == 0 {
		o.fields = []string{"name:string"}
	}
	e, err := o.described()
	if err != nil {
		return err
	}
	if e, err = model.NewEntity(e); err != nil {
		return err
	}
	if _, exists := q.project.Entity(e.Name); exists {
		return fmt.Errorf("the platform has an entity %s already: choose another name", e.Name)
	}
	return model.ValidateAll(q.project.Platform, append(slices.Clone(q.project.Entities), e))
}

func (q entityPrompt) name(ctx context.Context) error {
	if q.options.name != "" {
		return nil
	}
	var err error
	q.options.name, err = q.ask.Text(ctx, askText("Name of the entity", "singular, snake_case, such as ai_worker", "", func(name string) error {
		return q.try(func(o *newEntityOptions) { o.name = name })
	}))
	return err
}

// otherModule is the option for a module that does not exist yet.
const otherModule = "another…"

func (q entityPrompt) module(ctx context.Context) error {
	if q.options.module != "" {
		return nil
	}
	chosen := otherModule
	if modules := moduleNames(q.project); len(modules) > 0 {
		options := []ask.Option{{Value: "", Label: "its own, " + q.options.name}}
		for _, name := range modules {
			options = append(options, ask.Option{Value: name, Label: name})
		}
		var err error
		options = append(options, ask.Option{Value: otherModule, Label: otherModule})
		if chosen, err = q.ask.Choose(ctx, "Module that owns it", options); err != nil {
			return err
		}
	}
	if chosen != otherModule {
		q.options.module = chosen
		return nil
	}
	module, err := q.ask.Text(ctx, askText("Name of the module", "one module may own several entities", q.options.name, func(module string) error {
		return q.try(func(o *newEntityOptions) { o.module = module })
	}))
	if module != q.options.name {
		q.options.module = module
	}
	return err
}

func (q entityPrompt) table(ctx context.Context) error {
	o := q.options
	if o.table != "" {
		return nil
	}
	plural := o.plural
	if plural == "" {
		plural = model.Pluralize(o.name)
	}
	table, err := q.ask.Text(ctx, askText("Table", "the name in the database", plural, func(table string) error {
		return q.try(func(o *newEntityOptions) { o.table = table })
	}))
	if table != plural {
		o.table = table
	}
	return err
}

func (q entityPrompt) uses(ctx context.Context) error {
	if len(q.options.uses) > 0 {
		return nil
	}
	var options []ask.Option
	for _, name := range usableNames(q.project) {
		if q.try(func(o *newEntityOptions) { o.uses = []string{name} }) == nil {
			options = append(options, ask.Option{Value: name, Label: name})
		}
	}
	if len(options) == 0 {
		return nil
	}
	chosen, err := q.ask.ChooseMany(ctx, "Services it uses, of other modules", options)
	if len(chosen) > 0 {
		q.options.uses = []string{strings.Join(chosen, ",")}
	}
	return err
}

// The parts of an entity that are added one at a time.
const (
	aField    = "field"
	anIndex   = "index"
	aUnique   = "unique"
	takeBack  = "take back"
	thatIsAll = "that is all"
)

// parts asks for fields, at least one, and for indexes.
func (q entityPrompt) parts(ctx context.Context) error {
	for {
		next, err := q.nextPart(ctx)
		if err != nil {
			return err
		}
		switch next {
		case thatIsAll:
			return nil
		case aField:
			err = q.field(ctx)
		case anIndex:
			err = q.index(ctx, "Columns of the index", &q.options.indexes, func(o *newEntityOptions) *[]string { return &o.indexes })
		case aUnique:
			err = q.index(ctx, "Columns of the unique index", &q.options.uniques, func(o *newEntityOptions) *[]string { return &o.uniques })
		case takeBack:
			q.takeBack()
		}
		if err != nil {
			return err
		}
	}
}

// nextPart asks what to add; the first thing is a field.
func (q entityPrompt) nextPart(ctx context.Context) (string, error) {
	fields := len(q.options.fields)
	if fields == 0 {
		return aField, nil
	}
	options := []ask.Option{{Value: aField, Label: "another field"}, {Value: thatIsAll, Label: "nothing, that is all"}}
	if fields > 1 {
		options = append(options,
			ask.Option{Value: anIndex, Label: "an index over several fields"},
			ask.Option{Value: aUnique, Label: "a unique index over several fields"})
	}
	last := q.options.fields[fields-1]
	options = append(options, ask.Option{Value: takeBack, Label: "take back the field " + last})
	return q.ask.Choose(ctx, "What next?", options)
}

// takeBack forgets the last field, and the indexes that cannot be without it.
func (q entityPrompt) takeBack() {
	o := q.options
	o.fields = o.fields[:len(o.fields)-1]
	if q.try(func(*newEntityOptions) {}) != nil {
		o.indexes, o.uniques = nil, nil
		q.ask.Say("the indexes were taken back with it")
	}
}

// index asks for the columns of an index, which is added to list.
func (q entityPrompt) index(ctx context.Context, title string, indexes *[]string, of func(*newEntityOptions) *[]string) error {
	columns, err := q.ask.Text(ctx, askText(title, "in the order of the index, such as owner_id,name", "", func(columns string) error {
		return q.try(func(o *newEntityOptions) { *of(o) = append(*of(o), columns) })
	}))
	if err == nil {
		*indexes = append(*indexes, columns)
	}
	return err
}

// arguments is the command line that says what the options say.
func (o newEntityOptions) arguments() []string {
	all := []string{"vtgen", "new", "entity", o.name}
	all = withFlag(all, "--plural", o.plural)
	all = withFlag(all, "--table", o.table)
	all = withFlag(all, "--database", o.database)
	all = withFlag(all, "--module", o.module)
	for _, flag := range []struct {
		name   string
		values []string
	}{{"--uses", o.uses}, {"--field", o.fields}, {"--index", o.indexes}, {"--unique", o.uniques}} {
		for _, value := range flag.values {
			all = append(all, flag.name, value)
		}
	}
	return o.plan.arguments(all)
}
