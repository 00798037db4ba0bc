package model

import (
	"fmt"
	"slices"
	"strings"
)

// maxEntities is the largest number of entities of one platform.
const maxEntities = 1000

// ValidateAll checks a platform's entities against each other: names that would
// meet in one package, file, route or database, references and uses of what
// does not exist, and cycles. Each entity must come from [NewEntity] or
// [ParseEntity]. The first error names the entities and what to change.
func ValidateAll(p Platform, all []Entity) error {
	if len(all) > maxEntities {
		return fmt.Errorf("platform %s has %d entities and %d are allowed: split it", p.Name, len(all), maxEntities)
	}
	for _, check := range []func([]Entity) error{
		checkCollisions, checkModules, checkIndexCollisions, checkReferences, checkUsesExist, checkCycles,
	} {
		if err := check(all); err != nil {
			return fmt.Errorf("platform %s: %w", p.Name, err)
		}
	}
	return nil
}

// claim is a name that only one entity may have.
type claim struct {
	kind string // scope of the name, and the noun in errors
	name string
	hint string
}

// claims returns the names of the entity that must be its own.
func (e Entity) claims() []claim {
	const rename = "rename one of the entities"
	goName := e.GoName()
	all := []claim{
		{"entity name", e.Name, "remove one of them"},
		{"table", e.table(), "each table has one owner (the standards, §3.8.2); let the other use its service"},
		{"table, as the embedded database has no database names,", e.Table, "name one table differently"},
		{"Go variable", e.GoVar(), rename},

		{"route", e.Route(), "set another plural for one of them"},
		{"Go variable for several", GoVar(e.Plural), "set another plural for one of them"},
		{"file name", e.FileStem(), rename},
		{"repository file", e.RepositoryStem(), "rename one of the entities or tables"},
		{"Go package", e.TablePackage(), "name one table differently"},
		{"event id", e.EventID("created"), rename},
	}
	for _, name := range e.classNames(goName) {
		all = append(all, claim{"Go name in package classes", name, "rename one of the entities, or the enum field"})
	}
	for _, affix := range affixes {
		all = append(all, claim{"Go name in generated code", affix[0] + goName + affix[1], rename})
	}
	return all
}

// table returns the table with its database, as errors show it.
func (e Entity) table() string {
	if e.Database == "" {
		return e.Table
	}
	return e.Database + "." + e.Table
}

// classSuffixes are the names that package classes declares for an entity: the
// class and its events.
var classSuffixes = []string{"", "Created", "Updated", "Deleted"}

// affixes surround an entity's Go name elsewhere, in packages that also declare
// the name alone, or the constructor of a name.
var affixes = [][2]string{{"", ""}, {"New", ""}, {"", "Body"}, {"Bare", ""}, {"Ready", ""}, {"Stored", ""}}

// classNames returns the Go names that package classes declares for the entity
// with this Go name.
func (e Entity) classNames(goName string) []string {
	names := make([]string, 0, len(classSuffixes)+len(e.Fields))
	for _, suffix := range classSuffixes {
		names = append(names, goName+suffix)
	}
	for i := range e.Fields {
		for _, name := range e.Fields[i].constNames() {
			names = append(names, goName+name)
		}
	}
	return names
}

func checkCollisions(all []Entity) error {
	const usual = 20 // claims of an entity
	owner := make(map[claim]string, usual*len(all))
	for _, e := range all {
		for _, c := range e.claims() {
			key := claim{kind: c.kind, name: c.name}
			other, taken := owner[key]
			if taken && c.kind == "entity name" {
				return fmt.Errorf("entity %s is given twice: %s", e.Name, c.hint)
			}
			if taken && other != e.Name {
				return fmt.Errorf("entities %s and %s have the same %s %s: %s", other, e.Name, c.kind, c.name, c.hint)
			}
			if taken {
				return fmt.Errorf("entity %s declares the %s %s twice: rename one of its enum fields", e.Name, c.kind, c.name)
			}
			owner[key] = e.Name
		}
	}
	return nil
}

// checkModules refuses a module named after an entity of another module, as
// nobody could tell whose service is meant, and names that are one service in Go.
func checkModules(all []Entity) error {
	modules := map[string]string{}
	for _, e := range all {
		modules[e.Name] = e.Module
	}
	for _, e := range all {
		if home, ok := modules[e.Module]; ok && home != e.Module {
			return fmt.Errorf("entity %s has the module %s, and entity %s belongs to the module %s: rename the module, or move one of the entities", e.Name, e.Module, e.Module, home)
		}
	}
	owner := map[string]string{}
	for _, e := range all {
		for _, name := range []string{e.Name, e.Module} {
			for _, spelled := range []string{"Go name " + GoName(name), "file name " + FileStem(name)} {
				if other, ok := owner[spelled]; ok && other != name {
					return fmt.Errorf("modules and entities %s and %s have the same %s: rename one", other, name, spelled)
				}
				owner[spelled] = name
			}
		}
	}
	return nil
}

// checkIndexCollisions refuses two tables whose indexes would share a name,
// which SQLite has one space for: (c) of a_b, and (b_c) of a.
func checkIndexCollisions(all []Entity) error {
	owner := map[string]string{}
	for _, e := range all {
		for _, name := range e.indexNames() {
			if other, ok := owner[name]; ok && other != e.Name {
				return fmt.Errorf("entities %s and %s would both have an index named %s, of which the embedded database allows one: rename a field or a table", other, e.Name, name)
			}
			owner[name] = e.Name
		}
	}
	return nil
}

// indexNames returns the names that share one space in a database: those of
// indexes in SQLite, those of foreign keys and checks in MySQL.
func (e Entity) indexNames() []string {
	var names []string
	for _, f := range e.Fields {
		names = append(names, e.IndexName(f.Name))
	}
	for _, index := range e.Indexes {
		names = append(names, e.IndexName(index.Columns...))
	}
	return names
}

func checkReferences(all []Entity) error {
	for _, e := range all {
		for _, f := range e.Fields {
			if f.Type == Reference && !slices.ContainsFunc(all, func(o Entity) bool { return o.Name == f.Reference }) {
				return fmt.Errorf("entity %s: %w", e.Name, f.fail("it refers to the entity %s, which does not exist: add it, or use one of %s", f.Reference, knownNames(all)))
			}
		}
	}
	return nil
}

func checkUsesExist(all []Entity) error {
	for _, e := range all {
		for _, name := range e.Uses {
			if len(providers(all, name)) == 0 {
				return fmt.Errorf("entity %s uses %s, which is neither a module nor an entity: add it, or use one of %s", e.Name, name, knownNames(all))
			}
		}
	}
	return nil
}

// providers returns the entities whose services a name in uses stands for: the
// entity of that name, or else all entities of that module.
func providers(all []Entity, name string) []Entity {
	var module []Entity
	for _, e := range all {
		if e.Name == name {
			return []Entity{e}
		}
		if e.Module == name {
			module = append(module, e)
		}
	}
	return module
}

// knownNames lists the entities for an error, at most ten.
func knownNames(all []Entity) string {
	const most = 10
	var names []string
	for _, e := range all {
		names = append(names, e.Name)
	}
	slices.Sort(names)
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}
