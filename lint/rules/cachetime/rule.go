// Package cachetime is the rule VT066: cache entries live for the central cache time.
package cachetime

import (
	_ "embed"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds cache entries with a lifetime of their own (the standards, §12.1).
var Rule = &rule.Rule{
	ID:        "VT066",
	Name:      "cache-time",
	Summary:   "a cache entry lives for another time than the central one",
	Doc:       doc,
	Standards: []string{"§12.1"},
	Default:   rule.Info,
	Check:     check,
}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.Own(f) || !idiom.Script(f) || f.Layer == program.Connectivity {
			continue
		}
		for i := range f.Calls {
			call := &f.Calls[i]
			const arguments = 3 // key, value, lifetime
			if idiom.Last(call.Callee) != "set" || !strings.Contains(strings.ToLower(call.Callee), "memcache") || len(call.Args) < arguments {
				continue
			}
			lifetime := call.Args[arguments-1]
			if strings.EqualFold(idiom.Last(lifetime.Ref), "CentralcacheTime") || lifetime.Kind == fact.FuncArg {
				continue
			}
			p.Report(rule.Finding{
				Tier: rule.Certain, File: f.File, Pos: lifetime.Pos, End: lifetime.End,
				Message:    "the cache entry does not live for the central cache time",
				Suggestion: "use memcached_ops.CentralcacheTime",
				Module:     f.Module, Func: idiom.FuncName(f.File, call.Func),
			})
		}
	}
}
