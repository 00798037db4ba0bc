// Package swallowed is the rule VT070: no error disappears.
package swallowed

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds errors that are caught and neither logged, passed on nor answered (the standards, §6.1).
var Rule = &rule.Rule{
	ID:        "VT070",
	Name:      "swallowed-error",
	Summary:   "an error is caught and dropped",
	Doc:       doc,
	Standards: []string{"§6.1", "§3.8.6"},
	Default:   rule.Error,
	Check:     check,
}

// dropped are the layers in which a Go error that is assigned to _ is reported: elsewhere dropping
// one is usual enough.
var dropped = []program.Layer{program.Service, program.Repository, program.Controller, program.EventHandler, program.Background}

// harmless are the last names of calls whose errors nothing depends on.
var harmless = []string{"Close", "Rollback", "Fprint", "Fprintf", "Fprintln", "Write", "WriteString", "Sync", "Flush", "Remove", "RemoveAll", "SetReadDeadline", "SetWriteDeadline"}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.Layered(f) {
			continue
		}
		for _, caught := range f.Catches {
			if message, tier := examine(f, caught); message != "" {
				p.Report(rule.Finding{
					Tier: tier, File: f.File, Pos: caught.Pos, End: caught.End, Message: message,
					Suggestion: "log it with its identifier, and pass it on where the caller has to know",
					Module:     f.Module, Func: idiom.FuncName(f.File, caught.Func), Access: caught.Call,
				})
			}
		}
	}
}

// examine says what is wrong with how an error is handled, or "".
func examine(f *program.File, c fact.Catch) (string, rule.Tier) {
	handled := c.Logs || c.Rethrows || c.Answers || c.Uses
	switch {
	case c.Kind == "dropped" && slices.Contains(dropped, f.Layer) && !slices.Contains(harmless, idiom.Last(c.Call)):
		return fmt.Sprintf("the error of %s is dropped", c.Call), rule.Possible
	case c.Kind == "dropped":
		return "", ""
	case c.Empty:
		return "the error is caught and dropped", rule.Certain
	case !handled && c.Kind != "if": // in Go, returning early may be the answer
		return "the error is caught, and neither logged nor passed on", rule.Likely
	}
	return "", ""
}
