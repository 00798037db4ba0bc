// Package errorplaceholder is the rule VT040: no release has an error code that was never issued.
package errorplaceholder

import (
	_ "embed"
	"fmt"

	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds codes such as VTAPP-XXX01 (the standards, §6.2).
var Rule = &rule.Rule{
	ID:        "VT040",
	Name:      "error-code-placeholder",
	Summary:   "an error code has not been issued yet; for releases, off by default",
	Doc:       doc,
	Standards: []string{"§6.2"},
	// Right while code is written: a release asks for the rule.
	Default: rule.Off,
	Check:   check,
}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.Own(f) {
			continue
		}
		for _, code := range idiom.ErrorCodes(f.File) {
			if !idiom.IsProvisional(code.Code) {
				continue
			}
			p.Report(rule.Finding{
				Tier: rule.Certain, File: f.File, Pos: code.Pos, End: code.End,
				Message:    fmt.Sprintf("the error code %s has not been issued", code.Code),
				Suggestion: "ask the central error registry for a code, and put it here",
				Module:     f.Module, Func: idiom.FuncName(f.File, code.Func), Access: code.Code,
			})
		}
	}
}
