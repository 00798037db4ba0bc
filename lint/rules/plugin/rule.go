// Package plugin is the rule VT101: plugins extend the base plugin.
package plugin

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds plugins that do not extend the base plugin (the standards, §13.1).
var Rule = &rule.Rule{
	ID:        "VT101",
	Name:      "plugin-interface",
	Summary:   "a plugin does not implement the base interface",
	Doc:       doc,
	Standards: []string{"§13.1", "§13.2"},
	Default:   rule.Warning,
	Languages: []fact.Language{fact.JavaScript, fact.TypeScript},
	Check:     check,
}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		base := idiom.Base(f)
		if f.Layer != program.Plugin || !idiom.Own(f) || !idiom.Script(f) || strings.HasPrefix(base, "base.") || strings.Contains(base, "registry") || !strings.Contains(base, "plugin") {
			continue
		}
		if slices.ContainsFunc(f.Types, func(t fact.Type) bool { return len(t.Extends) > 0 }) {
			continue
		}
		p.Report(rule.Finding{
			Tier: rule.Certain, File: f.File, Message: fmt.Sprintf("%s has no class that extends base_plugin", base),
			Suggestion: "extend base_plugin and export the class, so that the registry can load it", Module: f.Module,
		})
	}
}
