// Package config reads vtgen-lint.yaml: which module owns which table, how much each rule weighs and
// where, and what is not linted at all.
package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// FileName is the configuration's name at the root of what is linted.
const FileName = "vtgen-lint.yaml"

// Tests says what becomes of findings in test files.
type Tests string

// The policies for tests.
const (
	CheckTests Tests = "check" // as anywhere else
	RelaxTests Tests = "relax" // one severity lower
	SkipTests  Tests = "skip"  // none
)

// Config is a configuration. Its zero value is that of a code base without one.
type Config struct {
	// Database is the database of tables that are named without one.
	Database string
	// Databases are the databases that there are, where the names alone leave that open.
	Databases []string
	// Layout is "standard" or "free"; "" leaves it to be found out.
	Layout string
	// Aliases give files to modules by their stems: {user: auth} gives user.service.js to auth.
	Aliases map[string]string
	// Modules are the owners of tables, by name.
	Modules []Module
	// Layers are files that are in another layer than their path says.
	Layers []Layer
	// Rules are the rules that are not as they come.
	Rules map[string]Rule
	// Exclude are globs of files that are not linted.
	Exclude []string
	// Baseline is the path of the baseline, relative to the configuration; "" for none.
	Baseline string
	// Tests is the policy for test files, [RelaxTests] unless the file says otherwise.
	Tests Tests
}

// Module owns tables.
type Module struct {
	Name   string
	Tables []Table
	// Readers are modules that may read all of its tables; "*" stands for every module.
	Readers []string
	// Files are globs of the files that belong to the module, beside those that are named after it.
	Files []string
}

// Table is a table, or a collection, of a module.
type Table struct {
	// Name is table or database.table.
	Name string
	// Readers are modules that may read it.
	Readers []string
}

// Layer is a set of files and what they are.
type Layer struct {
	Name  string
	Files []string
}

// Rule is how a rule differs from how it comes.
type Rule struct {
	// Severity is "error", "warning", "info" or "off"; "" leaves it.
	Severity string
	// Include and Exclude are globs of the files that it reports on; no Include means all.
	Include, Exclude []string
	// Options are the rule's own.
	Options map[string]string
}

// Applies reports whether the rule reports on a file.
func (r Rule) Applies(path string) bool {
	return (len(r.Include) == 0 || Match(r.Include, path)) && !Match(r.Exclude, path)
}

// Match reports whether one of the globs matches a path with slashes. A glob that ends in a slash
// means everything below that folder.
func Match(globs []string, path string) bool {
	return slices.ContainsFunc(globs, func(glob string) bool {
		if strings.HasSuffix(glob, "/") {
			glob += "**"
		}
		return doublestar.MatchUnvalidated(strings.TrimPrefix(glob, "./"), path)
	})
}

// The longest lists and texts that are accepted.
const (
	maxBytes = 1 << 20
	maxText  = 500
)

var (
	identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_$-]*$`)
	stem       = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
	tableName  = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_$-]*\.)?[A-Za-z_][A-Za-z0-9_$-]*$`)
	ruleID     = regexp.MustCompile(`^VT\d{3}$`)
)

// severities and layers are the words of the file; those of packages rule and program, which this
// package knows nothing of.
var (
	severities = []string{"error", "warning", "info", "off"}
	layers     = []string{"service", "data_repository", "model", "controller", "route", "event_handler", "bg_service",
		"core_app_connectivity", "middleware", "validation", "class", "global_config", "plugin", "util", "migration", "test", "other"}
	layouts  = []string{"standard", "free"}
	policies = []string{string(CheckTests), string(RelaxTests), string(SkipTests)}
)

// nearest is a hint at the word that was probably meant.
func nearest(word string, known []string) string {
	best, distance := "", 3
	for _, k := range known {
		if d := Distance(strings.ToLower(word), strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// Distance is the number of letters to insert, remove or replace to make one word of the other.
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for i := range row {
		row[i] = i
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := last
			if a[i] != b[j] {
				cost = 1 + min(last, row[j], row[j+1])
			}
			last, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
