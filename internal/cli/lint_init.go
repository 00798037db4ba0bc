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
	var claims []config.Claim
	undecided := 0
	for _, t := range linked.Owners.Tables {
		if t.Source == "entity" {
			continue // entities/*.yaml says it
		}
		claim := config.Claim{Table: t.Table, Module: t.Module, Others: t.Others}
		if t.Database != "" {
			claim.Table = t.Database + "." + t.Table
		}
		if t.Module == "" || len(t.Others) > 0 {
			undecided++
		}
		claims = append(claims, claim)
	}
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
