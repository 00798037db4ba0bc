package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// Repository classes often inherit their methods from a class of the program that works on a field,
// which the constructor of the derived class fills: super(User) reaches this.model.find() in the
// base class, and a call of this.find() in the derived class is an access of User.

// deepestLineage bounds how many classes above one are looked at.
const deepestLineage = 6

// ancestor is a class and the file that declares it.
type ancestor struct {
	file *File
	typ  *fact.Type
}

// methodKey names a method of a class of a file.
type methodKey struct {
	file          *File
	class, method string
}

// touch is a call on a field of this in a method: this.model.find().
type touch struct{ field, method string }

// lineage returns a class and the classes of the program that it extends, itself first.
func (l *linker) lineage(file *File, class string) []ancestor {
	t, home := l.typeNamed(file, class)
	var all []ancestor
	for t != nil && len(all) < deepestLineage {
		all = append(all, ancestor{home, t})
		if len(t.Extends) == 0 {
			break
		}
		next, nextHome := l.typeNamed(home, baseType(t.Extends[0]))
		if next == t {
			break
		}
		t, home = next, nextHome
	}
	return all
}

// inheritedUse takes a call of a method that the class around it inherits from a repository class.
func (l *linker) inheritedUse(file *File, call *fact.Call, method string) {
	own, ok := l.ownMember(where{file, call.Func}, "this", method)
	if t := file.types[own.class]; !ok || t == nil || len(t.Extends) == 0 {
		return
	}
	if strings.HasPrefix(call.Callee, "this.") && len(methodsOf(file, own.class, method)) > 0 {
		return
	}
	line := l.lineage(file, own.class)
	for i := 1; i < len(line); i++ {
		base := line[i]
		if len(methodsOf(base.file, base.typ.Name, method)) == 0 {
			continue
		}
		for _, t := range l.touches(methodKey{base.file, base.typ.Name, method}, 0) {
			l.steps = 0
			m := l.heldModel(line, t.field, 0)
			if m == nil {
				continue
			}
			if mode, accesses := libraryMode(m.Library, t.method); accesses {
				l.addCallUse(file, call, m, mode)
			}
		}
		return
	}
	l.libraryUse(file, call, line, method)
}

// libraryUse takes a call of a method that a class of a library gives to the class at the end of a
// lineage: class Users extends Base<User>, class Base<T> extends Repository<T>.
func (l *linker) libraryUse(file *File, call *fact.Call, line []ancestor, method string) {
	if len(line) == 0 {
		return
	}
	top := line[len(line)-1].typ
	mode, accesses := injectedModes[method]
	if !accesses || len(top.Extends) == 0 || !injectedTypes[lastName(top.Extends[0])] {
		return
	}
	for _, a := range line {
		for _, name := range typeCandidates("<" + a.typ.Arguments + ">") {
			if m := l.modelNamed(where{a.file, fact.None}, name, 0); m != nil {
				l.addCallUse(file, call, m, mode)
				return
			}
		}
	}
}

// addCallUse adds the use of a model's table by a call.
func (l *linker) addCallUse(file *File, call *fact.Call, m *model, mode fact.Mode) {
	if m.table == "" {
		return
	}
	l.p.Tables = append(l.p.Tables, TableUse{
		File: file, Database: m.database, Table: m.table, Mode: mode, Func: call.Func,
		Pos: call.Pos, End: call.Pos + fact.Pos(len(call.Callee)), Text: call.Pos, Sink: call.Callee, Via: "model",
		Sure: true, Shaped: true, Model: m.file,
	})
}

// createLibraries are the libraries whose create writes at once; TypeORM's only makes an object.
var createLibraries = wordSet("mongoose sequelize prisma")

// libraryMethods are the methods that access data with some libraries only.
var libraryMethods = wordSet("create bulkCreate findOrCreate destroy findByPk findAndCountAll")

// libraryMode is how a method of a model of a library accesses data.
func libraryMode(library, method string) (fact.Mode, bool) {
	switch method {
	case "create", "bulkCreate", "findOrCreate", "destroy":
		return fact.Write, createLibraries[library]
	case "findByPk", "findAndCountAll":
		return fact.Read, library == "sequelize"
	}
	mode, ok := injectedModes[method]
	return mode, ok
}

// methodsOf returns the functions of a file that are a method of a class.
func methodsOf(file *File, class, method string) []int32 {
	return file.methodIndex[member{class, method}]
}

