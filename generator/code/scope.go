package code

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
)

// Scope is one entity in its platform: everything its files are made from, computed once.
type Scope struct {
	P model.Platform
	E model.Entity
	// References are the fields that refer to other entities, in the order of the fields.
	References []Reference
	// Uses are the services of other modules that this entity's service is given, sorted by name.
	Uses []Use
	// Codes are the error codes of the entity, in the order they are declared.
	Codes []ErrorCode
}

// Reference is a field that refers to another entity.
type Reference struct {
	Field  model.Field
	Target model.Entity
	// Foreign is set when another module owns the target: then its service is asked, and there is
	// no foreign key (the standards, §3.8).
	Foreign bool
	// Handler and EventHandler name the methods that act when the target is deleted; Finder names
	// the repository's method that finds what referred to it.
	Handler, EventHandler, Finder string
	// Var names the service's field that holds the target's service; Siblings counts the references to
	// the same target, itself included.
	Var      string
	Siblings int
}

// Use is a service that another service is given.
type Use struct {
	// Name is the entity or the module asked for.
	Name string
	// Var and Type are the field that holds it.
	Var, Type string
	// Target is the entity, and nil when a whole module is used.
	Target *model.Entity
}

// ErrorCode is one constant of the error registry.
type ErrorCode struct{ Name, Code string }

// codeKinds are the errors every entity has, in the order in which codes are allotted.
var codeKinds = []string{"NotFound", "Invalid", "Conflict", "Technical"}

// CodesPerEntity is how many error codes an entity takes.
var CodesPerEntity = len(codeKinds)

// Entities are the entities of a platform by name.
type Entities map[string]model.Entity

// Index returns the entities by name.
func Index(all []model.Entity) Entities {
	index := Entities{}
	for _, e := range all {
		index[e.Name] = e
	}
	return index
}

// NewScope resolves what an entity refers to among all entities of its platform. firstCode is the
// number of its first placeholder error code.
func NewScope(p model.Platform, e model.Entity, all Entities, firstCode int) (*Scope, error) {
	s, err := resolve(p, e, all)
	if err != nil {
		return nil, err
	}
	for i, kind := range codeKinds {
		s.Codes = append(s.Codes, ErrorCode{
			Name: "Code" + e.GoName() + kind,
			Code: fmt.Sprintf("VTAPP-XXX%02d", firstCode+i),
		})
	}
	return s, nil
}

// resolve is a scope without error codes, which who only orders services has no use for.
func resolve(p model.Platform, e model.Entity, all Entities) (*Scope, error) {
	s := &Scope{P: p, E: e}
	if err := s.resolveReferences(all); err != nil {
		return nil, err
	}
	s.resolveUses(all)
	return s, nil
}

// resolveReferences finds the target of each reference and names what deals with it.
func (s *Scope) resolveReferences(all Entities) error {
	targets := map[string]int{}
	for _, field := range s.E.Fields {
		if field.Type == model.Reference {
			targets[field.Reference]++
		}
	}
	for _, field := range s.E.Fields {
		if field.Type != model.Reference {
			continue
		}
		target, ok := all[field.Reference]
		if !ok {
			return fmt.Errorf("entity %s: field %s refers to %s, which the platform does not have: create that entity first", s.E.Name, field.Name, field.Reference)
		}
		suffix := ""
		if targets[field.Reference] > 1 {
			suffix = "For" + field.GoName()
		}
		handler := target.GoName() + "Deleted" + suffix
		s.References = append(s.References, Reference{
			Field:        field,
			Target:       target,
			Foreign:      target.Module != s.E.Module,
			Siblings:     targets[field.Reference],
			Handler:      "Handle" + handler,
			EventHandler: "handle" + handler,
			Finder:       "IDsBy" + field.GoName(),
		})
	}
	return nil
}

// resolveUses collects the services of foreign references and of the entity's own list.
func (s *Scope) resolveUses(all Entities) {
	names := slices.Clone(s.E.Uses)
	for _, reference := range s.Foreign() {
		names = append(names, reference.Target.Name)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		use := Use{Name: name, Var: model.GoVar(name), Type: "*" + model.GoName(name) + "Service"}
		if target, ok := all[name]; ok {
			use.Target = &target
			use.Var = target.GoVar()
			use.Type = "service.Reader[classes." + target.GoName() + "]"
		}
		s.Uses = append(s.Uses, use)
	}
	for i, reference := range s.References {
		s.References[i].Var = reference.Target.GoVar()
	}
}

