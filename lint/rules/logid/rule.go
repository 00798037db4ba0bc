// Package logid is the rule VT030: every log statement carries a log identifier.
package logid

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

// Rule finds log statements without the identifier that the standards want (§5.1).
var Rule = &rule.Rule{
	ID:        "VT030",
	Name:      "log-id",
	Summary:   "a log statement has no identifier of the form file:number | function | message",
	Doc:       doc,
	Standards: []string{"§5.1", "§5.2", "§5.3"},
	Default:   rule.Warning,
	Check:     check,
}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.Layered(f) {
			continue
		}
		logs := idiom.Logs(p, f.File)
		next := highest(f, logs)
		for _, log := range logs {
			if problem := examine(f, log); problem != "" {
				next++
				report(p, f, log, problem, next)
			}
		}
	}
}

// highest is the highest number that the file's statements have.
func highest(f *program.File, logs []idiom.Log) int {
	most := 0
	for _, log := range logs {
		if log.HasID && log.ID.File == idiom.Base(f) {
			most = max(most, log.ID.Number)
		}
	}
	return most
}

// examine says what is wrong with a statement's identifier, or "".
func examine(f *program.File, log idiom.Log) string {
	if log.Text == nil {
		return "the log statement has no identifier"
	}
	id, ok := log.ID, log.HasID
	switch {
	case !ok && idiom.OlderForm(idiom.Start(log.Text)) > 0:
		return "the log identifier has no number"
	case !ok:
		return "the log statement has no identifier"
	case id.File != idiom.Base(f):
		return fmt.Sprintf("the log identifier names %s, and the statement is in %s", id.File, idiom.Base(f))
	case len(id.Digits) < 3:
		return fmt.Sprintf("the number of the log identifier, %s, is not padded to three digits", id.Digits)
	}
	return ""
}

// report reports a statement, and allots it the next number of its file where its text can be
// changed safely.
func report(p *rule.Pass, f *program.File, log idiom.Log, problem string, next int) {
	id := fmt.Sprintf("%s:%03d", idiom.Base(f), next)
	function := idiom.FuncName(f.File, log.Call.Func)
	named := ""
	if log.Text != nil {
		named = idiom.OlderFunction(idiom.Start(log.Text))
	}
	switch {
	case named != "":
		function = named // the author's own word for it: an event's name in an anonymous handler
	case function == "":
		function = "main"
	}
	finding := rule.Finding{
		Tier: rule.Certain, File: f.File, Pos: log.Call.Pos, End: log.Call.End,
		Message:    problem,
		Suggestion: fmt.Sprintf("begin the message with %q", id+" | "+function+" | "),
		Module:     f.Module, Func: function,
	}
	if edit, ok := mend(log, id, function); ok {
		finding.Fix = []rule.Edit{edit}
	}
	p.Report(finding)
}

// mend is the edit that gives a statement its identifier.
func mend(log idiom.Log, id, function string) (rule.Edit, bool) {
	if log.Text == nil || len(log.Text.Parts) == 0 {
		return rule.Edit{}, false
	}
	first := log.Text.Parts[0]
	if first.Hole != nil {
		return rule.Edit{}, false
	}
	start := idiom.Start(log.Text)
	if length := idiom.OlderForm(start); length > 0 && plain(first, length) {
		return rule.Edit{Pos: first.Pos, End: first.Pos + fact.Pos(length), Text: id}, true
	}
	if log.HasID {
		length := len(log.ID.File) + 1 + len(log.ID.Digits)
		return rule.Edit{Pos: first.Pos, End: first.Pos + fact.Pos(length), Text: id}, plain(first, length)
	}
	text := id + " | " + function
	if !log.Path {
		text += " | "
	}
	return rule.Edit{Pos: first.Pos, End: first.Pos, Text: text}, true
}

// plain reports whether the first bytes of a part stand in the source as they are.
func plain(part fact.Part, length int) bool {
	return len(part.Literal) >= length && (len(part.Escapes) == 0 || int(part.Escapes[0].At) > length)
}
