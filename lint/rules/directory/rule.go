// Package directory is the rule VT061: the directories are those of the standards.
package directory

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

// Rule finds code in directories that the standards do not have (§1), and directories that are missing.
var Rule = &rule.Rule{
	ID:        "VT061",
	Name:      "directory-structure",
	Summary:   "a directory is not one of the standards",
	Doc:       doc,
	Standards: []string{"§1", "§2.1"},
	Default:   rule.Warning,
	Check:     check,
}

// tree are the directories of the standards, without the leading underscore that some have in Node.js.
var tree = []string{
	"bg_services", "core_app_connectivities", "classes", "controllers", "data_repositories",
	"event_driven_services", "global_config", "middlewares", "models", "plugins", "routes", "services",
	"utils", "validations",
}

// beside are directories that stand beside the application's own.
var beside = []string{
	"test", "tests", "scripts", "docs", "migrations", "public", "views", "config", "tools", "deploy",
	"cmd", "internal", "testdata", "seeds", "seeders", "fixtures", "bin", "vtgen_runtime", "types",
}

var snake = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	reported := map[string]bool{}
	present := map[string]bool{}
	var root *program.File
	for _, f := range p.Program.Files {
		if f.Language == fact.Prisma {
			continue // its folder is the tool's
		}
		if idiom.AtRoot(f) && root == nil && idiom.Own(f) {
			root = f
		}
		folders := strings.Split(f.Path, "/")
		folders = folders[:len(folders)-1]
		if len(folders) > 0 {
			present[strings.TrimPrefix(folders[0], "_")] = true
		}
		if problem, at := examine(folders); problem != "" && !reported[at] && idiom.Own(f) {
			reported[at] = true
			p.Report(rule.Finding{
				Tier: rule.Certain, File: f.File, Message: problem,
				Suggestion: "move the code into one of " + strings.Join(tree, ", "), Access: at,
			})
		}
	}
	missing := slices.DeleteFunc(slices.Clone(tree), func(name string) bool { return present[name] })
	if root != nil && len(missing) > 0 && p.Option("complete", "false") == "true" {
		p.Report(rule.Finding{
			Tier: rule.Possible, File: root.File, Message: "the project has no " + strings.Join(missing, ", "),
			Suggestion: "make the directories, so that everyone finds the same tree",
		})
	}
}

// examine says what is wrong with a file's folders, and with which.
func examine(folders []string) (problem, at string) {
	if len(folders) == 0 {
		return "", ""
	}
	for i, folder := range folders {
		name := strings.Trim(folder, "_")
		if strings.HasPrefix(folder, ".") {
			return "", ""
		}
		if !snake.MatchString(name) {
			at = strings.Join(folders[:i+1], "/")
			return fmt.Sprintf("the directory %s is not named in snake_case", at), at
		}
	}
	top := strings.TrimPrefix(folders[0], "_")
	if !slices.Contains(tree, top) && !slices.Contains(beside, top) {
		return fmt.Sprintf("the standards have no directory %s", folders[0]), folders[0]
	}
	return "", ""
}