// Foreign are the references to entities of other modules.
func (s *Scope) Foreign() []Reference { return s.filter(true) }

// Local are the references to entities of the same module, held by foreign keys.
func (s *Scope) Local() []Reference { return s.filter(false) }

func (s *Scope) filter(foreign bool) []Reference {
	var out []Reference
	for _, reference := range s.References {
		if reference.Foreign == foreign {
			out = append(out, reference)
		}
	}
	return out
}

// GoName is the Go name of the service, less its suffix.
func (u Use) GoName() string { return model.GoName(u.Name) }

// Readers reports whether the service asks other entities' services.
func (s *Scope) Readers() bool {
	return slices.ContainsFunc(s.Uses, func(u Use) bool { return u.Target != nil })
}

// Nullable are the fields that may be null.
func (s *Scope) Nullable() []model.Field {
	return s.fields(func(f model.Field) bool { return f.Nullable })
}

// Requires are the names of the fields a request to create must hold.
func (s *Scope) Requires() []string {
	var names []string
	for _, field := range s.E.Fields {
		if field.Required {
			names = append(names, field.Name)
		}
	}
	return names
}

// fields are the fields for which keep holds.
func (s *Scope) fields(keep func(model.Field) bool) []model.Field {
	var out []model.Field
	for _, field := range s.E.Fields {
		if keep(field) {
			out = append(out, field)
		}
	}
	return out
}

// Unique is a unique index: what its test is called and the Go fields it holds.
type Unique struct {
	Name   string
	Fields []string
	// Columns are the names in the database.
	Columns []string
	// Self are those fields that refer to the entity itself, which samples leave empty.
	Self []string
}

// Uniques are the unique indexes, those of single fields first.
func (s *Scope) Uniques() []Unique {
	var out []Unique
	for _, field := range s.E.Fields {
		if field.Unique {
			out = append(out, s.unique([]string{field.Name}))
		}
	}
	for _, index := range s.E.Indexes {
		if index.Unique {
			out = append(out, s.unique(index.Columns))
		}
	}
	return out
}

func (s *Scope) unique(columns []string) Unique {
	u := Unique{Columns: columns}
	for _, column := range columns {
		field, ok := s.E.Field(column)
		if !ok {
			continue
		}
		u.Fields = append(u.Fields, field.GoName())
		if selfReference(s.E, field) {
			u.Self = append(u.Self, field.GoName())
		}
	}
	u.Name = strings.Join(u.Fields, "And")
	return u
}

// TestedUniques are the unique indexes that a test can violate: not those that hold a time which the
// repository sets.
func (s *Scope) TestedUniques() []Unique {
	return slices.DeleteFunc(s.Uniques(), func(u Unique) bool { return len(u.Fields) < len(u.Columns) })
}

// Sortable are the columns that a list may be sorted by.
func (s *Scope) Sortable() []string { return s.listed(sortable) }

// Filterable are the columns that a list may be filtered by.
func (s *Scope) Filterable() []string { return s.listed(filterable) }

// listed are the columns that lists know in some way, the implied ones among them.
func (s *Scope) listed(how func(model.Field) bool) []string {
	names := []string{"id"}
	for _, field := range s.fields(how) {
		names = append(names, field.Name)
	}
	return append(names, "created_at", "updated_at")
}

// Referred is how many of its targets' samples the entity's tests refer to at most.
func (s *Scope) Referred() int { return foreignSamples + samplesUsed + len(s.References) }

// samplesUsed is how many samples of an entity its tests use.
const samplesUsed = 3

// Secrets are the names of the sensitive fields, and Shown those of the others.
func (s *Scope) Secrets() []string { return names(s.fields(isSensitive)) }

// Shown: see Secrets.
func (s *Scope) Shown() []string {
	return names(s.fields(func(f model.Field) bool { return !f.Sensitive }))
}

// Times are the fields that hold an instant.
func (s *Scope) Times() []model.Field {
	return s.fields(func(f model.Field) bool { return f.Type == model.DateTime })
}

func names(fields []model.Field) []string {
	var out []string
	for _, field := range fields {
		out = append(out, field.Name)
	}
	return out
}
