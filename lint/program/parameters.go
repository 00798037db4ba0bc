package program

import (
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// A function may run SQL on a table that it is given: find_by_id('shop.customers', id),
// make_reader('shop.customers').count(), super('shop.customers'), exists(ctx, db, "customers", id). The table
// is used by who calls it. What a Go file's own calls give its functions the file's facts tell.

// mostTemplates bounds what one function is taken to run, and mostPassings how many functions may pass
// the table on.
const (
	mostTemplates = 32
	mostPassings  = 3
)

// parameterUses adds the uses of tables that functions are given.
func (l *linker) parameterUses() {
	all, classes := openUses{}, classTemplates{}
	for _, file := range l.p.Files {
		if file.Test {
			continue
		}
		l.collectTemplates(file, all)
		if file.Language != fact.Go {
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
	l.markGiven(calls)
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
func (l *linker) collectTemplates(file *File, all openUses) {
	for i := range file.Strings {
		if s := &file.Strings[i]; s.Role == fact.Executed {
			l.addTemplate(all, openUse{text: s, at: where{file, s.Func}})
		}
	}
	for i := range file.Accesses {
		if a := &file.Accesses[i]; a.Kind != fact.ByModel && a.Path == "" {
			l.addTemplate(all, openUse{access: a, at: where{file, a.Func}})
		}
	}
}

// addTemplate adds a use to the functions whose parameters it depends on, while nothing is known of them.
func (l *linker) addTemplate(all openUses, u openUse) {
	for _, fn := range parametersIn(u.at, u.named(), nil, 0) {
		f := Function{u.at.file, fn}
		if int(fn) >= len(u.at.file.Funcs) {
			continue
		}
		unknown := arguments{texts: unknowns(len(f.Fact().Params)), at: u.at, of: f}
		l.withGiven([]arguments{unknown}, func() {
			if known, open := l.isOpen(&u); open {
				u.known = known
				all.add(f, u)
			}
		})
	}
}

// unknowns are n arguments of which nothing is known.
func unknowns(n int) []fact.Text {
	texts := make([]fact.Text, n)
	for i := range texts {
		texts[i].Parts = []fact.Part{{Pos: fact.None, End: fact.None, Hole: &fact.Hole{}}}
	}
	return texts
}

func (all openUses) add(f Function, u openUse) {
	if len(all[f]) < mostTemplates {
		all[f] = append(all[f], u)
	}
}

// parametersIn returns the functions whose parameters a text has holes for. In Go that is the function of
// the file's top level.
func parametersIn(at where, text *fact.Text, owners []int32, depth int) []int32 {
	for i := range text.Parts {
		hole := text.Parts[i].Hole
		if hole == nil || depth > deepest {
			continue
		}
		owner := hole.Of - 1
		if hole.Arg > 0 && owner < 0 && at.file.Language == fact.Go {
			owner = outermost(at)
		}
		if owner >= 0 && !slices.Contains(owners, owner) {
			owners = append(owners, owner)
		}
		for j := range hole.Choices {
			owners = parametersIn(at, &hole.Choices[j], owners, depth+1)
		}
	}
	return owners
}

// outermost returns the function of a file's top level that one is or is within.
func outermost(at where) int32 {
	fn := at.fn
	for fn >= 0 && int(fn) < len(at.file.Funcs) && at.file.Funcs[fn].Outer >= 0 {
		fn = at.file.Funcs[fn].Outer
	}
	return fn
}

// templateCalls visits the calls of the functions that have templates.
func (l *linker) templateCalls(all openUses, visit func(*File, *fact.Call, Function)) {
	names := map[string]bool{}
	for f := range all {
		names[f.Fact().Name] = true
	}
	for _, file := range l.p.Files {
		if file.Test {
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
func (l *linker) passTemplates(newest, all openUses) openUses {
	added := openUses{}
	l.templateCalls(newest, func(file *File, call *fact.Call, f Function) {
		given := argumentTexts(file, call, f)
		var owners []int32
		for i := range given.texts {
			owners = parametersIn(given.at, &given.texts[i], owners, 0)
		}
		for _, text := range given.members {
			owners = parametersIn(given.at, &text, owners, 0)
		}
		slices.Sort(owners)
		for _, t := range newest[f] {
			if slices.ContainsFunc(t.given, func(g arguments) bool { return g.of == f }) {
				continue // it calls itself
			}
			t.given = append([]arguments{given}, t.given...)
			if !l.staysOpen(&t) {
				continue
			}
			for _, fn := range owners {
				added.add(Function{file, fn}, t)
			}
		}
	})
	for f, more := range added {
		all[f] = append(all[f], more[:min(len(more), max(0, mostTemplates-len(all[f])))]...)
	}
	return added
}

// staysOpen reports whether a table of a template is still not known with what it is given. Those that are
// known by then count where they were given, and not again further out.
func (l *linker) staysOpen(t *openUse) bool {
	if t.call != nil {
		_, _, open := t.modelName()
		return open
	}
	open := false
	l.withGiven(t.given, func() {
		var known map[string]bool
		known, open = l.isOpen(t)
		maps.Copy(known, t.known)
		t.known = known
	})
	return open
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
func (l *linker) templateUses(c templateCall, all []openUse, later map[string][]*fact.Call, known []TableUse) {
	given := argumentTexts(c.file, c.call, c.of)
	told := c.file.Language == fact.Go && c.of.File == c.file // what the file's own calls give its functions
	for i := range all {
		t := all[i]
		if told && len(t.given) == 0 {
			continue
		}
		t.given = append([]arguments{given}, t.given...)
		l.noteGiven(&t)
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
func overridden(c templateCall, t *openUse) bool {
	_, class := method(c.file, c.call.Func)
	return c.call.Callee == "super" && (t.call != nil || overrides(c.file, class, t.method()))
}

// templateUse adds the tables of a template whose parameter is given, where a call uses them.
func (l *linker) templateUse(file *File, made, call *fact.Call, t *openUse, known []TableUse) {
	if t.call != nil {
		l.modelTemplateUse(file, call, t)
		return
	}
	use := useOfCall(file, call)
	l.withGiven(t.given, func() {
		l.closed(t, use, func(found TableUse) {
			from := sort.Search(len(known), func(i int) bool { return known[i].Pos >= made.Pos })
			for i := from; i < len(known) && known[i].Pos <= made.End; i++ {
				if known[i].Table == found.Table && known[i].Mode == found.Mode {
					return // it is seen by itself
				}
			}
			l.p.Tables = append(l.p.Tables, found)
		})
	})
}
