package lintcorpus

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/vtgen/vtgen/lint/program"
)

// Theme is a file of cases.
type Theme struct {
	Name string
	// Rules are the ids of the rules that the theme is about; none means all rules about tables.
	Rules []string
	Cases []*Case
}

// Case is a small code base and what is wrong with it.
type Case struct {
	Theme, Name string
	// Files are texts by path, labels cut off.
	Files   map[string]string
	Options program.Options
	Labels  []Label
}

// Label is a finding that a case must have.
type Label struct {
	Rule, File string
	Line       int
	// Table and Access are compared only where they are not "".
	Table, Access string
}

// String returns the label as a line of a report.
func (l Label) String() string {
	return strings.TrimRight(fmt.Sprintf("%s:%d %s %s %s", l.File, l.Line, l.Rule, l.Table, l.Access), " ")
}

// Load reads all themes of a folder.
func Load(folder string) ([]*Theme, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
	if err != nil {
		return nil, fmt.Errorf("listing the corpus in %s: %w", folder, err)
	}
	var all []*Theme
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading a theme of the corpus: %w", err)
		}
		theme, err := parse(strings.TrimSuffix(filepath.Base(name), ".txtar"), text)
		if err != nil {
			return nil, fmt.Errorf("theme %s: %w", name, err)
		}
		all = append(all, theme)
	}
	return all, nil
}

// parse reads a theme.
func parse(name string, text []byte) (*Theme, error) {
	archive := txtar.Parse(text)
	theme := &Theme{Name: name}
	for _, line := range strings.Split(string(archive.Comment), "\n") {
		if rules, ok := strings.CutPrefix(line, "rules:"); ok {
			theme.Rules = strings.Fields(rules)
		}
	}
	base := &Case{Files: map[string]string{}}
	cases := map[string]*Case{}
	for _, file := range archive.Files {
		first, rest, ok := strings.Cut(file.Name, "/")
		if !ok {
			return nil, fmt.Errorf("file %s is in no case: write case/path", file.Name)
		}
		c := base
		if first != "base" {
			if cases[first] == nil {
				cases[first] = &Case{Theme: name, Name: first, Files: map[string]string{}}
				theme.Cases = append(theme.Cases, cases[first])
			}
			c = cases[first]
		}
		if err := c.add(rest, string(file.Data)); err != nil {
			return nil, fmt.Errorf("case %s: %w", first, err)
		}
	}
	for _, c := range theme.Cases {
		c.inherit(base)
	}
	return theme, nil
}

// add takes a file: its text without labels, and its labels.
func (c *Case) add(name, text string) error {
	if name == "config" {
		return configure(&c.Options, text)
	}
	if _, twice := c.Files[name]; twice {
		return fmt.Errorf("file %s is there twice", name)
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		code, labels, ok := strings.Cut(line, "//!")
		if !ok {
			continue
		}
		lines[i] = strings.TrimRight(code, " \t")
		for _, one := range strings.Split(labels, ";") {
			label, err := parseLabel(one)
			if err != nil {
				return fmt.Errorf("%s:%d: %w", name, i+1, err)
			}
			label.File, label.Line = name, i+1
			c.Labels = append(c.Labels, label)
		}
	}
	c.Files[name] = strings.Join(lines, "\n")
	return nil
}

func parseLabel(text string) (Label, error) {
	fields := strings.Fields(text)
	if len(fields) == 0 || len(fields) > 3 || !strings.HasPrefix(fields[0], "VT") {
		return Label{}, fmt.Errorf("label %q is not: rule [table [mode]]", text)
	}
	fields = append(fields, "", "")
	return Label{Rule: fields[0], Table: fields[1], Access: fields[2]}, nil
}

// inherit adds the files, labels and configuration of the base that a case has no own ones for.
func (c *Case) inherit(base *Case) {
	for name, text := range base.Files {
		if _, own := c.Files[name]; own {
			continue
		}
		c.Files[name] = text
		for _, label := range base.Labels {
			if label.File == name {
				c.Labels = append(c.Labels, label)
			}
		}
	}
	own := c.Options
	c.Options = base.Options
	c.Options.Owners = append(append([]program.Owner(nil), base.Options.Owners...), own.Owners...)
	c.Options.Entities = append(append([]program.Entity(nil), base.Options.Entities...), own.Entities...)
	c.Options.Layers = append(append([]program.LayerOverride(nil), base.Options.Layers...), own.Layers...)
	c.Options.GoModules = append(append([]program.GoModule(nil), base.Options.GoModules...), own.GoModules...)
	if own.DefaultDatabase != "" {
		c.Options.DefaultDatabase = own.DefaultDatabase
	}
	if own.Layout != "" {
		c.Options.Layout = own.Layout
	}
	if own.Aliases != nil {
		c.Options.Aliases = own.Aliases
	}
}

// paths returns the files of a case in order.
func (c *Case) paths() []string {
	all := make([]string, 0, len(c.Files))
	for name := range c.Files {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}

// configure reads the configuration of a case, a setting a line:
//
//	owner <table> <module> [readers…]
//	entity <name> <table> [module]
//	alias <stem> <module>
//	database <name>
//	layout <standard|free>
//	layer <glob> <layer|-> [module]
//	module <folder> <Go module path>
func configure(o *program.Options, text string) error {
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		if len(fields) < 2 {
			return fmt.Errorf("config:%d: %q says too little", i+1, line)
		}
		if err := setting(o, fields); err != nil {
			return fmt.Errorf("config:%d: %w", i+1, err)
		}
	}
	return nil
}

func setting(o *program.Options, fields []string) error {
	second, third := fields[1], ""
	if len(fields) > 2 {
		third = fields[2]
	}
	switch fields[0] {
	case "owner":
		database, table := splitTable(second)
		o.Owners = append(o.Owners, program.Owner{Database: database, Table: table, Module: third, Readers: fields[min(3, len(fields)):]})
	case "entity":
		database, table := splitTable(third)
		e := program.Entity{Name: second, Database: database, Table: table}
		if len(fields) > 3 {
			e.Module = fields[3]
		}
		o.Entities = append(o.Entities, e)
	case "alias":
		if o.Aliases == nil {
			o.Aliases = map[string]string{}
		}
		o.Aliases[second] = third
	case "database":
		o.DefaultDatabase = second
	case "layout":
		o.Layout = second
	case "layer":
		override := program.LayerOverride{Glob: second, Layer: program.Layer(strings.TrimPrefix(third, "-"))}
		if len(fields) > 3 {
			override.Module = fields[3]
		}
		o.Layers = append(o.Layers, override)
	case "module":
		o.GoModules = append(o.GoModules, program.GoModule{Dir: path.Clean(second), Path: third})
	default:
		return fmt.Errorf("unknown setting %q", fields[0])
	}
	return nil
}

// splitTable takes database.table apart.
func splitTable(name string) (database, table string) {
	if database, table, ok := strings.Cut(name, "."); ok {
		return database, table
	}
	return "", name
}
