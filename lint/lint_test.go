package lint

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vtgen/vtgen/lint/baseline"
	"github.com/vtgen/vtgen/lint/cache"
	"github.com/vtgen/vtgen/lint/config"
	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/suppress"
)

// callRule reports the calls of a function: certain ones of name, likely ones of maybe_name.
func callRule(id, name string) *rule.Rule {
	return &rule.Rule{ID: id, Name: "no-" + name, Default: rule.Error, Check: func(p *rule.Pass) {
		for _, file := range p.Program.Files {
			for _, call := range file.Calls {
				tier := rule.Certain
				switch call.Callee {
				case name:
				case "maybe_" + name:
					tier = rule.Likely
				default:
					continue
				}
				function := ""
				if call.Func != fact.None && int(call.Func) < len(file.Funcs) {
					function = file.Funcs[call.Func].Name
				}
				p.Report(rule.Finding{File: file.File, Pos: call.Pos, End: call.Pos + fact.Pos(len(call.Callee)), Tier: tier,
					Message: "calls " + p.Option("word", call.Callee), Module: "m", Table: "shop.orders", Access: "read", Func: function})
			}
		}
	}}
}

// testRules are two rules and those about suppressions.
func testRules() []*rule.Rule {
	return append([]*rule.Rule{callRule("VT002", "worse"), callRule("VT001", "bad")}, suppress.Rules()...)
}

// codeBase writes files, given as name and text in turn, and returns their root.
func codeBase(t *testing.T, files ...string) string {
	t.Helper()
	root := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		write(t, root, files[i], files[i+1])
	}
	return root
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	full := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// shown is what the tests compare: path:line:column rule severity, and what became of it.
func shown(r *Result) []string {
	var all []string
	for _, f := range r.Findings {
		line := fmt.Sprintf("%s:%d:%d %s %s", f.Path, f.Line, f.Column, f.Rule, f.Severity)
		if f.Suppressed != nil {
			line += " suppressed"
		}
		if f.Baselined {
			line += " known"
		}
		all = append(all, line)
	}
	return all
}

