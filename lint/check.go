package lint

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/config"
	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/suppress"
)

// checker runs the rules over one program.
type checker struct {
	options  Options
	selected selection
	program  *program.Program
	found    *outcome
	known    map[any]any // what rules make for each other
}

// check links the files and runs the rules. A rule that panics is a failure and takes nothing else
// with it.
func (o Options) check(c *collection, modules []program.GoModule, selected selection) (*outcome, error) {
	files, notes := c.files()
	linked, err := link(files, o.linkOptions(modules))
	if err != nil {
		return nil, err
	}
	k := &checker{options: o, selected: selected, program: linked, found: &outcome{Notes: notes, Files: len(files)}, known: map[any]any{}}
	for _, r := range selected {
		k.run(r)
	}
	k.suppress(c)
	k.order()
	return k.found, nil
}

func link(files []*fact.File, options program.Options) (p *program.Program, err error) {
	defer func() {
		if failure := recover(); failure != nil {
			err = fmt.Errorf("linking the files failed, please report it: %v\n%s", failure, debug.Stack())
		}
	}()
	return program.Link(files, options), nil
}

// run runs one rule.
func (k *checker) run(r chosenRule) {
	defer func() {
		if failure := recover(); failure != nil {
			k.found.failures = append(k.found.failures, fmt.Sprintf("the rule %s (%s) failed, please report it: %v\n%s", r.ID, r.Name, failure, debug.Stack()))
		}
	}()
	r.Check(&rule.Pass{
		Program: k.program,
		Option: func(name, fallback string) string {
			if value, set := r.set.Options[name]; set {
				return value
			}
			return fallback
		},
		Report: func(f rule.Finding) { k.report(r, f) },
		Known:  k.known,
	})
}

// report takes a finding of a rule.
func (k *checker) report(r chosenRule, f rule.Finding) {
	if f.File == nil || !r.set.Applies(f.File.Path) {
		return
	}
	severity := r.weigh(f, k.options.Config.Tests)
	if severity == rule.Off {
		return
	}
	one := Finding{
		Rule: r.ID, Name: r.Name, Severity: severity, Tier: cmp.Or(f.Tier, rule.Certain), Path: f.File.Path,
		Offset: int(max(f.Pos, 0)), Message: f.Message, Suggestion: f.Suggestion, Module: f.Module, Access: f.Access, Function: f.Func,
	}
	one.EndOffset = max(one.Offset, int(f.End))
	one.Line, one.Column = f.File.Position(f.Pos)
	one.EndLine, one.EndColumn = f.File.Position(fact.Pos(one.EndOffset))
	one.Database, one.Table = splitTable(f.Table)
	one.Owner = k.owner(one.Database, one.Table)
	for _, edit := range f.Fix {
		one.Fix = append(one.Fix, Edit{int(edit.Pos), int(edit.End), edit.Text})
	}
	k.found.Findings = append(k.found.Findings, one)
}

// owner is the module that owns a table, "" where that is not known.
func (k *checker) owner(database, table string) string {
	if table == "" || k.program.Owners == nil {
		return ""
	}
	if o := k.program.Owners.Of(database, table); o != nil {
		return o.Module
	}
	return ""
}

// order brings the findings into the order of path, place and rule, each once.
func (k *checker) order() {
	slices.SortStableFunc(k.found.Findings, compareFindings)
	k.found.Findings = slices.CompactFunc(k.found.Findings, func(a, b Finding) bool { return compareFindings(a, b) == 0 })
}

func compareFindings(a, b Finding) int {
	return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
		strings.Compare(a.Rule, b.Rule), cmp.Compare(a.EndOffset, b.EndOffset), strings.Compare(a.Message, b.Message))
}

// suppress marks what comments allow, and reports the comments that are wrong.
func (k *checker) suppress(c *collection) {
	byPath := map[string][]int{}
	for i := range k.found.Findings {
		path := k.found.Findings[i].Path
		byPath[path] = append(byPath[path], i)
	}
	for i := range c.sources {
		f := c.sources[i].facts
		if f == nil || !hasDirectives(f) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(k.options.Root, filepath.FromSlash(f.Path)))
		if err != nil {
			k.found.Notes = append(k.found.Notes, Note{f.Path, "its comments cannot be read: " + err.Error()})
			continue
		}
		for _, s := range suppress.Read(f, string(text)) {
			k.apply(f, s, byPath[f.Path])
		}
	}
}

func hasDirectives(f *fact.File) bool {
	return slices.ContainsFunc(f.Comments, func(c fact.Comment) bool { return strings.Contains(c.Text, "vtgen:") })
}

// apply lets one suppression speak for the findings of its file, given by their indexes.
func (k *checker) apply(f *fact.File, s *suppress.Suppression, findings []int) {
	switch {
	case s.Invalid != "":
		k.reportComment(suppress.Malformed, f, s, "the suppression is not in force: "+s.Invalid, "write vtgen:allow VT001 and the reason")
		return
	case s.Expired(k.options.Today):
		k.reportComment(suppress.Expired, f, s, "the suppression of "+strings.Join(s.Rules, ", ")+" ended on "+s.Until.Format(suppress.DateFormat), "mend the code, or give another day and say why")
		return
	}
	used := map[string]bool{}
	for _, i := range findings {
		finding := &k.found.Findings[i]
		if s.Allows(finding.Rule) && s.Covers(fact.Pos(finding.Offset)) {
			used[finding.Rule] = true
			finding.Suppressed = &Suppressed{Reason: s.Reason, Line: s.Line}
			if !s.Until.IsZero() {
				finding.Suppressed.Until = s.Until.Format(suppress.DateFormat)
			}
		}
	}
	for _, id := range s.Rules {
		k.judge(f, s, id, used[id])
	}
}

// judge reports a rule of a suppression that does not exist, or that it does not need.
func (k *checker) judge(f *fact.File, s *suppress.Suppression, id string, used bool) {
	known := slices.ContainsFunc(k.options.Rules, func(r *rule.Rule) bool { return r.ID == id })
	own := slices.ContainsFunc(suppress.Rules(), func(r *rule.Rule) bool { return r.ID == id })
	switch {
	case !known || own:
		k.reportComment(suppress.Malformed, f, s, "the suppression names "+id+", which is no rule that can be suppressed", "`vtgen lint explain` lists the rules")
	case !used && k.selected.ran(id) && k.reports(f, id):
		k.reportComment(suppress.Unused, f, s, "the suppression of "+id+" allows nothing", "remove "+id+" from the comment, or the comment")
	}
}

// reports reports whether a rule that runs reports findings in a file at all.
func (k *checker) reports(f *fact.File, id string) bool {
	r, _ := k.selected.find(id)
	return r.set.Applies(f.Path) && (!f.Test || k.options.Config.Tests != config.SkipTests)
}

// reportComment reports a suppression under one of its own rules.
func (k *checker) reportComment(own *rule.Rule, f *fact.File, s *suppress.Suppression, message, suggestion string) {
	r, runs := k.selected.find(own.ID)
	if !runs {
		return
	}
	k.report(r, rule.Finding{File: f, Pos: s.Pos, End: s.End, Tier: rule.Certain, Message: message, Suggestion: suggestion})
}
