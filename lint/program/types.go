package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// typeOfSymbol returns the type that a symbol of gosource has, as written in the file that tells it, and
// that file: of a variable or field, or of the first result of a function or method.
func (l *linker) typeOfSymbol(file *File, symbol string) (string, *File) {
	segments := strings.Split(symbol, ".")
	at, typ := file, ""
	if dir := file.goDirs[segments[0]]; dir != "" && len(segments) > 1 {
		packageFiles := l.find.packages[dir]
		if len(packageFiles) == 0 {
			return "", nil
		}
		at, segments = packageFiles[0], segments[1:]
	}
	typ, at = l.declaredType(at, segments[0])
	for _, segment := range segments[1:] {
		if at == nil || l.spend() {
			return "", nil
		}
		typ, at = l.memberType(at, typ, segment, 0)
	}
	return typ, at
}

// declaredType returns the type of what a package declares under a name: name() is the first result of a
// function, a type stands for itself.
func (l *linker) declaredType(file *File, name string) (string, *File) {
	if function, called := strings.CutSuffix(name, "()"); called {
		if all := l.goFunctions(file.dir, "", function); len(all) > 0 {
			return all[0].Fact().Result, all[0].File
		}
		return "", nil
	}
	home := l.declaring[file.dir][name]
	if home == nil {
		return "", nil
	}
	if home.types[name] != nil {
		return name, home
	}
	for _, v := range home.Vars {
		if v.Name == name {
			return v.Type, home
		}
	}
	return "", nil
}

// memberType returns the type of a field, or of a method's first result, of a type as written in a file.
func (l *linker) memberType(file *File, typ, name string, depth int) (string, *File) {
	t, home := l.typeNamed(file, elementType(typ))
	if t == nil || depth > deepest || l.spend() {
		return "", nil
	}
	if method, called := strings.CutSuffix(name, "()"); called {
		if all := l.goFunctions(home.dir, t.Name, method); len(all) > 0 {
			return all[0].Fact().Result, all[0].File
		}
	}
	for _, f := range t.Fields {
		if f.Name == name {
			return f.Type, home
		}
	}
	for _, base := range t.Extends {
		if found, in := l.memberType(home, base, name, depth+1); in != nil {
			return found, in
		}
	}
	return "", nil
}

// elementType cuts pointers, lists, maps and type arguments off a type as written.
func elementType(typ string) string {
	for {
		typ = baseType(typ)
		rest, ok := strings.CutPrefix(typ, "map[")
		if !ok {
			return typ
		}
		_, typ, ok = strings.Cut(rest, "]")
		if !ok {
			return ""
		}
	}
}

// queryLibraries are the libraries of handles by the element of an import path that names them in the
// original as in forks, with the name by which derivedTable knows those that take any struct for a model.
var queryLibraries = map[string]string{
	"gorm": "gorm", "xorm": "xorm", "bun": "bun", "beego": "beego", "go-pg": "bun", "go-xorm": "xorm",
	"squirrel": "", "goqu": "", "dbr": "", "gorp": "", "upper": "", "go-sqlbuilder": "",
}

// queryLibrary returns the library that an import path is of.
func queryLibrary(path string) (library string, ok bool) {
	if !strings.Contains(path, ".") {
		return "", false
	}
	for element := range strings.SplitSeq(path, "/") {
		name, _, _ := strings.Cut(element, ".")
		if library, ok = queryLibraries[name]; ok && (library != "beego" || strings.HasSuffix(path, "/orm")) {
			return library, true
		}
	}
	return "", false
}

// libraryOf returns the library that a file imports and that takes any struct for a model.
func libraryOf(file *File) string {
	for i := range file.Imports {
		if library, _ := queryLibrary(file.Imports[i].Path); library != "" {
			return library
		}
	}
	return ""
}

// handleTypes are the types of those libraries on which queries are made.
var handleTypes = wordSet(`DB Tx Session Engine EngineInterface EngineGroup Interface IDB Conn Ormer QuerySeter TxOrmer
	QueryExecutor SelectQuery InsertQuery UpdateQuery DeleteQuery RawQuery SelectBuilder InsertBuilder UpdateBuilder DeleteBuilder
	StatementBuilderType SelectDataset InsertDataset UpdateDataset DeleteDataset Database TxDatabase SessionRunner DbMap Transaction
	ChainInterface Association Query DialectWrapper SelectStmt InsertStmt UpdateStmt DeleteStmt`)

// isHandle reports whether a symbol's type is a database handle or query of a library, or a type that
// embeds or stands for one, and the library whose models it knows.
func (l *linker) isHandle(file *File, symbol string) (library string, ok bool) {
	typ, home := l.typeOfSymbol(file, symbol)
	if home == nil {
		return "", false
	}
	return l.handleType(home, typ, 0)
}

func (l *linker) handleType(file *File, typ string, depth int) (library string, ok bool) {
	name := baseType(typ)
	if pkg, bare, dotted := strings.Cut(name, "."); dotted && handleTypes[bare] {
		for i := range file.Imports {
			imp := &file.Imports[i]
			if imp.Name != pkg {
				continue
			}
			if library, ok = queryLibrary(imp.Path); ok {
				return library, true
			}
		}
	}
	t, home := l.typeNamed(file, name)
	if t == nil || depth > deepest || l.spend() {
		return "", false
	}
	for _, base := range t.Extends {
		if library, ok = l.handleType(home, base, depth+1); ok {
			return library, true
		}
	}
	return "", false
}

// symbolModel finds the model behind an access of Go: by the name of its type, else by the type of what
// is named.
func (l *linker) symbolModel(at where, name, library string) *model {
	if m := l.typeModel(at.file, name, library); m != nil {
		return m
	}
	typ, home := l.typeOfSymbol(at.file, name)
	typ = elementType(typ)
	if home == nil || typ == "" {
		return nil
	}
	for range deepest {
		t, declaring := l.typeNamed(home, typ)
		if t == nil || t.Element == "" {
			break
		}
		typ, home = elementType(t.Element), declaring
	}
	if typ == name && home == at.file {
		return nil
	}
	if m := l.modelNamed(where{home, fact.None}, typ, 0); m != nil {
		return m
	}
	if library == "" {
		library = libraryOf(at.file)
	}
	return l.modelOfType(home, typ, library, 0)
}
