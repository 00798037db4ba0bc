package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/internal/cli/ask"
)

// typeLabels describe the types as a person chooses among them.
var typeLabels = map[model.Type]string{
	model.String:    "string     short text",
	model.Text:      "text       long text",
	model.Int:       "int        whole number, 32 bits",
	model.BigInt:    "bigint     whole number, 64 bits",
	model.Unsigned:  "unsigned   whole number from 0",
	model.Decimal:   "decimal    exact number, such as an amount",
	model.Bool:      "bool       true or false",
	model.Date:      "date       a day",
	model.DateTime:  "datetime   an instant",
	model.Enum:      "enum       one of a few values",
	model.JSON:      "json       any JSON value",
	model.UUID:      "uuid       36 characters",
	model.Reference: "ref        the id of another entity",
}

// fieldPrompt is a field being asked for: its specification as far as it is known.
type fieldPrompt struct {
	entityPrompt
	name, typed string
	kind        model.Type
	modifiers   []string
}

// spec is the field's specification with more modifiers.
func (f *fieldPrompt) spec(more ...string) string {
	spec := f.name + ":" + f.typed
	if all := append(slices.Clone(f.modifiers), more...); len(all) > 0 {
		spec += ":" + strings.Join(all, ",")
	}
	return spec
}

// tryField returns what is wrong with the entity if it had this field too.
func (f *fieldPrompt) tryField(spec string) error {
	return f.try(func(o *newEntityOptions) { o.fields = append(o.fields, spec) })
}

// field asks for one field and adds it.
func (q entityPrompt) field(ctx context.Context) error {
	f := &fieldPrompt{entityPrompt: q}
	for _, question := range []func(context.Context) error{f.askName, f.askType, f.askArguments, f.askAbsence, f.askModifiers} {
		if err := question(ctx); err != nil {
			return err
		}
	}
	field, err := model.ParseField(f.spec())
	if err != nil {
		return usageError(err) // every part was checked; their sum is, too
	}
	q.options.fields = append(q.options.fields, field.Spec())
	q.ask.Say("  %s", field.Spec())
	return nil
}

func (f *fieldPrompt) askName(ctx context.Context) (err error) {
	f.name, err = f.ask.Text(ctx, askText("Name of the field", "snake_case, such as email", "", func(name string) error {
		switch {
		case name == "":
			return errors.New("the name is empty: give a snake_case name such as email")
		case strings.ContainsAny(name, `:,()=" `):
			return errors.New("only a-z, 0-9 and _ are allowed in a name; the type is asked for next")
		}
		return f.tryField(name + ":string")
	}))
	return err
}

func (f *fieldPrompt) askType(ctx context.Context) error {
	var options []ask.Option
	for _, t := range model.Types() {
		if t != model.Reference || len(f.targets()) > 0 {
			options = append(options, ask.Option{Value: string(t), Label: typeLabels[t]})
		}
	}
	chosen, err := f.ask.Choose(ctx, "Type", options)
	f.kind, f.typed = model.Type(chosen), chosen
	return err
}

// targets are the entities that the field may refer to.
func (f *fieldPrompt) targets() []ask.Option {
	var options []ask.Option
	for _, name := range append(entityNames(f.project), f.options.name) {
		if f.tryField(f.name+":ref("+name+")") == nil {
			options = append(options, ask.Option{Value: name, Label: name})
		}
	}
	return options
}

// askArguments asks for what stands in a type's parentheses.
func (f *fieldPrompt) askArguments(ctx context.Context) error {
	var arguments string
	var err error
	check := func(typed string) error {
		if strings.ContainsAny(typed, "()") && !strings.Contains(typed, `"`) {
			return errors.New("leave the parentheses out")
		}
		return f.tryField(f.name + ":" + string(f.kind) + "(" + typed + ")")
	}
	switch f.kind {
	case model.Decimal:
		arguments, err = f.ask.Text(ctx, askText("Digits in all, and after the point", "12,2 goes up to 9999999999.99", "12,2", check))
	case model.Enum:
		arguments, err = f.ask.Text(ctx, askText("Values", "such as user,admin", "", check))
	case model.Reference:
		arguments, err = f.ask.Choose(ctx, "Entity it refers to", f.targets())
	default:
		return nil
	}
	f.typed = string(f.kind) + "(" + arguments + ")"
	if f.kind == model.Reference {
		f.typed = "ref(" + arguments + ")"
	}
	return err
}

// withDefault stands for a modifier whose value is asked for.
const withDefault = "default"

// askAbsence asks what holds when a request leaves the field out.
func (f *fieldPrompt) askAbsence(ctx context.Context) error {
	var options []ask.Option
	if f.tryField(f.spec("required")) == nil {
		options = append(options, ask.Option{Value: "required", Label: "refuse it: the field is required"})
	}
	options = append(options, ask.Option{Value: "", Label: "store null"})
	switch f.kind {
	case model.Text, model.JSON, model.Reference:
	default:
		options = append(options, ask.Option{Value: withDefault, Label: "store a default"})
	}
	chosen, err := f.ask.Choose(ctx, "When a request leaves it out", options)
	switch {
	case err != nil || chosen == "":
		return err
	case chosen == withDefault:
		return f.askValue(ctx, "Default", "default")
	}
	f.modifiers = append(f.modifiers, chosen)
	return nil
}

// askModifiers asks for the modifiers that the field may have, and for their values.
func (f *fieldPrompt) askModifiers(ctx context.Context) error {
	var options []ask.Option
	for _, flag := range []ask.Option{
		{Value: "unique", Label: "unique: no two rows share a value"},
		{Value: "index", Label: "index: lists are filtered or sorted by it"},
		{Value: "sensitive", Label: "sensitive: never returned or logged"},
	} {
		if f.tryField(f.spec(flag.Value)) == nil && (flag.Value != "index" || f.kind != model.Reference) {
			options = append(options, flag)
		}
	}
	switch f.kind {
	case model.String, model.Text:
		options = append(options, ask.Option{Value: "min", Label: "a shortest length"}, ask.Option{Value: "max", Label: "a longest length"})
	case model.Int, model.BigInt, model.Unsigned, model.Decimal:
		options = append(options, ask.Option{Value: "min", Label: "a smallest value"}, ask.Option{Value: "max", Label: "a largest value"})
	}
	chosen, err := f.ask.ChooseMany(ctx, "What else holds for it", options)
	if err != nil {
		return err
	}
	return f.addModifiers(ctx, chosen)
}

// addModifiers adds the chosen modifiers; a limit's value is asked for.
func (f *fieldPrompt) addModifiers(ctx context.Context, chosen []string) error {
	for _, modifier := range chosen {
		switch modifier {
		case "min", "max":
			title := map[string]string{"min": "Smallest", "max": "Largest"}[modifier]
			if err := f.askValue(ctx, title, modifier); err != nil {
				return err
			}
		case "index":
			if !slices.Contains(chosen, "unique") { // which has an index already
				f.modifiers = append(f.modifiers, modifier)
			}
		default:
			f.modifiers = append(f.modifiers, modifier)
		}
	}
	return nil
}

// askValue asks for the value of a modifier and adds it.
func (f *fieldPrompt) askValue(ctx context.Context, title, key string) error {
	modifier := func(value string) string { return key + "=" + quotedValue(value) }
	value, err := f.ask.Text(ctx, askText(title, "a value of type "+f.typed, "", func(value string) error {
		return f.tryField(f.spec(modifier(value)))
	}))
	f.modifiers = append(f.modifiers, modifier(value))
	return err
}

// quotedValue writes a value as a specification holds it.
func quotedValue(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}
