package config

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Claim is a table and who owns it, as far as that can be told from the sources.
type Claim struct {
	// Table is table or database.table.
	Table string
	// Module is the owner, "" where that is to be decided.
	Module string
	// Comment says what speaks for an owner, or against one.
	Comment string
}

// Proposal is the text of a configuration that gives the tables to those who own them, for a person
// to go through. Tables whose owner is to be decided are left in comments.
func Proposal(claims []Claim) []byte {
	var out bytes.Buffer
	out.WriteString(proposalHead)
	owned := map[string][]Claim{}
	var open []Claim
	for _, c := range claims {
		if !identifier.MatchString(c.Module) || !tableName.MatchString(c.Table) {
			open = append(open, c)
			continue
		}
		owned[c.Module] = append(owned[c.Module], c)
	}
	writeOwners(&out, owned)
	writeOpen(&out, open)
	out.WriteString(proposalFoot)
	return out.Bytes()
}

func writeOwners(out *bytes.Buffer, owned map[string][]Claim) {
	if len(owned) == 0 {
		out.WriteString("owners: {}\n")
		return
	}
	out.WriteString("owners:\n")
	for _, module := range slices.Sorted(maps.Keys(owned)) {
		tables := owned[module]
		slices.SortStableFunc(tables, func(a, b Claim) int { return strings.Compare(a.Table, b.Table) })
		fmt.Fprintf(out, "  %s:\n", quoted(module))
		for i, c := range tables {
			if i == 0 || c.Table != tables[i-1].Table {
				fmt.Fprintf(out, "    - %s%s\n", quoted(c.Table), comment(" # ", c.Comment))
			}
		}
	}
}

// comment is a comment of a line, "" without a text.
func comment(before, text string) string {
	if text == "" {
		return ""
	}
	return before + oneLine(text)
}

// quoted writes a name so that YAML takes it for text.
func quoted(name string) string {
	switch strings.ToLower(name) {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return `"` + name + `"`
	}
	return name
}

func writeOpen(out *bytes.Buffer, open []Claim) {
	if len(open) == 0 {
		return
	}
	out.WriteString("\n# To be decided: each table has one owner.\n")
	for _, c := range open {
		fmt.Fprintf(out, "#   %s%s\n", oneLine(c.Table), comment(": ", c.Comment))
	}
}

// oneLine keeps a text within its comment.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, text)
}

const proposalHead = `# What vtgen lint knows of this code base beyond its sources. docs/lint.md of vtgen has all keys.

# The database of tables that are named without one.
# database: main

# Who owns which table. Nobody else may query it, unless access says so:
#   billing:
#     tables: [shop.invoices, {table: shop.prices, access: {read: [orders]}}]
#     access: private
#     files: [lib/billing/**]
`

const proposalFoot = `
# Rules that are not as they come; ` + "`vtgen lint explain`" + ` lists them.
# rules:
#   VT008: off
#   VT001: {severity: warning, paths: {exclude: [legacy/**]}}

# Files that are not linted, beside those that git ignores.
# exclude: [legacy/**]

# Findings that are known, as ` + "`vtgen lint baseline`" + ` writes them.
# baseline: vtgen-lint.baseline.yaml

# Findings in tests: check (as elsewhere), relax (one severity lower) or skip.
tests: relax
`
