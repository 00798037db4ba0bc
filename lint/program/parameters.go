package program

import (
	"slices"
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/sqltable"
)

// A function of a script may run SQL on a table that it is given: find_by_id('shop.customers', id),
// make_reader('shop.customers').count(), super('shop.customers'). The table is used by who calls it.

// mostTemplates bounds what one function is taken to run, and mostPassings how many functions may pass
// the table on.
const (
	mostTemplates = 32
	mostPassings  = 3
)

// template is a text with a parameter of a function in it, the name in a builder's call that is one, or
// the call of a method of a parameter that may be a model.
type template struct {
	text   *fact.String
	access *fact.Access
	call   *fact.Call
	// model is the parameter of such a call, from 1.
	model int32
	at    where
	// known are the tables that the text names by itself.
	known map[string]bool
	// given are the arguments of the calls through which the parameter came, the outermost first.
	given []arguments
}

// method is the name of the function or method that the text is in.
func (t *template) method() string {
	for fn := t.at.fn; fn >= 0 && int(fn) < len(t.at.file.Funcs); fn = t.at.file.Funcs[fn].Outer {
		if name := t.at.file.Funcs[fn].Name; name != "" {
			return name
		}
	}
	return ""
}

// templates are what is run, by the function whose parameter it depends on.
type templates map[Function][]template

// parameterUses adds the uses of tables that functions of scripts are given.
func (l *linker) parameterUses() {
	all, classes := templates{}, classTemplates{}
	for _, file := range l.p.Files {
		if file.Language != fact.Go && !file.Test {
			l.collectTemplates(file, all)
			l.collectModelCalls(file, all)
			l.collectClasses(file, classes)
		}
	}
	if len(all)+len(classes) == 0 {
		return
	}
	newest := all
	for range mostPassings {
		if newest = l.passTemplates(newest, all); len(newest) == 0 {
			break
		}
	}
	known, made := l.tablesByFile(), objectCalls{}
	l.derivedUses(classes, known, made)
	var calls []templateCall
	makers := map[makerKey]int{}
	l.templateCalls(all, func(file *File, call *fact.Call, f Function) {
		calls = append(calls, templateCall{file, call, f})
		for _, key := range objectsOf(file, call) {
			makers[makerKey{file, key}]++
		}
	})
	for _, c := range calls {
		later := made.after(c.file, c.call, c.of, all[c.of], makers)
		l.templateUses(c, all[c.of], later, known[c.file])
	}
}

// tablesByFile returns the uses found so far by file, in the order of their positions.
func (l *linker) tablesByFile() map[*File][]TableUse {
	all := map[*File][]TableUse{}
	for i := range l.p.Tables {
		file := l.p.Tables[i].File
		from := i
		for i+1 < len(l.p.Tables) && l.p.Tables[i+1].File == file {
			i++
		}
		if len(all[file]) == 0 {
			all[file] = slices.Clip(l.p.Tables[from : i+1])
		}
	}
	return all
}

// collectTemplates finds what the functions of a file run on their parameters.
func (l *linker) collectTemplates(file *File, all templates) {
	for i := range file.Strings {
		s := &file.Strings[i]
		if s.Role != fact.Executed {
			continue
		}
		if owners := parametersIn(&s.Text, nil, 0); len(owners) > 0 {
			at := where{file, s.Func}
			if known, open := l.openTables(at, &s.Text); open {
				all.add(file, owners, template{text: s, at: at, known: known})
			}
		}
	}
	for i := range file.Accesses {
		a := &file.Accesses[i]
		if a.Kind == fact.ByModel || a.Path != "" {
			continue
		}
		if owners := parametersIn(&a.Name, nil, 0); len(owners) > 0 {
			all.add(file, owners, template{access: a, at: where{file, a.Func}})
		}
	}
}

func (all templates) add(file *File, owners []int32, t template) {
	for _, fn := range owners {
		if f := (Function{file, fn}); int(fn) < len(file.Funcs) && len(all[f]) < mostTemplates {
			all[f] = append(all[f], t)
		}
	}
}

// parametersIn returns the functions whose parameters a text has holes for.
func parametersIn(text *fact.Text, owners []int32, depth int) []int32 {
	for i := range text.Parts {
		hole := text.Parts[i].Hole
		if hole == nil || depth > deepest {
			continue
		}
		if hole.Of > 0 && !slices.Contains(owners, hole.Of-1) {
			owners = append(owners, hole.Of-1)
		}
		for j := range hole.Choices {
			owners = parametersIn(&hole.Choices[j], owners, depth+1)
		}
	}
	return owners
}

// templateCalls visits the calls of the functions that have templates.
func (l *linker) templateCalls(all templates, visit func(*File, *fact.Call, Function)) {
	names := map[string]bool{}
	for f := range all {
		names[f.Fact().Name] = true
	}
	for _, file := range l.p.Files {
		if file.Language == fact.Go || file.Test {
			continue
		}
		for i := range file.Calls {
			call := &file.Calls[i]
			if len(call.Args) == 0 || constructs(call) && !names["constructor"] {
				continue
			}
			if _, imported := file.importIndex[call.Callee]; !imported && !constructs(call) && !names[lastPart(call.Callee)] {
				continue
			}
			l.steps = 0
			for _, f := range l.called(file, call) {
				if len(all[f]) > 0 {
					visit(file, call, f)
				}
			}
		}
	}
}

