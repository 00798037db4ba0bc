// Package logidunique is the rule VT031: a log identifier belongs to one statement.
package logidunique

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

// Rule finds log identifiers that two statements share (the standards, §5.1).
var Rule = &rule.Rule{
	ID:        "VT031",
	Name:      "log-id-unique",
	Summary:   "two log statements have the same identifier",
	Doc:       doc,
	Standards: []string{"§5.1"},
	Default:   rule.Error,
	Check:     check,
}

// identifier is a log identifier, and place where it was seen first.
type (
	identifier struct {
		file   string
		number int
	}
	place struct {
		file *program.File
		pos  fact.Pos
	}
)

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	first := map[identifier]place{}
	for _, f := range p.Program.Files {
		if !idiom.Own(f) {
			continue
		}
		for _, log := range idiom.Logs(p, f.File) {
			if !log.HasID {
				continue
			}
			id := log.ID
			// Two files of one name in different folders would share their identifiers: the number is
			// compared with the name, as it stands in the log.
			key := identifier{id.File, id.Number}
			before, twice := first[key]
			if !twice {
				first[key] = place{f, log.Call.Pos}
				continue
			}
			line, _ := before.file.Position(before.pos)
			p.Report(rule.Finding{
				Tier: rule.Certain, File: f.File, Pos: log.Call.Pos, End: log.Call.End,
				Message:    fmt.Sprintf("the log identifier %s:%s is also used in %s:%d", id.File, id.Digits, before.file.Path, line),
				Suggestion: "give this statement the next free number of its file",
				Module:     f.Module, Func: idiom.FuncName(f.File, log.Call.Func), Access: fmt.Sprintf("%s:%d", id.File, id.Number),
			})
		}
	}
}
