package crossmodulequery

import (
	_ "embed"
	"fmt"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
)

//go:embed doc.md
var doc string

// Rule is VT001.
var Rule = &rule.Rule{
	ID: "VT001", Name: "cross-module-query", Summary: "a query touches a table that another module owns",
	Doc: doc, Standards: []string{"§3.8.1", "§3.8.2"}, Default: rule.Error, Check: check,
}

func check(pass *rule.Pass) {
	for i := range pass.Program.Tables {
		if u := &pass.Program.Tables[i]; accused(pass.Program, u) {
			report(pass, u)
		}
	}
}

// accused reports whether a use breaks the rule.
func accused(p *program.Program, u *program.TableUse) bool {
	if u.Message || u.Dynamic || u.Elsewhere || u.File.Exempt() {
		return false
	}
	if u.Mode == fact.Schema && (u.Via != "sql" || u.File.Language == fact.SQL || u.File.Layer == program.ModelLayer) {
		return false // a foreign key, a table's own definition, a migration at start
	}
	owner := p.Owners.Of(u.Database, u.Table)
	if owner == nil || owner.Module == "" || u.File.BelongsTo(owner) {
		return false
	}
	if u.File.Module == "" {
		return p.Standard && u.Sure && outside(u.File)
	}
	return u.Mode != fact.Read || !owner.MayRead(u.File.Module)
}

// outside reports whether a file without a module is outside of every module, and not merely one
// whose module could not be told.
func outside(file *program.File) bool {
	switch file.Layer {
	case program.Repository, program.ModelLayer, program.Connectivity:
		return false
	}
	return file.Language != fact.SQL
}

func report(pass *rule.Pass, u *program.TableUse) {
	owner := pass.Program.Owners.Of(u.Database, u.Table)
	f := rule.OfUse(u)
	who := "module " + u.File.Module
	if u.File.Module == "" {
		who = "code outside of every module"
	}
	f.Message = fmt.Sprintf("%s %s %s, which module %s owns", who, rule.Verb(u.Mode), f.Table, owner.Module)
	f.Suggestion = rule.Instead(pass.Program, owner, u)
	pass.Report(f)
}
