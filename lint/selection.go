package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/config"
	"github.com/vtgen/vtgen/lint/rule"
)

// chosenRule is a rule with how it is set up for a run.
type chosenRule struct {
	*rule.Rule
	severity rule.Severity
	set      config.Rule
}

// selection are the rules that run, by id.
type selection []chosenRule

// selected decides which rules run, and how much they weigh.
func (o Options) selected() (selection, error) {
	known := make([]string, len(o.Rules))
	for i, r := range o.Rules {
		known[i] = r.ID
	}
	for _, id := range slices.Concat(o.Only, o.Enable, o.Disable) {
		if !slices.Contains(known, id) {
			return nil, fmt.Errorf("%w: there is no rule %q; `vtgen lint explain` lists them", ErrInput, id)
		}
	}
	var s selection
	for _, r := range o.Rules {
		set := o.Config.Rules[r.ID]
		severity := cmp.Or(rule.Severity(set.Severity), r.Default)
		asked := slices.Contains(o.Only, r.ID) || slices.Contains(o.Enable, r.ID)
		switch {
		case slices.Contains(o.Disable, r.ID), len(o.Only) > 0 && !slices.Contains(o.Only, r.ID):
			continue
		case severity == rule.Off && !asked:
			continue
		case severity == rule.Off && r.Default != rule.Off:
			severity = r.Default // asked for, though the configuration switches it off
		case severity == rule.Off:
			severity = rule.Error
		}
		s = append(s, chosenRule{r, severity, set})
	}
	slices.SortFunc(s, func(a, b chosenRule) int { return strings.Compare(a.ID, b.ID) })
	return s, nil
}

// find returns a rule that runs.
func (s selection) find(id string) (chosenRule, bool) {
	for _, r := range s {
		if r.ID == id {
			return r, true
		}
	}
	return chosenRule{}, false
}

func (s selection) ran(id string) bool {
	_, ran := s.find(id)
	return ran
}

func (s selection) rules() []*rule.Rule {
	all := make([]*rule.Rule, len(s))
	for i, r := range s {
		all[i] = r.Rule
	}
	return all
}

// key names the rules and what they weigh; the configuration is a part of the outcome's key itself.
func (s selection) key() []string {
	var all []string
	for _, r := range s {
		all = append(all, r.ID+" "+string(r.severity))
	}
	return all
}

// lower is the next lighter severity; nothing is lighter than a hint.
func lower(s rule.Severity) rule.Severity {
	if s == rule.Error {
		return rule.Warning
	}
	return rule.Info
}

// weigh is the severity of a finding of the rule in a file.
func (r chosenRule) weigh(f rule.Finding, tests config.Tests) rule.Severity {
	severity := r.severity
	if f.Tier != rule.Certain && f.Tier != "" {
		severity = lower(severity)
	}
	if f.File.Test {
		switch tests {
		case config.SkipTests:
			return rule.Off
		case config.RelaxTests:
			severity = lower(severity)
		}
	}
	return severity
}
