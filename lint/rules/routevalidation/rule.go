// Package routevalidation is the rule VT092: routes check what they are sent.
package routevalidation

import (
	_ "embed"
	"fmt"
	"regexp"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds routes with a body that no validation stands before (the standards, §11.1).
var Rule = &rule.Rule{
	ID:        "VT092",
	Name:      "route-validation",
	Summary:   "a route takes a body that nothing has checked",
	Doc:       doc,
	Standards: []string{"§8.2", "§11.1"},
	Default:   rule.Warning,
	Languages: []fact.Language{fact.JavaScript, fact.TypeScript},
	Check:     check,
}

var validation = regexp.MustCompile(`(?i)valid|schema|joi|celebrate|sanitize|check_?body`)

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if f.Layer != program.Route || !idiom.Own(f) || !idiom.Script(f) {
			continue
		}
		for _, route := range idiom.Routes(f) {
			if route.Verb != "POST" && route.Verb != "PUT" && route.Verb != "PATCH" || route.Passes(f, validation) {
				continue
			}
			p.Report(rule.Finding{
				Tier: rule.Likely, File: f.File, Pos: route.Call.Pos, End: route.Call.End,
				Message:    fmt.Sprintf("the route %s %s takes a body that nothing has checked", route.Verb, route.Path),
				Suggestion: "put a validation middleware before the controller",
				Module:     f.Module, Access: route.Verb + " " + route.Path,
			})
		}
	}
}
