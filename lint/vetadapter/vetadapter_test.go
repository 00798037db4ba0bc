package vetadapter

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/cache"
	"github.com/vtgen/vtgen/lint/rule"
)

func TestIsInvocation(t *testing.T) {
	for line, want := range map[string]bool{
		"-V=full": true, "-flags": true, "/tmp/vet.cfg": true, "-vtgen.severity=info -json /tmp/vet.cfg": true,
		"": false, "lint": false, "lint --config a.cfg": false, "--help": false, "version -flags": false, "-V": false,
	} {
		if got := IsInvocation(strings.Fields(line)); got != want {
			t.Errorf("%q is a call by go vet: %v", line, got)
		}
	}
}

// wordRule reports every call of a function named bad; fixes rename it.
var wordRule = &rule.Rule{ID: "VT001", Name: "no-bad", Default: rule.Error, Check: func(p *rule.Pass) {
	for _, file := range p.Program.Files {
		for _, call := range file.Calls {
			tier := map[string]rule.Tier{"bad": rule.Certain, "maybe": rule.Likely}[call.Callee]
			if tier == "" {
				continue
			}
			p.Report(rule.Finding{File: file.File, Pos: call.Pos, End: call.End, Tier: tier, Message: "calls " + call.Callee, Suggestion: "do not",
				Fix: []rule.Edit{{Pos: call.Pos, End: call.Pos + 3, Text: "good"}}})
		}
	}
}}

// codeBase is a root with two packages.
func codeBase(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":  "module example.com/x\n",
		"a/a.go":  "package a\n\nfunc f() {\n\tbad()\n\tmaybe()\n}\n",
		"a/a2.go": "package a\n\nfunc g() {\n\tbad() // vtgen:allow VT001 it may\n}\n",
		"b/b.go":  "package b\n\nfunc f() {\n\tbad()\n}\n",
	} {
		full := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// analyze runs an analyzer on files and returns position: message of what it reports.
func analyze(t *testing.T, a *analysis.Analyzer, names ...string) ([]string, []analysis.Diagnostic, error) {
	t.Helper()
	pass := &analysis.Pass{Analyzer: a, Fset: token.NewFileSet()}
	for _, name := range names {
		f, err := parser.ParseFile(pass.Fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		pass.Files = append(pass.Files, f)
	}
	var lines []string
	var all []analysis.Diagnostic
	pass.Report = func(d analysis.Diagnostic) {
		at := pass.Fset.Position(d.Pos)
		at.Filename = filepath.Base(at.Filename)
		lines, all = append(lines, at.String()+": "+d.Message), append(all, d)
	}
	_, err := a.Run(pass)
	return lines, all, err
}

func TestAnalyzer(t *testing.T) {
	root := codeBase(t)
	store, err := cache.Open(t.TempDir(), "test")
	if err != nil {
		t.Fatal(err)
	}
	loads := 0
	a := Analyzer(func(root string) (lint.Options, error) {
		loads++
		return lint.Options{Root: root, Rules: []*rule.Rule{wordRule}, Cache: store}, nil
	})
	if err := analysis.Validate([]*analysis.Analyzer{a}); err != nil {
		t.Fatal(err)
	}
	got, all, err := analyze(t, a, filepath.Join(root, "a/a.go"), filepath.Join(root, "a/a2.go"))
	if want := []string{"a.go:4:2: VT001: calls bad; do not"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("reported %v (%v), want %v", got, err, want)
	}
	if d := all[0]; d.Category != "VT001" || d.End-d.Pos != token.Pos(len("bad()")) || string(d.SuggestedFixes[0].TextEdits[0].NewText) != "good" {
		t.Errorf("the diagnostic is %+v", d)
	}
	if err := a.Flags.Set("severity", "warning"); err != nil {
		t.Fatal(err)
	}
	if got, _, _ := analyze(t, a, filepath.Join(root, "a/a.go")); len(got) != 2 {
		t.Errorf("with warnings it reports %v", got)
	}
	if got, _, _ := analyze(t, a, filepath.Join(root, "b/b.go")); len(got) != 1 {
		t.Errorf("in the other package it reports %v", got)
	}
	if loads != 1 {
		t.Errorf("the code base was linted %d times", loads)
	}
	if err := a.Flags.Set("severity", "fatal"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := analyze(t, a, filepath.Join(root, "b/b.go")); err == nil || !strings.Contains(err.Error(), "fatal") {
		t.Errorf("an unknown severity gives %v", err)
	}
}

func TestFailures(t *testing.T) {
	root := codeBase(t)
	broken := &rule.Rule{ID: "VT002", Name: "broken", Default: rule.Error, Check: func(*rule.Pass) { panic("oh no") }}
	a := Analyzer(func(root string) (lint.Options, error) {
		return lint.Options{Root: root, Rules: []*rule.Rule{broken}}, nil
	})
	if _, _, err := analyze(t, a, filepath.Join(root, "b/b.go")); err == nil || !strings.Contains(err.Error(), "VT002") {
		t.Errorf("a rule that panics gives %v", err)
	}
	var none []*ast.File
	if _, err := a.Run(&analysis.Pass{Files: none, Fset: token.NewFileSet()}); err != nil {
		t.Errorf("a package without files gives %v", err)
	}
}
