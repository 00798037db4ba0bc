package gosource

import (
	"go/ast"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// symbol is the name by which package program can find an expression's type where this file does not
// tell it: a variable, field or function of another file or package, functions with () behind them:
// "roles", "store.Session()", "Service.users". A member of a list or map goes by the name of the whole.
// It is "" where the type is of the standard library or nothing tells it.
func (r *reader) symbol(e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.UnaryExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.Ident:
			return r.identSymbol(x.Name)
		case *ast.SelectorExpr:
			return r.memberSymbol(x)
		case *ast.CallExpr:
			return r.resultSymbol(x)
		default:
			return ""
		}
	}
}

func (r *reader) identSymbol(name string) string {
	if v := r.lookup(name); v != nil {
		return v.from
	}
	switch name {
	case "nil", "true", "false", "iota", "_":
		return ""
	}
	return name
}

// memberSymbol is the symbol of a package's variable or function, or of a field or method.
func (r *reader) memberSymbol(e *ast.SelectorExpr) string {
	id, ok := e.X.(*ast.Ident)
	if ok && r.lookup(id.Name) == nil && r.imports[id.Name] != "" {
		if path := r.imports[id.Name]; isStandard(path) || isQueryPackage(path) || notModel[id.Name+"."] {
			return ""
		}
		return id.Name + "." + e.Sel.Name
	}
	owner := ""
	if !ok && chained(e.X) > maxSymbol {
		return ""
	}
	if typ := bareType(r.typeOf(e.X)); typ == "" {
		owner = r.symbol(e.X)
	} else if !strings.ContainsAny(typ, "[{( ") && (!notModel[firstName(typ)+"."]) {
		owner = typ
	}
	if owner == "" {
		return ""
	}
	return owner + "." + e.Sel.Name
}

// maxSymbol bounds the fields and calls that a symbol follows.
const maxSymbol = 6

// chained counts the fields and calls of an expression, up to the bound.
func chained(e ast.Expr) int {
	for n := 0; ; n++ {
		switch x := e.(type) {
		case *ast.SelectorExpr:
			e = x.X
		case *ast.CallExpr:
			e = callFun(x)
		case *ast.ParenExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		default:
			return n
		}
		if n > maxSymbol {
			return n
		}
	}
}

func (r *reader) resultSymbol(call *ast.CallExpr) string {
	switch fun := callFun(call).(type) {
	case *ast.Ident:
		switch {
		case fun.Name == "append" && len(call.Args) > 0:
			return r.symbol(call.Args[0])
		case r.lookup(fun.Name) != nil, r.types[fun.Name] != nil, r.funcs[fun.Name] != nil, predeclared[fun.Name]:
			return ""
		}
		return fun.Name + "()"
	case *ast.SelectorExpr:
		if symbol := r.memberSymbol(fun); symbol != "" {
			return symbol + "()"
		}
	}
	return ""
}

// predeclared are functions and types that a call may name and no file declares.
var predeclared = map[string]bool{
	"new": true, "make": true, "len": true, "cap": true, "copy": true, "min": true, "max": true, "string": true, "int": true,
	"int64": true, "int32": true, "uint": true, "uint64": true, "uint32": true, "float64": true, "float32": true, "byte": true,
	"rune": true, "bool": true, "recover": true, "panic": true, "print": true, "println": true, "delete": true, "close": true,
	"clear": true, "complex": true, "real": true, "imag": true, "any": true, "error": true,
}

// chainHandle is the symbol of what tells whether a chain is a query's: what its first method is called
// on, or the result of its first call.
func (r *reader) chainHandle(c *chain) string {
	if c.base == nil {
		if len(c.links) < 2 {
			return ""
		}
		return r.resultSymbol(c.links[0].call)
	}
	id, ident := c.base.(*ast.Ident)
	if ident {
		if v := r.lookup(id.Name); v != nil {
			if len(v.accesses) > 0 {
				return r.file.Accesses[v.accesses[0]].Handle
			}
			if v.typ == "" && v.from != "" && !strings.HasPrefix(v.from, id.Name+".") {
				return v.from
			}
		} else if r.imports[id.Name] != "" {
			if len(c.links) < 2 {
				return ""
			}
			return r.resultSymbol(c.links[0].call)
		}
	}
	typ := bareType(r.typeOf(c.base))
	if typ == "" {
		return r.symbol(c.base)
	}
	if strings.ContainsAny(typ, "[{( ") || predeclared[typ] || notModel[firstName(typ)+"."] || isStandard(r.imports[firstName(typ)]) {
		return ""
	}
	if len(c.links) > 1 { // s.session().Find(&users)
		if result := r.declaredResult(typ + "." + c.links[0].name); result == "" && r.funcs[typ+"."+c.links[0].name] == nil {
			return typ + "." + c.links[0].name + "()"
		}
	}
	return typ
}

// firstResult is the type of a function's first result as written.
func (r *reader) firstResult(typ *ast.FuncType) string {
	if typ.Results == nil || len(typ.Results.List) == 0 {
		return ""
	}
	return r.typeText(typ.Results.List[0].Type)
}

// typedVars notes the variables of the file's top level with their types, or with the symbol of what
// tells them.
func (r *reader) typedVars(spec *ast.ValueSpec) {
	for i, name := range spec.Names {
		typ := ""
		switch {
		case spec.Type != nil:
			typ = r.typeText(spec.Type)
		case i < len(spec.Values):
			typ = r.typeOf(spec.Values[i])
		}
		if bare := bareType(typ); bare != "" && !strings.ContainsAny(bare, "{(") && !predeclared[bare] {
			r.file.Vars = append(r.file.Vars, fact.TypedName{Name: name.Name, Type: typ})
		}
	}
}

// standardRoots are the first elements of the paths of Go's standard library.
var standardRoots = map[string]bool{
	"archive": true, "bufio": true, "bytes": true, "cmp": true, "compress": true, "container": true, "context": true, "crypto": true,
	"debug": true, "embed": true, "encoding": true, "errors": true, "expvar": true, "flag": true, "fmt": true, "go": true,
	"hash": true, "html": true, "image": true, "io": true, "iter": true, "log": true, "maps": true, "math": true, "mime": true,
	"net": true, "os": true, "path": true, "reflect": true, "regexp": true, "runtime": true, "slices": true, "sort": true,
	"strconv": true, "strings": true, "sync": true, "syscall": true, "testing": true, "text": true, "time": true,
	"unicode": true, "unique": true, "unsafe": true, "weak": true, "structs": true, "C": true, "plugin": true,
}

// isStandard tells the import paths of Go's standard library. A module's path need not have a dot, so
// that only the names decide.
func isStandard(path string) bool {
	return standardRoots[firstSegment(path)] || path == "database/sql" || path == "database/sql/driver"
}
