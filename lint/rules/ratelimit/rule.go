// Package ratelimit is the rule VT051: responses about rate limits say how long to wait.
package ratelimit

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds rate limit responses that lack RATE_LIMIT, its fields or their headers (the standards, §7.3).
var Rule = &rule.Rule{
	ID:        "VT051",
	Name:      "rate-limit-response",
	Summary:   "a response about a rate limit lacks what clients need",
	Doc:       doc,
	Standards: []string{"§7.3"},
	Default:   rule.Error,
	Check:     check,
}

var (
	// parts are the keys of RATE_LIMIT, and kinds the values of its type.
	parts = []string{"type", "retry_after_seconds", "remaining_points"}
	kinds = []string{"IP", "USER", "USERNAME", "GLOBAL", "EMERGENCY_LIMIT"}
	// headers go with the response.
	headers = []string{"Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"}

	limitCode = regexp.MustCompile(`^VTWE-429\d{3}$`)
	code      = regexp.MustCompile(`^VTWE-429\d{3}$|^VTAPP-XXX\d+$`)
)

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.Own(f) {
			continue
		}
		for i := range f.Objects {
			fields, spread := idiom.Fields(&f.Objects[i])
			if filter, _ := idiom.Literal(fields["ERROR_FILTER"].Value.Text); filter == "RATE_LIMIT_EXCEEDED" && !spread {
				examine(p, f, &f.Objects[i], fields)
			} else if filter != "" && limited(fields) {
				misfiled(p, f, &f.Objects[i], filter)
			}
		}
	}
}

// limited reports whether a response has the code of a rate limit, whatever its filter says.
func limited(fields map[string]fact.Field) bool {
	text, _ := idiom.Literal(fields["ERROR_CODE"].Value.Text)
	return limitCode.MatchString(text)
}

// misfiled reports a rate limit response that goes out as another kind of error.
func misfiled(p *rule.Pass, f *program.File, body *fact.Object, filter string) {
	p.Report(rule.Finding{
		Tier: rule.Certain, File: f.File, Pos: body.Pos, End: body.End,
		Message:    fmt.Sprintf("a response with a rate limit's ERROR_CODE has the ERROR_FILTER %q", filter),
		Suggestion: "use RATE_LIMIT_EXCEEDED, and add RATE_LIMIT with " + strings.Join(parts, ", "),
		Module:     f.Module, Func: idiom.FuncName(f.File, body.Func), Access: "ERROR_FILTER",
	})
}

// examine reports what a rate limit response lacks.
func examine(p *rule.Pass, f *program.File, body *fact.Object, fields map[string]fact.Field) {
	report := func(what, message, suggestion string) {
		p.Report(rule.Finding{
			Tier: rule.Certain, File: f.File, Pos: body.Pos, End: body.End, Message: message, Suggestion: suggestion,
			Module: f.Module, Func: idiom.FuncName(f.File, body.Func), Access: what,
		})
	}
	if text, known := idiom.Literal(fields["ERROR_CODE"].Value.Text); known && !code.MatchString(text) {
		report("ERROR_CODE", fmt.Sprintf("the rate limit's ERROR_CODE is %q", text), "use a code VTWE-429 and three digits")
	}
	limit, there := fields["RATE_LIMIT"]
	if !there {
		report("RATE_LIMIT", "the rate limit response has no RATE_LIMIT", "add RATE_LIMIT with "+strings.Join(parts, ", "))
	} else if details := idiom.ObjectOf(f.File, limit.Value, body.Func); details != nil {
		given, spread := idiom.Fields(details)
		for _, part := range parts {
			if _, there := given[part]; !there && !spread {
				report(part, "RATE_LIMIT has no "+part, "add it, so that clients know when to come back")
			}
		}
		if kind, known := idiom.Literal(given["type"].Value.Text); known && !slices.Contains(kinds, kind) {
			report("type", fmt.Sprintf("RATE_LIMIT has the type %q", kind), "use one of "+strings.Join(kinds, ", "))
		}
	}
	if missing := withoutHeaders(f.File, body); len(missing) > 0 && idiom.Script(f) {
		report("headers", "the rate limit response is sent without "+strings.Join(missing, ", "), "set the headers before the response")
	}
}

// withoutHeaders are the headers that the function of a response does not set.
func withoutHeaders(f *fact.File, body *fact.Object) []string {
	outer := outermost(f, body.Func)
	set := map[string]bool{}
	for i := range f.Objects {
		if outermost(f, f.Objects[i].Func) == outer {
			for _, field := range f.Objects[i].Fields {
				set[strings.ToLower(field.Key)] = true
			}
		}
	}
	for _, call := range f.Calls {
		if len(call.Args) > 0 && outermost(f, call.Func) == outer {
			name, _ := idiom.Literal(call.Args[0].Text)
			set[strings.ToLower(name)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(headers), func(h string) bool { return set[strings.ToLower(h)] })
}

// outermost is the top function around the one at index i.
func outermost(f *fact.File, i int32) int32 {
	for range f.Funcs {
		if i < 0 || int(i) >= len(f.Funcs) || f.Funcs[i].Outer < 0 {
			break
		}
		i = f.Funcs[i].Outer
	}
	return i
}
