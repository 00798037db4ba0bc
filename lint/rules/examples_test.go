package rules_test

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/gosource"
	"github.com/vtgen/vtgen/lint/jssource"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules"
	"github.com/vtgen/vtgen/lint/sqlsource"
)

// example is one code base of a rule's documentation: the files of one language below one heading.
type example struct {
	heading, language string
	files             map[string]string
}

var (
	headings = regexp.MustCompile(`(?m)^### (Bad|Good)$`)
	blocks   = regexp.MustCompile("(?s)```(js|ts|go|sql) file=(\\S+)\n(.*?)```")
)

// examples are the code bases of a documentation.
func examples(doc string) []example {
	var all []example
	places := headings.FindAllStringSubmatchIndex(doc, -1)
	for i, place := range places {
		end := len(doc)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		heading := doc[place[2]:place[3]]
		byLanguage := map[string]*example{}
		for _, block := range blocks.FindAllStringSubmatch(doc[place[1]:end], -1) {
			language := block[1]
			if language == "sql" { // belongs to the code above it
				language = "go"
				if byLanguage["js"] != nil && byLanguage["go"] == nil {
					language = "js"
				}
			}
			if byLanguage[language] == nil {
				byLanguage[language] = &example{heading: heading, language: language, files: map[string]string{}}
			}
			byLanguage[language].files[block[2]] = block[3]
		}
		for _, language := range []string{"js", "ts", "go"} {
			if e := byLanguage[language]; e != nil {
				all = append(all, *e)
			}
		}
	}
	return all
}

// link makes a program of an example.
func (e example) link() *program.Program {
	var names []string
	for name := range e.files {
		names = append(names, name)
	}
	slices.Sort(names)
	var facts []*fact.File
	for _, name := range names {
		text := []byte(e.files[name])
		switch path.Ext(name) {
		case ".go":
			facts = append(facts, gosource.Read(name, text))
		case ".sql":
			facts = append(facts, sqlsource.Read(name, text))
		default:
			facts = append(facts, jssource.Read(name, text))
		}
	}
	return program.Link(facts, program.Options{Layout: program.LayoutStandard})
}

// findings runs one rule over an example.
func (e example) findings(r *rule.Rule) []string {
	var all []string
	r.Check(&rule.Pass{
		Program: e.link(),
		Option:  func(_, fallback string) string { return fallback },
		Report: func(f rule.Finding) {
			line, column := f.File.Position(f.Pos)
			all = append(all, fmt.Sprintf("%s:%d:%d %s (%s)", f.File.Path, line, column, f.Message, f.Suggestion))
		},
	})
	return all
}

// TestExamples holds every rule to the examples of its documentation: each bad one has a finding of
// the rule, and no good one has.
func TestExamples(t *testing.T) {
	for _, r := range rules.All() {
		t.Run(r.ID+" "+r.Name, func(t *testing.T) {
			seen := map[string]int{}
			for _, e := range examples(r.Doc) {
				seen[e.heading]++
				found := e.findings(r)
				switch {
				case e.heading == "Bad" && len(found) == 0:
					t.Errorf("the bad example in %s has no finding", e.language)
				case e.heading == "Good" && len(found) > 0:
					t.Errorf("the good example in %s has findings:\n%s", e.language, strings.Join(found, "\n"))
				}
				t.Logf("%s, %s:\n%s", e.heading, e.language, strings.Join(found, "\n"))
			}
			if seen["Bad"] == 0 || seen["Good"] == 0 {
				t.Errorf("the documentation has %d bad and %d good examples", seen["Bad"], seen["Good"])
			}
		})
	}
}

// TestRulesAreWhole checks what every rule must have, and that ids are unique and in order.
func TestRulesAreWhole(t *testing.T) {
	last := ""
	names := map[string]bool{}
	for _, r := range rules.All() {
		if !regexp.MustCompile(`^VT\d{3}$`).MatchString(r.ID) || r.ID <= last {
			t.Errorf("the id %s is malformed, or does not follow %s", r.ID, last)
		}
		last = r.ID
		if !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(r.Name) || names[r.Name] {
			t.Errorf("%s: the name %q is malformed or taken", r.ID, r.Name)
		}
		names[r.Name] = true
		if r.Summary == "" || r.Doc == "" || len(r.Standards) == 0 || r.Check == nil || r.Default == "" {
			t.Errorf("%s lacks its summary, documentation, sections, severity or check", r.ID)
		}
	}
}
