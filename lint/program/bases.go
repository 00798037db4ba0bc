package program

import (
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// A repository that serves many tables, by a field or by a type argument, names none of them itself:
// the tables are those of the code that embeds it or holds it, where it calls the repository's methods.

// baseUses finds the tables of repositories that others embed or hold.
func (l *linker) baseUses() {
	all := openUses{}
	for _, file := range l.p.Files {
		if file.Language == fact.Go && !file.Test {
			l.collectPatterns(file, all)
		}
	}
	if len(all) == 0 {
		return
	}
	l.spreadPatterns(all)
	l.promotedUses(all)
	names := map[string]bool{}
	for f := range all {
		names[f.Fact().Name] = true
	}
	for _, file := range l.p.Files {
		if file.Language != fact.Go {
			continue
		}
		for i := range file.Calls {
			call := &file.Calls[i]
			dot := strings.LastIndexByte(call.Callee, '.')
			if !names[call.Callee[dot+1:]] || call.Func < 0 {
				continue
			}
			l.steps = 0
			if dot > 0 && file.goDirs[call.Callee[:dot]] == "" {
				l.baseCall(file, call, call.Callee[:dot], call.Callee[dot+1:], all)
			}
		}
	}
}

// fieldKey names a field of a class of a Go package.
type fieldKey struct{ dir, name string }

// findOpenFields finds the fields of repositories that types which embed them set, each to its own: what
// the package sets one to elsewhere is then one of many.
func (l *linker) findOpenFields() {
	l.open = map[fieldKey]bool{}
	for _, file := range l.p.Files {
		if file.Language != fact.Go {
			continue
		}
		for i := range file.Consts {
			class, field, dotted := strings.Cut(file.Consts[i].Name, ".")
			if !dotted || file.Consts[i].Func >= 0 {
				continue
			}
			l.steps = 0
			l.openIn(file, class, field, 0)
		}
	}
}

func (l *linker) openIn(file *File, class, field string, depth int) {
	t, home := l.typeNamed(file, class)
	if t == nil || depth > deepest || l.spend() {
		return
	}
	for _, base := range t.Extends {
		b, in := l.typeNamed(home, base)
		if b == nil || b == t {
			continue
		}
		for i := range b.Fields {
			if b.Fields[i].Name == field {
				l.open[fieldKey{in.dir, b.Name + "." + field}] = true
			}
		}
		l.openIn(home, base, field, depth+1)
	}
}

// orderUses puts uses that were added at the end where they belong, and drops those that are there twice.
func (l *linker) orderUses(from int) {
	if len(l.p.Tables) == from {
		return
	}
	sort.SliceStable(l.p.Tables, func(i, j int) bool {
		a, b := &l.p.Tables[i], &l.p.Tables[j]
		if a.File != b.File {
			return a.File.Path < b.File.Path
		}
		if a.Pos != b.Pos || a.Table != b.Table {
			return a.Pos < b.Pos || a.Pos == b.Pos && a.Table < b.Table
		}
		return a.Mode < b.Mode
	})
	kept := l.p.Tables[:0]
	for i := range l.p.Tables {
		if n := len(kept); n > 0 && kept[n-1].File == l.p.Tables[i].File && sameUse(&kept[n-1], &l.p.Tables[i]) {
			continue
		}
		kept = append(kept, l.p.Tables[i])
	}
	l.p.Tables = kept
}

// collectPatterns finds the uses of a file whose tables are open.
func (l *linker) collectPatterns(file *File, all openUses) {
	for i := range file.Strings {
		s := &file.Strings[i]
		if f, class := method(file, s.Func); class != "" && s.Role == fact.Executed && l.hasOpenField(where{file, s.Func}, &s.Text, class) {
			if known, open := l.openTables(where{file, s.Func}, &s.Text); open {
				all[f] = append(all[f], openUse{text: s, known: known, at: where{file, s.Func}, class: class})
			}
		}
	}
	for i := range file.Accesses {
		a := &file.Accesses[i]
		f, class := method(file, a.Func)
		if class == "" || a.Path != "" {
			continue
		}
		at := where{file, a.Func}
		if a.Kind != fact.ByModel {
			if l.hasOpenField(at, &a.Name, class) && l.isOpenName(at, &a.Name) {
				all[f] = append(all[f], openUse{access: a, at: at, class: class})
			}
			continue
		}
		if t, _ := l.typeNamed(file, class); t != nil {
			for n, param := range t.Params {
				if param == a.Model {
					all[f] = append(all[f], openUse{access: a, typeParameter: n, at: at, class: class})
				}
			}
		}
	}
}

// method returns the method that a function is or is within, and its receiver's type.
func method(file *File, fn int32) (Function, string) {
	for ; fn >= 0 && int(fn) < len(file.Funcs); fn = file.Funcs[fn].Outer {
		if class := baseType(file.Funcs[fn].Receiver); class != "" {
			return Function{file, fn}, class
		}
	}
	return Function{}, ""
}

// hasOpenField reports whether a text has a field of its own class in it that no constant tells.
func (l *linker) hasOpenField(at where, text *fact.Text, class string) bool {
	for i := range text.Parts {
		hole := text.Parts[i].Hole
		if hole == nil || !strings.HasPrefix(hole.Name, class+".") {
			continue
		}
		c, _ := l.constant(at, hole.Name, 0)
		if c == nil || l.open[fieldKey{at.file.dir, hole.Name}] || len(c.Text.Parts) == 1 && c.Text.Parts[0].Hole != nil && c.Text.Parts[0].Hole.Arg > 0 {
			return true
		}
	}
	return false
}

// spreadPatterns gives methods what the methods of the same type do that they call.
func (l *linker) spreadPatterns(all openUses) {
	dirs := map[string]bool{}
	for f := range all {
		dirs[f.File.dir] = true
	}
	for range 3 {
		added := openUses{}
		for _, file := range l.p.Files {
			if file.Language != fact.Go || !dirs[file.dir] {
				continue
			}
			for i := range file.Calls {
				call := &file.Calls[i]
				f, class := method(file, call.Func)
				if class == "" || len(all[f]) > 0 {
					continue
				}
				name, ok := strings.CutPrefix(call.Callee, f.Fact().ReceiverName+".")
				if !ok || strings.Contains(name, ".") {
					continue
				}
				for _, called := range l.goFunctions(file.dir, class, name) {
					added[f] = append(added[f], all[called]...)
				}
			}
		}
		for f, more := range added {
			all[f] = append(all[f], more...)
		}
	}
}
