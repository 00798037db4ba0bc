// Package lint runs the rules of the standards over a code base: it finds the files, lets a front end
// make facts of each, links the facts into a program, hands that to every rule, and settles what the
// rules found: severities, suppressions, baseline and changed lines.
//
// A code base is always read as a whole, since who owns a table and what an import means is said in
// other files; arguments only choose what is reported.
package lint

import (
	"errors"
	"time"

	"github.com/vtgen/vtgen/lint/baseline"
	"github.com/vtgen/vtgen/lint/cache"
	"github.com/vtgen/vtgen/lint/config"
	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/gitdiff"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules"
	"github.com/vtgen/vtgen/lint/suppress"
)

// ErrInput marks errors that the arguments or the configuration are to blame for.
var ErrInput = errors.New("bad input")

// Options say what a run does. Only Root is needed.
type Options struct {
	// Root is the absolute path of the directory that is linted.
	Root string
	// Paths choose what is reported: files and folders relative to Root, with slashes; none means
	// all.
	Paths []string
	// Config is the code base's configuration.
	Config config.Config
	// Entities are those of a vtgen platform, which own their tables.
	Entities []program.Entity
	// Rules are the rules; nil means all that there are.
	Rules []*rule.Rule
	// Only runs these rules alone; Enable and Disable switch single ones.
	Only, Enable, Disable []string
	// Cache keeps what is found out between runs; nil keeps nothing.
	Cache *cache.Store
	// Baseline holds the findings that are known; nil means none.
	Baseline *baseline.Baseline
	// Changed limits the report to changed lines; nil means all.
	Changed *gitdiff.Lines
	// Today decides which suppressions have expired; zero means now.
	Today time.Time
}

// AllRules are all rules that there are, by id, with those about suppressions.
func AllRules() []*rule.Rule { return append(rules.All(), suppress.Rules()...) }

// Finding is one violation, without the facts that it was found by.
type Finding struct {
	Rule     string        `json:"rule"`
	Name     string        `json:"name"`
	Severity rule.Severity `json:"severity"`
	Tier     rule.Tier     `json:"tier"`
	// Path is relative to the root, with slashes. Lines and columns count from 1, columns in bytes;
	// the end is the first column after.
	Path      string `json:"path"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
	// Offset and EndOffset are the same place in bytes from the file's begin.
	Offset    int    `json:"offset"`
	EndOffset int    `json:"endOffset"`
	Message   string `json:"message"`
	// Suggestion says what to do instead.
	Suggestion string `json:"suggestion,omitempty"`
	// Module is the module that breaks the rule, Owner the one that owns the table.
	Module   string `json:"module,omitempty"`
	Table    string `json:"table,omitempty"`
	Database string `json:"database,omitempty"`
	Owner    string `json:"owner,omitempty"`
	Access   string `json:"access,omitempty"`
	Function string `json:"function,omitempty"`
	// Suppressed is set for a finding that a comment allows.
	Suppressed *Suppressed `json:"suppressed,omitempty"`
	// Baselined is set for a finding that the baseline knows.
	Baselined bool `json:"baselined,omitempty"`
	// Fix is a change of the file that mends it.
	Fix []Edit `json:"fix,omitempty"`
}

// Suppressed says by what a finding is allowed.
type Suppressed struct {
	Reason string `json:"reason"`
	// Until is the last day, such as 2027-01-31, or "".
	Until string `json:"until,omitempty"`
	// Line is that of the comment.
	Line int `json:"line"`
}

// Edit replaces the bytes of a file from Start to End.
type Edit struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Open reports whether the finding is neither suppressed nor known to the baseline.
func (f *Finding) Open() bool { return f.Suppressed == nil && !f.Baselined }

// Key is what the baseline knows the finding by.
func (f *Finding) Key() baseline.Key {
	return baseline.Key{Rule: f.Rule, Module: f.Module, Table: f.QualifiedTable(), Access: f.Access, Function: f.Function, Path: f.Path}
}

// QualifiedTable is the table with its database, where that is known.
func (f *Finding) QualifiedTable() string {
	if f.Database == "" {
		return f.Table
	}
	return f.Database + "." + f.Table
}

// Note says that a file was not, or not wholly, looked at.
type Note struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Result is what a run found.
type Result struct {
	// Root is the directory that was linted.
	Root string
	// Findings are in the order of path, place and rule, suppressed and known ones among them.
	Findings []Finding
	// Stale are the entries of the baseline that no finding is left for.
	Stale []baseline.Entry
	// Notes are about files that were skipped or are broken.
	Notes []Note
	// Failures are rules that ended with a panic: mistakes of vtgen itself.
	Failures []string
	// Rules are those that ran.
	Rules []*rule.Rule
	// Files counts what was linted, Cached those whose facts were known.
	Files, Cached int
	// Known is set when nothing had changed since a run with the same options.
	Known bool
	// Warning says why the cache could not be written, "" when it could.
	Warning string
	// Elapsed is how long the run took.
	Elapsed time.Duration
}

// Count counts the open findings of a severity.
func (r *Result) Count(severity rule.Severity) int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Open() && r.Findings[i].Severity == severity {
			n++
		}
	}
	return n
}

// reader is a front end.
type reader func(path string, text []byte) *fact.File
