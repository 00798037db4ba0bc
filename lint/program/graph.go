package program

import (
	"path"
	"strings"
	"sync"

	"github.com/vtgen/vtgen/lint/fact"
)

// Function is a function of a file of the program.
type Function struct {
	File  *File
	Index int32
}

// Fact returns what is known of the function.
func (f Function) Fact() *fact.Func { return &f.File.Funcs[f.Index] }

// graph is who calls whom, and which functions use which tables.
type graph struct {
	calls   map[Function][]Function
	callers map[Function][]Function
	// byQuery are the functions that run an sqlc query, by the query's uses of tables.
	byQuery map[int][]Function
	// users are the uses of each table, by its identity.
	users map[tableKey][]int
	// methods are the service methods that reach each table, made when they are first asked for.
	methods sync.Map
}

// Callees returns the functions of the program that a function calls.
func (p *Program) Callees(f Function) []Function { return p.graph.calls[f] }

// Callers returns the functions of the program that call a function.
func (p *Program) Callers(f Function) []Function { return p.graph.callers[f] }

// linkCalls resolves the calls of all files.
func (l *linker) linkCalls() {
	g := &graph{calls: map[Function][]Function{}, callers: map[Function][]Function{}, byQuery: map[int][]Function{}, users: map[tableKey][]int{}}
	l.p.graph = g
	queries := l.queryIndex()
	for _, file := range l.p.Files {
		for i := range file.Calls {
			call := &file.Calls[i]
			if call.Func < 0 || int(call.Func) >= len(file.Funcs) {
				continue
			}
			l.steps = 0
			from := Function{file, call.Func}
			at := where{file, call.Func}
			for _, to := range l.callees(at, call.Callee) {
				g.calls[from] = append(g.calls[from], to)
				g.callers[to] = append(g.callers[to], from)
			}
			for _, use := range l.queryCall(at, call.Callee, queries) {
				g.byQuery[use] = append(g.byQuery[use], from)
			}
		}
		l.linkNested(file)
	}
	for i := range l.p.Tables {
		u := &l.p.Tables[i]
		if !u.Dynamic && !u.Message {
			key := keyOf(u.Database, u.Table)
			g.users[key] = append(g.users[key], i)
		}
	}
}

// linkNested counts a function inside another as called by it.
func (l *linker) linkNested(file *File) {
	g := l.p.graph
	for i := range file.Funcs {
		if outer := file.Funcs[i].Outer; outer >= 0 && int(outer) < len(file.Funcs) {
			from, to := Function{file, outer}, Function{file, int32(i)}
			g.calls[from] = append(g.calls[from], to)
			g.callers[to] = append(g.callers[to], from)
		}
	}
}

// callees returns the functions that a dotted callee stands for at a place.
func (l *linker) callees(at where, callee string) []Function {
	callee = strings.ReplaceAll(callee, "()", "")
	i := strings.LastIndexByte(callee, '.')
	if i < 0 {
		return l.plainCall(at, callee)
	}
	object, method := callee[:i], callee[i+1:]
	if class, home := l.classOf(at, object, 0); class != nil {
		if all := l.methods(home, class.Name, method, 0); len(all) > 0 {
			return all
		}
		return l.behindInterface(home, class.Name, method, at.file.Module)
	}
	if at.file.Language == fact.Go {
		if all := l.goFunctions(at.file.goDirs[object], "", method); len(all) > 0 {
			return all
		}
		return l.goMethods(at.file, object, method)
	}
	return l.scriptCall(at, callee, object, method)
}

// behindInterface finds the methods of a name in the data repositories of the same module, for a field
// whose type is an interface: a Go type without methods and fields, or an abstract class.
func (l *linker) behindInterface(home *File, class, method, module string) []Function {
	t := home.types[class]
	if module == "" || t == nil || len(t.Fields) > 0 {
		return nil
	}
	if l.repositories == nil {
		l.repositories = map[string][]*File{}
		for _, file := range l.p.Files {
			if file.Layer == Repository && file.Module != "" && !file.Test {
				l.repositories[file.Module] = append(l.repositories[file.Module], file)
			}
		}
	}
	var all []Function
	for _, file := range l.repositories[module] {
		for _, i := range file.funcIndex[method] {
			if file.Funcs[i].Receiver != "" {
				all = append(all, Function{file, i})
			}
		}
	}
	return all
}

