// Package singleton is the rule VT102: services are exported as one instance.
package singleton

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

// Rule finds classes of services, repositories and middlewares that are exported as classes (the standards, §4.2).
var Rule = &rule.Rule{
	ID:        "VT102",
	Name:      "service-singleton",
	Summary:   "a service is not exported as its one instance",
	Doc:       doc,
	Standards: []string{"§4.2", "§3.7.2", "§10.1"},
	Default:   rule.Warning,
	Languages: []fact.Language{fact.JavaScript, fact.TypeScript},
	Check:     check,
}

var single = []program.Layer{program.Service, program.Repository, program.EventHandler, program.Background, program.Middleware}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !slices.Contains(single, f.Layer) || !idiom.Own(f) || f.Language != fact.JavaScript {
			continue
		}
		for i := range f.Types {
			t := &f.Types[i]
			if !strings.HasPrefix(idiom.Base(f), strings.SplitN(t.Name, "_", 2)[0]) || instantiated(f.File, t.Name) || extended(f.File, t.Name) {
				continue
			}
			message := fmt.Sprintf("the class %s is exported, and not its one instance", t.Name)
			if !t.Exported {
				message = fmt.Sprintf("the file exports no instance of its class %s", t.Name)
			}
			p.Report(rule.Finding{
				Tier: rule.Likely, File: f.File, Pos: t.Pos, End: t.Pos,
				Message:    message,
				Suggestion: "end the file with module.exports = new " + t.Name + "()", Module: f.Module, Func: t.Name,
			})
		}
	}
}

// instantiated reports whether the file itself makes an instance at its top level.
func instantiated(f *fact.File, class string) bool {
	return slices.ContainsFunc(f.Calls, func(c fact.Call) bool { return c.Callee == "new "+class && c.Func < 0 })
}

// extended reports whether another class of the file builds on this one.
func extended(f *fact.File, class string) bool {
	return slices.ContainsFunc(f.Types, func(t fact.Type) bool { return slices.Contains(t.Extends, class) })
}
