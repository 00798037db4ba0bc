package ruledoc

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules"
	"github.com/vtgen/vtgen/lint/suppress"
)

var update = flag.Bool("update", false, "write docs/rules.md")

func all() []*rule.Rule { return append(rules.All(), suppress.Rules()...) }

// TestDocumentIsUpToDate compares docs/rules.md with the rules.
func TestDocumentIsUpToDate(t *testing.T) {
	const name = "../../docs/rules.md"
	want := Markdown(all())
	if *update {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/rules.md is out of date: run `go test ./lint/ruledoc -update`")
	}
}

// numbers are the numbered sections of the standards.
const numbers = `1 2 2.1 2.2 3 3.1 3.2 3.3 3.4 3.5 3.6 3.6.1 3.6.2 3.6.3 3.6.4 3.6.5 3.7 3.7.1 3.7.2 3.7.3
3.8 3.8.1 3.8.2 3.8.3 3.8.4 3.8.5 3.8.6 4 4.1 4.2 5 5.1 5.2 5.3 6 6.1 6.2 7 7.1 7.2 7.3 7.4 8 8.1 8.2
9 9.1 10 10.1 11 11.1 12 12.1 13 13.1 13.2 14 14.1 15 15.1 15.2 16 16.1 16.2`

// TestEverySectionIsAccountedFor: each section of the standards has a rule, or a reason for none.
func TestEverySectionIsAccountedFor(t *testing.T) {
	var listed []string
	for _, s := range sections {
		listed = append(listed, s.number)
		if s.beyond == "" && len(enforcing(all(), s.number)) == 0 {
			t.Errorf("§%s %s has no rule, and no reason why", s.number, s.title)
		}
	}
	if want := strings.Fields(numbers); !slices.Equal(listed, want) {
		t.Errorf("the sections are %v\nand not        %v", listed, want)
	}
	for _, r := range all() {
		for _, s := range r.Standards {
			if number, ok := strings.CutPrefix(s, "§"); !ok || !slices.Contains(listed, number) {
				t.Errorf("%s enforces %q, which is no section such as §3.8.1", r.ID, s)
			}
		}
	}
}

// TestRulesAreDocumented holds every rule to what its reader needs.
func TestRulesAreDocumented(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range all() {
		for _, word := range []string{r.ID, r.Name} {
			if seen[word] {
				t.Errorf("two rules are called %s", word)
			}
			seen[word] = true
		}
		if !regexp.MustCompile(`^VT\d{3}$`).MatchString(r.ID) || !regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`).MatchString(r.Name) {
			t.Errorf("%s %s is no id and name", r.ID, r.Name)
		}
		if r.Summary == "" || !strings.Contains(r.Doc, "`") || r.Check == nil || r.Default == "" {
			t.Errorf("%s lacks its summary, an example, its severity or its check", r.ID)
		}
	}
}

func TestRule(t *testing.T) {
	r := &rule.Rule{ID: "VT001", Name: "a-rule", Summary: "says a", Default: rule.Error, Standards: []string{"§1"}, Doc: "# Title\n\ntext\n\n## Part\n\n```js\n# kept\n```\n"}
	want := "## VT001 a-rule\n\nSays a.\n\nSeverity: error; the standards, §1.\n\ntext\n\n### Part\n\n```js\n# kept\n```\n"
	if got := Rule(r); got != want {
		t.Errorf("the documentation is\n%s", got)
	}
}
