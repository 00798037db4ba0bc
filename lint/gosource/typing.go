package gosource

import (
	"go/ast"
	"go/token"
	"strings"
)

// typeOf is the type of an expression as written in this file, "" where syntax does not tell it.
func (r *reader) typeOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.typeOf(e.X)
	case *ast.Ident:
		if v := r.lookup(e.Name); v != nil {
			return v.typ
		}
		return r.globalType(e.Name)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return r.typeOf(e.X)
		}
	case *ast.StarExpr:
		return r.typeOf(e.X)
	case *ast.CompositeLit:
		return r.typeText(e.Type)
	case *ast.IndexExpr:
		return r.membersOf(r.typeOf(e.X))
	case *ast.TypeAssertExpr:
		return r.typeText(e.Type)
	case *ast.SelectorExpr:
		return r.fieldType(r.typeOf(e.X), e.Sel.Name)
	case *ast.CallExpr:
		return r.resultType(e)
	case *ast.SliceExpr:
		return r.typeOf(e.X)
	case *ast.FuncLit:
		return r.typeText(e.Type)
	}
	return ""
}

// membersOf is the type of the members of a list or map, which may have a name of its own in this file.
func (r *reader) membersOf(typ string) string {
	if spec := r.types[strings.TrimLeft(typ, "*")]; spec != nil {
		typ = r.typeText(spec.Type)
	}
	return memberType(strings.TrimPrefix(typ, "*"))
}

// memberType is the type of the members of a list or map.
func memberType(typ string) string {
	if rest, ok := strings.CutPrefix(typ, "map["); ok {
		if i := strings.IndexByte(rest, ']'); i >= 0 {
			return rest[i+1:]
		}
		return ""
	}
	for _, list := range [...]string{"[]", "..."} {
		if rest, ok := strings.CutPrefix(typ, list); ok {
			return rest
		}
	}
	return ""
}

func (r *reader) globalType(name string) string {
	g := r.globals[name]
	switch {
	case g == nil:
		return ""
	case g.typ != nil:
		return r.typeText(g.typ)
	case g.expr == nil || g.folding:
		return ""
	}
	g.folding = true
	defer func() { g.folding = false }()
	around := r.vars
	r.vars = locals{}
	defer func() { r.vars = around }()
	return r.typeOf(g.expr)
}

// resultType is the type of what a call returns: new and make, conversions, and the first result of
// a function of this file.
func (r *reader) resultType(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.ParenExpr: // (*User)(nil)
		return r.typeText(fun.X)
	case *ast.ArrayType:
		return r.typeText(fun)
	case *ast.Ident:
		if (fun.Name == "new" || fun.Name == "make") && len(call.Args) > 0 {
			return r.typeText(call.Args[0])
		}
		if fun.Name == "append" && len(call.Args) > 0 {
			return r.typeOf(call.Args[0])
		}
		if v := r.lookup(fun.Name); v != nil {
			return functionResult(v.typ)
		}
		if _, ok := r.types[fun.Name]; ok {
			return fun.Name
		}
		return r.declaredResult(fun.Name)
	case *ast.SelectorExpr:
		if name := r.dotted(fun); constructors[name] != "" {
			return constructors[name]
		}
		if _, ok := fun.X.(*ast.CallExpr); ok {
			return "" // not worth the depth
		}
		if receiver := bareType(r.typeOf(fun.X)); receiver != "" {
			return r.declaredResult(receiver + "." + fun.Sel.Name)
		}
	}
	return ""
}

// constructors are constructors of libraries whose results matter here.
var constructors = map[string]string{
	"orm.NewOrm": "orm.Ormer", "orm.NewOrmUsingDB": "orm.Ormer",
	"bytes.NewBuffer": "*bytes.Buffer", "bytes.NewBufferString": "*bytes.Buffer",
}

func (r *reader) declaredResult(name string) string {
	decl := r.funcs[name]
	if decl == nil || decl.Type.Results == nil || len(decl.Type.Results.List) == 0 {
		return ""
	}
	return r.typeText(decl.Type.Results.List[0].Type)
}

// fieldType is the type of a field of a struct of this file.
func (r *reader) fieldType(owner, field string) string {
	spec := r.types[bareType(owner)]
	if owner == "" || spec == nil {
		return ""
	}
	structure, ok := spec.Type.(*ast.StructType)
	if !ok || structure.Fields == nil {
		return ""
	}
	for _, f := range structure.Fields.List {
		for _, name := range f.Names {
			if name.Name == field {
				return r.typeText(f.Type)
			}
		}
	}
	return ""
}

// bareType is a type's name without *, [], & and type arguments.
func bareType(typ string) string {
	for {
		switch {
		case strings.HasPrefix(typ, "*"), strings.HasPrefix(typ, "&"):
			typ = typ[1:]
		case strings.HasPrefix(typ, "[]"):
			typ = typ[2:]
		case strings.HasPrefix(typ, "..."):
			typ = typ[3:]
		case strings.HasPrefix(typ, "["):
			end := strings.IndexByte(typ, ']')
			if end < 0 {
				return ""
			}
			typ = typ[end+1:]
		default:
			if i := strings.IndexByte(typ, '['); i > 0 && !strings.HasPrefix(typ, "map[") {
				return typ[:i]
			}
			return typ
		}
	}
}

// modelType is the name of the struct type that an argument such as &User{}, new(User), (*User)(nil)
// or &users holds, "" where it holds none that could be a table's.
func (r *reader) modelType(e ast.Expr) string {
	typ := bareType(r.typeOf(e))
	if strings.HasPrefix(typ, "map[") { // xorm's Find fills maps too
		typ = bareType(memberType(typ))
	}
	name := lastName(typ)
	if name == "" || strings.ContainsAny(typ, "{( ") || strings.HasPrefix(typ, "map[") || name[0] < 'A' || name[0] > 'Z' && name[0] < 'a' {
		return ""
	}
	if spec := r.types[typ]; spec != nil { // type Users []User
		if element := memberType(r.typeText(spec.Type)); element != "" {
			typ = bareType(element)
			name = lastName(typ)
		}
	}
	if name == "" || strings.ContainsAny(typ, "{( ") || typ == name && (name[0] >= 'a' && r.types[name] == nil) || notModel[typ] || notModel[firstName(typ)+"."] {
		return ""
	}
	if spec := r.types[typ]; spec != nil {
		if _, ok := spec.Type.(*ast.StructType); !ok {
			return ""
		}
	}
	return typ
}

// notModel are types, and packages with a dot behind them, that never stand for a table.
var notModel = map[string]bool{
	"time.": true, "sql.": true, "bson.": true, "primitive.": true, "context.": true, "json.": true, "gorm.": true,
	"uuid.": true, "pgtype.": true, "decimal.": true, "strings.": true, "bytes.": true, "clause.": true,
	"options.": true, "big.": true, "http.": true, "url.": true, "sync.": true, "mongo.": true, "null.": true, "orm.": true,
	"xorm.": true, "builder.": true, "ent.": true, "bun.": true, "pg.": true, "gin.": true, "echo.": true, "datatypes.": true, "schema.Tabler": true,
}

// isBuilderType tells the types whose content is text written bit by bit.
func isBuilderType(typ string) bool {
	switch bareType(typ) {
	case "strings.Builder", "bytes.Buffer":
		return true
	}
	return false
}
