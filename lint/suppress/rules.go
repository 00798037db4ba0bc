package suppress

import "github.com/vtgen/vtgen/lint/rule"

// The rules about suppressions themselves. The engine reports them, and nothing suppresses them.
var (
	Unused = &rule.Rule{
		ID: "VT900", Name: "unused-suppression", Default: rule.Error, Check: nothing,
		Summary: "a vtgen:allow comment that allows nothing",
		Doc: `A comment that allows a rule to be broken where it is not broken hides the next violation that
appears there. Remove it, or the rules of it that are not needed.

Bad:

` + "```go" + `
// vtgen:allow VT001 reporting reads both tables
const query = "SELECT id FROM invitations" // the module's own table: nothing to allow
` + "```" + `

A suppression of a rule that is switched off, or that did not run, is not judged.
`,
	}
	Malformed = &rule.Rule{
		ID: "VT901", Name: "malformed-suppression", Default: rule.Error, Check: nothing,
		Summary: "a vtgen:allow comment without a rule or a reason",
		Doc: `A suppression names one or more rules and says why the rule may be broken here; it may say until
when. One that does not is not in force.

Bad:

` + "```js" + `
// vtgen:allow VT001
// vtgen:ignore VT001 legacy
` + "```" + `

Good:

` + "```js" + `
// vtgen:allow VT001 the monthly report joins both tables until 2027-01-31
/* vtgen:allow VT001,VT002 migration of accounts, OPS-1432 */
` + "```" + `

` + "```sql" + `
-- vtgen:allow VT003 the view belongs to both teams
` + "```" + `
`,
	}
	Expired = &rule.Rule{
		ID: "VT902", Name: "expired-suppression", Default: rule.Error, Check: nothing,
		Summary: "a vtgen:allow comment whose last day has passed",
		Doc: `After its last day a suppression is not in force any more: what it allowed is reported again, and so
is the comment. Mend the code, or decide on another day and say why.

Bad, from 2026-02-01 on:

` + "```go" + `
// vtgen:allow VT001 until the service has the method until 2026-01-31
` + "```" + `
`,
	}
)

// Rules are the rules about suppressions.
func Rules() []*rule.Rule { return []*rule.Rule{Unused, Malformed, Expired} }

// nothing reports nothing: whether a suppression is used is known only after all other rules ran.
func nothing(*rule.Pass) {}
