package cli

import (
	"slices"

	"github.com/vtgen/vtgen/generator/project"
)

// entityNames are the entities of a platform, in order.
func entityNames(p *project.Project) []string {
	names := make([]string, len(p.Entities))
	for i, e := range p.Entities {
		names[i] = e.Name
	}
	return names
}

// moduleNames are the modules of a platform, in order.
func moduleNames(p *project.Project) []string {
	var names []string
	for _, e := range p.Entities {
		names = append(names, e.Module)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// usableNames are the entities and modules whose services another service may be given, in order.
func usableNames(p *project.Project) []string {
	names := append(entityNames(p), moduleNames(p)...)
	slices.Sort(names)
	return slices.Compact(names)
}
