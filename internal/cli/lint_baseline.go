package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/internal/lintsetup"
	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/baseline"
	"github.com/vtgen/vtgen/lint/rule"
)

// defaultBaseline is the baseline's name at the root unless the configuration has another.
const defaultBaseline = "vtgen-lint.baseline.yaml"

const lintBaselineLong = `Writes the findings of today into a file, so that vtgen lint --baseline fails on new ones only.
Where the file is there already it only gets shorter: entries whose findings are gone are removed,
and new findings are refused unless --accept-new is given.

An entry is known by rule, module, table, access, function and path, without line numbers. A
baseline belongs into version control, and is written by a person: never where CI is set.`

const lintBaselineExample = `  vtgen lint baseline
  vtgen lint baseline --accept-new
  vtgen lint --baseline vtgen-lint.baseline.yaml`

func newLintBaselineCommand(streams IO) *cobra.Command {
	var o lintOptions
	var acceptNew bool
	c := &cobra.Command{
		Use:     "baseline",
		Short:   "Keep the findings of today, so that only new ones fail",
		Long:    lintBaselineLong,
		Example: lintBaselineExample,
		Args:    atMost(),
		RunE: func(c *cobra.Command, _ []string) error {
			return runLintBaseline(c.Context(), streams, o, acceptNew)
		},
	}
	o.addCommonFlags(c)
	c.Flags().StringVar(&o.baseline, "baseline", "", "the file to write (default "+defaultBaseline+")")
	c.Flags().BoolVar(&acceptNew, "accept-new", false, "add findings that the file does not have")
	completeFlag(c, "baseline", filesOnly)
	return c
}

// baselineFile is the path of the baseline.
func (o lintOptions) baselineFile(streams IO, options lint.Options) string {
	switch {
	case o.baseline != "":
		return streams.path(o.baseline)
	case options.Config.Baseline != "" && o.config != "":
		return filepath.Join(filepath.Dir(streams.path(o.config)), filepath.FromSlash(options.Config.Baseline))
	}
	return baselineOf(options)
}

// baselineOf is the path of the baseline that the root's configuration names, or else has.
func baselineOf(options lint.Options) string {
	return filepath.Join(options.Root, filepath.FromSlash(cmp.Or(options.Config.Baseline, defaultBaseline)))
}

func runLintBaseline(ctx context.Context, streams IO, o lintOptions, acceptNew bool) error {
	if ci := os.Getenv("CI"); ci != "" && ci != "false" && ci != "0" {
		return usagef("a baseline is written by a person and not where CI is set: run `vtgen lint baseline` on your machine and commit the file")
	}
	options, err := o.options(streams)
	if err != nil {
		return err
	}
	result, err := lintOnce(ctx, streams, options)
	if err != nil {
		return err
	}
	if len(result.Failures) > 0 {
		return o.verdict(streams, result)
	}
	var keys []baseline.Key
	for i := range result.Findings {
		if result.Findings[i].Open() {
			keys = append(keys, result.Findings[i].Key())
		}
	}
	ran := func(id string) bool {
		return slices.ContainsFunc(result.Rules, func(r *rule.Rule) bool { return r.ID == id })
	}
	return writeBaseline(streams, o.baselineFile(streams, options), keys, ran, acceptNew)
}

// writeBaseline writes the baseline of the findings with these keys, which may not be more than there
// were. Entries of rules that did not run stay.
func writeBaseline(streams IO, name string, keys []baseline.Key, ran func(rule string) bool, acceptNew bool) error {
	before := baseline.New(nil)
	_, err := os.Lstat(name)
	fresh := errors.Is(err, fs.ErrNotExist)
	if !fresh {
		if before, err = lintsetup.Baseline(name); err != nil {
			return inputError(err)
		}
	}
	for _, e := range before.Entries() {
		if !ran(e.Rule) {
			keys = append(keys, slices.Repeat([]baseline.Key{e.Key}, e.Count)...)
		}
	}
	now := baseline.New(keys)
	added, removed := now.Difference(before)
	kept := now
	refused := !fresh && added > 0 && !acceptNew
	if refused {
		kept = before.Shrunk(now)
	}
	if err := replaceFile(name, kept.YAML()); err != nil {
		return usagef("writing the baseline: %w", err)
	}
	paint := newStyle(streams.Color)
	switch {
	case fresh:
		_, err = fmt.Fprintf(streams.Out, "%s holds %s\n", name, count(kept.Len(), "finding"))
	case refused:
		_, err = fmt.Fprintf(streams.Out, "%s holds %s: %d removed\n", name, count(kept.Len(), "finding"), removed)
		_, _ = fmt.Fprintf(streams.Err, "%s not in the baseline: mend them, or add them with --accept-new\n", paint.failure(are(added, "new finding")))
		err = errors.Join(errFindings, err)
	default:
		_, err = fmt.Fprintf(streams.Out, "%s holds %s: %d added, %d removed\n", name, count(kept.Len(), "finding"), added, removed)
	}
	return err
}
