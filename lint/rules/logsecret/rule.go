// Package logsecret is the rule VT033: no secret is logged.
package logsecret

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds log statements that are given what must be masked (the standards, §5.1).
var Rule = &rule.Rule{
	ID:        "VT033",
	Name:      "secret-in-log",
	Summary:   "a log statement is given a password, a token or a key",
	Doc:       doc,
	Standards: []string{"§5.1"},
	Default:   rule.Error,
	Check:     check,
}

func check(p *rule.Pass) {
	for _, f := range p.Program.Files {
		if !idiom.Own(f) {
			continue
		}
		for _, log := range idiom.Logs(p, f.File) {
			if name := secret(f, log); name != "" {
				report(p, f, log, name)
			}
		}
	}
}

func report(p *rule.Pass, f *program.File, log idiom.Log, name string) {
	p.Report(rule.Finding{
		Tier: rule.Likely, File: f.File, Pos: log.Call.Pos, End: log.Call.End,
		Message:    fmt.Sprintf("%s is logged as it is", name),
		Suggestion: "leave it out, or log a masked form of it",
		Module:     f.Module, Func: idiom.FuncName(f.File, log.Call.Func), Access: name,
	})
}

// intoText are the methods of Go loggers that make one text of all arguments.
var intoText = regexp.MustCompile(`\.(?:Print|Fatal|Panic)(?:ln)?$|f$`)

// secret is the name of the first secret that a statement logs, or "".
func secret(f *program.File, log idiom.Log) string {
	for _, arg := range log.Call.Args {
		if arg.Text != nil {
			for _, part := range arg.Text.Parts {
				if part.Hole != nil && idiom.Secret(part.Hole.Name) {
					return part.Hole.Name
				}
			}
		}
		// A handler of slog masks by key, which it cannot where values go into the text.
		if !idiom.Script(f) && !intoText.MatchString(log.Call.Callee) {
			continue
		}
		if idiom.Secret(arg.Ref) && !named(f, arg.Ref) {
			return arg.Ref
		}
		if name := inObject(f.File, arg); name != "" {
			return name
		}
	}
	return ""
}

// named reports whether a name is one of the file's constants: what a secret is called, or what rule
// VT081 is about.
func named(f *program.File, name string) bool {
	return slices.ContainsFunc(f.Consts, func(c fact.Const) bool { return c.Name == name })
}

// inObject is the name of the first secret in an object that is logged.
func inObject(f *fact.File, arg fact.Arg) string {
	if arg.Object() < 0 || int(arg.Object()) >= len(f.Objects) {
		return ""
	}
	for _, field := range f.Objects[arg.Object()].Fields {
		if idiom.Secret(field.Value.Ref) {
			return field.Value.Ref
		}
	}
	return ""
}
