package program

import (
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// linker holds what is needed while a program is linked.
type linker struct {
	p          *Program
	options    Options
	find       *finder
	registered map[string][]*model
	creates    []creation
	// given are the arguments of the formats and functions whose texts are being followed, innermost last.
	given []arguments
	// holders are what hold the repository whose uses are looked at, see baseUses.
	holders []heldFields
	// open are the fields that each holder sets to something else.
	open map[fieldKey]bool
	// touched are the calls on fields of this that methods make, made when they are first asked for.
	touched map[methodKey][]touch
	// alike are the models by what their names have in common, see similarModel.
	alike map[string][]*model
	// mappers are how the code base names tables, by library.
	mappers map[string]*mapper
	// namings say of texts that name a table which others give whether they give known names.
	namings map[textKey]*naming
	// steps counts the names followed for one text, model or call, see spend.
	steps int
	// declaring are the Go files that declare a name, by folder and name.
	declaring map[string]map[string]*File
	// functions are the functions of Go packages, by folder and name.
	functions map[string]map[string][]Function
	// repositories are the data repositories of each module, made when they are first asked for.
	repositories map[string][]*File
}

// arguments are what a format or function is given, and where.
type arguments struct {
	texts []fact.Text
	at    where
	// of is the function, for those of a script, and members what objects among them hold.
	of      Function
	members map[memberKey]fact.Text
}

// creation is a CREATE TABLE.
type creation struct {
	file            *File
	database, table string
}

// symbols are a file's facts by name, for the linker.
type symbols struct {
	constants     map[constKey]*fact.Const
	types         map[string]*fact.Type
	funcIndex     map[string][]int32
	methodIndex   map[member][]int32
	importIndex   map[string]int
	importTargets []*File
	goDirs        map[string]string
	exportRefs    map[string]string
	// exportImports are the imports that a module exports as they are, by exported name.
	exportImports map[string]int
	textAt        map[fact.Pos]bool
	models        map[string]*model
	declares      []*model
}

// Link makes a program of the facts of its files. It reads nothing but them, takes time in
// proportion to their number, and gives the same result in whatever order they come.
func Link(files []*fact.File, options Options) *Program {
	if options.DefaultDatabase == "" && len(options.Databases) == 1 {
		options.DefaultDatabase = options.Databases[0]
	}
	l := &linker{p: &Program{}, options: options, declaring: map[string]map[string]*File{}, functions: map[string]map[string][]Function{}}
	for _, f := range files {
		l.p.Files = append(l.p.Files, &File{File: f, dir: path.Dir(f.Path), place: placeOf(f)})
	}
	sort.SliceStable(l.p.Files, func(i, j int) bool { return l.p.Files[i].Path < l.p.Files[j].Path })
	for _, file := range l.p.Files {
		l.index(file)
	}
	l.find = newFinder(l.p.Files, options.GoModules)
	for _, file := range l.p.Files {
		l.resolveImports(file)
	}
	l.registerModels()
	l.refer()
	l.findUses()
	l.placeFiles()
	l.findOwners()
	l.countOnce()
	l.linkCalls()
	return l.p
}

// index files a file's facts under their names.
func (l *linker) index(file *File) {
	s := symbols{
		constants: map[constKey]*fact.Const{}, types: map[string]*fact.Type{}, funcIndex: map[string][]int32{},
		importIndex: map[string]int{}, methodIndex: map[member][]int32{}, goDirs: map[string]string{}, exportRefs: map[string]string{}, textAt: map[fact.Pos]bool{},
	}
	for i := range file.Consts {
		c := &file.Consts[i]
		if key := (constKey{c.Name, c.Func}); s.constants[key] == nil {
			s.constants[key] = c
		}
	}
	for i := range file.Types {
		if t := &file.Types[i]; s.types[t.Name] == nil {
			s.types[t.Name] = t
		}
	}
	for i := range file.Funcs {
		f := &file.Funcs[i]
		s.funcIndex[f.Name] = append(s.funcIndex[f.Name], int32(i))
		if f.Receiver != "" {
			key := member{f.Receiver, f.Name}
			s.methodIndex[key] = append(s.methodIndex[key], int32(i))
		}
	}
	for i := range file.Strings {
		if parts := file.Strings[i].Text.Parts; len(parts) > 0 && parts[0].Hole == nil {
			s.textAt[parts[0].Pos] = true
		}
	}
	for i := range file.Objects {
		o := &file.Objects[i]
		for _, f := range o.Fields {
			if f.Value.Ref != "" && (o.Name == "exports" || o.Name == "module.exports" || o.Name == "default" || o.Name == "") {
				s.exportRefs[joinDots(o.Name, f.Key)] = f.Value.Ref
			}
		}
	}
	s.exportImports = exportedImports(file.File)
	file.symbols = s
	if file.Language == fact.Go {
		l.indexDeclarations(file)
	}
}

// exportedImports finds the requires that are members of what a module exports.
func exportedImports(file *fact.File) map[string]int {
	at := map[fact.Pos]int{}
	for i := range file.Imports {
		if file.Imports[i].Name == "" && file.Imports[i].Member == "" {
			at[file.Imports[i].Pos] = i
		}
	}
	exported := map[string]int{}
	if len(at) == 0 {
		return exported
	}
	for i := range file.Objects {
		o := &file.Objects[i]
		if o.Name != "module.exports" && o.Name != "exports" && o.Name != "default" {
			continue
		}
		for _, f := range o.Fields {
			if n, ok := at[f.Value.Pos]; ok && f.Value.Text == nil {
				exported[f.Key] = n
			}
		}
	}
	return exported
}

// indexDeclarations files what a Go file declares under its package's folder.
func (l *linker) indexDeclarations(file *File) {
	names := l.declaring[file.dir]
	if names == nil {
		names = map[string]*File{}
		l.declaring[file.dir] = names
	}
	declare := func(name string) {
		if name != "" && names[name] == nil {
			names[name] = file
		}
	}
	for i := range file.Types {
		declare(file.Types[i].Name)
	}
	functions := l.functions[file.dir]
	if functions == nil {
		functions = map[string][]Function{}
		l.functions[file.dir] = functions
	}
	for i := range file.Funcs {
		f := &file.Funcs[i]
		functions[f.Name] = append(functions[f.Name], Function{file, int32(i)})
		if f.Receiver == "" && f.Outer < 0 {
			declare(f.Name)
		}
	}
	for i := range file.Consts {
		if c := &file.Consts[i]; c.Func < 0 {
			declare(c.Name)
		}
	}
	for i := range file.Vars {
		declare(file.Vars[i].Name)
	}
	for i := range file.Objects {
		if o := &file.Objects[i]; o.Func < 0 {
			declare(o.Name)
		}
	}
	for i := range file.Models {
		declare(file.Models[i].Name)
	}
}

// resolveImports finds the files behind the imports.
func (l *linker) resolveImports(file *File) {
	file.Imported = map[string]*File{}
	file.importTargets = make([]*File, len(file.Imports))
	for i := range file.Imports {
		imp := &file.Imports[i]
		if file.Language == fact.Go {
			l.resolveGoImport(file, imp)
			continue
		}
		if imp.Path == "" {
			continue
		}
		target := l.find.script(file, imp.Path)
		file.importTargets[i] = target
		if imp.Name == "" {
			continue
		}
		if _, twice := file.importIndex[imp.Name]; !twice {
			file.importIndex[imp.Name] = i
			if target != nil {
				file.Imported[imp.Name] = target
			}
		}
	}
}

func (l *linker) resolveGoImport(file *File, imp *fact.Import) {
	dir := l.find.goFolder(imp.Path)
	if dir == "" {
		return
	}
	name := imp.Name
	if name == "" {
		name = path.Base(imp.Path)
	}
	if name == path.Base(imp.Path) {
		// A package may be called something else than its folder.
		if declared := l.find.packages[dir][0].Package; declared != "" && !strings.HasSuffix(declared, "_test") {
			name = declared
		}
	}
	if file.goDirs[name] == "" {
		file.goDirs[name] = dir
		file.Imported[name] = l.find.packages[dir][0]
	}
	if imp.Name != "" && file.goDirs[imp.Name] == "" {
		file.goDirs[imp.Name] = dir
	}
}

// refer collects the references of all files and, the other way round, their importers.
func (l *linker) refer() {
	for _, file := range l.p.Files {
		if file.Language == fact.Go {
			l.goReferences(file)
		} else {
			l.scriptReferences(file)
		}
		sort.SliceStable(file.References, func(i, j int) bool { return file.References[i].Pos < file.References[j].Pos })
		for _, r := range file.References {
			if !slices.Contains(r.Target.Importers[max(0, len(r.Target.Importers)-1):], file) {
				r.Target.Importers = append(r.Target.Importers, file)
			}
		}
	}
	for _, file := range l.p.Files {
		file.Importers = distinct(file.Importers)
	}
}

// distinct drops repetitions, keeping the order.
func distinct(files []*File) []*File {
	seen := map[*File]bool{}
	kept := files[:0]
	for _, f := range files {
		if !seen[f] {
			seen[f] = true
			kept = append(kept, f)
		}
	}
	return kept
}

// scriptReferences takes the imports of a script; of an index file that passes on others' exports
// those others.
func (l *linker) scriptReferences(file *File) {
	for i := range file.Imports {
		target := file.importTargets[i]
		if target == nil || target == file {
			continue
		}
		imp := &file.Imports[i]
		name := imp.Member
		if name == "*" || name == "default" {
			name = ""
		}
		if behind, _ := l.reexported(target, joinDots(name, "")); name != "" && behind != nil {
			target = behind
		}
		file.References = append(file.References, Reference{Target: target, Name: name, Pos: imp.Pos, End: imp.Pos, Func: fact.None})
	}
}

// goReferences takes the names that a Go file uses: of imported packages, and of its own.
func (l *linker) goReferences(file *File) {
	for i := range file.Types {
		t := &file.Types[i]
		for _, f := range t.Fields {
			for _, name := range typeCandidates(f.Type) {
				l.goReference(file, name, f.Pos, f.Pos, fact.None)
			}
		}
		for _, base := range t.Extends {
			l.goReference(file, base, t.Pos, t.Pos, fact.None)
		}
	}
	for i := range file.Funcs {
		f := &file.Funcs[i]
		for _, param := range f.Params {
			l.goReference(file, param.Type, f.Pos, f.Pos, int32(i))
		}
	}
	for i := range file.Calls {
		c := &file.Calls[i]
		l.goReference(file, c.Callee, c.Pos, c.End, c.Func)
		for _, arg := range c.Args {
			if arg.Ref != "" {
				l.goReference(file, arg.Ref, arg.Pos, arg.End, c.Func)
			}
		}
	}
	for i := range file.Objects {
		o := &file.Objects[i]
		l.goReference(file, o.Type, o.Pos, o.End, o.Func)
	}
	for i := range file.Accesses {
		a := &file.Accesses[i]
		l.goReference(file, a.Model, a.Pos, a.End, a.Func)
	}
}

// goReference notes the use of a name when another file of the program declares it.
func (l *linker) goReference(file *File, name string, pos, end fact.Pos, fn int32) {
	name = baseType(name)
	first, rest, _ := strings.Cut(name, ".")
	dir, symbol := file.dir, first
	if imported := file.goDirs[first]; rest != "" && imported != "" {
		dir = imported
		symbol, _, _ = strings.Cut(rest, ".")
	}
	if target := l.declaring[dir][symbol]; target != nil && target != file {
		file.References = append(file.References, Reference{Target: target, Name: name, Pos: pos, End: end, Func: fn})
	}
}
