package generator

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// Diff returns the plan as a unified diff; a file to be created is compared with /dev/null.
func (p *Plan) Diff() string {
	var out strings.Builder
	for _, change := range p.Changes {
		from := "a/" + change.Path
		if change.Action == Create {
			from = "/dev/null"
		}
		out.WriteString(udiff.Unified(from, "b/"+change.Path, string(change.Before), string(change.After)))
	}
	return out.String()
}

// Lines counts the lines that a change adds and removes.
func (c Change) Lines() (added, removed int) {
	for _, edit := range udiff.Lines(string(c.Before), string(c.After)) {
		added += lines(edit.New)
		removed += lines(string(c.Before)[edit.Start:edit.End])
	}
	return added, removed
}

// lines counts the lines of a text, the last one also when it does not end.
func lines(text string) int {
	n := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		n++
	}
	return n
}
