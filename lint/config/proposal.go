package config

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Claim is a table and who owns it, as far as that can be told from the sources.
type Claim struct {
	// Table is table or database.table.
	Table string
	// Module is the owner, "" where there is none; Others are further modules that claim it.
	Module string
	Others []string
}

// Proposal is the text of a configuration that gives the tables to those who own them, for a person
// to go through. Tables without an owner, or with several, are left in comments.
func Proposal(claims []Claim) []byte {
	var out bytes.Buffer
	out.WriteString(proposalHead)
	owned := map[string][]string{}
	var open []Claim
	for _, c := range claims {
		if c.Module == "" || len(c.Others) > 0 || !identifier.MatchString(c.Module) || !tableName.MatchString(c.Table) {
			open = append(open, c)
			continue
		}
		owned[c.Module] = append(owned[c.Module], c.Table)
	}
	writeOwners(&out, owned)
	writeOpen(&out, open)
	out.WriteString(proposalFoot)
	return out.Bytes()
}

func writeOwners(out *bytes.Buffer, owned map[string][]string) {
	modules := make([]string, 0, len(owned))
	for module := range owned {
		modules = append(modules, module)
	}
	slices.Sort(modules)
	if len(modules) == 0 {
		out.WriteString("owners: {}\n")
		return
	}
	out.WriteString("owners:\n")
	for _, module := range modules {
		tables := owned[module]
		slices.Sort(tables)
		fmt.Fprintf(out, "  %s:\n", quoted(module))
		for _, table := range slices.Compact(tables) {
			fmt.Fprintf(out, "    - %s\n", quoted(table))
		}
	}
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
		who := "nobody claims it"
		if c.Module != "" {
			who = "claimed by " + strings.Join(append([]string{c.Module}, c.Others...), ", ")
		}
		fmt.Fprintf(out, "#   %s: %s\n", oneLine(c.Table), oneLine(who))
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
