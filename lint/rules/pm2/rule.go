// Package pm2 is the rule VT105: PM2 runs applications as clusters.
package pm2

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

// Rule finds PM2 configurations that run one process only (the standards, §15.2).
var Rule = &rule.Rule{
	ID:        "VT105",
	Name:      "pm2-cluster",
	Summary:   "PM2 does not run the application as a cluster",
	Doc:       doc,
	Standards: []string{"§15.2"},
	Default:   rule.Warning,
	Languages: []fact.Language{fact.JavaScript, fact.TypeScript},
	Check:     check,
}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if f.Path != "ecosystem.config.js" {
			continue
		}
		for i := range f.Objects {
			fields, spread := idiom.Fields(&f.Objects[i])
			script, runs := fields["script"]
			if !runs || spread {
				continue
			}
			if interpreter, _ := idiom.Literal(fields["interpreter"].Value.Text); interpreter == "none" {
				continue // a compiled program uses all processors by itself
			}
			mode, known := idiom.Literal(fields["exec_mode"].Value.Text)
			if _, set := fields["exec_mode"]; set && (!known || mode == "cluster") {
				continue
			}
			report(p, f, &f.Objects[i], script)
		}
	}
}

func report(p *rule.Pass, f *program.File, app *fact.Object, script fact.Field) {
	name, _ := idiom.Literal(script.Value.Text)
	p.Report(rule.Finding{
		Tier: rule.Certain, File: f.File, Pos: app.Pos, End: app.Pos,
		Message:    fmt.Sprintf("PM2 does not run %s as a cluster", name),
		Suggestion: "set exec_mode to 'cluster' and instances to 'max'", Access: name,
	})
}
