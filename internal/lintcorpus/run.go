package lintcorpus

import (
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/gosource"
	"github.com/vtgen/vtgen/lint/jssource"
	"github.com/vtgen/vtgen/lint/prismasource"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules"
	"github.com/vtgen/vtgen/lint/sqlsource"
)

// lastTableRule is the last of the rules that the corpus is about.
const lastTableRule = "VT009"

// Outcome is what became of a case.
type Outcome struct {
	Case *Case
	// Right are the labels that were found, Missed those that were not, Wrong the findings without a
	// label.
	Right, Missed, Wrong []Label
}

// Facts makes the facts of a case's files.
func (c *Case) Facts() []*fact.File {
	var all []*fact.File
	for _, name := range c.paths() {
		text := []byte(c.Files[name])
		switch path.Ext(name) {
		case ".go":
			all = append(all, gosource.Read(name, text))
		case ".sql":
			all = append(all, sqlsource.Read(name, text))
		case ".prisma":
			all = append(all, prismasource.Read(name, text))
		case ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx":
			all = append(all, jssource.Read(name, text))
		}
	}
	return all
}

// Findings runs rules over a program.
func Findings(p *program.Program, ids []string) []rule.Finding {
	var all []rule.Finding
	for _, r := range rules.All() {
		if len(ids) > 0 && !slices.Contains(ids, r.ID) || len(ids) == 0 && r.ID > lastTableRule {
			continue
		}
		r.Check(&rule.Pass{
			Program: p,
			Option:  func(_, fallback string) string { return fallback },
			Report: func(f rule.Finding) {
				f.Rule, f.Severity = r.ID, r.Default
				all = append(all, f)
			},
		})
	}
	return all
}

// Run judges a case by its labels.
func (c *Case) Run(ids []string) Outcome {
	outcome := Outcome{Case: c}
	missing := append([]Label(nil), c.Labels...)
	for _, f := range Findings(program.Link(c.Facts(), c.Options), ids) {
		line, _ := f.File.Position(f.Pos)
		found := Label{f.Rule, f.File.Path, line, f.Table, f.Access}
		i := slices.IndexFunc(missing, func(l Label) bool {
			return l.Rule == found.Rule && l.File == found.File && l.Line == found.Line &&
				(l.Table == "" || l.Table == found.Table) && (l.Access == "" || l.Access == found.Access)
		})
		if i < 0 {
			outcome.Wrong = append(outcome.Wrong, found)
			continue
		}
		outcome.Right = append(outcome.Right, missing[i])
		missing = slices.Delete(missing, i, i+1)
	}
	outcome.Missed = missing
	return outcome
}

// Score counts outcomes.
type Score struct{ Right, Missed, Wrong int }

// Precision is the share of findings that are true, 1 where there are none.
func (s Score) Precision() float64 { return share(s.Right, s.Wrong) }

// Recall is the share of true findings that are found, 1 where there are none.
func (s Score) Recall() float64 { return share(s.Right, s.Missed) }

func share(part, rest int) float64 {
	if part+rest == 0 {
		return 1
	}
	return float64(part) / float64(part+rest)
}

// Scores are scores by rule and language.
type Scores map[[2]string]*Score

// Add counts an outcome.
func (s Scores) Add(o Outcome) {
	count := func(labels []Label, n func(*Score) *int) {
		for _, l := range labels {
			for _, key := range [][2]string{{l.Rule, language(l.File)}, {"all", language(l.File)}, {l.Rule, "all"}, {"all", "all"}} {
				if s[key] == nil {
					s[key] = &Score{}
				}
				*n(s[key])++
			}
		}
	}
	count(o.Right, func(s *Score) *int { return &s.Right })
	count(o.Missed, func(s *Score) *int { return &s.Missed })
	count(o.Wrong, func(s *Score) *int { return &s.Wrong })
}

// language names a file's language in reports.
func language(name string) string {
	switch path.Ext(name) {
	case ".go":
		return "Go"
	case ".sql":
		return "SQL"
	case ".ts", ".tsx", ".mts", ".cts":
		return "TypeScript"
	default:
		return "JavaScript"
	}
}

// Table writes the scores, a row for each rule and language.
func (s Scores) Table() string {
	keys := make([][2]string, 0, len(s))
	for key := range s {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(i, j int) bool {
		if keys[i][0] != keys[j][0] {
			return keys[i][0] < keys[j][0]
		}
		return keys[i][1] < keys[j][1]
	})
	var out strings.Builder
	fmt.Fprintf(&out, "%-6s %-11s %6s %6s %6s %10s %7s\n", "rule", "language", "right", "wrong", "missed", "precision", "recall")
	for _, key := range keys {
		score := s[key]
		fmt.Fprintf(&out, "%-6s %-11s %6d %6d %6d %9.2f%% %6.2f%%\n", key[0], key[1], score.Right, score.Wrong, score.Missed,
			100*score.Precision(), 100*score.Recall())
	}
	return out.String()
}
