// Package docs_test executes the examples of the documents: what they show is what happens.
package docs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/lint/config"
)

// blocks returns the fenced blocks of one language in a document.
func blocks(t *testing.T, document, language string) []string {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, match := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllSubmatch(text, -1) {
		found = append(found, string(match[1]))
	}
	return found
}

// documents are all documents that may hold examples.
func documents(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	return append(names, "../../README.md")
}

// TestConsoleExamples runs each document's console examples one after another in one empty
// directory. A line "..." stands for any lines, and "..." within a line for anything.
func TestConsoleExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("builds vtgen and a platform")
	}
	tools := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(tools, "vtgen"), "../../cmd/vtgen").CombinedOutput(); err != nil {
		t.Fatalf("building vtgen: %v: %s", err, out)
	}
	ran := 0
	for _, document := range documents(t) {
		directory := t.TempDir()
		for _, block := range blocks(t, document, "console") {
			for example := range strings.SplitSeq("\n"+block, "\n$ ") {
				command, want, _ := strings.Cut(example, "\n")
				if command == "" {
					continue
				}
				if target, ok := strings.CutPrefix(command, "cd "); ok {
					directory = filepath.Join(directory, target)
					continue
				}
				runExample(t, tools, directory, command, want)
				ran++
			}
		}
	}
	if ran == 0 {
		t.Error("no example was found")
	}
}

func runExample(t *testing.T, tools, directory, command, want string) {
	t.Helper()
	shell := exec.Command("sh", "-c", command)
	shell.Dir = directory
	shell.Env = append(os.Environ(), "PATH="+tools+string(os.PathListSeparator)+os.Getenv("PATH"), "GOWORK=off")
	out, err := shell.CombinedOutput()
	if err != nil {
		t.Errorf("$ %s\n%v: %s", command, err, out)
		return
	}
	if !pattern(want).Match(out) {
		t.Errorf("$ %s\nprints\n%s\nand the document shows\n%s", command, out, want)
	}
}

// pattern makes the expression that output must match.
func pattern(want string) *regexp.Regexp {
	var out strings.Builder
	out.WriteString(`(?s)\A`)
	for line := range strings.SplitSeq(strings.TrimRight(want, "\n"), "\n") {
		if line == "..." {
			out.WriteString(`(.*\n)?`)
			continue
		}
		parts := strings.Split(line, "...")
		for i, part := range parts {
			parts[i] = regexp.QuoteMeta(part)
		}
		out.WriteString(strings.Join(parts, `[^\n]*`) + `\s*?\n?`)
	}
	return regexp.MustCompile(out.String() + `\z`)
}

func TestEntityExamplesAreValid(t *testing.T) {
	examples := blocks(t, "../../docs/entities.md", "yaml")
	if len(examples) == 0 {
		t.Fatal("no example was found")
	}
	for _, example := range examples {
		if _, err := model.ParseEntity([]byte(example), "example.yaml"); err != nil {
			t.Error(err)
		}
	}
}

// TestLintConfigurationIsValid reads the configuration that lint.md shows.
func TestLintConfigurationIsValid(t *testing.T) {
	found := false
	for _, example := range blocks(t, "../../docs/lint.md", "yaml") {
		if !strings.Contains(example, "\nowners:") {
			continue
		}
		found = true
		if _, err := config.Parse([]byte(example), "example.yaml", nil); err != nil {
			t.Error(err)
		}
	}
	if !found {
		t.Error("no example was found")
	}
}
