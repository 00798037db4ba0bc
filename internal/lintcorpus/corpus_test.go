package lintcorpus

import (
	"path/filepath"
	"testing"
)

const folder = "../../testdata/lint/corpus"

// corpora are the folders of cases, each with the number of cases below which it says too little.
var corpora = []struct {
	folder string
	least  int
}{
	{folder, 300},
	// By authors who had not seen the engine when they wrote and labelled their cases.
	{"../../testdata/lint/corpus2", 240},
	{"../../testdata/lint/corpus3", 200},
	{"../../testdata/lint/corpus4", 290},
}

// TestCorpus requires that every label of every corpus is found and nothing else, and prints the scores.
func TestCorpus(t *testing.T) {
	for _, corpus := range corpora {
		t.Run(filepath.Base(corpus.folder), func(t *testing.T) {
			themes, err := Load(corpus.folder)
			if err != nil {
				t.Fatal(err)
			}
			scores, cases := Scores{}, 0
			for _, theme := range themes {
				for _, c := range theme.Cases {
					cases++
					scores.Add(runCase(t, theme, c))
				}
			}
			if cases < corpus.least {
				t.Errorf("%d cases; %d are the least", cases, corpus.least)
			}
			t.Logf("%d cases in %d themes\n%s", cases, len(themes), scores.Table())
		})
	}
}

// runCase lints one case and reports what differs from its labels.
func runCase(t *testing.T, theme *Theme, c *Case) Outcome {
	t.Helper()
	outcome := c.Run(theme.Rules)
	for _, l := range outcome.Missed {
		t.Errorf("%s/%s: missed  %s", c.Theme, c.Name, l)
	}
	for _, l := range outcome.Wrong {
		t.Errorf("%s/%s: wrong   %s", c.Theme, c.Name, l)
	}
	return outcome
}

// TestLabelsAreCut makes sure that the linter does not see the labels, and that their lines are right.
func TestLabelsAreCut(t *testing.T) {
	theme, err := parse("x", []byte("rules: VT001\n-- base/a.js --\nlet a; //! VT002 t\n-- one/b.js --\n\nlet b; //! VT001 d.t read; VT007\n"))
	if err != nil {
		t.Fatal(err)
	}
	c := theme.Cases[0]
	if c.Files["b.js"] != "\nlet b;\n" || len(c.Labels) != 3 {
		t.Fatalf("files %q, labels %v", c.Files, c.Labels)
	}
	if got, want := c.Labels[0], (Label{"VT001", "b.js", 2, "d.t", "read"}); got != want {
		t.Errorf("label %v, want %v", got, want)
	}
}

// TestWrongLabelsFail makes sure that the corpus test can fail, in both directions.
func TestWrongLabelsFail(t *testing.T) {
	theme, err := parse("x", []byte(`
-- missed/services/a.service.js --
const x = 1; //! VT009
-- wrong/services/a.service.js --
const mysql = require('mysql2');
mysql.createPool({});
`))
	if err != nil {
		t.Fatal(err)
	}
	if o := theme.Cases[0].Run(nil); len(o.Missed) != 1 {
		t.Errorf("a label that is nowhere was not missed: %+v", o)
	}
	if o := theme.Cases[1].Run(nil); len(o.Wrong) != 1 {
		t.Errorf("a finding without a label was not wrong: %+v", o)
	}
}

// TestSameResultInAnyOrder links the files of all cases in reverse and requires the same findings.
func TestSameResultInAnyOrder(t *testing.T) {
	themes, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, theme := range themes {
		for _, c := range theme.Cases {
			if a, b := describe(c, false), describe(c, true); a != b {
				t.Errorf("%s/%s: the order of the files matters:\n%s\nand\n%s", c.Theme, c.Name, a, b)
			}
		}
	}
}
