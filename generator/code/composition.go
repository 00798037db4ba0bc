package code

import (
	"fmt"
	"go/format"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/templates"
)

// Facade is a module without an entity of its own name: its service holds those of its entities.
type Facade struct {
	Name, GoName string
	Entities     []model.Entity
}

// Facades are the modules of a platform that need a service of their own, by name.
func Facades(all []model.Entity) []Facade {
	entities := map[string]bool{}
	modules := map[string][]model.Entity{}
	for _, e := range all {
		entities[e.Name] = true
		modules[e.Module] = append(modules[e.Module], e)
	}
	var out []Facade
	for name, owned := range modules {
		if !entities[name] {
			slices.SortFunc(owned, byName)
			out = append(out, Facade{Name: name, GoName: model.GoName(name), Entities: owned})
		}
	}
	slices.SortFunc(out, func(a, b Facade) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func byName(a, b model.Entity) int { return strings.Compare(a.Name, b.Name) }

// step builds one service of the composition.
type step struct {
	GoName string
	// Pad brings the types behind the names of all steps into one column.
	Pad string
	// Facade is set for a module's service, Gives lists what an entity's service is given.
	Facade *Facade
	Gives  []string
	// Outbox is set where events are stored in the transaction of the change they tell of.
	Outbox bool
}

// Modules writes services/zz_generated_modules.go.
func Modules(p model.Platform, all Contents, name string) ([]byte, error) {
	text, err := templates.Render("module/modules.go.tmpl", struct{ Facades []Facade }{Facades(all.Entities)}, nil)
	if err != nil {
		return nil, err
	}
	return Format(name, p.Module, text)
}

// SensitiveFields writes the names of all sensitive fields, for the logger.
func SensitiveFields(p model.Platform, all Contents, name string) ([]byte, error) {
	var sensitive []string
	for _, e := range all.Entities {
		for _, field := range e.Fields {
			if field.Sensitive {
				sensitive = append(sensitive, field.Name)
			}
		}
	}
	slices.Sort(sensitive)
	text, err := templates.Render("module/sensitive.go.tmpl", slices.Compact(sensitive), nil)
	if err != nil {
		return nil, err
	}
	return Format(name, p.Module, text)
}

// TableOwners writes which module owns which table, for the guard of development and tests.
func TableOwners(_ model.Platform, all Contents, name string) ([]byte, error) {
	sorted := slices.SortedFunc(slices.Values(all.Entities), func(a, b model.Entity) int { return strings.Compare(a.Table, b.Table) })
	text, err := templates.Render("module/table_owners.go.tmpl", sorted, nil)
	if err != nil {
		return nil, err
	}
	formatted, err := format.Source(text) // there is nothing to import, and it grows with the platform
	if err != nil {
		return nil, fmt.Errorf("formatting the generated %s: %w", name, err)
	}
	return formatted, nil
}

// Composition writes the composition root: every service once, in an order in which each is built
// after those it is given. The template writes it formatted: formatting it would take longer, the
// more entities there are, than all else that adding one takes.
func Composition(p model.Platform, all Contents, _ string) ([]byte, error) {
	steps, err := order(p, all.Entities)
	if err != nil {
		return nil, err
	}
	longest := 0
	for _, step := range steps {
		longest = max(longest, len(step.GoName))
	}
	for i, step := range steps {
		steps[i].Pad = strings.Repeat(" ", longest-len(step.GoName))
	}
	about := composition{P: p, Steps: steps}
	for _, e := range all.Events {
		about.Events = append(about.Events, &EventScope{P: p, Event: e})
	}
	return templates.Render("module/composition.go.tmpl", about, nil)
}

// composition is what the composition root is made from.
type composition struct {
	P      model.Platform
	Steps  []step
	Events []*EventScope
}

// BackgroundServices writes the list of the platform's own background services.
func BackgroundServices(p model.Platform, all Contents, name string) ([]byte, error) {
	about := struct {
		P          model.Platform
		Background []*BackgroundScope
	}{P: p}
	index := Index(all.Entities)
	for _, b := range all.Background {
		about.Background = append(about.Background, NewBackgroundScope(p, b, index))
	}
	text, err := templates.Render("module/bg_services.go.tmpl", about, nil)
	if err != nil {
		return nil, err
	}
	return Format(name, p.Module, text)
}

// order sorts the services so that each follows those it is given; among those that could come
// next, by name. The entities have been checked to have no cycle.
func order(p model.Platform, all []model.Entity) ([]step, error) {
	o := ordering{done: map[string]bool{}, entities: map[string]*Scope{}, facades: map[string]*Facade{}}
	index := Index(all)
	for _, e := range all {
		scope, err := resolve(p, e, index)
		if err != nil {
			return nil, err
		}
		o.entities[e.Name] = scope
	}
	for _, facade := range Facades(all) {
		o.facades[facade.Name] = &facade
	}
	sorted := slices.SortedFunc(slices.Values(all), byName)
	for _, e := range sorted {
		o.visit(e.Name)
	}
	for _, facade := range Facades(all) {
		o.visit(facade.Name)
	}
	return o.steps, nil
}

// ordering walks the services depth first.
type ordering struct {
	done     map[string]bool
	entities map[string]*Scope
	facades  map[string]*Facade
	steps    []step
}

func (o *ordering) visit(name string) {
	if o.done[name] {
		return
	}
	o.done[name] = true
	if scope, ok := o.entities[name]; ok {
		next := step{GoName: scope.E.GoName(), Outbox: !scope.E.NoOutbox}
		for _, use := range scope.Uses {
			o.visit(use.Name)
			next.Gives = append(next.Gives, model.GoName(use.Name))
		}
		o.steps = append(o.steps, next)
		return
	}
	if facade, ok := o.facades[name]; ok {
		for _, e := range facade.Entities {
			o.visit(e.Name)
		}
		o.steps = append(o.steps, step{GoName: facade.GoName, Facade: facade, Outbox: true})
	}
}
