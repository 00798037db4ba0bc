// Package eventid is the rule VT063: event ids are UPPER_SNAKE_CASE.
package eventid

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

// Rule finds event and activity ids of another form (the standards, §2.2 and §3.3).
var Rule = &rule.Rule{
	ID:        "VT063",
	Name:      "event-id",
	Summary:   "an event id is not in capitals with underscores",
	Doc:       doc,
	Standards: []string{"§3.3"},
	Default:   rule.Warning,
	Check:     check,
}

var form = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*(\.[A-Z][A-Z0-9]*(_[A-Z0-9]+)*)*$`)

// registering are methods whose first argument is an event id.
var registering = []string{
	"registerHandler", "register_handler", "unregisterHandler", "unregister_handler",
	"registerRabbitMQPublisher", "register_rabbitmq_publisher", "register_publisher", "registerPublisher",
}

func check(p *rule.Pass) {
	for _, f := range p.Program.Files {
		if !idiom.Own(f) || idiom.Infrastructure(f) {
			continue
		}
		for i := range f.Calls {
			call := &f.Calls[i]
			if arg, ok := id(call); ok {
				examine(p, f, call.Func, arg, "event id")
			}
		}
		for i := range f.Objects {
			fields, _ := idiom.Fields(&f.Objects[i])
			if field, ok := fields["datapulse_activity_id"]; ok {
				examine(p, f, f.Objects[i].Func, field.Value, "activity id")
			}
		}
	}
}

// id is the argument of a call that is an event id.
func id(call *fact.Call) (fact.Arg, bool) {
	method := idiom.Last(call.Callee)
	switch {
	case len(call.Args) == 0:
	case slices.Contains(registering, method) && len(call.Args) > 1:
		return call.Args[0], true
	case method == "emit" && len(call.Args) > 1:
		if name, _ := idiom.Literal(call.Args[0].Text); name == "event_router" {
			return call.Args[1], true
		}
	case idiom.Object(call.Callee) == "events" && method == "Define":
		return call.Args[0], true
	}
	return fact.Arg{}, false
}

func examine(p *rule.Pass, f *program.File, within int32, arg fact.Arg, what string) {
	text, known := idiom.Literal(arg.Text)
	if !known || form.MatchString(text) {
		return
	}
	p.Report(rule.Finding{
		Tier: rule.Certain, File: f.File, Pos: arg.Pos, End: arg.End,
		Message:    fmt.Sprintf("the %s %q is not UPPER_SNAKE_CASE", what, text),
		Suggestion: "write it in capitals with underscores: USER_CREATED, or dotted for the events hub: USER.ACCOUNT.CREATED",
		Module:     f.Module, Func: idiom.FuncName(f.File, within), Access: text,
	})
}
