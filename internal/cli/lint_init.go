package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/config"
	"github.com/vtgen/vtgen/lint/program"
)

const lintInitLong = `Writes a vtgen-lint.yaml at the root of the code base, with the owner of each table as far as the
sources tell it: by data repositories, models and services. Tables that nobody or several modules
claim are listed in comments, for you to decide. A file that is there is not written over.`

const lintInitExample = `  vtgen lint init
  vtgen lint init --print`

func newLintInitCommand(streams IO) *cobra.Command {
	var o lintOptions
	var onlyPrint bool
	c := &cobra.Command{
		Use:     "init",
		Short:   "Write a configuration that gives each table its owner",
		Long:    lintInitLong,
		Example: lintInitExample,
		Args:    atMost(),
		RunE: func(c *cobra.Command, _ []string) error {
			return runLintInit(c.Context(), streams, o, onlyPrint)
		},
	}
	c.Flags().BoolVar(&onlyPrint, "print", false, "print it, and write nothing")
	return c
}

func runLintInit(ctx context.Context, streams IO, o lintOptions, onlyPrint bool) error {
	root, err := lint.FindRoot(streams.Directory)
	if err != nil {
		return err
	}
	name := filepath.Join(root, config.FileName)
	if _, err := os.Lstat(name); !onlyPrint && !errors.Is(err, fs.ErrNotExist) {
		return usagef("%s is there already: edit it, or compare it with `vtgen lint init --print`", name)
	}
	options, err := o.options(streams)
	if err != nil {
		return err
	}
	linked, err := lint.Load(ctx, options)
	if err != nil {
		return inputError(err)
	}
	claims, undecided := proposedClaims(linked)
	text := config.Proposal(claims)
	if onlyPrint {
		_, err := streams.Out.Write(text)
		return err
	}
	if err := replaceFile(name, text); err != nil {
		return usagef("writing the configuration: %w", err)
	}
	_, err = fmt.Fprintf(streams.Out, "%s gives %s an owner; %s to be decided\n", name, count(len(claims)-undecided, "table"), are(undecided, "table"))
	return err
}

// proposedClaims are the tables of a program, but for those that entities/*.yaml give to a module. It
// counts those whose owner is to be decided.
func proposedClaims(p *program.Program) (claims []config.Claim, undecided int) {
	proposal := program.Propose(p)
	add := func(module string, tables []program.ProposedTable) {
		for _, t := range tables {
			if o := p.Owners.Of(t.Database, t.Table); o != nil && o.Source == "entity" {
				continue
			}
			claim := config.Claim{Table: t.Table, Module: module, Comment: t.Comment}
			if t.Database != "" {
				claim.Table = t.Database + "." + t.Table
			}
			if module == "" {
				undecided++
			}
			claims = append(claims, claim)
		}
	}
	for _, m := range proposal.Modules {
		add(m.Name, m.Tables)
	}
	add("", proposal.Unowned)
	return claims, undecided
}
