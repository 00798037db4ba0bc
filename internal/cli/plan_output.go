package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator"
)

// planOptions say what is done with a plan: by default it is applied.
type planOptions struct{ dryRun, diff, json bool }

func (o *planOptions) addFlags(c *cobra.Command) {
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "list what would be written, and write nothing")
	c.Flags().BoolVar(&o.diff, "diff", false, "show what would be written as a unified diff, and write nothing")
	c.Flags().BoolVar(&o.json, "json", false, "print the plan as JSON; with --dry-run nothing is written")
}

// check refuses options that contradict each other.
func (o planOptions) check() error {
	if o.diff && o.json {
		return usagef("--diff and --json are two forms of one output: leave one out")
	}
	return nil
}

// quiet reports whether nothing is to be written, or nothing but JSON to be printed.
func (o planOptions) quiet() bool { return o.dryRun || o.diff || o.json }

// arguments appends the flags that are set.
func (o planOptions) arguments(all []string) []string {
	all = withSwitch(all, "--dry-run", o.dryRun)
	all = withSwitch(all, "--diff", o.diff)
	return withSwitch(all, "--json", o.json)
}

// carryOut shows a plan, and applies it unless the options say otherwise.
func carryOut(streams IO, plan *generator.Plan, o planOptions) (applied bool, err error) {
	if len(plan.Conflicts) > 0 && !o.quiet() {
		return false, plan.Err() // what would have been written is of no interest
	}
	if !o.dryRun && !o.diff && len(plan.Conflicts) == 0 {
		executable, err := self()
		if err != nil {
			return false, err
		}
		if err := generator.Apply(plan, generator.Detached(executable)); err != nil {
			return false, err
		}
		applied = true
	}
	if err := showPlan(streams, plan, o, applied); err != nil {
		return applied, fmt.Errorf("printing what is planned: %w", err)
	}
	return applied, plan.Err()
}

// showPlan prints a plan in the form the options ask for.
func showPlan(streams IO, plan *generator.Plan, o planOptions, applied bool) error {
	switch {
	case o.json:
		return printJSON(streams.Out, shownPlan(plan, applied))
	case o.diff:
		_, err := io.WriteString(streams.Out, plan.Diff())
		return err
	}
	_, err := io.WriteString(streams.Out, listing(newStyle(streams.Color), plan, applied && plan.Fresh))
	return err
}

// planJSON is a plan for a machine to read.
type planJSON struct {
	Root      string               `json:"root"`
	Applied   bool                 `json:"applied"`
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

func shownPlan(plan *generator.Plan, applied bool) planJSON {
	shown := planJSON{Root: plan.Root, Applied: applied, Changes: []changeJSON{}, Unchanged: plan.Unchanged, Conflicts: plan.Conflicts}
	for _, change := range plan.Changes {
		added, removed := change.Lines()
		shown.Changes = append(shown.Changes, changeJSON{change.Path, change.Action, added, removed})
	}
	return shown
}

// printJSON writes a value as indented JSON.
func printJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// mechanical are the folders whose files nobody wants listed one by one.
var mechanical = []string{".vtgen", "vtgen_runtime"}

// listing lists the changes, one line per path; folded, one line per folder at the root.
func listing(paint style, plan *generator.Plan, folded bool) string {
	var out strings.Builder
	counts := map[string]int{} // by action and folder
	for i, change := range plan.Changes {
		folder, _, inFolder := strings.Cut(change.Path, "/")
		if !inFolder || !folded && !slices.Contains(mechanical, folder) {
			fmt.Fprintf(&out, "  %s  %s\n", paint.action(change.Action), change.Path)
			continue
		}
		key := string(change.Action) + folder
		counts[key]++
		last := !slices.ContainsFunc(plan.Changes[i+1:], func(c generator.Change) bool {
			return c.Action == change.Action && strings.HasPrefix(c.Path, folder+"/")
		})
		if last {
			fmt.Fprintf(&out, "  %s  %s/ %s\n", paint.action(change.Action), folder, paint.faint("("+count(counts[key], "file")+")"))
		}
	}
	if len(plan.Changes) == 0 && len(plan.Conflicts) == 0 {
		fmt.Fprintf(&out, "  nothing to do: %s as the entities say\n", are(plan.Unchanged, "file"))
	}
	return out.String()
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// are is a number with its noun and its verb.
func are(n int, noun string) string {
	if n == 1 {
		return count(n, noun) + " is"
	}
	return count(n, noun) + " are"
}
