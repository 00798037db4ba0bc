// Package envelope is the rule VT050: every response has the one form.
package envelope

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

// Rule finds responses that are no envelope (the standards, §7).
var Rule = &rule.Rule{
	ID:        "VT050",
	Name:      "response-envelope",
	Summary:   "a response does not have the form of the standards",
	Doc:       doc,
	Standards: []string{"§6.2", "§7.1", "§7.2", "§8.1", "§10.1", "§11.1"},
	Default:   rule.Error,
	Check:     check,
}

// filters are the error categories.
var filters = []string{"USER_END_VIOLATION", "TECHNICAL_ISSUE", "INVALID_REQUEST", "RATE_LIMIT_EXCEEDED"}

// answering are the layers that answer requests.
var answering = []program.Layer{program.Controller, program.Middleware, program.Route, program.Validation}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.Own(f) || !slices.Contains(answering, f.Layer) {
			continue
		}
		sent := map[*fact.Object]bool{}
		for i := range f.Calls {
			call := &f.Calls[i]
			if !sends(call) {
				continue
			}
			if body := idiom.ObjectOf(f.File, call.Args[0], call.Func); body != nil {
				sent[body] = true
				examine(p, f, body, true)
			}
		}
		for i := range f.Objects {
			if !sent[&f.Objects[i]] {
				examine(p, f, &f.Objects[i], false)
			}
		}
	}
}

// sends reports whether a call answers a request with its first argument.
func sends(call *fact.Call) bool {
	method := idiom.Last(call.Callee)
	if len(call.Args) == 0 || method != "json" && method != "jsonp" && method != "send" {
		return false
	}
	root := idiom.Root(call.Callee, "")
	return root == "res" || root == "response" || root == "reply"
}

// examine reports what is wrong with a response; one that is not known to be sent has to have a
// STATUS to be taken for one.
func examine(p *rule.Pass, f *program.File, body *fact.Object, sent bool) {
	fields, spread := idiom.Fields(body)
	status, has := fields["STATUS"]
	finding := rule.Finding{
		Tier: rule.Certain, File: f.File, Pos: body.Pos, End: body.End,
		Module: f.Module, Func: idiom.FuncName(f.File, body.Func),
	}
	report := func(message, suggestion, what string, at fact.Pos, end fact.Pos) {
		finding.Message, finding.Suggestion, finding.Access, finding.Pos, finding.End = message, suggestion, what, at, end
		p.Report(finding)
	}
	if !has {
		if sent && !spread {
			report("the response has no STATUS", "answer with STATUS, ERROR_CODE, ERROR_FILTER, ERROR_DESCRIPTION and, for success, DB_DATA", "STATUS", body.Pos, body.End)
		}
		return
	}
	value, known := idiom.Literal(status.Value.Text)
	if !known {
		return
	}
	if value != "SUCCESSFUL" && value != "ERROR" {
		report(fmt.Sprintf("the response's STATUS is %q", value), "STATUS is SUCCESSFUL or ERROR", "STATUS", status.Value.Pos, status.Value.End)
		return
	}
	var missing []string
	for _, key := range keys(value) {
		if _, there := fields[key]; !there {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 && !spread {
		report("the response lacks "+strings.Join(missing, ", "), "add what is missing; in a success the three error keys are empty texts", strings.Join(missing, ","), body.Pos, body.End)
	}
	if value == "ERROR" {
		filter, known := fields["ERROR_FILTER"], false
		var text string
		if text, known = idiom.Literal(filter.Value.Text); known && !slices.Contains(filters, text) {
			report(fmt.Sprintf("the response's ERROR_FILTER is %q", text), "use one of "+strings.Join(filters, ", "), "ERROR_FILTER", filter.Value.Pos, filter.Value.End)
		}
		code := fields["ERROR_CODE"]
		if text, known = idiom.Literal(code.Value.Text); known && !idiom.IsCode(text) {
			report(fmt.Sprintf("the response's ERROR_CODE is %q", text), "use a code of the central error registry, VTWE-… or, until it is issued, VTAPP-XXX…", "ERROR_CODE", code.Value.Pos, code.Value.End)
		}
	}
}

// keys are what a response with this status has.
func keys(status string) []string {
	if status == "ERROR" {
		return []string{"ERROR_CODE", "ERROR_FILTER", "ERROR_DESCRIPTION"}
	}
	return []string{"ERROR_CODE", "ERROR_FILTER", "ERROR_DESCRIPTION", "DB_DATA"}
}
