package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
)

func TestEdited(t *testing.T) {
	for name, tt := range map[string]struct {
		edits []lint.Edit
		want  string // "" for an error
	}{
		"none":             {nil, "0123456789"},
		"replace":          {[]lint.Edit{{Start: 2, End: 4, Text: "xyz"}}, "01xyz456789"},
		"insert, remove":   {[]lint.Edit{{Start: 8, End: 10}, {Start: 0, End: 0, Text: "a"}}, "a01234567"},
		"side by side":     {[]lint.Edit{{Start: 2, End: 4, Text: "a"}, {Start: 4, End: 5, Text: "b"}}, "01ab56789"},
		"overlap":          {[]lint.Edit{{Start: 2, End: 4}, {Start: 3, End: 5}}, ""},
		"behind the end":   {[]lint.Edit{{Start: 9, End: 11}}, ""},
		"end before begin": {[]lint.Edit{{Start: 5, End: 4}}, ""},
		"negative":         {[]lint.Edit{{Start: -1, End: 4}}, ""},
	} {
		got, err := edited([]byte("0123456789"), tt.edits)
		if (err != nil) != (tt.want == "") || err == nil && string(got) != tt.want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, tt.want)
		}
	}
}

func TestOverlaps(t *testing.T) {
	taken := []lint.Edit{{Start: 10, End: 20}, {Start: 30, End: 30}}
	for _, tt := range []struct {
		start, end int
		want       bool
	}{{0, 10, false}, {9, 11, true}, {12, 13, true}, {10, 10, true}, {20, 25, false}, {0, 40, true}, {30, 30, true}, {31, 32, false}} {
		if got := overlaps(taken, []lint.Edit{{Start: tt.start, End: tt.end}}); got != tt.want {
			t.Errorf("%d to %d overlaps: %v", tt.start, tt.end, got)
		}
	}
}

// renaming reports every call of a function, and mends it by calling another.
func renaming(id, from, to string) *rule.Rule {
	return &rule.Rule{ID: id, Name: "no-" + from, Default: rule.Error, Check: func(p *rule.Pass) {
		for _, file := range p.Program.Files {
			for _, call := range file.Calls {
				if call.Callee == from {
					end := call.Pos + 3
					p.Report(rule.Finding{File: file.File, Pos: call.Pos, End: end, Tier: rule.Certain, Message: "calls " + from, Fix: []rule.Edit{{Pos: call.Pos, End: end, Text: to}}})
				}
			}
		}
	}}
}

// TestFixAll mends what several rules find, one fix laying bare the next, and leaves what a comment
// allows.
func TestFixAll(t *testing.T) {
	root := t.TempDir()
	name := filepath.Join(root, "a.go")
	if err := os.WriteFile(name, []byte("package a\n\nfunc f() {\n\tone()\n\tone()\n\tone() // vtgen:allow VT001 it may\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	streams := IO{Err: &out}
	options := lint.Options{Root: root, Rules: []*rule.Rule{renaming("VT001", "one", "two"), renaming("VT002", "one", "six"), renaming("VT003", "two", "ten")}}
	first, err := lint.Run(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	plan, n, err := planFixes(first)
	if err != nil || n != 3 {
		t.Fatalf("%d findings are mended at first (%v), want 3: of two edits of one place the first counts", n, err)
	}
	if got := string(plan.Changes[0].After); strings.Count(got, "two()") != 2 || strings.Count(got, "six()") != 1 {
		t.Errorf("the first round gives\n%s", got)
	}
	result, err := fixAllHere(t, streams, options, first)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if want := "package a\n\nfunc f() {\n\tten()\n\tten()\n\tsix() // vtgen:allow VT001 it may\n}\n"; string(text) != want {
		t.Errorf("mended it is\n%s", text)
	}
	if len(result.Findings) != 0 || !strings.Contains(out.String(), "mended 5 findings") {
		t.Errorf("found after it: %+v; said: %s", result.Findings, out.String())
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v", info.Mode())
	}
	if _, err := os.Stat(filepath.Join(root, ".vtgen")); err == nil {
		t.Error("a .vtgen is left in a code base that is no platform")
	}
}

// fixAllHere is fixAll with changes carried out in this process.
func fixAllHere(t *testing.T, streams IO, options lint.Options, result *lint.Result) (*lint.Result, error) {
	t.Helper()
	return fixRounds(t.Context(), streams, options, result, generator.Commit)
}

func TestNearTables(t *testing.T) {
	p := &program.Program{Owners: &program.Owners{Tables: []program.Ownership{{Table: "user_accounts"}, {Table: "orders"}}}}
	for name, want := range map[string]string{"user_account": "; did you mean user_accounts?", "zebra": ""} {
		if got := nearTables(p, name); got != want {
			t.Errorf("near %s is %q", name, got)
		}
	}
}
