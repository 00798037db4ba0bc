// Package errorduplicate is the rule VT041: an error code belongs to one error.
package errorduplicate

import (
	_ "embed"
	"fmt"

	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds codes that stand for two different errors (the standards, §6.2).
var Rule = &rule.Rule{
	ID:        "VT041",
	Name:      "error-code-duplicate",
	Summary:   "two errors have the same code",
	Doc:       doc,
	Standards: []string{"§6.2"},
	Default:   rule.Error,
	Check:     check,
}

// first is where a code was seen first.
type first struct {
	file    *program.File
	line    int
	meaning string
}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	seen := map[string]first{}
	for _, f := range p.Program.Files {
		if !idiom.Own(f) {
			continue
		}
		for _, code := range idiom.ErrorCodes(f.File) {
			if !idiom.IsCode(code.Code) || code.Meaning == "" {
				continue
			}
			line, _ := f.Position(code.Pos)
			before, known := seen[code.Code]
			if !known {
				seen[code.Code] = first{f, line, code.Meaning}
				continue
			}
			if before.meaning == code.Meaning {
				continue // the same error, answered in two places
			}
			p.Report(rule.Finding{
				Tier: rule.Certain, File: f.File, Pos: code.Pos, End: code.End,
				Message:    fmt.Sprintf("the error code %s also stands for %q, in %s:%d", code.Code, before.meaning, before.file.Path, before.line),
				Suggestion: "give this error a code of its own",
				Module:     f.Module, Func: idiom.FuncName(f.File, code.Func), Access: code.Code,
			})
		}
	}
}
