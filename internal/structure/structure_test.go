// Package structure_test holds the repository to its own layout: which package may import which,
// how long a file may be, what a package may not be called.
package structure_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/vtgen/vtgen/"

// arrows are the imports within the module that are allowed, by the package that imports. A package
// that is not listed here is a test failure: where it stands has to be decided.
var arrows = map[string][]string{
	"cmd/vtgen":             {"generator", "generator/schema", "internal/cli", "lint/vetadapter"},
	"internal/cli":          {"generator", "generator/model", "generator/project", "internal/cli/ask", "internal/cli/doctor", "internal/cli/launch", "internal/lintsetup", "lint", "lint/baseline", "lint/config", "lint/gitdiff", "lint/program", "lint/report", "lint/rule", "lint/ruledoc", "templates"},
	"internal/cli/ask":      {},
	"internal/cli/doctor":   {"generator", "generator/model", "generator/project", "templates"},
	"internal/cli/launch":   {},
	"generator":             {"generator/code", "generator/model", "generator/project", "generator/schema", "templates"},
	"generator/code":        {"generator/model", "templates"},
	"generator/project":     {"generator/model"},
	"generator/schema":      {"generator/model"},
	"generator/model":       {},
	"internal/lintsetup":    {"generator/project", "lint", "lint/baseline", "lint/cache", "lint/config", "lint/program"},
	"lint":                  {"lint/baseline", "lint/cache", "lint/config", "lint/fact", "lint/gitdiff", "lint/gosource", "lint/jssource", "lint/prismasource", "lint/program", "lint/rule", "lint/rules", "lint/sqlsource", "lint/suppress"},
	"lint/baseline":         {},
	"lint/cache":            {"lint/fact"},
	"lint/config":           {},
	"lint/gitdiff":          {},
	"lint/golangciplugin":   {"internal/lintsetup", "lint", "lint/vetadapter"},
	"lint/report":           {"lint", "lint/baseline", "lint/cache", "lint/rule"},
	"lint/ruledoc":          {"lint/fact", "lint/rule"},
	"lint/rules":            {"lint/rule", "lint/rules/*"},
	"lint/rules/*":          {"lint/fact", "lint/program", "lint/rule", "lint/rules/idiom"},
	"lint/rules/idiom":      {"lint/fact", "lint/program", "lint/rule"},
	"lint/suppress":         {"lint/config", "lint/fact", "lint/rule"},
	"lint/vetadapter":       {"lint", "lint/rule"},
	"internal/lintcorpus":   {"lint/fact", "lint/gosource", "lint/jssource", "lint/prismasource", "lint/program", "lint/rule", "lint/rules", "lint/sqlsource"},
	"lint/fact":             {},
	"lint/sqltable":         {},
	"lint/gosource":         {"lint/fact"},
	"lint/jssource":         {"lint/fact"},
	"lint/sqlsource":        {"lint/fact"},
	"lint/prismasource":     {"lint/fact"},
	"lint/program":          {"lint/fact", "lint/sqltable"},
	"lint/rule":             {"lint/fact", "lint/program"},
	"templates":             {},
	"templates/runtimepack": {},
	"internal/bench":        {"internal/realservice"},
	"internal/docs":         {},
	"internal/benchlint":    {"internal/lintcorpus"},
	"internal/fuzz":         {},
	"internal/matrix":       {"internal/realservice"},
	"internal/mirror":       {},
	"internal/pack":         {"templates/runtimepack"},
	"internal/realservice":  {},
	"internal/structure":    {},
	"internal/withservices": {"internal/realservice"},
}

// goPackage is what `go list -json` says of a package.
type goPackage struct {
	ImportPath string
	Imports    []string
}

// packages lists the packages of the module in a folder.
func packages(t *testing.T, folder string) []goPackage {
	t.Helper()
	command := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	command.Dir = folder
	command.Env = append(os.Environ(), "GOWORK=off")
	out, err := command.Output()
	if err != nil {
		t.Fatalf("listing the packages of %s: %v", folder, err)
	}
	var all []goPackage
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var one goPackage
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
}

// alike is the name under which packages that are alike are listed together.
func alike(name string) string {
	if strings.HasPrefix(name, "lint/rules/") && name != "lint/rules/idiom" {
		return "lint/rules/*"
	}
	return name
}

func TestImportsPointOneWay(t *testing.T) {
	for _, p := range packages(t, "../..") {
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, known := arrows[alike(name)]
		if !known {
			t.Errorf("package %s is not in the list of arrows: decide what it may import", name)
		}
		for _, imported := range p.Imports {
			inner, ours := strings.CutPrefix(imported, module)
			if ours && !slices.Contains(allowed, alike(inner)) {
				t.Errorf("%s imports %s, against the direction of the arrows", name, inner)
			}
		}
	}
}

// TestRuntimeKnowsNothingOfVtgen keeps the runtime usable on its own.
func TestRuntimeKnowsNothingOfVtgen(t *testing.T) {
	for _, p := range packages(t, "../../runtime") {
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, module) && !strings.HasPrefix(imported, module+"runtime/") {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
	}
}

// sources calls check for every Go file of both modules that people read.
func sources(t *testing.T, check func(name string, text []byte)) {
	t.Helper()
	err := filepath.WalkDir("../..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == "dist" || strings.HasPrefix(entry.Name(), ".") && entry.Name() != "..") {
			return fs.SkipDir
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		check(name, text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFilesAreShort(t *testing.T) {
	const most = 400
	sources(t, func(name string, text []byte) {
		if n := bytes.Count(text, []byte("\n")); n > most && !strings.HasSuffix(name, "_test.go") {
			t.Errorf("%s has %d lines; %d are the most", name, n, most)
		}
	})
}

func TestNoPackageWithoutPurpose(t *testing.T) {
	vague := regexp.MustCompile(`(?m)^package (utils?|common|helpers?|misc|shared)$`)
	sources(t, func(name string, text []byte) {
		if found := vague.Find(text); found != nil {
			t.Errorf("%s: %s says nothing of what is in it", name, found)
		}
	})
}

// TestDocumentedPathsExist follows the paths that the documents name.
func TestDocumentedPathsExist(t *testing.T) {
	paths := regexp.MustCompile("`((?:cmd|docs|generator|internal|runtime|templates|testdata|lint)/[A-Za-z0-9_./-]*)`")
	documents, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, document := range append(documents, "../../README.md") {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range paths.FindAllSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join("../..", string(match[1]))); err != nil {
				t.Errorf("%s names %s, which does not exist", document, match[1])
			}
		}
	}
}
