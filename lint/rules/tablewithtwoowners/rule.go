package tablewithtwoowners

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
)

//go:embed doc.md
var doc string

// Rule is VT006.
var Rule = &rule.Rule{
	ID: "VT006", Name: "table-with-two-owners", Summary: "more than one module claims a table",
	Doc: doc, Standards: []string{"§3.8.2"}, Default: rule.Error, Check: check,
}

func check(pass *rule.Pass) {
	for i := range pass.Program.Owners.Tables {
		owner := &pass.Program.Owners.Tables[i]
		if len(owner.Others) == 0 {
			continue
		}
		reported := map[string]bool{}
		for _, claim := range owner.Claims {
			if claim.File == nil || reported[claim.Module] {
				continue
			}
			reported[claim.Module] = true
			report(pass, owner, claim)
		}
	}
}

func report(pass *rule.Pass, owner *program.Ownership, claim program.Claim) {
	var others []string
	for _, module := range append([]string{owner.Module}, owner.Others...) {
		if module != claim.Module {
			others = append(others, module)
		}
	}
	f := rule.Finding{
		Tier: rule.Certain, File: claim.File.File, Pos: max(claim.Pos, 0), End: max(claim.Pos, 0), Module: claim.Module,
		Table: rule.TableName(owner.Database, owner.Table), Access: "owner",
	}
	f.Message = fmt.Sprintf("module %s claims table %s by its %s, and so does %s", claim.Module, f.Table, claim.Source, strings.Join(others, ", "))
	f.Suggestion = "leave the table to one module and let the other ask its service, or name the owner in the ownership file"
	pass.Report(f)
}