// plainCall resolves a call without a dot: of the file, of the package, or of an import.
func (l *linker) plainCall(at where, name string) []Function {
	if at.file.Language == fact.Go {
		return l.goFunctions(at.file.dir, "", name)
	}
	if all := fileFunctions(at.file, "", name); len(all) > 0 {
		return all
	}
	target, symbol := l.imported(at.file, name)
	return l.exportedFunctions(target, symbol, 0)
}

// scriptCall resolves a call of a member of an imported module, or of a class by name.
func (l *linker) scriptCall(at where, callee, object, method string) []Function {
	if target, symbol := l.imported(at.file, callee); target != nil {
		return l.exportedFunctions(target, symbol, 0)
	}
	if at.file.types[object] != nil {
		return l.methods(at.file, object, method, 0)
	}
	if all := l.heldModule(at, object, method); len(all) > 0 {
		return all
	}
	if object == "exports" || object == "module.exports" {
		return fileFunctions(at.file, "", method)
	}
	return fileFunctions(at.file, object, method)
}

// heldModule resolves a call on a field that holds an imported module: this.repository.find() after
// this.repository = user_data_repository.
func (l *linker) heldModule(at where, object, method string) []Function {
	first, rest, _ := strings.Cut(object, ".")
	own, ok := l.ownMember(at, first, rest)
	if !ok {
		return nil
	}
	t, home := l.typeNamed(at.file, own.class)
	if t == nil {
		return nil
	}
	for _, f := range t.Fields {
		if f.Name == rest {
			target, symbol := l.imported(home, f.Type)
			return l.exportedFunctions(target, joinDots(symbol, method), 0)
		}
	}
	return nil
}

// exportedFunctions finds the functions that a module exports as symbol: a.b is the method b of
// whatever it exports as a, or of the module as a whole.
func (l *linker) exportedFunctions(file *File, symbol string, depth int) []Function {
	if file == nil || depth > deepest || l.spend() {
		return nil
	}
	symbol = strings.TrimPrefix(symbol, "default.")
	if target, rest := l.reexported(file, symbol); target != nil {
		if all := l.exportedFunctions(target, rest, depth+1); len(all) > 0 {
			return all
		}
	}
	if wholeExport(symbol) {
		return wholeFunctions(file)
	}
	name := symbol[strings.LastIndexByte(symbol, '.')+1:]
	all := fileFunctions(file, "", name)
	for i := 0; len(all) == 0 && i < len(file.Types); i++ {
		all = l.inherited(file, &file.Types[i], name, depth+1)
	}
	for _, star := range l.stars(file) {
		all = append(all, l.exportedFunctions(star, symbol, depth+1)...)
	}
	return all
}

// wholeFunctions finds the function that a module is: module.exports = function, or the only one that it
// exports.
func wholeFunctions(file *File) []Function {
	for _, name := range []string{"module.exports", "default"} {
		if all := fileFunctions(file, "", name); len(all) > 0 {
			return all
		}
	}
	var only []Function
	for i := range file.Funcs {
		if f := &file.Funcs[i]; f.Exported && f.Receiver == "" && f.Outer < 0 {
			only = append(only, Function{file, int32(i)})
		}
	}
	if len(only) != 1 || len(file.Types) > 0 {
		return nil
	}
	return only
}

// inherited finds a method in the classes that a class extends.
func (l *linker) inherited(file *File, class *fact.Type, name string, depth int) []Function {
	for _, base := range class.Extends {
		if t, home := l.typeNamed(file, baseType(base)); t != nil && depth < deepest && t != class {
			if all := l.methods(home, t.Name, name, depth+1); len(all) > 0 {
				return all
			}
		}
	}
	return nil
}

