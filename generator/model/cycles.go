package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// graph maps a name to the names it needs.
type graph map[string][]string

// checkCycles refuses required references in a circle, of which no first row
// can be created, and services that need each other, of which no first one can
// be made (the standards, §3.6.5).
func checkCycles(all []Entity) error {
	if c := requiredReferences(all).cycle(); c != nil {
		return fmt.Errorf("entities refer to each other by required references in a circle, so that no first row can be created: %s; let one of them be nullable", strings.Join(c, " → "))
	}
	if c := localReferences(all).cycle(); c != nil {
		return fmt.Errorf("entities of one module refer to each other in a circle, and each table's foreign key needs the other table first: %s; leave one reference out and add it by a migration, or keep the pairs in an entity of their own", strings.Join(c, " → "))
	}
	if c := serviceNeeds(all).cycle(); c != nil {
		return fmt.Errorf("services need each other in a circle, by uses or by references to another module: %s; remove one, put the entities in one module, or let an event carry the message", strings.Join(c, " → "))
	}
	return nil
}

func requiredReferences(all []Entity) graph {
	g := graph{}
	for _, e := range all {
		for _, f := range e.Fields {
			if f.Type == Reference && f.Required {
				g[e.Name] = append(g[e.Name], f.Reference)
			}
		}
	}
	return g
}

// localReferences returns the foreign keys between different tables: references
// within one module.
func localReferences(all []Entity) graph {
	modules := map[string]string{}
	for _, e := range all {
		modules[e.Name] = e.Module
	}
	g := graph{}
	for _, e := range all {
		for _, f := range e.Fields {
			if f.Type == Reference && f.Reference != e.Name && modules[f.Reference] == e.Module {
				g[e.Name] = append(g[e.Name], f.Reference)
			}
		}
	}
	return g
}

// serviceNeeds returns which services each service is given: those it uses, and
// those of other modules' entities that it refers to, which are asked whether
// the row exists (the standards, §3.8.1).
func serviceNeeds(all []Entity) graph {
	g := graph{}
	for _, e := range all {
		for _, name := range e.Uses {
			for _, p := range providers(all, name) {
				g[e.Name] = append(g[e.Name], p.Name)
			}
		}
		for _, f := range e.Fields {
			if f.Type != Reference {
				continue
			}
			for _, p := range providers(all, f.Reference) {
				if p.Module != e.Module {
					g[e.Name] = append(g[e.Name], p.Name)
				}
			}
		}
	}
	return g
}

// cycle returns the names of a cycle, the first one again at the end, or nil.
// The same graph always gives the same cycle.
func (g graph) cycle() []string {
	done := map[string]bool{}
	for _, start := range slices.Sorted(maps.Keys(g)) {
		if c := g.cycleFrom(start, nil, done); c != nil {
			return c
		}
	}
	return nil
}

// cycleFrom follows the edges of a name; path is how it was reached.
func (g graph) cycleFrom(name string, path []string, done map[string]bool) []string {
	if i := slices.Index(path, name); i >= 0 {
		return append(slices.Clone(path[i:]), name)
	}
	if done[name] {
		return nil
	}
	path = append(path, name)
	for _, next := range g[name] {
		if c := g.cycleFrom(next, path, done); c != nil {
			return c
		}
	}
	done[name] = true
	return nil
}
