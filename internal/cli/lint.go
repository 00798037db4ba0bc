package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/internal/lintsetup"
	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/gitdiff"
	lintreport "github.com/vtgen/vtgen/lint/report"
	"github.com/vtgen/vtgen/lint/rule"
)

const lintLong = `Checks Go, JavaScript, TypeScript and SQL against the standards: that each module touches its own
tables only, that queries are in data repositories, and more; vtgen lint explain lists the rules.
It reads sources alone: no build, no packages to install, no database.

The code base around the first path, or around where you are, is always read as a whole: it begins
at the nearest vtgen-lint.yaml or vtgen.yaml above, else at the nearest go.mod, package.json or
.git. Paths only choose what is reported; dir/... means the same as dir.

A comment "vtgen:allow VT001 the reason" on the line, or above it or its function, allows what a
rule forbids. vtgen lint baseline keeps the findings of today, so that only new ones fail.

Exits with 1 when there are findings of the --severity or heavier, or stale entries in the baseline.`

const lintExample = `  vtgen lint
  vtgen lint services data_repositories/user_account.data_repository.js
  vtgen lint --diff-base origin/main --format github
  vtgen lint --format sarif --output lint.sarif
  vtgen lint --rule VT001 --severity warning ./...`

// lintOptions are the flags of `vtgen lint`.
type lintOptions struct {
	paths                 []string
	config                string
	format, output        string
	baseline, diffBase    string
	cache                 string
	noCache, fix          bool
	only, enable, disable []string
	severity              string
}

func newLintCommand(streams IO) *cobra.Command {
	var o lintOptions
	c := &cobra.Command{
		Use:     "lint [path]...",
		Short:   "Check sources against the standards",
		Long:    lintLong,
		Example: lintExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, arguments []string) error {
			o.paths = arguments
			return runLint(c.Context(), streams, o)
		},
	}
	o.addCommonFlags(c)
	flags := c.Flags()
	flags.StringVar(&o.format, "format", string(lintreport.Text), "what is printed: "+strings.Join(lintreport.Formats(), ", "))
	flags.StringVarP(&o.output, "output", "o", "", "write the report to a file")
	flags.StringVar(&o.baseline, "baseline", "", "findings that are known; new ones and stale entries fail")
	flags.StringVar(&o.diffBase, "diff-base", "", "report changed lines only: since this revision's common commit with HEAD")
	flags.BoolVar(&o.fix, "fix", false, "mend what can be mended safely")
	flags.StringVar(&o.severity, "severity", string(rule.Error), "fail on findings as heavy as this: error, warning, info")
	completeFlag(c, "format", cobra.FixedCompletions(lintreport.Formats(), cobra.ShellCompDirectiveNoFileComp))
	completeFlag(c, "severity", cobra.FixedCompletions([]string{"error", "warning", "info"}, cobra.ShellCompDirectiveNoFileComp))
	completeFlag(c, "output", filesOnly)
	completeFlag(c, "baseline", filesOnly)
	completeFlag(c, "diff-base", cobra.NoFileCompletions)
	c.AddCommand(newLintInitCommand(streams), newLintExplainCommand(streams), newLintBaselineCommand(streams))
	return c
}

// addRunFlags adds the flags of every command that reads the code base.
func (o *lintOptions) addRunFlags(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&o.config, "config", "", "the configuration (default vtgen-lint.yaml at the root)")
	flags.StringVar(&o.cache, "cache", "", "directory for what is kept between runs (default in the user's cache)")
	flags.BoolVar(&o.noCache, "no-cache", false, "keep and use nothing of other runs")
	completeFlag(c, "config", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
	})
	completeFlag(c, "cache", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveFilterDirs
	})
}

// addCommonFlags adds the flags of every command that runs rules.
func (o *lintOptions) addCommonFlags(c *cobra.Command) {
	o.addRunFlags(c)
	flags := c.Flags()
	flags.StringSliceVar(&o.only, "rule", nil, "run these rules only")
	flags.StringSliceVar(&o.enable, "enable", nil, "run these rules too")
	flags.StringSliceVar(&o.disable, "disable", nil, "do not run these rules")
	for _, flag := range []string{"rule", "enable", "disable"} {
		completeFlag(c, flag, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
			return listCompletions(typed, ruleIDs()), cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
		})
	}
}

