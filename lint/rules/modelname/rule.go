// Package modelname is the rule VT062: models are singular nouns in snake_case, one to a file.
package modelname

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

// Rule finds models and tables with other names, and files with several models (the standards, §2.2 and §9.1).
var Rule = &rule.Rule{
	ID:        "VT062",
	Name:      "model-name",
	Summary:   "a model or table is not named as the standards want",
	Doc:       doc,
	Standards: []string{"§2.2", "§9.1"},
	Default:   rule.Warning,
	Check:     check,
}

var snake = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.Own(f) {
			continue
		}
		models := 0
		for i := range f.Models {
			model := &f.Models[i]
			if model.Library != "mongoose" {
				continue
			}
			models++
			examine(p, f, model, models)
		}
	}
	for i := range p.Program.Tables {
		use := &p.Program.Tables[i]
		if use.Mode == fact.Schema && !use.Dynamic && use.Sure && !snake.MatchString(use.Table) {
			p.Report(rule.Finding{
				Tier: rule.Certain, File: use.File.File, Pos: use.Pos, End: use.End,
				Message:    fmt.Sprintf("the table name %s is not snake_case", use.Table),
				Suggestion: "name tables in lower case, with underscores between words", Table: use.Table,
			})
		}
	}
}

// examine reports what is wrong with the name and place of the nth model of a file.
func examine(p *rule.Pass, f *program.File, model *fact.Model, nth int) {
	report := func(tier rule.Tier, message, suggestion string) {
		p.Report(rule.Finding{
			Tier: tier, File: f.File, Pos: model.Pos, End: model.End, Message: message, Suggestion: suggestion,
			Module: f.Module, Table: model.Name,
		})
	}
	switch {
	case model.Name == "":
	case !snake.MatchString(model.Name):
		report(rule.Certain, fmt.Sprintf("the model name %s is not snake_case", model.Name), "name it "+strings.Join(idiom.Words(model.Name), "_"))
	case plural(model.Name):
		report(rule.Possible, fmt.Sprintf("the model name %s is a plural", model.Name), "name models in the singular")
	}
	if nth == 2 {
		report(rule.Certain, "the file declares more than one model", "give each model a file of its own")
	}
}

// plural reports whether a name looks like a plural.
func plural(name string) bool {
	if !strings.HasSuffix(name, "s") {
		return false
	}
	for _, ending := range []string{"ss", "us", "is", "news", "series", "status", "address"} {
		if strings.HasSuffix(name, ending) {
			return false
		}
	}
	return true
}
