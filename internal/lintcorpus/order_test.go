package lintcorpus

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
)

// describe writes all findings of a case, in the order in which they come.
func describe(c *Case, reversed bool) string {
	files := c.Facts()
	if reversed {
		slices.Reverse(files)
	}
	var out strings.Builder
	for _, f := range Findings(program.Link(files, c.Options), nil) {
		fmt.Fprintln(&out, f.Rule, f.File.Path, f.Pos, f.End, f.Table, f.Tier, f.Message, f.Suggestion)
	}
	return out.String()
}

// BenchmarkLink links all cases of the corpus as one code base.
func BenchmarkLink(b *testing.B) {
	themes, err := Load(folder)
	if err != nil {
		b.Fatal(err)
	}
	var files []*fact.File
	for _, theme := range themes {
		for _, c := range theme.Cases {
			for _, f := range c.Facts() {
				f.Path = theme.Name + "_" + c.Name + "/" + f.Path
				files = append(files, f)
			}
		}
	}
	for b.Loop() {
		program.Link(files, program.Options{})
	}
	b.ReportMetric(float64(len(files)), "files")
}
