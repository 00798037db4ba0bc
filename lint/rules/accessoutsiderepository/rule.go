package accessoutsiderepository

import (
	_ "embed"
	"fmt"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
)

//go:embed doc.md
var doc string

// Rule is VT002.
var Rule = &rule.Rule{
	ID: "VT002", Name: "data-access-outside-repository", Summary: "data is accessed outside of data_repositories",
	Doc: doc, Standards: []string{"§3.7.2", "§3.7.3"}, Default: rule.Error, Check: check,
}

// statement tells the queries of a file apart.
type statement struct {
	file *program.File
	at   fact.Pos
}

func check(pass *rule.Pass) {
	if !pass.Program.Standard {
		return
	}
	reported := map[statement]bool{}
	for i := range pass.Program.Tables {
		u := &pass.Program.Tables[i]
		if u.Message || u.File.Exempt() || u.File.Language == fact.SQL || allowed(u.File.Layer) || !u.Sure && !u.Shaped || u.Mode == fact.Schema && u.Via != "sql" {
			continue
		}
		if s := (statement{u.File, u.Text}); !reported[s] {
			reported[s] = true
			report(pass, u)
		}
	}
}

// allowed reports whether a layer may access data.
func allowed(layer program.Layer) bool {
	switch layer {
	case program.Repository, program.ModelLayer, program.Connectivity:
		return true
	}
	return false
}

func report(pass *rule.Pass, u *program.TableUse) {
	f := rule.OfUse(u)
	what := "a query on "
	if u.Via != "sql" {
		what = "an access to "
	}
	if u.Dynamic {
		f.Table, what = "", "a query on a table whose name is not known"
	}
	f.Message = fmt.Sprintf("%s%s outside of data_repositories, in a file of the layer %s", what, f.Table, u.File.Layer)
	f.Suggestion = "move it into a method of the table's data repository and call that"
	if owner := pass.Program.Owners.Of(u.Database, u.Table); owner != nil && owner.Module != "" && !u.File.BelongsTo(owner) && !u.Dynamic && u.File.Module != "" {
		f.Suggestion = rule.Instead(pass.Program, owner, u)
	}
	pass.Report(f)
}
