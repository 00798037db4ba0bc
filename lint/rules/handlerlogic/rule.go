// Package handlerlogic is the rule VT020: event handlers only delegate.
package handlerlogic

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds business logic in event handlers (the standards, §3.6).
var Rule = &rule.Rule{
	ID:        "VT020",
	Name:      "event-handler-logic",
	Summary:   "an event handler does more than receive, check and delegate",
	Doc:       doc,
	Standards: []string{"§3.6.1", "§3.6.3", "§3.6.5"},
	Default:   rule.Error,
	Check:     check,
}

// calls that leave the process belong in a service.
var outward = []string{"axios", "fetch", "got", "superagent", "http", "https", "request", "needle"}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	most, err := strconv.Atoi(p.Option("max_branches", "2"))
	if err != nil {
		most = 2
	}
	for _, f := range p.Program.Files {
		if f.Layer != program.EventHandler || !idiom.Own(f) || idiom.Infrastructure(f) {
			continue
		}
		checkImports(p, f)
		checkFuncs(p, f, most)
		checkCalls(p, f)
	}
}

// checkImports finds handlers that reach past the services.
func checkImports(p *rule.Pass, f *program.File) {
	seen := map[string]bool{}
	for _, imported := range f.Imports {
		target := f.Imported[imported.Name]
		if target == nil || seen[imported.Path] || target.Layer != program.Repository && target.Layer != program.ModelLayer {
			continue
		}
		seen[imported.Path] = true
		p.Report(rule.Finding{
			Tier: rule.Certain, File: f.File, Pos: imported.Pos, End: imported.Pos,
			Message:    fmt.Sprintf("the event handler reaches the data by itself, through %s", target.Path),
			Suggestion: "call a method of the service that owns the data",
			Module:     f.Module,
		})
	}
}

// checkFuncs finds functions that decide too much.
func checkFuncs(p *rule.Pass, f *program.File, most int) {
	for i := range f.Funcs {
		fn := &f.Funcs[i]
		branches := fn.Branches
		for j := range f.Funcs {
			if j != i && f.Funcs[j].Name == "" && idiom.Within(f.File, int32(j), int32(i)) {
				branches += f.Funcs[j].Branches
			}
		}
		if int(branches) <= most || fn.Name == "" && fn.Outer >= 0 {
			continue
		}
		p.Report(rule.Finding{
			Tier: rule.Likely, File: f.File, Pos: fn.Pos, End: fn.Pos,
			Message:    fmt.Sprintf("%s decides %d times; an event handler receives, checks and delegates", name(fn), branches),
			Suggestion: "move the decisions into a method of the service, and call that",
			Module:     f.Module, Func: fn.Name,
		})
	}
}

func name(fn *fact.Func) string {
	if fn.Name == "" {
		return "the handler"
	}
	return fn.Name
}

// checkCalls finds handlers that call other systems.
func checkCalls(p *rule.Pass, f *program.File) {
	for i := range f.Calls {
		call := &f.Calls[i]
		root := strings.TrimPrefix(idiom.Root(call.Callee, ""), "_")
		if !slices.Contains(outward, root) || !idiom.Script(f) && root != "http" {
			continue
		}
		if root == "http" && strings.HasPrefix(idiom.Last(call.Callee), "Status") {
			continue
		}
		p.Report(rule.Finding{
			Tier: rule.Likely, File: f.File, Pos: call.Pos, End: call.End,
			Message:    fmt.Sprintf("the event handler calls another system itself, by %s", call.Callee),
			Suggestion: "move the call into a method of the service",
			Module:     f.Module, Func: idiom.FuncName(f.File, call.Func),
		})
	}
}
