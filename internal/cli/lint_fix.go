package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/lint"
)

// maxFixRounds bounds how often fixes are applied: one may overlap another, or lay bare a third.
const maxFixRounds = 10

// fixAll applies the fixes of open findings until none is left, and returns what is found then.
func fixAll(ctx context.Context, streams IO, options lint.Options, result *lint.Result) (*lint.Result, error) {
	executable, err := self()
	if err != nil {
		return nil, err
	}
	return fixRounds(ctx, streams, options, result, generator.Detached(executable))
}

// fixRounds is fixAll with what carries changes out.
func fixRounds(ctx context.Context, streams IO, options lint.Options, result *lint.Result, commit generator.Committer) (*lint.Result, error) {
	fixed := 0
	for range maxFixRounds {
		plan, n, err := planFixes(result)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			break
		}
		if err := applyFixes(plan, commit); err != nil {
			return nil, err
		}
		fixed += n
		if result, err = lint.Run(ctx, options); err != nil {
			return nil, inputError(err)
		}
	}
	if fixed > 0 {
		_, _ = fmt.Fprintf(streams.Err, "mended %s\n", count(fixed, "finding"))
	}
	return result, nil
}

// planFixes plans the edits of open findings, of those that overlap the first. It counts the
// findings whose edits are in the plan.
func planFixes(result *lint.Result) (*generator.Plan, int, error) {
	plan := &generator.Plan{Root: result.Root}
	edits := map[string][]lint.Edit{}
	n := 0
	for i := range result.Findings {
		f := &result.Findings[i]
		if !f.Open() || len(f.Fix) == 0 || overlaps(edits[f.Path], f.Fix) {
			continue
		}
		edits[f.Path] = append(edits[f.Path], f.Fix...)
		n++
	}
	for path, all := range edits {
		before, err := project.Read(result.Root, path)
		if err != nil {
			return nil, 0, err
		}
		after, err := edited(before, all)
		if err != nil {
			return nil, 0, fmt.Errorf("mending %s: %w", path, err)
		}
		if !bytes.Equal(before, after) {
			plan.Changes = append(plan.Changes, generator.Change{Path: path, Action: generator.Update, Before: before, After: after})
		}
	}
	if len(plan.Changes) == 0 {
		n = 0
	}
	slices.SortFunc(plan.Changes, func(a, b generator.Change) int { return bytes.Compare([]byte(a.Path), []byte(b.Path)) })
	return plan, n, nil
}

// overlaps reports whether edits share a byte with others, or begin where another does.
func overlaps(taken, more []lint.Edit) bool {
	return slices.ContainsFunc(more, func(a lint.Edit) bool {
		return slices.ContainsFunc(taken, func(b lint.Edit) bool {
			return a.Start < b.End && b.Start < a.End || a.Start == b.Start
		})
	})
}

// edited carries out edits of a text, which do not overlap.
func edited(text []byte, edits []lint.Edit) ([]byte, error) {
	slices.SortFunc(edits, func(a, b lint.Edit) int { return a.Start - b.Start })
	var out bytes.Buffer
	last := 0
	for _, e := range edits {
		if e.Start < last || e.End < e.Start || e.End > len(text) {
			return nil, fmt.Errorf("an edit from byte %d to %d does not fit, please report it", e.Start, e.End)
		}
		out.Write(text[last:e.Start])
		out.WriteString(e.Text)
		last = e.End
	}
	out.Write(text[last:])
	return out.Bytes(), nil
}

// applyFixes writes the plan as every other change is written: all of it or nothing. What that needs
// in a code base that is no platform is removed afterwards.
func applyFixes(plan *generator.Plan, commit generator.Committer) error {
	state := filepath.Join(plan.Root, project.StateFolder)
	_, err := os.Lstat(state)
	temporary := errors.Is(err, fs.ErrNotExist)
	err = generator.Apply(plan, commit)
	if err == nil && temporary {
		err = os.RemoveAll(state)
	}
	return err
}
