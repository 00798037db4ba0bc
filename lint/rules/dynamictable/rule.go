package dynamictable

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
)

//go:embed doc.md
var doc string

// Rule is VT007.
var Rule = &rule.Rule{
	ID: "VT007", Name: "dynamic-table-name", Summary: "the name of a table is not known from the source",
	Doc: doc, Standards: []string{"§3.8.2"}, Default: rule.Warning, Check: check,
}

func check(pass *rule.Pass) {
	for i := range pass.Program.Tables {
		u := &pass.Program.Tables[i]
		if !u.Dynamic || u.Message || u.File.Exempt() || !u.Sure && !u.Shaped {
			continue
		}
		pass.Report(finding(u))
	}
}

// hole stands for what is not known of a name in what is scanned.
const hole = "\uFFFC"

func finding(u *program.TableUse) rule.Finding {
	f := rule.OfUse(u)
	known := strings.ReplaceAll(u.Table, hole, "…")
	f.Table = known
	switch {
	case u.Given:
		f.Tier = rule.Possible
		f.Message = "the name of the table is given by others: all that were found give known names, which are checked where they stand"
	case strings.Trim(known, "…") == "":
		f.Message = "the name of the table is not known from the source, so that its owner cannot be checked"
	default:
		f.Message = fmt.Sprintf("of the name of the table only %s is known from the source, so that its owner cannot be checked", known)
	}
	f.Suggestion = "name the table in the text or by a constant; choose between known names with a map or switch"
	return f
}
