// Package layercycle is the rule VT021: services do not depend on the event handlers that call them.
package layercycle

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds cycles of imports in which a service and an event handler take part (the standards,
// §3.6.5).
var Rule = &rule.Rule{
	ID:        "VT021",
	Name:      "service-handler-cycle",
	Summary:   "a service and an event handler depend on each other",
	Doc:       doc,
	Standards: []string{"§3.6.5"},
	Default:   rule.Error,
	// Go refuses import cycles by itself.
	Languages: []fact.Language{fact.JavaScript, fact.TypeScript},
	Check:     check,
}

func check(p *rule.Pass) {
	for _, f := range p.Program.Files {
		if f.Layer != program.Service || !idiom.Own(f) || !idiom.Script(f) {
			continue
		}
		reported := map[*program.File]bool{}
		for _, imported := range f.Imports {
			handler := f.Imported[imported.Name]
			if handler == nil || reported[handler] || handler.Layer != program.EventHandler || idiom.Infrastructure(handler) {
				continue
			}
			reported[handler] = true
			way := path(handler, f)
			if way == nil {
				continue
			}
			p.Report(rule.Finding{
				Tier: rule.Certain, File: f.File, Pos: imported.Pos, End: imported.Pos,
				Message:    fmt.Sprintf("the service depends on an event handler that depends on it: %s", strings.Join(append([]string{f.Path}, way...), " → ")),
				Suggestion: "emit an event instead of calling the handler",
				Module:     f.Module,
			})
		}
	}
}

// path returns the files on the shortest way of imports between two files, both included, or nil.
func path(from, to *program.File) []string {
	before := map[*program.File]*program.File{from: nil}
	for queue := []*program.File{from}; len(queue) > 0; queue = queue[1:] {
		current := queue[0]
		if current == to {
			var way []string
			for at := to; at != nil; at = before[at] {
				way = append([]string{at.Path}, way...)
			}
			return way
		}
		for _, imported := range current.Imports {
			next := current.Imported[imported.Name]
			if _, seen := before[next]; next != nil && !seen {
				before[next] = current
				queue = append(queue, next)
			}
		}
	}
	return nil
}