// touches returns the calls on fields of this that a method makes, itself or by other methods of its
// class.
func (l *linker) touches(key methodKey, depth int) []touch {
	if all, known := l.touched[key]; known || depth > 3 {
		return all
	}
	if l.touched == nil {
		l.touched = map[methodKey][]touch{}
	}
	l.touched[key] = nil // a method that calls itself
	seen := map[touch]bool{}
	var all []touch
	add := func(list ...touch) {
		for _, t := range list {
			if !seen[t] {
				seen[t] = true
				all = append(all, t)
			}
		}
	}
	for _, fn := range methodsOf(key.file, key.class, key.method) {
		from, to := key.file.Funcs[fn].Pos, key.file.Funcs[fn].End
		for i := range key.file.Calls {
			call := &key.file.Calls[i]
			if call.Pos < from || call.Pos >= to {
				continue
			}
			if made, ok := strings.CutPrefix(call.Callee, "new this."); ok && !strings.Contains(made, ".") {
				add(touch{made, "save"})
			}
			name, ok := strings.CutPrefix(call.Callee, "this.")
			if !ok {
				continue
			}
			switch field, method, dotted := strings.Cut(name, "."); {
			case !dotted && name != key.method:
				add(l.touches(methodKey{key.file, key.class, name}, depth+1)...)
			case dotted && !strings.ContainsAny(method, ".("):
				add(touch{field, method})
			}
		}
	}
	l.touched[key] = all
	return all
}

// heldModel finds the model that a field of a class holds: by the field itself, or by what a derived
// class hands to the constructor that fills it.
func (l *linker) heldModel(line []ancestor, field string, depth int) *model {
	for i, a := range line {
		for _, f := range a.typ.Fields {
			if f.Name != field {
				continue
			}
			for _, name := range typeCandidates(f.Type) {
				if m := l.modelNamed(where{a.file, fact.None}, name, depth+1); m != nil {
					return m
				}
			}
			if m := l.argumentModel(line[:i+1], parameterOf(a, f), depth); m != nil {
				return m
			}
		}
	}
	return nil
}

// parameterOf returns the index of the constructor's parameter that a field is filled from, -1 when
// it is none.
func parameterOf(a ancestor, f fact.TypedName) int {
	for _, fn := range methodsOf(a.file, a.typ.Name, "constructor") {
		params := a.file.Funcs[fn].Params
		for i, p := range params {
			if p.Name == f.Name && p.Type == f.Type || p.Name == f.Type {
				return i
			}
		}
		for i, p := range params {
			if p.Type == f.Type && p.Type != "" {
				return i
			}
		}
	}
	return -1
}

// argumentModel finds the model that the classes derived from the last of a lineage hand to a
// parameter of its constructor.
func (l *linker) argumentModel(line []ancestor, parameter, depth int) *model {
	for i := len(line) - 2; i >= 0 && parameter >= 0; i-- {
		a := line[i]
		constructors := methodsOf(a.file, a.typ.Name, "constructor")
		if len(constructors) == 0 {
			continue // it inherits the constructor too
		}
		fn := constructors[0]
		ref := superArgument(a.file, fn, parameter)
		if ref == "" {
			return nil
		}
		for _, name := range append([]string{ref, "this." + ref}, l.parameterTypes(a.file, fn, ref)...) {
			if m := l.modelNamed(where{a.file, fn}, name, depth+1); m != nil {
				return m
			}
		}
		parameter = -1
		for j, p := range a.file.Funcs[fn].Params {
			if p.Name == ref {
				parameter = j
			}
		}
	}
	return nil
}

// parameterTypes returns the names in the type of a function's parameter: Model and User of
// Model<User>.
func (l *linker) parameterTypes(file *File, fn int32, name string) []string {
	for _, p := range file.Funcs[fn].Params {
		if p.Name == name && p.Type != "" {
			return typeCandidates(p.Type)
		}
	}
	return nil
}

// superArgument returns the dotted name that a constructor hands to a parameter of its base's.
func superArgument(file *File, fn int32, parameter int) string {
	f := &file.Funcs[fn]
	for i := range file.Calls {
		call := &file.Calls[i]
		if call.Callee == "super" && call.Pos >= f.Pos && call.Pos < f.End && parameter < len(call.Args) {
			return call.Args[parameter].Ref
		}
	}
	return ""
}

func lastName(dotted string) string { return dotted[strings.LastIndexByte(dotted, '.')+1:] }
