package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/sqltable"
)

// model is a declared model and the table or collection behind it.
type model struct {
	*fact.Model
	file            *File
	database, table string
}

// registerModels finds the tables of all models and files the models under their names.
func (l *linker) registerModels() {
	l.registered = map[string][]*model{}
	l.findMappers()
	for _, file := range l.p.Files {
		file.models = map[string]*model{}
		for i := range file.Models {
			l.registerModel(file, &file.Models[i])
		}
		l.registerTableObjects(file)
	}
	for _, file := range l.p.Files {
		for _, m := range file.declares {
			if m.Base == "" {
				continue
			}
			l.steps = 0
			if base := l.modelNamed(where{file, fact.None}, m.Base, 0); base != nil && base != m {
				m.database, m.table = base.database, base.table
				m.Refs = append(m.Refs, base.Refs...)
			}
		}
	}
}

func (l *linker) registerModel(file *File, declared *fact.Model) {
	m := &model{Model: declared, file: file}
	at := where{file, fact.None}
	if database := l.flatten(at, &declared.Database); !database[0].holes {
		m.database = database[0].text
	}
	if len(declared.Table.Parts) > 0 {
		if table := l.flatten(at, &declared.Table); !table[0].holes {
			m.table = table[0].text
		}
	} else if file.Language == fact.Go {
		m.table = l.tableNameMethod(file, declared.Name)
	}
	if m.table == "" && (declared.Derived || len(declared.Table.Parts) == 0) && declared.Name != "" {
		m.table = l.derived(declared.Library, declared.Name)
	}
	if database, table, ok := strings.Cut(m.table, "."); ok && m.database == "" {
		m.database, m.table = database, table
	}
	for _, name := range []string{declared.Var, declared.Name} {
		if name != "" && file.models[name] == nil {
			file.models[name] = m
		}
	}
	if declared.Library == "mongodb" {
		return // a collection that a name holds: it declares nothing
	}
	file.declares = append(file.declares, m)
	if declared.Name != "" {
		l.registered[declared.Name] = append(l.registered[declared.Name], m)
		if declared.Library == "prisma" {
			client := clientName(declared.Name)
			l.registered[client] = append(l.registered[client], m)
		}
	}
}

// clientPrefix keeps the names that Prisma's client has for models apart from registered names.
const clientPrefix = "prisma."

// clientName is what Prisma's client calls a model: prisma.userAccount is UserAccount.
func clientName(name string) string {
	return clientPrefix + strings.ToLower(name[:1]) + name[1:]
}

// typeModel makes a model of a struct that nothing but its use declares as one, and of those that its
// fields refer to.
func (l *linker) typeModel(file *File, name, library string) *model {
	if library == "" {
		library = libraryOf(file)
	}
	return l.modelOfType(file, baseType(name), library, 0)
}

func (l *linker) modelOfType(file *File, name, library string, depth int) *model {
	if library == "" {
		return nil
	}
	t, home := l.typeNamed(file, name)
	if t == nil || len(t.Fields) == 0 || depth > deepest {
		return nil
	}
	if m := home.models[t.Name]; m != nil {
		return m
	}
	declared := &fact.Model{Name: t.Name, Var: t.Name, Derived: true, Library: library, Pos: t.Pos, End: t.End}
	l.registerModel(home, declared)
	for _, f := range t.Fields {
		if related := l.modelOfType(home, baseType(f.Type), library, depth+1); related != nil {
			declared.Refs = append(declared.Refs, fact.ModelRef{Field: f.Name, Model: related.Name})
		}
	}
	return home.models[t.Name]
}

// tableNameMethod returns what the TableName method of a Go type returns, in any file of its package.
func (l *linker) tableNameMethod(file *File, name string) string {
	for _, f := range l.goFunctions(file.dir, name, "TableName") {
		if returns := f.Fact().Returns; returns != nil {
			if all := l.flatten(where{f.File, f.Index}, returns); !all[0].holes {
				return all[0].text
			}
		}
	}
	return ""
}

