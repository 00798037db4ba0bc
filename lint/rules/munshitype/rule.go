// Package munshitype is the rule VT043: reports to Munshi say what kind of error they are.
package munshitype

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds reports whose error type is not one of the eight, or which lack a field (the standards, §3.5).
var Rule = &rule.Rule{
	ID:        "VT043",
	Name:      "munshi-error-type",
	Summary:   "a report to Munshi has an error type that is none of the eight, or lacks a field",
	Doc:       doc,
	Standards: []string{"§3.5"},
	Default:   rule.Error,
	Check:     check,
}

// types are the error types that Munshi knows.
var types = []string{"DB_ERROR", "CACHE_ERROR", "MQ_ERROR", "API_ERROR", "AUTH_ERROR", "VALIDATION_ERROR", "SYSTEM_ERROR", "UNEXPECTED_ERROR"}

// needed are the fields of a report, in JavaScript.
var needed = []string{"error", "error_code", "error_title", "error_type"}

func check(p *rule.Pass) {
	for _, f := range p.Program.Files {
		if !idiom.Own(f) || idiom.Infrastructure(f) {
			continue
		}
		for i := range f.Calls {
			if report := reportOf(f.File, &f.Calls[i]); report != nil {
				examine(p, f, report, "error_type", needed)
			}
		}
		for i := range f.Objects {
			if strings.HasSuffix(f.Objects[i].Type, "munshi.Error") {
				examine(p, f, &f.Objects[i], "Type", nil)
			}
		}
	}
}

// reportOf is the report that a call sends to Munshi, or nil.
func reportOf(f *fact.File, call *fact.Call) *fact.Object {
	if idiom.Last(call.Callee) != "emit" || len(call.Args) < 2 {
		return nil
	}
	event, _ := idiom.Literal(call.Args[0].Text)
	data := call.Args[1]
	if event == "event_router" {
		if len(call.Args) < 3 {
			return nil
		}
		event, _ = idiom.Literal(call.Args[1].Text)
		data = call.Args[2]
	}
	if event != "MUNSHI_EVENT" && event != "report_to_munshi" {
		return nil
	}
	return idiom.ObjectOf(f, data, call.Func)
}

// examine reports what is wrong with one report.
func examine(p *rule.Pass, f *program.File, report *fact.Object, key string, needed []string) {
	finding := rule.Finding{
		Tier: rule.Certain, File: f.File, Pos: report.Pos, End: report.End,
		Module: f.Module, Func: idiom.FuncName(f.File, report.Func),
	}
	fields, spread := idiom.Fields(report)
	for _, name := range needed {
		if _, there := fields[name]; !there && !spread {
			finding.Message = fmt.Sprintf("the report to Munshi has no %s", name)
			finding.Suggestion = "give error, error_code, error_title and error_type"
			finding.Access = name
			p.Report(finding)
		}
	}
	field := fields[key]
	given, known := idiom.Literal(field.Value.Text)
	if !known || slices.Contains(types, given) {
		return
	}
	finding.Pos, finding.End, finding.Access = field.Value.Pos, field.Value.End, given
	finding.Message = fmt.Sprintf("Munshi has no error type %q", given)
	finding.Suggestion = "use one of " + strings.Join(types, ", ")
	p.Report(finding)
}
