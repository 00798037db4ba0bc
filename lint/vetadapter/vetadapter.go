// Package vetadapter makes the linter an analyzer of golang.org/x/tools/go/analysis, so that go vet
// and golangci-lint run it. The analyzer lints the whole code base around a package, as vtgen lint
// does, and reports what is in the package's files; the cache makes that cheap for the next package.
package vetadapter

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/rule"
)

// Name is the analyzer's name.
const Name = "vtgen"

const doc = `report violations of the development standards

The vtgen analyzer reports what vtgen lint reports in the Go files of the package: queries on tables
of other modules, queries outside of data repositories, and more. It reads the whole code base, with
its vtgen-lint.yaml; vtgen lint reports on its JavaScript and SQL too.`

// Loader returns the options of a run at a root.
type Loader func(root string) (lint.Options, error)

// IsInvocation reports whether arguments are those by which go vet calls its tool.
func IsInvocation(arguments []string) bool {
	if len(arguments) == 0 {
		return false
	}
	last := len(arguments) - 1
	for _, argument := range arguments[:last] {
		if !strings.HasPrefix(argument, "-") {
			return false
		}
	}
	return arguments[last] == "-flags" || arguments[last] == "-V=full" || strings.HasSuffix(arguments[last], ".cfg")
}

// Main serves go vet and ends the process.
func Main(load Loader) { unitchecker.Main(Analyzer(load)) }

// adapter lints each root once.
type adapter struct {
	load     Loader
	severity string
	mutex    sync.Mutex
	runs     map[string]*run
}

// run is one lint of a root.
type run struct {
	once   sync.Once
	byPath map[string][]lint.Finding
	err    error
}

// Analyzer returns the analyzer.
func Analyzer(load Loader) *analysis.Analyzer {
	a := &adapter{load: load, runs: map[string]*run{}}
	analyzer := &analysis.Analyzer{Name: Name, Doc: doc, URL: "https://github.com/vtgen/vtgen/blob/main/docs/rules.md", Run: a.analyze}
	analyzer.Flags.StringVar(&a.severity, "severity", string(rule.Error), "report findings of this severity or heavier: error, warning, info")
	return analyzer
}

// analyze reports the findings in a package's files.
func (a *adapter) analyze(pass *analysis.Pass) (any, error) {
	least, known := weights[rule.Severity(a.severity)]
	if !known {
		return nil, fmt.Errorf("there is no severity %q: use error, warning or info", a.severity)
	}
	for _, file := range pass.Files {
		at := pass.Fset.File(file.FileStart)
		name, err := filepath.Abs(at.Name())
		if err != nil || filepath.Ext(name) != ".go" {
			continue // made by another tool, such as cgo
		}
		root, err := lint.FindRoot(filepath.Dir(name))
		if err != nil {
			return nil, err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return nil, fmt.Errorf("finding %s in %s: %w", name, root, err)
		}
		r := a.lint(root)
		if r.err != nil {
			return nil, r.err
		}
		for _, f := range r.byPath[filepath.ToSlash(relative)] {
			if weights[f.Severity] >= least && f.EndOffset <= at.Size() {
				pass.Report(diagnostic(f, at.Pos))
			}
		}
	}
	return nil, nil
}

// weights order the severities.
var weights = map[rule.Severity]int{rule.Info: 1, rule.Warning: 2, rule.Error: 3}

// lint lints a root, once.
func (a *adapter) lint(root string) *run {
	a.mutex.Lock()
	r := a.runs[root]
	if r == nil {
		r = &run{}
		a.runs[root] = r
	}
	a.mutex.Unlock()
	r.once.Do(func() { r.byPath, r.err = a.findings(root) })
	return r
}

// findings are the open findings of a root by path. Go vet starts a process for each package, several
// at once: the first lints and the others wait for what it keeps.
func (a *adapter) findings(root string) (map[string][]lint.Finding, error) {
	options, err := a.load(root)
	if err != nil {
		return nil, err
	}
	if options.Cache != nil {
		unlock, err := options.Cache.Lock(root)
		if err != nil {
			return nil, err
		}
		defer unlock()
	}
	result, err := lint.Run(context.Background(), options)
	if err != nil {
		return nil, err
	}
	if len(result.Failures) > 0 {
		return nil, errors.New(strings.Join(result.Failures, "\n"))
	}
	found := map[string][]lint.Finding{}
	for _, f := range result.Findings {
		if f.Open() {
			found[f.Path] = append(found[f.Path], f)
		}
	}
	return found, nil
}
