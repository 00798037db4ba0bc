package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator"
)

// planOptions say what is done with a plan: by default it is applied.
type planOptions struct{ dryRun, diff, json bool }

func (o *planOptions) addFlags(c *cobra.Command) {
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "list what would be written, and write nothing")
	c.Flags().BoolVar(&o.diff, "diff", false, "show what would be written as a unified diff, and write nothing")
	c.Flags().BoolVar(&o.json, "json", false, "print the plan as JSON (with --dry-run: and write nothing)")
}

// carryOut shows a plan, and applies it unless the options say otherwise.
func carryOut(streams IO, plan *generator.Plan, o planOptions) (applied bool, err error) {
	if o.diff {
		_, err := io.WriteString(streams.Out, plan.Diff())
		return false, firstError(err, plan.Err())
	}
	if !o.dryRun && len(plan.Conflicts) == 0 {
		executable, err := os.Executable()
		if err != nil {
			return false, fmt.Errorf("finding the vtgen binary: %w", err)
		}
		if err := generator.Apply(plan, generator.Detached(executable)); err != nil {
			return false, err
		}
		applied = true
	}
	if o.json {
		err = printJSON(streams.Out, plan)
	} else {
		err = printPlan(streams, plan)
	}
	return applied, firstError(err, plan.Err())
}

func firstError(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// planJSON is a plan for a machine to read.
type planJSON struct {
	Root      string               `json:"root"`
	Changes   []changeJSON         `json:"changes"`
	Unchanged int                  `json:"unchanged"`
	Conflicts []generator.Conflict `json:"conflicts"`
}

type changeJSON struct {
	Path    string           `json:"path"`
	Action  generator.Action `json:"action"`
	Added   int              `json:"added_lines"`
	Removed int              `json:"removed_lines"`
}

func printJSON(out io.Writer, plan *generator.Plan) error {
	shown := planJSON{Root: plan.Root, Changes: []changeJSON{}, Unchanged: plan.Unchanged, Conflicts: plan.Conflicts}
	for _, change := range plan.Changes {
		added, removed := change.Lines()
		shown.Changes = append(shown.Changes, changeJSON{change.Path, change.Action, added, removed})
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(shown)
}

// quiet are the folders whose files a person does not want listed one by one.
var quiet = []string{"vtgen_runtime/", ".vtgen/"}

// printPlan lists the changes, one line per path.
func printPlan(streams IO, plan *generator.Plan) error {
	paint := newStyle(streams.Color)
	folded := map[string]int{}
	var out strings.Builder
	for _, change := range plan.Changes {
		if folder := quietFolder(change.Path); folder != "" {
			folded[folder]++
			continue
		}
		word := paint.created("create")
		if change.Action == generator.Update {
			word = paint.updated("update")
		}
		fmt.Fprintf(&out, "  %s  %s\n", word, change.Path)
	}
	for _, folder := range quiet {
		if folded[folder] > 0 {
			fmt.Fprintf(&out, "  %s  %s %s\n", paint.created("create"), folder, paint.faint(fmt.Sprintf("(%d files)", folded[folder])))
		}
	}
	if len(plan.Changes) == 0 && len(plan.Conflicts) == 0 {
		fmt.Fprintf(&out, "  nothing to do: %d files are as they should be\n", plan.Unchanged)
	}
	_, err := io.WriteString(streams.Out, out.String())
	return err
}

func quietFolder(path string) string {
	for _, folder := range quiet {
		if strings.HasPrefix(path, folder) {
			return folder
		}
	}
	return ""
}