// registerTableObjects takes the models of vtgen's own runtime: var X = sqlmodel.Table{Name: "…"}.
func (l *linker) registerTableObjects(file *File) {
	for i := range file.Objects {
		object := &file.Objects[i]
		if object.Type != "sqlmodel.Table" || object.Name == "" || file.models[object.Name] != nil {
			continue
		}
		for _, field := range object.Fields {
			if field.Key == "Name" && field.Value.Text != nil {
				l.registerModel(file, &fact.Model{
					Name: object.Name, Var: object.Name, Table: *field.Value.Text, Library: "vtgen", Pos: object.Pos, End: object.End,
				})
			}
		}
	}
}

// modelNamed finds the model that a dotted name stands for at a place, nil when it is none.
func (l *linker) modelNamed(at where, name string, depth int) *model {
	name = strings.TrimSuffix(baseType(name), "()")
	if name == "" || depth > deepest || l.spend() {
		return nil
	}
	first, rest, dotted := strings.Cut(name, ".")
	if own, ok := l.ownMember(at, first, rest); ok && dotted {
		return l.fieldModel(at, own, depth)
	}
	if m := at.file.models[name]; m != nil {
		return m
	}
	if at.file.Language == fact.Go {
		return l.goModel(at, first, rest, depth)
	}
	if target, symbol := l.imported(at.file, name); target != nil {
		return l.exportedModel(target, symbol, depth)
	}
	if m := at.file.models[first]; m != nil {
		return m
	}
	if assigned := l.paramType(at, first); assigned != "" {
		return l.modelNamed(where{at.file, fact.None}, joinDots(assigned, rest), depth+1)
	}
	return nil
}

// fieldModel finds the model in a field of a class: what was assigned to it, or a type argument of
// its type (Repository<User>, Model<UserDocument>).
func (l *linker) fieldModel(at where, own member, depth int) *model {
	field, rest, _ := strings.Cut(own.name, ".")
	for _, class := range append([]string{own.class}, l.bases(at.file, own.class)...) {
		t, home := l.typeNamed(at.file, class)
		if t == nil {
			continue
		}
		for _, f := range t.Fields {
			if f.Name != field {
				continue
			}
			for _, name := range typeCandidates(f.Type) {
				if m := l.modelNamed(where{home, fact.None}, joinDots(name, rest), depth+1); m != nil {
					return m
				}
			}
		}
	}
	if t := at.file.types[own.class]; rest == "" && t != nil && len(t.Extends) > 0 && at.file.Language != fact.Go {
		return l.heldModel(l.lineage(at.file, own.class), field, depth+1)
	}
	return nil
}

// typeCandidates returns a type's name and those of its type arguments.
func typeCandidates(typeName string) []string {
	all := []string{baseType(typeName)}
	if i := strings.IndexAny(typeName, "<["); i >= 0 {
		for _, argument := range strings.FieldsFunc(typeName[i:], func(r rune) bool { return strings.ContainsRune("<>[],&| ", r) }) {
			all = append(all, baseType(argument), strings.TrimSuffix(baseType(argument), "Document"))
		}
	}
	return all
}

func (l *linker) goModel(at where, first, rest string, depth int) *model {
	name := first
	if rest != "" {
		name = rest
	}
	if file := l.goDeclares(at.file, joinDots(first, rest)); file != nil {
		if m := file.models[name]; m != nil {
			return m
		}
	}
	if rest == "" {
		if typeName := l.paramType(at, first); typeName != "" {
			return l.modelNamed(where{at.file, fact.None}, typeName, depth+1)
		}
	}
	return nil
}

// exportedModel finds the model that a module exports as symbol.
func (l *linker) exportedModel(file *File, symbol string, depth int) *model {
	if depth > deepest || l.spend() {
		return nil
	}
	first, rest, _ := strings.Cut(strings.TrimPrefix(symbol, "default."), ".")
	for _, name := range []string{symbol, first, "module.exports." + first, "exports." + first} {
		if m := file.models[name]; m != nil {
			return m
		}
	}
	if wholeExport(first) {
		if m := file.models["module.exports"]; m != nil {
			return m
		}
		if len(file.declares) == 1 {
			return file.declares[0]
		}
		if m := file.models[rest]; m != nil {
			return m
		}
	}
	if ref := file.exportRefs["module.exports."+first]; ref != "" && file.models[ref] != nil {
		return file.models[ref]
	}
	if target, tail := l.reexported(file, symbol); target != nil {
		if m := l.exportedModel(target, tail, depth+1); m != nil {
			return m
		}
	}
	for _, star := range l.stars(file) {
		if m := l.exportedModel(star, symbol, depth+1); m != nil {
			return m
		}
	}
	// An index that loads every file of its folder exports the models by their registered names.
	if all := l.registered[first]; len(all) == 1 && all[0].file.dir == file.dir {
		return all[0]
	}
	return nil
}