// methods finds a method of a class, or of those it extends or embeds.
func (l *linker) methods(home *File, class, name string, depth int) []Function {
	var all []Function
	if l.spend() {
		return nil
	}
	if home.Language == fact.Go {
		all = l.goFunctions(home.dir, class, name)
	} else {
		all = fileFunctions(home, class, name)
	}
	if len(all) == 0 && depth < deepest {
		if t, file := l.typeNamed(home, class); t != nil {
			return l.inherited(file, t, name, depth)
		}
	}
	return all
}

// classOf finds the class of what a dotted name holds: this, a field, a parameter, at any depth.
func (l *linker) classOf(at where, name string, depth int) (*fact.Type, *File) {
	if depth > deepest || l.spend() {
		return nil, nil
	}
	first, rest, _ := strings.Cut(name, ".")
	if own, ok := l.ownMember(at, first, rest); ok {
		t, home := l.typeNamed(at.file, own.class)
		if t == nil || rest == "" {
			return t, home
		}
		return l.fieldClass(t, home, rest, depth)
	}
	if typeName := l.paramType(at, first); typeName != "" {
		return l.namedClass(at.file, typeName, rest, depth)
	}
	return nil, nil
}

// fieldClass finds the class of a field, which may be a field's field.
func (l *linker) fieldClass(t *fact.Type, home *File, path string, depth int) (*fact.Type, *File) {
	if l.spend() {
		return nil, nil
	}
	field, rest, _ := strings.Cut(path, ".")
	for _, f := range t.Fields {
		if f.Name == field {
			return l.namedClass(home, f.Type, rest, depth)
		}
	}
	for _, base := range t.Extends {
		if b, file := l.typeNamed(home, baseType(base)); b != nil && b != t && depth < deepest {
			if found, in := l.fieldClass(b, file, path, depth+1); found != nil {
				return found, in
			}
		}
	}
	return nil, nil
}

// namedClass finds a class by its name as written, or what a module exports as its instance.
func (l *linker) namedClass(home *File, name, rest string, depth int) (*fact.Type, *File) {
	for _, candidate := range typeCandidates(name) {
		t, file := l.typeNamed(home, candidate)
		if t == nil {
			continue
		}
		if rest == "" {
			return t, file
		}
		return l.fieldClass(t, file, rest, depth+1)
	}
	return nil, nil
}

// goFunctions returns the functions of a package, by its folder, with a name and receiver.
func (l *linker) goFunctions(dir, receiver, name string) []Function {
	var all []Function
	for _, f := range l.functions[dir][name] {
		if baseType(f.Fact().Receiver) == receiver {
			all = append(all, f)
		}
	}
	return all
}

// fileFunctions returns the functions of a script with a name, of a class when one is given.
func fileFunctions(file *File, class, name string) []Function {
	var all []Function
	for _, i := range file.funcIndex[name] {
		if class == "" || file.Funcs[i].Receiver == class {
			all = append(all, Function{file, i})
		}
	}
	return all
}

// importOfField returns the import path of the package whose type a field or parameter has, "" when
// that package is among the files and not generated.
func (l *linker) importOfField(at where, object string) string {
	first, rest, _ := strings.Cut(object, ".")
	typeName := ""
	if own, ok := l.ownMember(at, first, rest); ok {
		if t, _ := l.typeNamed(at.file, own.class); t != nil {
			for _, f := range t.Fields {
				if f.Name == rest {
					typeName = f.Type
				}
			}
		}
	} else {
		typeName = l.paramType(at, first)
	}
	pkg, _, ok := strings.Cut(baseType(typeName), ".")
	if !ok {
		return ""
	}
	for i := range at.file.Imports {
		imp := &at.file.Imports[i]
		if imp.Name != pkg && (imp.Name != "" || path.Base(imp.Path) != pkg) {
			continue
		}
		if files := l.goPackage(at.file, pkg); len(files) > 0 && !files[0].Generated {
			return ""
		}
		return imp.Path
	}
	return ""
}
