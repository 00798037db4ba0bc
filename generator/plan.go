package generator

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/generator/project"
)

// Action is what a change does to a file.
type Action string

// The actions of a plan.
const (
	Create Action = "create"
	Update Action = "update"
)

// Change is one file that the plan writes.
type Change struct {
	Path   string `json:"path"`
	Action Action `json:"action"`
	// Before is nil for a file that is created.
	Before []byte `json:"-"`
	After  []byte `json:"-"`
}

// Conflict is a file that the plan would have to write over a user's lines.
type Conflict struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Plan is everything that one command changes on disk, computed before any of it is done.
type Plan struct {
	// Root is the platform's directory.
	Root    string   `json:"root"`
	Changes []Change `json:"changes"`
	// Unchanged counts the files that are as they should be.
	Unchanged int        `json:"unchanged"`
	Conflicts []Conflict `json:"conflicts"`
	// Fresh is set when Root does not exist yet or is empty.
	Fresh bool `json:"-"`
}

// ConflictError is returned for a plan that cannot be applied.
type ConflictError struct{ Conflicts []Conflict }

func (e *ConflictError) Error() string {
	lines := make([]string, len(e.Conflicts))
	for i, conflict := range e.Conflicts {
		lines[i] = conflict.Path + ": " + conflict.Reason
	}
	return fmt.Sprintf("nothing was written, because %d file(s) are in the way:\n  %s", len(lines), strings.Join(lines, "\n  "))
}

// Err is a *ConflictError when the plan has conflicts.
func (p *Plan) Err() error {
	if len(p.Conflicts) == 0 {
		return nil
	}
	return &ConflictError{Conflicts: p.Conflicts}
}

// generatedHeader is the line by which Go tools know a generated file.
var generatedHeader = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// planner compares rendered files with those on disk.
type planner struct {
	project *project.Project
	plan    *Plan
	seen    map[string]string
}

func newPlanner(p *project.Project) *planner {
	return &planner{project: p, plan: &Plan{Root: p.Root, Changes: []Change{}, Conflicts: []Conflict{}}, seen: map[string]string{}}
}

// addOwned plans the outputs of one owner and the record of them.
func (p *planner) addOwned(owned Owned) error {
	base, err := p.project.Base(owned.Owner)
	if err != nil {
		return err
	}
	for _, output := range owned.Outputs {
		if err := p.add(output, base); err != nil {
			return err
		}
	}
	record, err := owned.base().Format()
	if err != nil {
		return err
	}
	return p.write(project.BaseFile(owned.Owner), record)
}

// add plans one output.
func (p *planner) add(output Output, base project.Base) error {
	if owner, twice := p.seen[strings.ToLower(output.Path)]; twice {
		return fmt.Errorf("planning %s: it would be written twice, also as %s", output.Path, owner)
	}
	p.seen[strings.ToLower(output.Path)] = output.Path
	current, err := p.project.Read(output.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && removed(output, base):
		p.plan.Unchanged++ // the user took the file away, and nothing new is to be said in it
		return nil
	case errors.Is(err, fs.ErrNotExist):
		p.plan.Changes = append(p.plan.Changes, Change{Path: output.Path, Action: Create, After: output.Content})
		return nil
	case err != nil:
		p.conflict(output.Path, err.Error())
		return nil
	case bytes.Equal(current, output.Content):
		p.plan.Unchanged++
		return nil
	}
	p.existing(output, current, base)
	return nil
}

// removed reports whether a file that is not there was generated, as it would be now, and taken away.
func removed(output Output, base project.Base) bool {
	before, generated := base[output.Path]
	return generated && output.Policy != Rewritten && bytes.Equal(before, output.Content)
}

// existing plans an output whose file is there and differs.
func (p *planner) existing(output Output, current []byte, base project.Base) {
	before, generated := base[output.Path]
	switch {
	case output.Policy == Rewritten && (strings.HasPrefix(output.Path, runtimeFolder+"/") || generatedHeader.Match(current)):
	case output.Policy == Rewritten:
		p.conflict(output.Path, "the file exists and is not marked as generated; move or rename it")
		return
	case output.Policy == Once, generated && bytes.Equal(before, output.Content):
		p.plan.Unchanged++ // the user's edits stand: what is generated has not changed
		return
	case !generated:
		p.conflict(output.Path, "the file exists and vtgen did not generate it; move or rename it")
		return
	case !bytes.Equal(before, current):
		p.conflict(output.Path, "the file was edited, and what vtgen generates for it has changed as well; undo one of the two")
		return
	}
	p.plan.Changes = append(p.plan.Changes, Change{Path: output.Path, Action: Update, Before: current, After: output.Content})
}

func (p *planner) conflict(path, reason string) {
	p.plan.Conflicts = append(p.plan.Conflicts, Conflict{Path: path, Reason: reason})
}

// write plans a file that is vtgen's own.
func (p *planner) write(path string, content []byte) error {
	current, err := p.project.Read(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.plan.Changes = append(p.plan.Changes, Change{Path: path, Action: Create, After: content})
	case err != nil:
		return err
	case bytes.Equal(current, content):
		p.plan.Unchanged++
	default:
		p.plan.Changes = append(p.plan.Changes, Change{Path: path, Action: Update, Before: current, After: content})
	}
	return nil
}

// finish orders the plan by path.
func (p *planner) finish() *Plan {
	slices.SortFunc(p.plan.Changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(p.plan.Conflicts, func(a, b Conflict) int { return strings.Compare(a.Path, b.Path) })
	return p.plan
}
