package lint

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vtgen/vtgen/lint/baseline"
	"github.com/vtgen/vtgen/lint/cache"
	"github.com/vtgen/vtgen/lint/config"
	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/suppress"
)

// outcome is what the rules found in the whole code base. It depends on the files, the configuration
// and the rules alone, so that it is kept under the hash of those.
type outcome struct {
	Findings []Finding
	Notes    []Note
	Files    int
	failures []string
}

// Run lints the code base at o.Root.
func Run(ctx context.Context, o Options) (*Result, error) {
	begun := time.Now()
	o = o.completed(begun)
	selected, err := o.selected()
	if err != nil {
		return nil, err
	}
	c, modules, err := o.collect(ctx, begun)
	if err != nil {
		return nil, err
	}
	result := &Result{Root: o.Root, Rules: selected.rules()}
	key := o.key(c, modules, selected)
	found, known := o.lookUp(key)
	if !known {
		if err := c.complete(ctx); err != nil {
			return nil, err
		}
	}
	result.Known = known
	result.Warning = o.keepFacts(c, begun)
	if !known {
		if found, err = o.check(c, modules, selected); err != nil {
			return nil, err
		}
		result.Warning = cmp.Or(result.Warning, o.keepOutcome(key, found))
	}
	for i := range c.sources {
		if c.sources[i].known && c.sources[i].Skip == "" {
			result.Cached++
		}
	}
	result.Findings, result.Notes, result.Files, result.Failures = found.Findings, found.Notes, found.Files, found.failures
	o.settle(result, selected)
	result.Elapsed = time.Since(begun)
	return result, nil
}

// completed fills in what was left to choose.
func (o Options) completed(now time.Time) Options {
	if o.Rules == nil {
		o.Rules = AllRules()
	}
	if o.Today.IsZero() {
		o.Today = now
	}
	if o.Config.Tests == "" {
		o.Config.Tests = config.RelaxTests
	}
	return o
}

// collect walks the code base and looks at its files.
func (o Options) collect(ctx context.Context, begun time.Time) (*collection, []program.GoModule, error) {
	found, err := walk(ctx, o.Root, o.Config.Exclude)
	if err != nil {
		return nil, nil, err
	}
	pack := &cache.Pack{}
	if o.Cache != nil {
		pack = o.Cache.Pack(o.Root)
	}
	c, err := collect(ctx, o.Root, found.files, pack, o.Cache != nil)
	return c, found.modules, err
}

// Load links the code base at o.Root without running rules.
func Load(ctx context.Context, o Options) (*program.Program, error) {
	begun := time.Now()
	o = o.completed(begun)
	c, modules, err := o.collect(ctx, begun)
	if err != nil {
		return nil, err
	}
	if err := c.complete(ctx); err != nil {
		return nil, err
	}
	files, _ := c.files()
	return program.Link(files, o.linkOptions(modules)), nil
}

// key is the hash of all that an outcome depends on.
func (o Options) key(c *collection, modules []program.GoModule, selected selection) cache.Hash {
	parts, err := json.Marshal([]any{fact.Version, c.digest(), modules, o.Config, o.Entities, selected.key(), o.Today.Format(suppress.DateFormat)})
	if err != nil {
		panic(fmt.Sprintf("lint: writing plain values as JSON: %v", err)) // they hold texts and numbers alone
	}
	if o.Cache != nil {
		parts = append(parts, o.Cache.Build()...)
	}
	return cache.HashOf(parts)
}

func (o Options) lookUp(key cache.Hash) (*outcome, bool) {
	if o.Cache == nil {
		return nil, false
	}
	text, ok := o.Cache.Result(key)
	if !ok {
		return nil, false
	}
	found := &outcome{}
	return found, json.Unmarshal(text, found) == nil
}

// keepFacts keeps what is known of each file for the next run, and returns why it cannot. The form in
// which facts are kept is not needed any more then.
func (o Options) keepFacts(c *collection, begun time.Time) string {
	if o.Cache == nil || !c.changed() {
		return ""
	}
	if err := o.Cache.Keep(o.Root, begun, c.entries()); err != nil {
		return err.Error()
	}
	for i := range c.sources {
		c.sources[i].Encoded = ""
	}
	return ""
}

// keepOutcome keeps what the rules found, and returns why it cannot.
func (o Options) keepOutcome(key cache.Hash, found *outcome) string {
	if o.Cache == nil || len(found.failures) > 0 {
		return ""
	}
	text, err := json.Marshal(found)
	if err == nil {
		err = o.Cache.KeepResult(key, text)
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// linkOptions are the configuration as package program takes it.
func (o Options) linkOptions(modules []program.GoModule) program.Options {
	p := program.Options{
		GoModules: modules, Entities: o.Entities, Aliases: o.Config.Aliases, Databases: o.Config.Databases,
		DefaultDatabase: o.Config.Database, Layout: o.Config.Layout,
	}
	for _, m := range o.Config.Modules {
		for _, t := range m.Tables {
			database, table := splitTable(t.Name)
			readers := slices.Concat(m.Readers, t.Readers)
			slices.Sort(readers)
			p.Owners = append(p.Owners, program.Owner{Database: database, Table: table, Module: m.Name, Readers: slices.Compact(readers)})
		}
		for _, glob := range m.Files {
			p.Layers = append(p.Layers, program.LayerOverride{Glob: wholeFolder(glob), Module: m.Name})
		}
	}
	for _, l := range o.Config.Layers {
		for _, glob := range l.Files {
			p.Layers = append(p.Layers, program.LayerOverride{Glob: wholeFolder(glob), Layer: program.Layer(l.Name)})
		}
	}
	return p
}

// wholeFolder writes folder/ as the glob of everything in it.
func wholeFolder(glob string) string {
	if strings.HasSuffix(glob, "/") {
		return glob + "**"
	}
	return glob
}

// splitTable splits database.table.
func splitTable(name string) (database, table string) {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return "", name
}

// settle marks what the baseline knows and leaves out what was not asked for.
func (o Options) settle(r *Result, selected selection) {
	if o.Baseline != nil {
		o.match(r, selected)
	}
	r.Findings = slices.DeleteFunc(r.Findings, func(f Finding) bool {
		return !chosen(o.Paths, f.Path) || o.Changed != nil && !o.Changed.Touches(f.Path, f.Line, max(f.Line, f.EndLine))
	})
	r.Notes = slices.DeleteFunc(r.Notes, func(n Note) bool { return !chosen(o.Paths, n.Path) })
}

// match compares the findings of the whole code base with the baseline. An entry is stale only where
// its finding would have been reported: its rule ran and its file was asked for.
func (o Options) match(r *Result, selected selection) {
	var keys []baseline.Key
	var open []int
	for i := range r.Findings {
		if r.Findings[i].Suppressed == nil {
			keys, open = append(keys, r.Findings[i].Key()), append(open, i)
		}
	}
	known, stale := o.Baseline.Match(keys)
	for i, is := range known {
		r.Findings[open[i]].Baselined = is
	}
	r.Stale = slices.DeleteFunc(stale, func(e baseline.Entry) bool {
		return !selected.ran(e.Rule) || !chosen(o.Paths, e.Path) || o.Changed != nil && !o.Changed.Changed(e.Path)
	})
}
