package vetadapter

import (
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/vtgen/vtgen/lint"
)

// diagnostic is a finding as the analysis framework has it; at turns an offset in the finding's file
// into a position.
func diagnostic(f lint.Finding, at func(offset int) token.Pos) analysis.Diagnostic {
	d := analysis.Diagnostic{Pos: at(f.Offset), End: at(f.EndOffset), Category: f.Rule, Message: f.Rule + ": " + f.Message}
	if f.Suggestion != "" {
		d.Message += "; " + f.Suggestion
	}
	if len(f.Fix) > 0 {
		fix := analysis.SuggestedFix{Message: "Mend " + f.Rule + " (" + f.Name + ")"}
		for _, e := range f.Fix {
			fix.TextEdits = append(fix.TextEdits, analysis.TextEdit{Pos: at(e.Start), End: at(e.End), NewText: []byte(e.Text)})
		}
		d.SuggestedFixes = []analysis.SuggestedFix{fix}
	}
	return d
}
