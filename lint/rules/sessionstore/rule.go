// Package sessionstore is the rule VT104: sessions are kept in Redis.
package sessionstore

import (
	_ "embed"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds sessions without a store, which one process alone knows (the standards, §15.1).
var Rule = &rule.Rule{
	ID:        "VT104",
	Name:      "session-store",
	Summary:   "sessions are kept in the memory of one process",
	Doc:       doc,
	Standards: []string{"§15.1"},
	Default:   rule.Warning,
	Languages: []fact.Language{fact.JavaScript, fact.TypeScript},
	Check:     check,
}

func check(p *rule.Pass) {
	for _, f := range p.Program.Files {
		if !idiom.Own(f) || !idiom.Script(f) {
			continue
		}
		local := ""
		for _, imported := range f.Imports {
			if imported.Path == "express-session" {
				local = imported.Name
			}
		}
		for i := range f.Calls {
			if call := &f.Calls[i]; local != "" && call.Callee == local {
				examine(p, f, call)
			}
		}
	}
}

func examine(p *rule.Pass, f *program.File, call *fact.Call) {
	if len(call.Args) > 0 {
		options := idiom.ObjectOf(f.File, call.Args[0], call.Func)
		if options == nil {
			return // made elsewhere
		}
		fields, spread := idiom.Fields(options)
		if _, stored := fields["store"]; stored || spread {
			return
		}
	}
	p.Report(rule.Finding{
		Tier: rule.Certain, File: f.File, Pos: call.Pos, End: call.End,
		Message:    "the sessions have no store: they are kept in the memory of this process",
		Suggestion: "give a store that keeps them in Redis", Func: idiom.FuncName(f.File, call.Func),
	})
}
