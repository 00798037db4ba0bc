package repositoryname

import (
	_ "embed"
	"fmt"
	"path"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
)

//go:embed doc.md
var doc string

// Rule is VT003.
var Rule = &rule.Rule{
	ID: "VT003", Name: "repository-name", Summary: "a data repository's file name does not begin with its table",
	Doc: doc, Standards: []string{"§3.7.2"}, Default: rule.Error, Check: check,
}

func check(pass *rule.Pass) {
	if !pass.Program.Standard {
		return
	}
	first := map[*program.File]*program.TableUse{}
	named := map[*program.File]bool{}
	for i := range pass.Program.Tables {
		u := &pass.Program.Tables[i]
		if u.File.Layer != program.Repository || u.File.Exempt() || u.Message || u.Dynamic || !u.Sure && !u.Shaped || u.Mode == fact.Schema {
			continue
		}
		if first[u.File] == nil {
			first[u.File] = u
		}
		named[u.File] = named[u.File] || program.NamedAfter(u.File, u.Table)
	}
	for _, file := range pass.Program.Files {
		if u := first[file]; u != nil && !named[file] {
			report(pass, file, u)
		}
	}
}

func report(pass *rule.Pass, file *program.File, u *program.TableUse) {
	f := rule.OfUse(u)
	f.Tier = rule.Certain
	f.Message = fmt.Sprintf("the data repository %s does not begin with the name of a table that it accesses, such as %s", path.Base(file.Path), f.Table)
	f.Suggestion = fmt.Sprintf("call it %s.data_repository%s, or move its queries to the repository of their table", strings.ToLower(u.Table), path.Ext(file.Path))
	if file.Language == fact.SQL {
		f.Suggestion = fmt.Sprintf("call it %s.sql, or move its queries to the file of their table", strings.ToLower(u.Table))
	}
	pass.Report(f)
}
