// Package asyncerror is the rule VT071: asynchronous work handles its errors.
package asyncerror

import (
	_ "embed"
	"fmt"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds awaited calls outside try, and promises that nobody waits for (the standards, §6.1).
var Rule = &rule.Rule{
	ID:        "VT071",
	Name:      "async-without-catch",
	Summary:   "asynchronous work has no error handling",
	Doc:       doc,
	Standards: []string{"§6.1", "§3.2"},
	Default:   rule.Warning,
	Languages: []fact.Language{fact.JavaScript, fact.TypeScript},
	Check:     check,
}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.Layered(f) || !idiom.Script(f) || idiom.AtRoot(f) {
			continue
		}
		awaited := firstUncaught(f.File)
		for i := range f.Funcs {
			if call := awaited[int32(i)]; call != nil {
				report(p, f, call, fmt.Sprintf("%s is awaited outside try", call.Callee), "wrap it in try/catch, log the error, and throw it again where the caller has to know")
			}
		}
		floating(p, f)
	}
}

// firstUncaught is the first call of each async function that is awaited with nothing to catch its
// error.
func firstUncaught(f *fact.File) map[int32]*fact.Call {
	found := map[int32]*fact.Call{}
	for i := range f.Calls {
		call := &f.Calls[i]
		if call.Awaited && !call.InTry && !call.Caught && call.Func >= 0 && found[call.Func] == nil && !guarded(f, call.Func) {
			found[call.Func] = call
		}
	}
	return found
}

// guarded reports whether a function, or one around it, is inside try as a whole.
func guarded(f *fact.File, i int32) bool {
	for range f.Funcs {
		if i < 0 || int(i) >= len(f.Funcs) {
			return false
		}
		if f.Funcs[i].HasTry {
			return true
		}
		if f.Funcs[i].Name != "" {
			return false
		}
		i = f.Funcs[i].Outer
	}
	return false
}

// floating finds calls of the file's own async functions whose promise is dropped.
func floating(p *rule.Pass, f *program.File) {
	async := map[string]bool{}
	for i := range f.Funcs {
		if fn := &f.Funcs[i]; fn.Async && fn.Name != "" {
			if fn.Receiver != "" {
				async["this."+fn.Name] = true
			} else {
				async[fn.Name] = true
			}
		}
	}
	for i := range f.Calls {
		call := &f.Calls[i]
		if async[call.Callee] && !call.Awaited && !call.Caught && !call.Returned && !call.Used {
			report(p, f, call, fmt.Sprintf("nobody waits for the promise of %s", call.Callee), "await it, or add a catch")
		}
	}
}

func report(p *rule.Pass, f *program.File, call *fact.Call, message, suggestion string) {
	p.Report(rule.Finding{
		Tier: rule.Likely, File: f.File, Pos: call.Pos, End: call.End, Message: message, Suggestion: suggestion,
		Module: f.Module, Func: idiom.FuncName(f.File, call.Func), Access: call.Callee,
	})
}
