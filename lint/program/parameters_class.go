package program

import (
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// A class may leave the name of its table to those that extend it: `SELECT * FROM ${this.table}` in the
// base, table = 'shop.customers' or get table() in the derived class; or ${this.table()} and table().

// classKey names a class of a file.
type classKey struct {
	file  *File
	class string
}

// classTemplates are what the methods of a class run on fields that it does not fill itself.
type classTemplates map[classKey][]openUse

// collectClasses finds what the classes of a file run on fields that others fill.
func (l *linker) collectClasses(file *File, all classTemplates) {
	add := func(fn int32, t openUse) {
		if _, class := method(file, fn); class != "" && len(all[classKey{file, class}]) < mostTemplates {
			all[classKey{file, class}] = append(all[classKey{file, class}], t)
		}
	}
	for i := range file.Strings {
		s := &file.Strings[i]
		if s.Role != fact.Executed || len(ownFields(&s.Text)) == 0 {
			continue
		}
		at := where{file, s.Func}
		if known, open := l.openTables(at, &s.Text); open {
			add(s.Func, openUse{text: s, at: at, known: known})
		}
	}
	for i := range file.Accesses {
		a := &file.Accesses[i]
		if a.Kind != fact.ByModel && a.Path == "" && len(ownFields(&a.Name)) > 0 {
			add(a.Func, openUse{access: a, at: where{file, a.Func}})
		}
	}
}

// ownField returns the field of its class that a hole stands for, or the method without parameters, "" for
// any other hole.
func ownField(part *fact.Part) string {
	if part.Hole == nil || len(part.Hole.Choices) > 0 {
		return ""
	}
	name, ok := strings.CutPrefix(strings.TrimPrefix(part.Hole.Name, "this.constructor."), "this.")
	if part.Hole.Name == "" || !ok && !strings.HasPrefix(part.Hole.Name, "this.constructor.") || strings.Contains(name, ".") {
		return ""
	}
	return strings.TrimSuffix(name, "()")
}

// ownFields returns the fields of its class that a text has holes for.
func ownFields(text *fact.Text) []string {
	var all []string
	for i := range text.Parts {
		if name := ownField(&text.Parts[i]); name != "" {
			all = append(all, name)
		}
	}
	return all
}

// derivedUses adds the uses of tables that derived classes name: where they call the methods of the base
// themselves, else where they name the table.
func (l *linker) derivedUses(classes classTemplates, known map[*File][]TableUse, made objectCalls) {
	if len(classes) == 0 {
		return
	}
	for _, file := range l.p.Files {
		if file.Language == fact.Go || file.Test {
			continue
		}
		for i := range file.Types {
			if t := &file.Types[i]; len(t.Extends) > 0 && t.Name != "" {
				l.steps = 0
				l.derivedUse(file, l.lineage(file, t.Name), classes, known[file], made)
			}
		}
	}
}

func (l *linker) derivedUse(file *File, line []ancestor, classes classTemplates, known []TableUse, made objectCalls) {
	for i := 1; i < len(line); i++ {
		run := classes[classKey{line[i].file, line[i].typ.Name}]
		if len(run) == 0 {
			continue
		}
		calls := inheritedCalls(file, line[0].typ.Name, run, made)
		for j := range run {
			t, named := l.filled(&run[j], line[:i])
			if named == nil {
				continue
			}
			l.noteGiven(t)
			if len(calls) == 0 {
				l.templateUse(file, named, named, t, known)
			}
			for _, call := range calls[t.method()] {
				l.templateUse(file, call, call, t, known)
			}
		}
	}
}

// inheritedCalls returns the calls in a class of the methods that its base runs something in, by method.
func inheritedCalls(file *File, class string, run []openUse, made objectCalls) map[string][]*fact.Call {
	methods := map[string]bool{}
	for i := range run {
		methods[run[i].method()] = true
	}
	calls := map[string][]*fact.Call{}
	for _, object := range []string{"this", "super"} {
		for _, call := range made.of(file)[objectKey{object: object, class: class, fn: anywhere, pos: fact.None}] {
			if name := lastPart(call.Callee); methods[name] && (object != "this" || !overrides(file, class, name)) {
				calls[name] = append(calls[name], call)
			}
		}
	}
	return calls
}

// filled returns a template with the fields that the first of some classes fills, and where it does; the
// others fill the rest.
func (l *linker) filled(t *openUse, line []ancestor) (*openUse, *fact.Call) {
	var named *fact.Call
	text := fact.Text{Parts: slices.Clone(t.named().Parts)}
	for i := range text.Parts {
		field := ownField(&text.Parts[i])
		if field == "" {
			continue
		}
		for j, a := range line {
			value, pos := l.memberText(a, field)
			if value == "" {
				continue
			}
			if j == 0 && named == nil {
				named = &fact.Call{Callee: a.typ.Name + "." + field, Pos: pos, End: pos, Func: fact.None}
			}
			text.Parts[i] = fact.Part{Literal: value, Pos: text.Parts[i].Pos, End: text.Parts[i].End}
			break
		}
	}
	if named == nil {
		return nil, nil
	}
	filled := *t
	if t.access != nil {
		access := *t.access
		access.Name = text
		filled.access = &access
	} else {
		whole := *t.text
		whole.Text = text
		filled.text = &whole
	}
	return &filled, named
}

// memberText returns the text of a field of a class, or of a getter or method of it, and where it is.
func (l *linker) memberText(a ancestor, field string) (string, fact.Pos) {
	if c := l.topConstant(a.file, a.typ.Name+"."+field); c != nil {
		if all := l.flatten(where{a.file, fact.None}, &c.Text); !all[0].holes {
			return all[0].text, c.Pos
		}
		return "", 0
	}
	for _, fn := range methodsOf(a.file, a.typ.Name, field) {
		if f := &a.file.Funcs[fn]; f.Returns != nil && len(f.Params) == 0 {
			if all := l.flatten(where{a.file, fn}, f.Returns); !all[0].holes {
				return all[0].text, max(f.Pos, f.Returns.Parts[0].Pos)
			}
		}
	}
	return "", 0
}