func constructs(call *fact.Call) bool {
	return call.Callee == "super" || strings.HasPrefix(call.Callee, "new ")
}

// called returns the functions that a call runs: of a construction the constructor.
func (l *linker) called(file *File, call *fact.Call) []Function {
	at := where{file, call.Func}
	if !constructs(call) {
		return l.callees(at, call.Callee)
	}
	var line []ancestor
	if call.Callee == "super" {
		own, ok := l.ownMember(at, "this", "constructor")
		if !ok {
			return nil
		}
		if line = l.lineage(file, own.class); len(line) > 0 {
			line = line[1:]
		}
	} else {
		line = l.lineage(file, strings.TrimPrefix(call.Callee, "new "))
	}
	for _, a := range line {
		for _, fn := range methodsOf(a.file, a.typ.Name, "constructor") {
			return []Function{{a.file, fn}}
		}
	}
	return nil
}

// passTemplates gives functions the templates of those to which they pass a parameter of their own,
// and returns what is new.
func (l *linker) passTemplates(newest, all templates) templates {
	added := templates{}
	l.templateCalls(newest, func(file *File, call *fact.Call, f Function) {
		given := argumentTexts(file, call, f)
		var owners []int32
		for i := range given.texts {
			owners = parametersIn(&given.texts[i], owners, 0)
		}
		for _, text := range given.members {
			owners = parametersIn(&text, owners, 0)
		}
		slices.Sort(owners)
		for _, t := range newest[f] {
			if slices.ContainsFunc(t.given, func(g arguments) bool { return g.of == f }) {
				continue // it calls itself
			}
			t.given = append([]arguments{given}, t.given...)
			if l.isTemplateOpen(&t) {
				added.add(file, owners, t)
			}
		}
	})
	for f, more := range added {
		all[f] = append(all[f], more[:min(len(more), max(0, mostTemplates-len(all[f])))]...)
	}
	return added
}

// isTemplateOpen reports whether the table of a template is still not known.
func (l *linker) isTemplateOpen(t *template) bool {
	if t.call != nil {
		_, _, open := t.modelName()
		return open
	}
	found := false
	l.withGiven(t.given, func() {
		for _, f := range l.flatten(t.at, t.named()) {
			found = found || f.holes
		}
	})
	return found
}

func (t *template) named() *fact.Text {
	if t.access != nil {
		return &t.access.Name
	}
	return &t.text.Text
}

func (l *linker) withGiven(given []arguments, do func()) {
	before := l.given
	l.given = append(slices.Clone(before), given...)
	do()
	l.given = before
}

// templateCall is a call of a function that has templates.
type templateCall struct {
	file *File
	call *fact.Call
	of   Function
}

// templateUses adds the uses that one call makes: where the call makes an object, the calls of its
// methods make them, if they are seen.
func (l *linker) templateUses(c templateCall, all []template, later map[string][]*fact.Call, known []TableUse) {
	given := argumentTexts(c.file, c.call, c.of)
	for i := range all {
		t := all[i]
		t.given = append([]arguments{given}, t.given...)
		if len(later) == 0 {
			if !overridden(c, &t) {
				l.templateUse(c.file, c.call, c.call, &t, known)
			}
			continue
		}
		for _, call := range later[t.method()] {
			l.templateUse(c.file, c.call, call, &t, known)
		}
	}
}

// overridden reports whether a call hands a table to a base whose method the class itself replaces. A model
// that it hands on is used where an inherited method is called, see inheritedUse.
func overridden(c templateCall, t *template) bool {
	_, class := method(c.file, c.call.Func)
	return c.call.Callee == "super" && (t.call != nil || overrides(c.file, class, t.method()))
}

// templateUse adds the tables of a template whose parameter is given, where a call uses them.
func (l *linker) templateUse(file *File, made, call *fact.Call, t *template, known []TableUse) {
	use := TableUse{
		File: file, Func: call.Func, Pos: call.Pos, End: call.Pos + fact.Pos(len(call.Callee)), Text: call.Pos, Sink: call.Callee,
		Sure: true, Shaped: true,
	}
	add := func() {
		from := sort.Search(len(known), func(i int) bool { return known[i].Pos >= made.Pos })
		for i := from; i < len(known) && known[i].Pos <= made.End; i++ {
			if known[i].Table == use.Table && known[i].Mode == use.Mode {
				return // it is seen by itself
			}
		}
		l.p.Tables = append(l.p.Tables, use)
	}
	if t.call != nil {
		l.modelTemplateUse(file, call, t)
		return
	}
	l.withGiven(t.given, func() {
		for _, f := range l.flatten(t.at, t.named()) {
			if t.access != nil {
				use.Mode, use.Via = t.access.Mode, via(t.access)
				use.Database, use.Table = plainName(f.text)
				if use.Table != "" && !hasHole(f.text) && !sqltable.System(use.Database, use.Table) {
					add()
				}
				continue
			}
			result := sqltable.Scan(f.text)
			for i := range result.Tables {
				ref := &result.Tables[i]
				if result.Shape == sqltable.Prose || ref.System || ref.Dynamic || t.known[ref.Table] {
					continue
				}
				use.Mode, use.Via, use.Database, use.Table = modeOf(ref.Access), "sql", knownDatabase(ref.Database), ref.Table
				add()
			}
		}
	})
}
