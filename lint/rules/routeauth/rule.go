// Package routeauth is the rule VT091: routes check who calls them.
package routeauth

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

// Rule finds routes that no authentication stands before (the standards, §16.1).
var Rule = &rule.Rule{
	ID:        "VT091",
	Name:      "route-auth",
	Summary:   "a route checks nobody's identity",
	Doc:       doc,
	Standards: []string{"§8.2", "§10.1", "§16.1"},
	Default:   rule.Warning,
	Languages: []fact.Language{fact.JavaScript, fact.TypeScript},
	Check:     check,
}

var auth = regexp.MustCompile(`(?i)auth|jwt|api_?key|session|permission|guard|protect|passport|verify|require_?(?:user|login|admin|role)|is_?logged|acl|rbac`)

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if f.Layer != program.Route || !idiom.Own(f) || !idiom.Script(f) || mounted(f) {
			continue
		}
		for _, route := range idiom.Routes(f) {
			if route.Public() || route.Passes(f, auth) {
				continue
			}
			p.Report(rule.Finding{
				Tier: rule.Likely, File: f.File, Pos: route.Call.Pos, End: route.Call.End,
				Message:    fmt.Sprintf("the route %s %s checks nobody's identity", route.Verb, route.Path),
				Suggestion: "put the authentication middleware before the controller, or document the route as @access Public",
				Module:     f.Module, Access: route.Verb + " " + route.Path,
			})
		}
	}
}

// mounted reports whether a file that imports this one puts authentication before its routes.
func mounted(f *program.File) bool {
	for _, importer := range f.Importers {
		for i := range importer.Calls {
			if call := &importer.Calls[i]; idiom.Last(call.Callee) == "use" && guards(importer, call, f) {
				return true
			}
		}
	}
	return false
}

// guards reports whether a call that mounts the routes of f names an authentication as well.
func guards(importer *program.File, call *fact.Call, f *program.File) bool {
	mounts, guarded := false, false
	for _, arg := range call.Args {
		mounts = mounts || arg.Ref != "" && importer.Imported[idiom.Root(arg.Ref, "")] == f
		name := arg.Ref
		if n := arg.Call(); n >= 0 && int(n) < len(importer.Calls) {
			name = importer.Calls[n].Callee
		}
		guarded = guarded || auth.MatchString(name) && importer.Imported[idiom.Root(arg.Ref, "")] != f
	}
	return mounts && guarded
}
