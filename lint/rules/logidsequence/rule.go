// Package logidsequence is the rule VT032: the numbers of a file's log identifiers are allotted one
// after the other.
package logidsequence

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds numbers that were not allotted in sequence (the standards, §5.1).
var Rule = &rule.Rule{
	ID:        "VT032",
	Name:      "log-id-sequence",
	Summary:   "the numbers of a file's log identifiers leave numbers out",
	Doc:       doc,
	Standards: []string{"§5.1"},
	Default:   rule.Info,
	Check:     check,
}

// numbered is a statement with its number.
type numbered struct {
	log    idiom.Log
	number int
}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.Own(f) {
			continue
		}
		var statements []numbered
		for _, log := range idiom.Logs(p, f.File) {
			if log.HasID && log.ID.File == idiom.Base(f) {
				statements = append(statements, numbered{log, log.ID.Number})
			}
		}
		slices.SortStableFunc(statements, func(a, b numbered) int { return a.number - b.number })
		before := 0
		for _, s := range statements {
			if s.number > before+1 {
				p.Report(rule.Finding{
					// A statement that was removed leaves a gap, which is as it should be: numbers are not used again.
					Tier: rule.Possible, File: f.File, Pos: s.log.Call.Pos, End: s.log.Call.End,
					Message:    fmt.Sprintf("the log identifier's number is %03d, and the one before it is %03d", s.number, before),
					Suggestion: "give a new statement the next number; leave it when the statements between were removed",
					Module:     f.Module, Func: idiom.FuncName(f.File, s.log.Call.Func), Access: fmt.Sprint(s.number),
				})
			}
			before = s.number
		}
	}
}
