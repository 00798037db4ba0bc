package tablewithoutowner

import (
	_ "embed"
	"fmt"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
)

//go:embed doc.md
var doc string

// Rule is VT005.
var Rule = &rule.Rule{
	ID: "VT005", Name: "table-without-owner", Summary: "a table has no owning module",
	Doc: doc, Standards: []string{"§3.8.2"}, Default: rule.Warning, Check: check,
}

func check(pass *rule.Pass) {
	if !hasServices(pass.Program) {
		return
	}
	reported := map[*program.Ownership]bool{}
	for _, sure := range []bool{true, false} {
		for i := range pass.Program.Tables {
			u := &pass.Program.Tables[i]
			if u.Message || u.Dynamic || u.File.Exempt() || u.Mode == fact.Schema || u.Sure != sure || !u.Sure && !u.Shaped {
				continue
			}
			owner := pass.Program.Owners.Of(u.Database, u.Table)
			if owner == nil || owner.Module != "" || reported[owner] {
				continue
			}
			reported[owner] = true
			f := rule.OfUse(u)
			if !pass.Program.Standard {
				f.Tier = rule.Possible // in another layout, nothing says who owns it
			}
			f.Message = fmt.Sprintf("table %s has no owner", f.Table)
			f.Suggestion = "give it a data repository that its service uses, or name its owner in the ownership file"
			pass.Report(f)
		}
	}
}

// hasServices reports whether there are modules that could own tables.
func hasServices(p *program.Program) bool {
	for _, file := range p.Files {
		if file.Layer == program.Service && file.Module != "" {
			return true
		}
	}
	return false
}
