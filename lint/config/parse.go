package config

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v3"
)

// The keys of the file.
var (
	fileKeys   = []string{"database", "databases", "layout", "aliases", "owners", "layers", "rules", "exclude", "baseline", "tests"}
	moduleKeys = []string{"tables", "access", "files", "services"}
	tableKeys  = []string{"table", "access"}
	accessKeys = []string{"read"}
	ruleKeys   = []string{"severity", "paths", "options"}
	pathKeys   = []string{"include", "exclude"}
)

// Parse reads a configuration. Errors begin with the file's name, which is used for nothing else,
// and the line. Rules are the ids that there are; without them any id is accepted.
func Parse(text []byte, file string, rules []string) (Config, error) {
	r := &reader{file: file}
	root := r.document(text)
	if r.err != nil || root == nil {
		return Config{Tests: RelaxTests}, r.err
	}
	c := r.config(root, rules)
	if r.err != nil {
		return Config{}, r.err
	}
	return c, nil
}

func (r *reader) config(root *yaml.Node, rules []string) Config {
	keys := r.mapping(root, "the configuration", fileKeys)
	c := Config{
		Database: r.named(keys["database"], identifier, "a database"),
		Layout:   r.word(keys["layout"], layouts),
		Aliases:  map[string]string{},
		Rules:    map[string]Rule{},
		Exclude:  r.globs(keys["exclude"]),
		Baseline: r.path(keys["baseline"]),
		Tests:    Tests(cmp.Or(r.word(keys["tests"], policies), string(RelaxTests))),
	}
	for _, one := range r.list(keys["databases"]) {
		c.Databases = append(c.Databases, r.named(one, identifier, "a database"))
	}
	r.entries(keys["aliases"], func(key, value *yaml.Node) {
		c.Aliases[r.named(key, stem, "a file without its endings")] = r.named(value, identifier, "a module")
	})
	r.entries(keys["owners"], func(key, value *yaml.Node) { c.Modules = append(c.Modules, r.module(key, value)) })
	r.entries(keys["layers"], func(key, value *yaml.Node) {
		c.Layers = append(c.Layers, Layer{Name: r.word(key, layers), Files: r.globs(value)})
	})
	r.entries(keys["rules"], func(key, value *yaml.Node) {
		id := r.named(key, ruleID, "a rule such as VT001")
		if rules != nil && !slices.Contains(rules, id) {
			r.fail(key, "there is no rule %q%s; `vtgen lint explain` lists them", id, nearest(id, rules))
		}
		c.Rules[id] = r.rule(value)
	})
	slices.SortFunc(c.Modules, func(a, b Module) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(c.Layers, func(a, b Layer) int { return strings.Compare(a.Name, b.Name) })
	r.singleOwners(keys["owners"], c)
	return c
}

// singleOwners refuses a table that two modules of the file own.
func (r *reader) singleOwners(n *yaml.Node, c Config) {
	owner := map[string]string{}
	for _, m := range c.Modules {
		for _, t := range m.Tables {
			if first, taken := owner[t.Name]; taken && r.err == nil {
				r.fail(n, "the table %s is listed for %s and for %s: each table has one owner", t.Name, first, m.Name)
			}
			owner[t.Name] = m.Name
		}
	}
}

func (r *reader) module(key, value *yaml.Node) Module {
	m := Module{Name: r.named(key, identifier, "a module")}
	if value.Kind == yaml.SequenceNode { // the short form: a list of tables
		m.Tables = r.tables(value)
		return m
	}
	keys := r.mapping(value, "an owner", moduleKeys)
	m.Tables = r.tables(keys["tables"])
	m.Readers = r.access(keys["access"])
	m.Files = append(r.globs(keys["files"]), r.globs(keys["services"])...)
	return m
}

func (r *reader) tables(n *yaml.Node) []Table {
	var tables []Table
	for _, one := range r.list(n) {
		if one.Kind == yaml.ScalarNode {
			tables = append(tables, Table{Name: r.named(one, tableName, "a table such as users or shop.users")})
			continue
		}
		keys := r.mapping(one, "a table", tableKeys)
		t := Table{Name: r.named(keys["table"], tableName, "a table such as users or shop.users"), Readers: r.access(keys["access"])}
		if t.Name == "" {
			r.fail(one, "the table's name is missing: write {table: users, access: …}")
		}
		tables = append(tables, t)
	}
	return tables
}

// access reads `private`, or {read: [modules]}.
func (r *reader) access(n *yaml.Node) []string {
	if n == nil {
		return nil
	}
	if n.Kind == yaml.ScalarNode {
		if word := r.text(n); word != "private" && r.err == nil {
			r.fail(n, "%q is no access: write private, or {read: [modules]}", clip(word))
		}
		return nil
	}
	read := r.mapping(n, "an access", accessKeys)["read"]
	if read != nil && read.Kind == yaml.ScalarNode && read.Value == "all" {
		return []string{"*"}
	}
	var readers []string
	for _, one := range r.list(read) {
		readers = append(readers, r.named(one, identifier, "a module"))
	}
	return readers
}

func (r *reader) rule(n *yaml.Node) Rule {
	if n.Kind == yaml.ScalarNode { // the short form: a severity
		return Rule{Severity: r.word(n, severities)}
	}
	keys := r.mapping(n, "a rule", ruleKeys)
	rule := Rule{Severity: r.word(keys["severity"], severities)}
	if keys["paths"] != nil {
		paths := r.mapping(keys["paths"], "the paths of a rule", pathKeys)
		rule.Include, rule.Exclude = r.globs(paths["include"]), r.globs(paths["exclude"])
	}
	if keys["options"] != nil {
		rule.Options = map[string]string{}
		r.entries(keys["options"], func(key, value *yaml.Node) { rule.Options[r.text(key)] = r.option(value) })
	}
	return rule
}

// option reads a value or a list of values, which a rule gets joined by commas.
func (r *reader) option(n *yaml.Node) string {
	if n.Kind != yaml.SequenceNode {
		return r.text(n)
	}
	var all []string
	for _, one := range r.list(n) {
		all = append(all, r.text(one))
	}
	return strings.Join(all, ",")
}

// word returns one of the known words, or "" for none.
func (r *reader) word(n *yaml.Node, known []string) string {
	word := r.text(n)
	if n != nil && !slices.Contains(known, word) && r.err == nil {
		r.fail(n, "%q is none of %s%s", clip(word), strings.Join(known, ", "), nearest(word, known))
	}
	return word
}

// named returns a name of a form.
func (r *reader) named(n *yaml.Node, form *regexp.Regexp, what string) string {
	name := r.text(n)
	if n != nil && !form.MatchString(name) && r.err == nil {
		r.fail(n, "%q is not the name of %s", clip(name), what)
	}
	return name
}

func (r *reader) globs(n *yaml.Node) []string {
	var globs []string
	for _, one := range r.list(n) {
		glob := r.path(one)
		if !doublestar.ValidatePattern(glob) && r.err == nil {
			r.fail(one, "%q is not a pattern of paths such as legacy/** or **/*.gen.js", clip(glob))
		}
		globs = append(globs, glob)
	}
	return globs
}

// path returns a relative path with slashes, of files below the configuration.
func (r *reader) path(n *yaml.Node) string {
	p := r.text(n)
	if n == nil || r.err != nil {
		return p
	}
	switch {
	case p == "":
		r.fail(n, "the path is empty")
	case strings.HasPrefix(p, "/") || strings.Contains(p, `\`) || slices.Contains(strings.Split(p, "/"), ".."):
		r.fail(n, "the path %q must be relative to this file, with slashes and without `..`", clip(p))
	}
	return p
}
