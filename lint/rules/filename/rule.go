// Package filename is the rule VT060: files are named in snake_case, with the suffix of their layer.
package filename

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds files whose names are not those of their layer (the standards, §2.1).
var Rule = &rule.Rule{
	ID:        "VT060",
	Name:      "file-name",
	Summary:   "a file is not named as the standards want",
	Doc:       doc,
	Standards: []string{"§2.1", "§3.6.2", "§3.7.2"},
	Default:   rule.Warning,
	Check:     check,
}

var snake = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)

// suffixes are what a file of a layer is named with, behind its stem and before its extension.
var suffixes = map[program.Layer][]string{
	program.Service:      {"service"},
	program.Repository:   {"data_repository"},
	program.Controller:   {"controller"},
	program.Middleware:   {"middleware"},
	program.ModelLayer:   {"model", "schema"},
	program.Route:        {"routes", "route"},
	program.Validation:   {"validation", "validator"},
	program.EventHandler: {"service"},
	program.Background:   {"service"},
}

// bare are files of a layer that belong to its folder rather than to one thing.
var bare = []string{"index", "doc"}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	for _, f := range p.Program.Files {
		if !idiom.Layered(f) || f.Broken != "" || f.Language == fact.SQL || f.Language == fact.Prisma {
			continue
		}
		if problem, suggestion := examine(f); problem != "" {
			p.Report(rule.Finding{
				Tier: rule.Certain, File: f.File, Pos: 0, End: 0, Message: problem, Suggestion: suggestion,
				Module: f.Module,
			})
		}
	}
}

// examine says what is wrong with a file's name, or "".
func examine(f *program.File) (problem, suggestion string) {
	base := idiom.Base(f)
	stem := base[:strings.LastIndexByte(base, '.')]
	parts := strings.Split(strings.TrimSuffix(stem, ".d"), ".")
	for _, part := range parts {
		if !snake.MatchString(part) {
			return fmt.Sprintf("the file name %s is not snake_case", base), "name it " + snakeCase(stem) + base[len(stem):]
		}
	}
	wanted := suffixes[f.Layer]
	if len(wanted) == 0 || len(parts) == 1 && slices.Contains(bare, parts[0]) || strings.HasPrefix(base, "zz_generated_") {
		return "", ""
	}
	if len(parts) < 2 || !slices.Contains(wanted, parts[len(parts)-1]) {
		return fmt.Sprintf("the file name %s does not end in .%s", base, wanted[0]), fmt.Sprintf("name it %s.%s%s", parts[0], wanted[0], base[len(stem):])
	}
	return "", ""
}

// snakeCase is a name in snake_case, its dots kept.
func snakeCase(stem string) string {
	parts := strings.Split(stem, ".")
	for i, part := range parts {
		parts[i] = strings.Join(idiom.Words(part), "_")
	}
	return strings.Join(parts, ".")
}