// registeredModel finds a model by its registered name, the nearest one when there are several.
func (l *linker) registeredModel(near *File, name string) *model {
	var best *model
	nearest := -1
	for _, m := range l.registered[name] {
		if n := sharedStart(m.file.Path, near.Path); n > nearest {
			best, nearest = m, n
		}
	}
	return best
}

// populated returns the models along a populate path, which leads through the references of a model.
func (l *linker) populated(m *model, path string) []*model {
	if end, ok := strings.CutPrefix(path, "."); ok {
		return l.related(m, end)
	}
	var all []*model
	for _, field := range strings.Fields(path) {
		at := m
		for rest := field; rest != "" && at != nil && len(all) < mostAlternatives; {
			next, n := l.reference(at, rest)
			if next != nil {
				all = append(all, next)
			}
			at, rest = next, strings.TrimPrefix(rest[n:], ".")
		}
	}
	return all
}

// related returns the model at the end of a path, every step of which has to be a reference.
func (l *linker) related(m *model, path string) []*model {
	for path != "" {
		next, n := l.reference(m, path)
		if next == nil {
			return nil
		}
		m, path = next, strings.TrimPrefix(path[n:], ".")
	}
	return []*model{m}
}

// reference follows the longest start of a path that is a reference of a model.
func (l *linker) reference(m *model, path string) (*model, int) {
	best := -1
	for i, ref := range m.Refs {
		if (path == ref.Field || strings.HasPrefix(path, ref.Field+".")) && (best < 0 || len(ref.Field) > len(m.Refs[best].Field)) {
			best = i
		}
	}
	if best < 0 {
		return nil, len(path)
	}
	return l.referredModel(m.file, m.Refs[best].Model), len(m.Refs[best].Field)
}

// referredModel finds the model that a reference names: by its registered name, by its name in the file,
// or by its own file.
func (l *linker) referredModel(file *File, name string) *model {
	if strings.HasPrefix(name, ".") {
		if target := l.find.script(file, name); target != nil {
			return l.exportedModel(target, "", 0)
		}
		return nil
	}
	if m := l.registeredModel(file, name); m != nil || file.Language == fact.Go {
		return m
	}
	if m := l.modelNamed(where{file, fact.None}, name, 0); m != nil {
		return m
	}
	return l.referredFile(file, name)
}

// referredFile finds the model in a file of the same folder that a reference names without its path, as
// objection looks for it.
func (l *linker) referredFile(file *File, name string) *model {
	if target := l.find.script(file, "./"+name); name != "" && target != nil && len(target.declares) == 1 {
		return target.declares[0]
	}
	return nil
}

// paramType returns the type of a parameter of the function or of those around it.
func (l *linker) paramType(at where, name string) string {
	for fn := at.fn; fn >= 0 && int(fn) < len(at.file.Funcs); fn = at.file.Funcs[fn].Outer {
		for _, p := range at.file.Funcs[fn].Params {
			if p.Name == name && p.Type != name {
				return p.Type
			}
		}
	}
	return ""
}

// plainName cleans the name in a builder's call: "db.users AS u" is users of db.
func plainName(name string) (database, table string) {
	if i := strings.IndexAny(name, " \t\n"); i > 0 {
		name = name[:i]
	}
	name = strings.NewReplacer("`", "", `"`, "", "[", "", "]", "").Replace(strings.TrimSpace(name))
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		database, name = name[:i], name[i+1:]
		if j := strings.LastIndexByte(database, '.'); j >= 0 {
			database = database[j+1:]
		}
	}
	return database, name
}

func hasHole(text string) bool { return strings.ContainsRune(text, sqltable.Hole) }
