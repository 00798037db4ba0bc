package lintcorpus

import (
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/program"
)

// FuzzWholeRun runs front ends, linking and rules over a code base of three files with any text. There
// must be no panic, and every finding must lie in its file.
func FuzzWholeRun(f *testing.F) {
	themes, err := Load(folder)
	if err != nil {
		f.Fatal(err)
	}
	for _, theme := range themes {
		for _, c := range theme.Cases[:1] {
			for _, name := range c.paths() {
				f.Add(c.Files[name], c.Files[c.paths()[0]], name)
			}
		}
	}
	f.Fuzz(func(t *testing.T, one, two, name string) {
		if len(name) > 200 || strings.HasPrefix(name, "/") || strings.Contains(name, "..") || name == "" {
			return
		}
		c := &Case{Files: map[string]string{name: one, "services/x.service.js": two, "data_repositories/y.data_repository.go": one, "models/schemas/z.schema.sql": two}}
		p := program.Link(c.Facts(), program.Options{})
		for _, finding := range Findings(p, nil) {
			if finding.Pos < 0 || finding.End < finding.Pos || int(finding.End) > len(c.Files[finding.File.Path]) {
				t.Errorf("%s in %s: from %d to %d of %d bytes", finding.Rule, finding.File.Path, finding.Pos, finding.End, len(c.Files[finding.File.Path]))
			}
		}
		for i := range p.Owners.Tables {
			program.Discover(p, p.Owners.Tables[i].Database, p.Owners.Tables[i].Table)
		}
		program.Propose(p)
	})
}
