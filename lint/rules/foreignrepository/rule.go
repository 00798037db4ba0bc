package foreignrepository

import (
	_ "embed"
	"fmt"
	"path"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
)

//go:embed doc.md
var doc string

// Rule is VT004.
var Rule = &rule.Rule{
	ID: "VT004", Name: "foreign-repository", Summary: "a module uses the data repository or model of another",
	Doc: doc, Standards: []string{"§3.8.1", "§3.8.2"}, Default: rule.Error, Check: check,
}

func check(pass *rule.Pass) {
	queried := modelsQueried(pass.Program)
	for _, file := range pass.Program.Files {
		if file.Exempt() || file.Module == "" {
			continue
		}
		reported := map[*program.File]bool{}
		for i := range file.References {
			r := &file.References[i]
			if reported[r.Target] || !foreign(file, r.Target) || queried[pair{file, r.Target}] {
				continue
			}
			reported[r.Target] = true
			report(pass, file, r)
		}
	}
}

// pair is a file and a model's file that it uses.
type pair struct{ user, model *program.File }

// modelsQueried are the models that files query: these are the findings of VT001, one for each query,
// and no second one is made of the import.
func modelsQueried(p *program.Program) map[pair]bool {
	all := map[pair]bool{}
	for i := range p.Tables {
		if u := &p.Tables[i]; u.Model != nil {
			all[pair{u.File, u.Model}] = true
		}
	}
	return all
}

// foreign reports whether a file uses the repository or model of another module.
func foreign(file, target *program.File) bool {
	if target.Module == "" || target.Exempt() || file.Shares(target) {
		return false
	}
	switch target.Layer {
	case program.Repository:
		return true
	case program.ModelLayer:
		// Types of models pass between services in Go and TypeScript: only queries count there.
		return file.Language == fact.JavaScript && file.Layer != program.ModelLayer && target.DeclaresModels()
	}
	return false
}

func report(pass *rule.Pass, file *program.File, r *program.Reference) {
	kind := "data repository"
	tier := rule.Certain
	if r.Target.Layer == program.ModelLayer {
		kind, tier = "model", rule.Likely
	}
	pass.Report(rule.Finding{
		Tier: tier, File: file.File, Pos: r.Pos, End: r.End, Module: file.Module, Access: "import",
		Table:      rule.TableName(r.Target.Database, r.Target.Table),
		Func:       file.FunctionName(r.Func),
		Message:    fmt.Sprintf("module %s uses the %s %s of module %s", file.Module, kind, path.Base(r.Target.Path), r.Target.Module),
		Suggestion: fmt.Sprintf("go through the service of module %s", r.Target.Module),
	})
}
