// Package trustproxy is the rule VT103: an application behind proxies says which it trusts.
package trustproxy

import (
	_ "embed"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds Express applications without the setting trust proxy (the standards, §7.4).
var Rule = &rule.Rule{
	ID:        "VT103",
	Name:      "trust-proxy",
	Summary:   "an Express application does not say which proxies it trusts",
	Doc:       doc,
	Standards: []string{"§7.4"},
	Default:   rule.Warning,
	Languages: []fact.Language{fact.JavaScript, fact.TypeScript},
	Check:     check,
}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.AtRoot(f) || !idiom.Own(f) || !idiom.Script(f) {
			continue
		}
		var made *fact.Call
		trusted := false
		for i := range f.Calls {
			call := &f.Calls[i]
			if call.Callee == "express" && made == nil {
				made = call
			}
			if method := idiom.Last(call.Callee); (method == "set" || method == "enable") && len(call.Args) > 0 {
				name, _ := idiom.Literal(call.Args[0].Text)
				trusted = trusted || name == "trust proxy"
			}
		}
		if made != nil && !trusted {
			report(p, f, made)
		}
	}
}

func report(p *rule.Pass, f *program.File, made *fact.Call) {
	p.Report(rule.Finding{
		Tier: rule.Certain, File: f.File, Pos: made.Pos, End: made.End,
		Message:    "the application does not set trust proxy: every client has the address of HAProxy",
		Suggestion: "add app.set('trust proxy', …) with the addresses of the proxies before it",
	})
}
