package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/internal/cli/doctor"
)

const doctorLong = `Examines the machine: the go command, the module proxy, git and optional tools. In a platform it
also examines the platform: its entities, an interrupted change, files that are not what the
entities say, the copy of the runtime, a workspace above, .env in version control, and error codes
and log ids that are used twice. It changes nothing, and exits with 1 when something failed.`

const doctorExample = `  vtgen doctor
  vtgen doctor --json`

func newDoctorCommand(streams IO) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "doctor",
		Short:   "Examine the machine and the platform",
		Long:    doctorLong,
		Example: doctorExample,
		Args:    atMost(),
		RunE: func(c *cobra.Command, _ []string) error {
			return runDoctor(c.Context(), streams, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the results as JSON")
	return c
}

func runDoctor(ctx context.Context, streams IO, asJSON bool) error {
	results := doctor.Tools(ctx, streams.Directory)
	root, err := project.Find(streams.Directory)
	switch {
	case err == nil:
		executable, err := self()
		if err != nil {
			return err
		}
		results = append(results, doctor.Platform(ctx, root, executable)...)
	case !errors.Is(err, project.ErrNoPlatform):
		return err
	}
	if asJSON {
		err = printJSON(streams.Out, results)
	} else {
		_, err = io.WriteString(streams.Out, diagnosis(newStyle(streams.Color), results))
	}
	if err != nil {
		return fmt.Errorf("printing the results: %w", err)
	}
	if slices.ContainsFunc(results, func(r doctor.Result) bool { return r.Status == doctor.Failed }) {
		return errFindings
	}
	return nil
}

// diagnosis lists the results, one aligned line each.
func diagnosis(paint style, results []doctor.Result) string {
	width := 0
	for _, r := range results {
		width = max(width, len(r.Check))
	}
	colours := map[doctor.Status]func(string) string{
		doctor.OK: paint.good, doctor.Warning: paint.warning, doctor.Failed: paint.failure,
	}
	var out strings.Builder
	for _, r := range results {
		line := r.Found
		if r.Advice != "" {
			line += paint.faint(": ") + r.Advice
		}
		fmt.Fprintf(&out, "  %s  %-*s  %s\n", colours[r.Status](fmt.Sprintf("%-7s", r.Status)), width, r.Check, line)
	}
	return out.String()
}
