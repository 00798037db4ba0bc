package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/program"
)

const ownerLong = `Says which module owns a table or collection, from what it follows, which service methods of the
owner read or write it, and which code touches it directly: what the standards ask for before any
query is written (§3.8.3). It reads sources alone, as vtgen lint does.

Exits with 1 when the table is not known or has not exactly one owner.`

const ownerExample = `  vtgen owner allowed_app
  vtgen owner oneid.user_accounts --json`

func newOwnerCommand(streams IO) *cobra.Command {
	var o lintOptions
	var asJSON bool
	c := &cobra.Command{
		Use:               "owner [database.]table",
		Short:             "Say which module owns a table, and how to reach its data",
		Long:              ownerLong,
		Example:           ownerExample,
		Args:              atMost("a table"),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, arguments []string) error {
			if len(arguments) == 0 {
				return usagef("the table is missing: name one, such as `vtgen owner oneid.user_accounts`")
			}
			return runOwner(c.Context(), streams, o, arguments[0], asJSON)
		},
	}
	o.addRunFlags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print it as JSON")
	return c
}

// ownerJSON is what is known of a table.
type ownerJSON struct {
	Database string `json:"database"`
	Table    string `json:"table"`
	// Owner is the module, Others are further modules that claim the table.
	Owner  string   `json:"owner"`
	Others []string `json:"others"`
	// Source says what the owner follows from.
	Source       string       `json:"source"`
	Readers      []string     `json:"readers"`
	Services     []string     `json:"services"`
	Repositories []string     `json:"repositories"`
	Methods      []accessJSON `json:"methods"`
	Direct       []accessJSON `json:"direct"`
	Foreign      []accessJSON `json:"foreign"`
	// standard is set in code bases of the standards' layout, where a module has a service.
	standard bool
}

// accessJSON is a function that reads or writes the table.
type accessJSON struct {
	Name   string `json:"name"`
	Module string `json:"module"`
	Access string `json:"access"`
	Path   string `json:"path"`
	Line   int    `json:"line"`
}

func runOwner(ctx context.Context, streams IO, o lintOptions, table string, asJSON bool) error {
	options, err := o.options(streams)
	if err != nil {
		return err
	}
	linked, err := lint.Load(ctx, options)
	if err != nil {
		return inputError(err)
	}
	database, name := "", table
	if i := strings.LastIndexByte(table, '.'); i >= 0 {
		database, name = table[:i], table[i+1:]
	}
	found := program.Discover(linked, database, name)
	if found.Ownership == nil {
		_, _ = fmt.Fprintf(streams.Err, "the table %s is named nowhere in %s%s\n", table, options.Root, nearTables(linked, name))
		return errFindings
	}
	shown := shownOwner(found)
	shown.standard = linked.Standard
	if asJSON {
		err = printJSON(streams.Out, shown)
	} else {
		_, err = io.WriteString(streams.Out, ownerText(newStyle(streams.Color), shown))
	}
	if err != nil {
		return fmt.Errorf("printing the owner: %w", err)
	}
	if shown.Owner == "" || len(shown.Others) > 0 {
		return errFindings
	}
	return nil
}

func shownOwner(d *program.Discovery) ownerJSON {
	return ownerJSON{
		Database: d.Database, Table: d.Table, Owner: d.Module, Others: orEmpty(d.Others), Source: d.Source, Readers: orEmpty(d.Readers),
		Services: paths(d.Services), Repositories: paths(d.Repositories),
		Methods: accesses(d.Methods), Direct: accesses(d.Direct), Foreign: accesses(d.Foreign),
	}
}

func orEmpty(list []string) []string { return append([]string{}, list...) }

func paths(files []*program.File) []string {
	all := []string{}
	for _, f := range files {
		all = append(all, f.Path)
	}
	return all
}

func accesses(list []program.Access) []accessJSON {
	all := []accessJSON{}
	for _, a := range list {
		all = append(all, accessJSON{a.Name, a.Module, a.Mode.String(), a.File.Path, a.Line})
	}
	return all
}

// ownerText is the answer for a person.
func ownerText(paint style, o ownerJSON) string {
	var out strings.Builder
	table := o.Table
	if o.Database != "" {
		table = o.Database + "." + o.Table
	}
	switch {
	case o.Owner == "":
		fmt.Fprintf(&out, "%s has %s\n", paint.heading(table), paint.failure("no owner"))
	case len(o.Others) > 0:
		fmt.Fprintf(&out, "%s belongs to %s, and is claimed by %s too\n", paint.heading(table), paint.good(o.Owner), paint.failure(strings.Join(o.Others, ", ")))
	default:
		fmt.Fprintf(&out, "%s belongs to %s %s\n", paint.heading(table), paint.good(o.Owner), paint.faint("(by the "+o.Source+")"))
	}
	if len(o.Readers) > 0 {
		fmt.Fprintf(&out, "\n  may be read by %s\n", strings.Join(o.Readers, ", "))
	}
	if o.Owner != "" && len(o.Services) == 0 && o.standard {
		fmt.Fprintf(&out, "\n  module %s has no service yet: give it one before another module needs this data\n", o.Owner)
	}
	listPaths(&out, paint, "service", o.Services)
	listPaths(&out, paint, "data repository", o.Repositories)
	listAccesses(&out, paint, "call these methods", o.Methods)
	listAccesses(&out, paint, "the owner's own queries", o.Direct)
	listAccesses(&out, paint, "queries of others", o.Foreign)
	return out.String()
}

func listPaths(out *strings.Builder, paint style, heading string, all []string) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(out, "\n  %s\n", paint.heading(heading))
	for _, path := range all {
		fmt.Fprintf(out, "    %s\n", path)
	}
}

func listAccesses(out *strings.Builder, paint style, heading string, all []accessJSON) {
	if len(all) == 0 {
		return
	}
	width := 0
	for _, a := range all {
		width = max(width, len(a.Name))
	}
	fmt.Fprintf(out, "\n  %s\n", paint.heading(heading))
	for _, a := range all {
		fmt.Fprintf(out, "    %-6s  %-*s  %s\n", a.Access, width, a.Name, paint.faint(fmt.Sprintf("%s:%d", a.Path, a.Line)))
	}
}

// nearTables is a hint at tables whose names are like one that is not there.
func nearTables(p *program.Program, name string) string {
	var near []string
	for _, o := range p.Owners.Tables {
		if strings.Contains(o.Table, name) || strings.Contains(name, o.Table) {
			near = append(near, o.Table)
		}
	}
	const most = 5
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + strings.Join(near[:min(len(near), most)], " or ") + "?"
}