// filesOnly completes with files, as a shell does without being told.
func filesOnly(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

// ruleIDs are the ids of all rules.
func ruleIDs() []string {
	all := lint.AllRules()
	ids := make([]string, len(all))
	for i, r := range all {
		ids[i] = r.ID
	}
	return ids
}

// check refuses values that flags do not have.
func (o lintOptions) check() error {
	if !slices.Contains(lintreport.Formats(), o.format) {
		return usagef("there is no report format %q: use one of %s", o.format, strings.Join(lintreport.Formats(), ", "))
	}
	if !slices.Contains([]rule.Severity{rule.Error, rule.Warning, rule.Info}, rule.Severity(o.severity)) {
		return usagef("there is no severity %q: use error, warning or info", o.severity)
	}
	return o.checkCommon()
}

func (o lintOptions) checkCommon() error {
	if o.noCache && o.cache != "" {
		return usagef("--cache and --no-cache contradict each other: leave one out")
	}
	return nil
}

func runLint(ctx context.Context, streams IO, o lintOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	options, err := o.options(streams)
	if err != nil {
		return err
	}
	if err := o.limit(ctx, streams, &options); err != nil {
		return err
	}
	result, err := lintOnce(ctx, streams, options)
	if err != nil {
		return err
	}
	if o.fix {
		if result, err = fixAll(ctx, streams, options, result); err != nil {
			return err
		}
	}
	if err := o.print(streams, result); err != nil {
		return err
	}
	return o.verdict(streams, result)
}

// options prepares a run from the flags that all commands share.
func (o lintOptions) options(streams IO) (lint.Options, error) {
	if err := o.checkCommon(); err != nil {
		return lint.Options{}, err
	}
	root, paths, err := lintTarget(streams, o.paths)
	if err != nil {
		return lint.Options{}, err
	}
	configFile := o.config
	if configFile != "" {
		configFile = streams.path(configFile)
	}
	options, err := lintsetup.Options(root, configFile)
	if err != nil {
		return lint.Options{}, inputError(err)
	}
	options.Paths, options.Only, options.Enable, options.Disable = paths, o.only, o.enable, o.disable
	if o.noCache {
		return options, nil
	}
	directory := o.cache
	if directory != "" {
		directory = streams.path(directory)
	}
	if options.Cache, err = lintsetup.OpenCache(directory, Version()); err != nil {
		if o.cache != "" {
			return lint.Options{}, usageError(err)
		}
		_, _ = fmt.Fprintf(streams.Err, "note: linting without a cache: %v\n", err)
		options.Cache = nil
	}
	return options, nil
}

// limit prepares what is not to be reported: what the baseline knows, and lines that did not change.
func (o lintOptions) limit(ctx context.Context, streams IO, options *lint.Options) (err error) {
	name := o.baselineFile(streams, *options)
	if o.baseline != "" || options.Config.Baseline != "" {
		if options.Baseline, err = lintsetup.Baseline(name); err != nil {
			return inputError(err)
		}
	}
	if o.diffBase != "" {
		if options.Changed, err = gitdiff.Since(ctx, options.Root, o.diffBase); err != nil {
			return inputError(err)
		}
	}
	return nil
}

// inputError gives errors that the user's files are to blame for the exit code of bad input.
func inputError(err error) error {
	if errors.Is(err, lint.ErrInput) || errors.Is(err, gitdiff.ErrInput) {
		return usageError(err)
	}
	return err
}

// lintTarget finds the root for the paths of the command line, and the paths as seen from it.
func lintTarget(streams IO, arguments []string) (root string, paths []string, err error) {
	start := streams.Directory
	full := make([]string, len(arguments))
	for i, argument := range arguments {
		name := filepath.FromSlash(strings.TrimSuffix(strings.TrimSuffix(filepath.ToSlash(argument), "..."), "/"))
		if name == "" && strings.HasPrefix(argument, "/") {
			name = string(filepath.Separator)
		}
		full[i] = streams.path(name)
		info, err := os.Stat(full[i])
		if err != nil {
			return "", nil, usagef("nothing to lint at %q: %w", argument, err)
		}
		if i == 0 {
			start = full[0]
			if !info.IsDir() {
				start = filepath.Dir(full[0])
			}
		}
	}
	if root, err = lint.FindRoot(start); err != nil {
		return "", nil, err
	}
	for i, name := range full {
		relative, err := filepath.Rel(root, name)
		if err != nil || !filepath.IsLocal(relative) {
			return "", nil, usagef("%q is not in the code base at %s: lint one code base at a time", arguments[i], root)
		}
		paths = append(paths, filepath.ToSlash(relative))
	}
	return root, paths, nil
}

// gcPercent lets the heap grow further than by default while facts are collected: nearly all of them
// stay until the end, so that looking for what may go is wasted.
const gcPercent = 400

// lintOnce runs the linter, and shows that it does at a terminal.
func lintOnce(ctx context.Context, streams IO, options lint.Options) (result *lint.Result, err error) {
	if os.Getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	}
	run := func() error {
		result, err = lint.Run(ctx, options)
		return err
	}
	if !streams.ErrColor {
		return result, inputError(run())
	}
	err = progress(streams, "linting "+options.Root, run)
	return result, inputError(err)
}

// print writes the report to where it belongs, and a summary to standard error.
func (o lintOptions) print(streams IO, result *lint.Result) error {
	var text bytes.Buffer
	options := lintreport.Options{Color: streams.Color && o.output == "", Version: Version(), Read: func(path string) ([]byte, error) {
		return os.ReadFile(filepath.Join(result.Root, filepath.FromSlash(path)))
	}}
	if err := lintreport.Write(&text, lintreport.Format(o.format), result, options); err != nil {
		return err
	}
	if o.output != "" {
		if err := replaceFile(streams.path(o.output), text.Bytes()); err != nil {
			return usagef("writing the report: %w", err)
		}
	} else if _, err := streams.Out.Write(text.Bytes()); err != nil {
		return fmt.Errorf("printing the report: %w", err)
	}
	_, err := io.WriteString(streams.Err, lintreport.Summary(result, streams.ErrColor))
	return err
}

// replaceFile writes a file as a whole or not at all.
func replaceFile(name string, text []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	err = errors.Join(err, file.Chmod(0o644), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// verdict is the error that ends the command: rules that failed, findings that are heavy enough, or
// stale entries.
func (o lintOptions) verdict(streams IO, result *lint.Result) error {
	if len(result.Failures) > 0 {
		return errors.New(strings.Join(result.Failures, "\n"))
	}
	bad := len(result.Stale)
	for _, severity := range []rule.Severity{rule.Error, rule.Warning, rule.Info} {
		bad += result.Count(severity)
		if severity == rule.Severity(o.severity) {
			break
		}
	}
	if bad > 0 {
		return errFindings
	}
	return nil
}
