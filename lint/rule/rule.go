// Package rule is what every rule of the linter is made of. A rule looks at a linked program and
// reports findings; it reads no files and keeps no state.
package rule

import (
	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
)

// Severity is how much a finding weighs. Only errors make `vtgen lint` fail, unless the
// configuration says otherwise.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
	Off     Severity = "off"
)

// Tier is how sure a finding is. A finding that is not certain is reported one severity lower.
type Tier string

// The tiers.
const (
	Certain  Tier = "certain"  // a known sink and a declared table, or a fact of the syntax
	Likely   Tier = "likely"   // the full shape, but not the proof
	Possible Tier = "possible" // worth a look
)

// Rule is one rule.
type Rule struct {
	// ID is VT and three digits, and never changes meaning.
	ID string
	// Name is kebab-case.
	Name string
	// Summary is one line; Doc is the whole help in Markdown: what, why, bad and good examples in
	// Go and JavaScript, options, how to suppress.
	Summary, Doc string
	// Standards are the sections it enforces, such as "§3.8.1".
	Standards []string
	// Default is its severity unless configured.
	Default Severity
	// Languages are those it looks at; empty means all.
	Languages []fact.Language
	// Check reports the rule's findings of the whole program.
	Check func(*Pass)
}

// Pass is one run of one rule.
type Pass struct {
	Program *program.Program
	// Option returns the configured value of a rule's option, or fallback.
	Option func(name, fallback string) string
	// Report takes a finding. Rule and Severity are filled in by the engine.
	Report func(Finding)
	// Known is what the rules of one run have made for each other, see [Once].
	Known map[any]any
}

// Once returns what make makes, made once for all rules of a run. The key's type tells what it is.
func Once[T any](p *Pass, key any, make func() T) T {
	if known, ok := p.Known[key].(T); ok {
		return known
	}
	made := make()
	if p.Known != nil {
		p.Known[key] = made
	}
	return made
}

// Finding is one violation.
type Finding struct {
	Rule     string
	Severity Severity
	Tier     Tier
	File     *fact.File
	// Pos and End enclose what is wrong.
	Pos, End fact.Pos
	// Message is one sentence without a full stop that names what is wrong; Suggestion says what to
	// do instead, naming the owner's service method where there is one.
	Message, Suggestion string
	// Module, Table, Access and Func identify the finding without line numbers, for the baseline.
	Module, Table, Access, Func string
	// Fix is a change that mends it, where one is safe.
	Fix []Edit
}

// Edit replaces the bytes from Pos to End of the finding's file.
type Edit struct {
	Pos, End fact.Pos
	Text     string
}
