// Package identifier is the rule VT065: functions and classes are named in snake_case.
package identifier

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds functions and classes with other names (the standards, §2.2).
var Rule = &rule.Rule{
	ID:        "VT065",
	Name:      "identifier-name",
	Summary:   "a function or class is not named in snake_case",
	Doc:       doc,
	Standards: []string{"§2.2", "§4.2"},
	Default:   rule.Info,
	Languages: []fact.Language{fact.JavaScript, fact.TypeScript},
	Check:     check,
}

var (
	snake    = regexp.MustCompile(`^[_$]*[a-z0-9]+(_[a-z0-9]+)*$`)
	constant = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)
)

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.Layered(f) || !idiom.Script(f) || f.Layer == program.Connectivity || idiom.Infrastructure(f) {
			continue
		}
		for i := range f.Types {
			report(p, f, "class", f.Types[i].Name, f.Types[i].Pos)
		}
		for i := range f.Funcs {
			if fn := &f.Funcs[i]; !inherited(fn) && !constant.MatchString(fn.Name) {
				report(p, f, "function", fn.Name, fn.Pos)
			}
		}
	}
}

// inherited reports whether a method's name is given by the language or by the standards' plugin
// interface (§13.1).
func inherited(fn *fact.Func) bool {
	switch fn.Name {
	case "constructor", "toString", "toJSON", "valueOf", "getName":
		return true
	}
	return strings.HasPrefix(fn.Name, "#")
}

func report(p *rule.Pass, f *program.File, what, name string, at fact.Pos) {
	if name == "" || snake.MatchString(name) {
		return
	}
	p.Report(rule.Finding{
		Tier: rule.Certain, File: f.File, Pos: at, End: at,
		Message:    fmt.Sprintf("the %s %s is not named in snake_case", what, name),
		Suggestion: "name it " + strings.Join(idiom.Words(name), "_"),
		Module:     f.Module, Func: name,
	})
}
