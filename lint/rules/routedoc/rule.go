// Package routedoc is the rule VT090: routes are documented.
package routedoc

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds routes without the comment of the standards (§8.2).
var Rule = &rule.Rule{
	ID:        "VT090",
	Name:      "route-documentation",
	Summary:   "a route has no comment with @route, @desc and @access",
	Doc:       doc,
	Standards: []string{"§8.2"},
	Default:   rule.Warning,
	Check:     check,
}

// tags are what a route's comment has.
var tags = []string{"@route", "@desc", "@access"}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if f.Layer != program.Route || !idiom.Own(f) {
			continue
		}
		for _, route := range idiom.Routes(f) {
			var missing []string
			for _, tag := range tags {
				if !strings.Contains(route.Comment, tag) {
					missing = append(missing, tag)
				}
			}
			if len(missing) == 0 {
				continue
			}
			p.Report(rule.Finding{
				Tier: rule.Certain, File: f.File, Pos: route.Call.Pos, End: route.Call.End,
				Message:    fmt.Sprintf("the route %s %s has no %s in a comment before it", route.Verb, route.Path, strings.Join(missing, ", ")),
				Suggestion: "say in a comment which route it is, what it does and who may call it",
				Module:     f.Module, Func: idiom.FuncName(f.File, route.Call.Func), Access: route.Verb + " " + route.Path,
			})
		}
	}
}
