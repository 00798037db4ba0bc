// Package ruledoc writes the documentation of the linter's rules, and says for every section of the
// standards which rules enforce it or why none can.
package ruledoc

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/rule"
)

// languages are the languages' names for people.
var languages = map[fact.Language]string{fact.Go: "Go", fact.JavaScript: "JavaScript", fact.TypeScript: "TypeScript", fact.SQL: "SQL", fact.Prisma: "Prisma"}

// Rule is the documentation of one rule as Markdown.
func Rule(r *rule.Rule) string {
	var out strings.Builder
	fmt.Fprintf(&out, "## %s %s\n\n%s.\n\n", r.ID, r.Name, strings.TrimSuffix(capital(r.Summary), "."))
	facts := []string{"Severity: " + string(r.Default)}
	if len(r.Languages) > 0 {
		var names []string
		for _, l := range r.Languages {
			names = append(names, languages[l])
		}
		facts = append(facts, "looks at "+strings.Join(names, ", "))
	}
	if len(r.Standards) > 0 {
		facts = append(facts, "the standards, "+strings.Join(r.Standards, ", "))
	}
	fmt.Fprintf(&out, "%s.\n", strings.Join(facts, "; "))
	if doc := strings.TrimSpace(lowered(r.Doc)); doc != "" {
		fmt.Fprintf(&out, "\n%s\n", doc)
	}
	return out.String()
}

func capital(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// lowered puts the headings of a rule's own text below that of the rule, and takes off a title.
func lowered(text string) string {
	var out strings.Builder
	inCode := false
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "```"):
			inCode = !inCode
		case inCode:
		case strings.HasPrefix(line, "# "):
			continue
		case strings.HasPrefix(line, "## "):
			line = "#" + line
		}
		out.WriteString(line)
	}
	return out.String()
}

const head = `# Rules of vtgen lint

Written by ` + "`vtgen lint explain --markdown`" + `; a test fails when it is out of date. How the linter is used
and configured is in [lint.md](lint.md).

`

// Markdown is the documentation of all rules.
func Markdown(all []*rule.Rule) []byte {
	var out bytes.Buffer
	out.WriteString(head)
	sorted := slices.SortedFunc(slices.Values(all), func(a, b *rule.Rule) int { return strings.Compare(a.ID, b.ID) })
	out.WriteString("| rule | name | severity | what it reports |\n|---|---|---|---|\n")
	for _, r := range sorted {
		fmt.Fprintf(&out, "| [%s](#%s-%s) | %s | %s | %s |\n", r.ID, strings.ToLower(r.ID), r.Name, r.Name, r.Default, cell(r.Summary))
	}
	out.WriteString("\n## The standards, section by section\n\n| section | enforced by | beyond the linter |\n|---|---|---|\n")
	for _, s := range sections {
		enforced := strings.Join(enforcing(sorted, s.number), ", ")
		if enforced == "" {
			enforced = "no rule"
		}
		fmt.Fprintf(&out, "| §%s %s | %s | %s |\n", s.number, s.title, enforced, cell(s.beyond))
	}
	for _, r := range sorted {
		out.WriteString("\n" + Rule(r))
	}
	return out.Bytes()
}

func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// enforcing are the rules that name a section.
func enforcing(all []*rule.Rule, number string) []string {
	var ids []string
	for _, r := range all {
		if slices.ContainsFunc(r.Standards, func(s string) bool { return strings.TrimPrefix(s, "§") == number }) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}
