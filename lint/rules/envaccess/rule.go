// Package envaccess is the rule VT080: the environment is read in the configuration alone.
package envaccess

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds reads of the environment outside the configuration (the standards, §16.2).
var Rule = &rule.Rule{
	ID:        "VT080",
	Name:      "environment-access",
	Summary:   "the environment is read outside the configuration",
	Doc:       doc,
	Standards: []string{"§16.2"},
	Default:   rule.Warning,
	Check:     check,
}

// allowed are the layers that read the environment.
var allowed = []program.Layer{program.ConfigLayer, program.Connectivity}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.Layered(f) || idiom.AtRoot(f) || slices.Contains(allowed, f.Layer) {
			continue
		}
		for _, read := range f.Env {
			name := read.Name
			if name == "" {
				name = "the environment"
			}
			p.Report(rule.Finding{
				Tier: rule.Certain, File: f.File, Pos: read.Pos, End: read.End,
				Message:    fmt.Sprintf("%s is read outside the configuration", name),
				Suggestion: "read it in global_config, check it there, and use it from there",
				Module:     f.Module, Func: idiom.FuncName(f.File, read.Func), Access: read.Name,
			})
		}
	}
}
