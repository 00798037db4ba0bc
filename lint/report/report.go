// Package report writes what a run of the linter found: for people, as JSON, as SARIF, and as the
// annotations of GitHub's workflows.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/vtgen/vtgen/lint"
)

// Format is a form of report.
type Format string

// The formats.
const (
	Text   Format = "text"
	JSON   Format = "json"
	SARIF  Format = "sarif"
	GitHub Format = "github"
)

// Formats are all formats.
func Formats() []string { return []string{string(Text), string(JSON), string(SARIF), string(GitHub)} }

// Options say how a report is written.
type Options struct {
	// Color is set where the text may be coloured.
	Color bool
	// Version is vtgen's.
	Version string
	// Read returns the text of a file by its path from the root, for the lines that are shown.
	Read func(path string) ([]byte, error)
}

// Write writes the report of a result.
func Write(out io.Writer, format Format, r *lint.Result, o Options) error {
	var err error
	switch format {
	case Text:
		err = writeText(out, r, o)
	case JSON:
		err = writeJSON(out, r, o)
	case SARIF:
		err = writeSARIF(out, r, o)
	case GitHub:
		err = writeGitHub(out, r)
	default:
		return fmt.Errorf("there is no report format %q: use one of %s", format, strings.Join(Formats(), ", "))
	}
	if err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
