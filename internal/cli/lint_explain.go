package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/config"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/ruledoc"
)

const lintExplainLong = `Explains a rule: what it forbids, why, code that breaks it and code that does not, its options, and
how to suppress it. Without a rule it lists all of them. --markdown prints docs/rules.md.`

const lintExplainExample = `  vtgen lint explain
  vtgen lint explain VT001
  vtgen lint explain --markdown`

func newLintExplainCommand(streams IO) *cobra.Command {
	var markdown bool
	c := &cobra.Command{
		Use:     "explain [rule]",
		Short:   "Explain a rule, or list all",
		Long:    lintExplainLong,
		Example: lintExplainExample,
		Args:    atMost("a rule"),
		ValidArgsFunction: func(_ *cobra.Command, arguments []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(arguments) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return ruleIDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, arguments []string) error {
			return runLintExplain(streams, arguments, markdown)
		},
	}
	c.Flags().BoolVar(&markdown, "markdown", false, "print it as Markdown")
	return c
}

func runLintExplain(streams IO, arguments []string, markdown bool) error {
	all := lint.AllRules()
	paint := newStyle(streams.Color)
	var text string
	switch {
	case len(arguments) == 0 && markdown:
		text = string(ruledoc.Markdown(all))
	case len(arguments) == 0:
		text = ruleList(paint, all)
	default:
		r, err := findRule(all, arguments[0])
		if err != nil {
			return err
		}
		if text = ruledoc.Rule(r); !markdown {
			text = renderMarkdown(paint, text)
		}
	}
	_, err := io.WriteString(streams.Out, text)
	return err
}

// findRule returns the rule with an id or a name.
func findRule(all []*rule.Rule, word string) (*rule.Rule, error) {
	best, distance := "", 3
	for _, r := range all {
		if strings.EqualFold(r.ID, word) || r.Name == word {
			return r, nil
		}
		for _, known := range []string{r.ID, r.Name} {
			if d := config.Distance(strings.ToLower(word), strings.ToLower(known)); d < distance {
				best, distance = known, d
			}
		}
	}
	hint := ""
	if best != "" {
		hint = fmt.Sprintf("; did you mean %s?", best)
	}
	return nil, usagef("there is no rule %q%s; `vtgen lint explain` lists them", word, hint)
}

// ruleList lists rules, one aligned line each.
func ruleList(paint style, all []*rule.Rule) string {
	width := 0
	for _, r := range all {
		width = max(width, len(r.Name))
	}
	colours := map[rule.Severity]func(string) string{rule.Error: paint.failure, rule.Warning: paint.warning, rule.Info: paint.faint, rule.Off: paint.faint}
	var out strings.Builder
	sorted := slices.SortedFunc(slices.Values(all), func(a, b *rule.Rule) int { return strings.Compare(a.ID, b.ID) })
	for _, r := range sorted {
		fmt.Fprintf(&out, "  %s  %s  %-*s  %s\n", paint.heading(r.ID), colours[r.Default](fmt.Sprintf("%-7s", r.Default)), width, r.Name, r.Summary)
	}
	return out.String()
}

// renderMarkdown shows Markdown at a terminal: headings without marks, code indented.
func renderMarkdown(paint style, text string) string {
	var out strings.Builder
	inCode := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "```"):
			inCode = !inCode
			continue
		case inCode:
			line = strings.TrimRight("    "+line, " ")
		case strings.HasPrefix(line, "#"):
			line = paint.heading(strings.TrimLeft(line, "# "))
		default:
			line = strings.ReplaceAll(line, "`", "")
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}