func mustRun(t *testing.T, o Options) *Result {
	t.Helper()
	if o.Rules == nil {
		o.Rules = testRules()
	}
	r, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func want(t *testing.T, r *Result, lines ...string) {
	t.Helper()
	if got := shown(r); !slices.Equal(got, lines) {
		t.Errorf("found\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(lines, "\n  "))
	}
}

const inFunction = "package p\n\nfunc f() {\n\tworse()\n\tbad()\n\tmaybe_bad()\n}\n"

func TestOrderAndSeverity(t *testing.T) {
	root := codeBase(t, "b.go", inFunction, "a/a.go", "package a\n\nfunc f() {\n\tbad()\n}\n", "a/a_test.go", "package a\n\nfunc g() {\n\tbad()\n\tmaybe_bad()\n}\n")
	r := mustRun(t, Options{Root: root})
	want(t, r, "a/a.go:4:2 VT001 error", "a/a_test.go:4:2 VT001 warning", "a/a_test.go:5:2 VT001 info",
		"b.go:4:2 VT002 error", "b.go:5:2 VT001 error", "b.go:6:2 VT001 warning")
	f := r.Findings[3]
	if f.Database != "shop" || f.Table != "orders" || f.EndColumn != 7 || f.EndLine != 4 || f.Function != "f" || f.Name != "no-worse" {
		t.Errorf("the finding is %+v", f)
	}
	if r.Files != 3 || r.Count(rule.Error) != 3 || r.Count(rule.Warning) != 2 {
		t.Errorf("the result is %+v", r)
	}
}

func TestSelection(t *testing.T) {
	root := codeBase(t, "a.go", inFunction)
	c := config.Config{Rules: map[string]config.Rule{"VT001": {Severity: "off"}, "VT002": {Severity: "info", Options: map[string]string{"word": "what"}}}}
	r := mustRun(t, Options{Root: root, Config: c})
	want(t, r, "a.go:4:2 VT002 info")
	if r.Findings[0].Message != "calls what" {
		t.Errorf("the option does not reach the rule: %s", r.Findings[0].Message)
	}
	want(t, mustRun(t, Options{Root: root, Config: c, Enable: []string{"VT001"}}), "a.go:4:2 VT002 info", "a.go:5:2 VT001 error", "a.go:6:2 VT001 warning")
	want(t, mustRun(t, Options{Root: root, Only: []string{"VT002"}}), "a.go:4:2 VT002 error")
	want(t, mustRun(t, Options{Root: root, Disable: []string{"VT001"}}), "a.go:4:2 VT002 error")
	c = config.Config{Rules: map[string]config.Rule{"VT001": {Exclude: []string{"a.go"}}, "VT002": {Include: []string{"b/**"}}}}
	want(t, mustRun(t, Options{Root: root, Config: c}))
	if _, err := Run(t.Context(), Options{Root: root, Rules: testRules(), Only: []string{"VT999"}}); !errors.Is(err, ErrInput) {
		t.Errorf("a rule that there is not gives %v", err)
	}
}

func TestTestPolicy(t *testing.T) {
	root := codeBase(t, "a_test.go", inFunction)
	for policy, lines := range map[config.Tests][]string{
		config.CheckTests: {"a_test.go:4:2 VT002 error", "a_test.go:5:2 VT001 error", "a_test.go:6:2 VT001 warning"},
		config.RelaxTests: {"a_test.go:4:2 VT002 warning", "a_test.go:5:2 VT001 warning", "a_test.go:6:2 VT001 info"},
		config.SkipTests:  nil,
	} {
		want(t, mustRun(t, Options{Root: root, Config: config.Config{Tests: policy}}), lines...)
	}
}

const suppressed = `package p

// vtgen:allow VT001 the whole function may
func f() {
	worse() // vtgen:allow VT002 it is worse until 2027-01-31
	bad()
}

func g() {
	// vtgen:allow VT001,VT002 only one is needed
	bad()
	// vtgen:allow VT001
	bad()
	// vtgen:allow VT900 not that
	// vtgen:allow VT777 no rule
	_ = 1
}
`

func TestSuppressions(t *testing.T) {
	root := codeBase(t, "a.go", suppressed)
	day := func(text string) time.Time {
		d, err := time.Parse(suppress.DateFormat, text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	lines := []string{"a.go:5:2 VT002 error suppressed", "a.go:6:2 VT001 error suppressed", "a.go:10:2 VT900 error", "a.go:11:2 VT001 error suppressed",
		"a.go:12:2 VT901 error", "a.go:13:2 VT001 error", "a.go:14:2 VT901 error", "a.go:15:2 VT901 error"}
	r := mustRun(t, Options{Root: root, Today: day("2027-01-31")})
	want(t, r, lines...)
	if s := r.Findings[0].Suppressed; s.Reason != "it is worse" || s.Until != "2027-01-31" || s.Line != 5 {
		t.Errorf("the suppression is %+v", s)
	}
	expired := append([]string{"a.go:5:2 VT002 error", "a.go:5:10 VT902 error"}, lines[1:]...)
	want(t, mustRun(t, Options{Root: root, Today: day("2027-02-01")}), expired...)
	// a suppression of a rule that does not run is not judged
	only := mustRun(t, Options{Root: root, Only: []string{"VT001", "VT900"}, Today: day("2027-01-01")})
	want(t, only, "a.go:6:2 VT001 error suppressed", "a.go:11:2 VT001 error suppressed", "a.go:13:2 VT001 error")
}

func TestBaseline(t *testing.T) {
	root := codeBase(t, "a.go", inFunction, "b.go", inFunction)
	first := mustRun(t, Options{Root: root})
	var keys []baseline.Key
	for _, f := range first.Findings {
		keys = append(keys, f.Key())
	}
	known := baseline.New(keys)
	write(t, root, "a.go", "package p\n\n// moved down\n\nfunc f() {\n\tbad()\n\tmaybe_bad()\n\tbad()\n}\n")
	r := mustRun(t, Options{Root: root, Baseline: known})
	want(t, r, "a.go:6:2 VT001 error known", "a.go:7:2 VT001 warning known", "a.go:8:2 VT001 error",
		"b.go:4:2 VT002 error known", "b.go:5:2 VT001 error known", "b.go:6:2 VT001 warning known")
	if len(r.Stale) != 1 || r.Stale[0].Rule != "VT002" || r.Stale[0].Path != "a.go" || r.Count(rule.Error) != 1 {
		t.Errorf("stale are %v", r.Stale)
	}
	for name, o := range map[string]Options{"paths": {Paths: []string{"b.go"}}, "rules": {Only: []string{"VT001"}}} {
		o.Root, o.Baseline = root, known
		if r := mustRun(t, o); len(r.Stale) != 0 {
			t.Errorf("limited by %s, stale are %v", name, r.Stale)
		}
	}
}

func TestPathsChooseWhatIsReported(t *testing.T) {
	root := codeBase(t, "a/x.go", inFunction, "ab/x.go", inFunction, "x.go", inFunction)
	for path, files := range map[string][]string{"a": {"a/x.go"}, "ab/x.go": {"ab/x.go"}, ".": {"a/x.go", "ab/x.go", "x.go"}, "b": nil} {
		r := mustRun(t, Options{Root: root, Paths: []string{path}, Only: []string{"VT002"}})
		var got []string
		for _, f := range r.Findings {
			got = append(got, f.Path)
		}
		if !slices.Equal(got, files) || r.Files != 3 {
			t.Errorf("%s reports %v of %d files", path, got, r.Files)
		}
	}
}

func TestWalk(t *testing.T) {
	root := codeBase(t,
		"a.go", inFunction, "node_modules/a.js", "bad()", "sub/vendor/a.go", inFunction, ".next/a.js", "bad()", "dist/a.js", "bad()",
		"vtgen_runtime/a.go", inFunction, "sub/vtgen_runtime/a.go", inFunction, "vtgen.yaml", "name: p\n",
		".gitignore", "/ignored/\n*.gen.go\n!kept.gen.go\nlogs\nsub/deep/*.go\n# a.go\n\\#b.go\n{a}.go\n", "ignored/a.go", inFunction, "sub/ignored/a.go", inFunction,
		"x.gen.go", inFunction, "kept.gen.go", inFunction, "sub/logs/a.go", inFunction, "sub/deep/a.go", inFunction, "sub/.gitignore", "!deep/kept.go\nonly/\n",
		"sub/deep/kept.go", inFunction, "sub/only/a.go", inFunction, "sub/only.go", inFunction, "legacy/a.go", inFunction, "readme.md", "bad()")
	if err := os.Symlink(filepath.Join(root, "a.go"), filepath.Join(root, "link.go")); err != nil {
		t.Fatal(err)
	}
	found, err := walk(t.Context(), root, []string{"legacy/**"})
	if err != nil {
		t.Fatal(err)
	}
	if files := []string{"a.go", "kept.gen.go", "sub/deep/kept.go", "sub/ignored/a.go", "sub/only.go", "sub/vtgen_runtime/a.go"}; !slices.Equal(found.files, files) {
		t.Errorf("found %v\nwant  %v", found.files, files)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := walk(cancelled, root, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a walk that was cancelled gives %v", err)
	}
	if _, err := Run(t.Context(), Options{Root: filepath.Join(root, "nowhere")}); !errors.Is(err, ErrInput) {
		t.Errorf("a root that is not there gives %v", err)
	}
}

func TestModulesAreFound(t *testing.T) {
	root := codeBase(t, "go.mod", "module example.com/a\n", "sub/go.mod", "module example.com/a/sub // nested\n", "bad/go.mod", "nonsense")
	found, err := walk(t.Context(), root, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(found.modules); got != "[{. example.com/a} {sub example.com/a/sub}]" {
		t.Errorf("the modules are %s", got)
	}
}

func TestSkippedFilesAreSaid(t *testing.T) {
	long := "x = '" + strings.Repeat("a", 10<<10) + "'; bad()\n"
	root := codeBase(t, "a.go", inFunction, "broken.go", "package p\n\nfunc f() {\n\tbad()\n}\n\nfunc broken( {\n", "lib.min.js", "bad()\n", "one.js", long,
		"big.sql", strings.Repeat("-", maxFileBytes+1))
	for _, o := range []Options{{Root: root}, {Root: root, Cache: store(t)}} {
		for range 2 { // the second time, from the cache
			r := mustRun(t, o)
			var paths []string
			for _, n := range r.Notes {
				paths = append(paths, n.Path)
			}
			if want := []string{"big.sql", "broken.go", "lib.min.js", "one.js"}; !slices.Equal(paths, want) {
				t.Errorf("notes are about %v, want %v", paths, want)
			}
			want(t, r, "a.go:4:2 VT002 error", "a.go:5:2 VT001 error", "a.go:6:2 VT001 warning", "broken.go:4:2 VT001 error")
		}
	}
}

// TestRulePanics: one rule fails, the others report, and nothing of it is kept.
func TestRulePanics(t *testing.T) {
	root := codeBase(t, "a.go", inFunction)
	rules := append(testRules(), &rule.Rule{ID: "VT003", Name: "broken", Default: rule.Error, Check: func(*rule.Pass) { panic("oh no") }})
	o := Options{Root: root, Rules: rules, Cache: store(t)}
	for range 2 {
		r := mustRun(t, o)
		if len(r.Failures) != 1 || !strings.Contains(r.Failures[0], "VT003") || !strings.Contains(r.Failures[0], "oh no") || len(r.Findings) != 3 || r.Known {
			t.Errorf("the result is %+v", r)
		}
	}
}

func TestOwner(t *testing.T) {
	root := codeBase(t, "a.go", inFunction)
	c := config.Config{Modules: []config.Module{{Name: "orders", Tables: []config.Table{{Name: "shop.orders"}}}}}
	if got := mustRun(t, Options{Root: root, Config: c}).Findings[0].Owner; got != "orders" {
		t.Errorf("the owner is %q", got)
	}
}

func TestFindRoot(t *testing.T) {
	top := codeBase(t, "a/vtgen-lint.yaml", "", "a/b/package.json", "{}", "a/b/c/x.js", "", "d/go.mod", "module d\n", "d/e/x.go", "package e\n")
	for from, to := range map[string]string{"a/b/c": "a", "a": "a", "d/e": "d", "d": "d"} {
		got, err := FindRoot(filepath.Join(top, from))
		if err != nil || got != filepath.Join(top, to) {
			t.Errorf("the root of %s is %s (%v)", from, got, err)
		}
	}
}

func store(t *testing.T) *cache.Store {
	t.Helper()
	s, err := cache.Open(t.TempDir(), "test")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// old makes files look as if they were written long before the run, so that their stamps can be
// trusted.
func old(t *testing.T, root string) {
	t.Helper()
	when := time.Now().Add(-time.Hour).Truncate(time.Second).Add(time.Millisecond)
	err := filepath.WalkDir(root, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return os.Chtimes(name, when, when)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCachedRunsAreTheSame changes the code base and the options step by step: with a cache, every
// run must find what one without finds.
func TestCachedRunsAreTheSame(t *testing.T) {
	root := codeBase(t, "a.go", inFunction, "b/b.go", suppressed, "c.js", "bad()\n")
	s := store(t)
	o := Options{Root: root}
	steps := []struct {
		name   string
		change func()
		known  bool
	}{
		{"first", func() {}, false},
		{"again", func() {}, true},
		{"aged", func() { old(t, root) }, true},
		{"aged again", func() {}, true},
		{"edited", func() { write(t, root, "a.go", strings.Replace(inFunction, "worse", "bad", 1)) }, false},
		{"edited again", func() {}, true},
		{"same size, at once", func() { write(t, root, "a.go", strings.Replace(inFunction, "worse", "wurst", 1)) }, false},
		{"added", func() { write(t, root, "d.go", inFunction) }, false},
		{"removed", func() { _ = os.Remove(filepath.Join(root, "a.go")) }, false},
		{"renamed", func() { _ = os.Rename(filepath.Join(root, "d.go"), filepath.Join(root, "e.go")) }, false},
		{"rules", func() { o.Only = []string{"VT001"} }, false},
		{"rules again", func() {}, true},
		{"all rules", func() { o.Only = nil }, true},
		{"configured", func() { o.Config.Rules = map[string]config.Rule{"VT001": {Severity: "info"}} }, false},
		{"another day", func() { o.Today = time.Now().AddDate(5, 0, 0) }, false},
		{"paths", func() { o.Paths = []string{"b"} }, true},
		{"module", func() { write(t, root, "go.mod", "module example.com/x\n") }, false},
	}
	for _, step := range steps {
		step.change()
		plain := mustRun(t, o)
		cached := o
		cached.Cache = s
		got := mustRun(t, cached)
		if !reflect.DeepEqual(got.Findings, plain.Findings) || got.Files != plain.Files || got.Warning != "" {
			t.Errorf("%s: with a cache\n%v\nwithout\n%v", step.name, shown(got), shown(plain))
		}
		if got.Known != step.known {
			t.Errorf("%s: known is %v", step.name, got.Known)
		}
	}
}

// TestOnlyChangedFilesAreParsed edits one of two files: the facts of the other are known.
func TestOnlyChangedFilesAreParsed(t *testing.T) {
	root := codeBase(t, "a.go", inFunction, "b.go", inFunction)
	old(t, root)
	o := Options{Root: root, Cache: store(t)}
	mustRun(t, o)
	write(t, root, "b.go", "package p\n")
	r := mustRun(t, o)
	if r.Known || r.Cached != 1 || len(r.Findings) != 3 {
		t.Errorf("with one of two files edited, %d are known: %v", r.Cached, shown(r))
	}
}
