// Package bgservice is the rule VT100: background services are classes with start and stop.
package bgservice

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

// Rule finds background services without start and stop (the standards, §14.1).
var Rule = &rule.Rule{
	ID:        "VT100",
	Name:      "background-service",
	Summary:   "a background service cannot be started or stopped",
	Doc:       doc,
	Standards: []string{"§14.1"},
	Default:   rule.Warning,
	Languages: []fact.Language{fact.JavaScript, fact.TypeScript},
	Check:     check,
}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if f.Layer != program.Background || !idiom.Own(f) || !idiom.Script(f) || !strings.Contains(idiom.Base(f), ".service.") {
			continue
		}
		methods := map[string]bool{}
		for i := range f.Funcs {
			methods[f.Funcs[i].Name] = true
		}
		var missing []string
		for _, name := range []string{"start", "stop"} {
			if !methods[name] {
				missing = append(missing, name)
			}
		}
		if len(missing) == 0 {
			continue
		}
		p.Report(rule.Finding{
			Tier: rule.Certain, File: f.File, Message: fmt.Sprintf("the background service has no %s", strings.Join(missing, " and no ")),
			Suggestion: "make it a class with start and stop, begun on rabbitMQConnected", Module: f.Module, Access: strings.Join(missing, ","),
		})
	}
}
