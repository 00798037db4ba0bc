package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/internal/cli/launch"
)

// step is something the user may do next.
type step struct{ command, what string }

// writeSteps lists commands with what they do, aligned.
func writeSteps(out *strings.Builder, paint style, steps []step) {
	width := 0
	for _, s := range steps {
		if s.what != "" {
			width = max(width, len(s.command))
		}
	}
	fmt.Fprintf(out, "\n  %s\n", paint.heading("next steps"))
	for _, s := range steps {
		if s.what == "" {
			fmt.Fprintf(out, "    %s\n", s.command)
			continue
		}
		fmt.Fprintf(out, "    %-*s  %s\n", width, s.command, paint.faint("# "+s.what))
	}
}

// platformSummary says what a new platform is and what to do with it.
func platformSummary(streams IO, o newPlatformOptions, p model.Platform, entities []model.Entity) error {
	paint := newStyle(streams.Color)
	var out strings.Builder
	about := "no entities yet"
	if len(entities) > 0 {
		names := make([]string, len(entities))
		for i, e := range entities {
			names[i] = e.Name
		}
		about = fmt.Sprintf("%d entities: %s", len(entities), strings.Join(names, ", "))
	}
	fmt.Fprintf(&out, "\nThe platform %s is in %s, with %s.\n", paint.heading(p.Name), o.directory, about)
	var steps []step
	if filepath.Clean(streams.path(o.directory)) != filepath.Clean(streams.Directory) {
		steps = append(steps, step{command: "cd " + quoteWord(o.directory)})
	}
	steps = append(steps,
		step{"go run . app", "serve the API on " + launch.DefaultAddress},
		step{"vtgen new entity", "add an entity, by questions"},
		step{"go test ./...", "test every layer"})
	writeSteps(&out, paint, steps)
	_, err := io.WriteString(streams.Out, out.String())
	return err
}

// entitySummary says what a new entity brought.
func entitySummary(streams IO, plan *generator.Plan, e model.Entity) error {
	paint := newStyle(streams.Color)
	var out strings.Builder
	created, updated := changes(plan)
	fmt.Fprintf(&out, "\nThe entity %s is in the platform: %s created, %d updated.\n", paint.heading(e.Name), count(created, "file"), updated)
	fmt.Fprintf(&out, "\n  %s\n%s", paint.heading("routes"), routeList(e))
	writeSteps(&out, paint, []step{
		{"go test ./...", "test every layer"},
		{"go run . app", "migrate and serve"},
		{requests(e)[0].curl("http://" + launch.DefaultAddress), ""},
	})
	_, err := io.WriteString(streams.Out, out.String())
	return err
}

// changes counts the files that a plan creates and those that it updates.
func changes(plan *generator.Plan) (created, updated int) {
	for _, change := range plan.Changes {
		if change.Action == generator.Create {
			created++
		} else {
			updated++
		}
	}
	return created, updated
}
