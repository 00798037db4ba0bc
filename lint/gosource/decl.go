package gosource

import (
	"go/ast"
	"go/token"
	"reflect"
	"strconv"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

func (r *reader) readImports() {
	for _, spec := range r.tree.Imports {
		if spec.Path == nil {
			continue
		}
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := packageName(path)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if name == "_" {
			name = ""
		}
		r.file.Imports = append(r.file.Imports, fact.Import{Name: name, Path: path, Pos: r.pos(spec.Pos())})
		r.dotQueries = r.dotQueries || name == "." && isQueryPackage(path)
		if name != "" && name != "." {
			r.imports[name] = path
			r.packages[name] = packageName(path)
		}
		r.queries = r.queries || isQueryPackage(path)
		for element := range strings.SplitSeq(path, "/") {
			r.elements[element] = true
		}
	}
}

// packageName guesses a package's name by its path: the last part that is no version, without the
// go- and -go of repositories.
func packageName(path string) string {
	name := path[strings.LastIndexByte(path, '/')+1:]
	if len(name) > 1 && name[0] == 'v' && strings.Trim(name[1:], "0123456789") == "" {
		rest := strings.TrimSuffix(path, "/"+name)
		name = rest[strings.LastIndexByte(rest, '/')+1:]
	}
	if i := strings.LastIndex(name, ".v"); i > 0 {
		name = name[:i]
	}
	name = strings.TrimSuffix(strings.TrimPrefix(name, "go-"), "-go")
	return strings.ReplaceAll(name, "-", "_")
}

// funcDecl walks a function of the file's top level.
func (r *reader) funcDecl(decl *ast.FuncDecl) {
	f := fact.Func{
		Name: decl.Name.Name, Receiver: receiverType(decl), Params: r.params(decl.Type), Result: r.firstResult(decl.Type),
		Exported: decl.Name.IsExported(), Outer: fact.None, Doc: strings.TrimSpace(decl.Doc.Text()),
		Pos: r.pos(decl.Pos()), End: r.pos(decl.End()),
	}
	if decl.Type.TypeParams != nil {
		for _, field := range decl.Type.TypeParams.List {
			f.TypeParams = append(f.TypeParams, names(field.Names)...)
		}
	}
	if decl.Recv != nil && len(decl.Recv.List) > 0 && len(decl.Recv.List[0].Names) > 0 {
		f.ReceiverName = decl.Recv.List[0].Names[0].Name
	}
	r.fn = int32(len(r.file.Funcs))
	r.file.Funcs = append(r.file.Funcs, f)
	r.vars.cut(0)
	r.journal, r.dead, r.flow = r.journal[:0], false, value{}
	r.results = resultNames(decl.Type)
	if f.ReceiverName != "" {
		r.define(f.ReceiverName, value{typ: r.typeText(decl.Recv.List[0].Type)})
	}
	r.defineParams(decl.Type, 0)
	if decl.Body != nil {
		r.returned(decl)
		if !r.shallow {
			r.block(decl.Body.List)
		}
	}
	r.vars.cut(0)
	r.fn = fact.None
}

// returned notes the text of a function that does nothing but return one.
func (r *reader) returned(decl *ast.FuncDecl) {
	var result ast.Expr
	returns := 0
	for _, s := range decl.Body.List {
		switch s := s.(type) {
		case *ast.ReturnStmt:
			returns++
			if len(s.Results) == 1 {
				result = s.Results[0]
			}
		case *ast.DeclStmt:
		default:
			return
		}
	}
	if returns != 1 || result == nil || !r.returnsText(decl) {
		return
	}
	if text := r.fold(result); nameable(text) || len(text) > 0 && text[0].Hole != nil && text[0].Hole.Arg > 0 {
		r.file.Funcs[r.fn].Returns = &fact.Text{Parts: text}
	}
}

func resultNames(typ *ast.FuncType) []string {
	var out []string
	if typ.Results != nil {
		for _, field := range typ.Results.List {
			out = append(out, names(field.Names)...)
		}
	}
	return out
}

// params are a function's parameters with their types.
func (r *reader) params(typ *ast.FuncType) []fact.TypedName {
	var out []fact.TypedName
	if typ.Params == nil {
		return nil
	}
	for _, field := range typ.Params.List {
		written := r.typeText(field.Type)
		if len(field.Names) == 0 {
			out = append(out, fact.TypedName{Type: written})
		}
		for _, name := range field.Names {
			out = append(out, fact.TypedName{Name: name.Name, Type: written})
		}
	}
	return out
}

// defineParams puts parameters and named results in scope; first is the index of the first
// parameter, or None where calls of the function are not followed.
func (r *reader) defineParams(typ *ast.FuncType, first int32) {
	for _, p := range r.params(typ) {
		v := r.define(p.Name, value{typ: p.Type})
		if v != nil {
			v.param = first
			if isBuilderType(p.Type) {
				v.builder, v.text = true, parts{}
			}
		}
		if first >= 0 {
			first++
		}
	}
	if typ.Results == nil {
		return
	}
	for _, field := range typ.Results.List {
		for _, name := range field.Names {
			v := value{typ: r.typeText(field.Type)}
			r.zero(&v, true)
			r.define(name.Name, v)
		}
	}
}

// typeSpec notes a struct type.
func (r *reader) typeSpec(spec *ast.TypeSpec, decl *ast.GenDecl) {
	t := fact.Type{Name: spec.Name.Name, Exported: spec.Name.IsExported(), Pos: r.pos(spec.Pos()), End: r.pos(spec.End())}
	if spec.TypeParams != nil {
		for _, field := range spec.TypeParams.List {
			t.Params = append(t.Params, names(field.Names)...)
		}
	}
	structure, ok := spec.Type.(*ast.StructType)
	if !ok {
		t.Element = memberType(r.typeText(spec.Type))
		if base := baseName(spec.Type); base != "" && decl.Tok == token.TYPE {
			if _, list := spec.Type.(*ast.ArrayType); !list && base != "string" {
				t.Extends = []string{base}
			}
		}
		r.file.Types = append(r.file.Types, t)
		return
	}
	if structure.Fields != nil {
		for _, field := range structure.Fields.List {
			r.field(&t, field)
		}
	}
	r.file.Types = append(r.file.Types, t)
}

func (r *reader) field(t *fact.Type, field *ast.Field) {
	written, tag := r.typeText(field.Type), ""
	if field.Tag != nil {
		part := r.literal(field.Tag)
		tag = part.Literal
		r.tagQuery(field, part)
	}
	if len(field.Names) == 0 {
		name := baseName(field.Type)
		t.Extends = append(t.Extends, name)
		t.Fields = append(t.Fields, fact.TypedName{Name: lastName(name), Type: written, Tag: tag, Pos: r.pos(field.Pos())})
	}
	for _, name := range field.Names {
		t.Fields = append(t.Fields, fact.TypedName{Name: name.Name, Type: written, Tag: tag, Pos: r.pos(name.Pos())})
	}
}

// tagQuery emits the SQL in a struct tag, from which libraries prepare statements into the field.
func (r *reader) tagQuery(field *ast.Field, tag fact.Part) {
	if len(tag.Literal) < 20 {
		return
	}
	for _, key := range [...]string{"query", "sql", "stmt"} {
		value, ok := reflect.StructTag(tag.Literal).Lookup(key)
		if !ok || !mayHoldSQL(value) {
			continue
		}
		if at := strings.Index(tag.Literal, value); at >= 0 {
			r.emit(parts{slice(tag, at, at+len(value))}, use{}, field.Tag)
		}
	}
}

// readConsts notes the named texts of the file's top level, members of structs and maps dotted.
func (r *reader) readConsts() {
	for _, decl := range r.tree.Decls {
		decl, ok := decl.(*ast.GenDecl)
		if !ok || decl.Tok != token.CONST && decl.Tok != token.VAR {
			continue
		}
		for _, spec := range decl.Specs {
			spec, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for _, name := range spec.Names {
				r.constant(name)
			}
		}
	}
}

func (r *reader) constant(name *ast.Ident) {
	g := r.globals[name.Name]
	if g == nil || g.assigned || g.expr == nil || name.Name == "_" || g.pos != name.NamePos {
		return
	}
	if lit, ok := unwrap(g.expr).(*ast.CompositeLit); ok {
		r.members(name.Name, lit, name.IsExported(), 0)
		return
	}
	if text := r.foldGlobal(g); nameable(text) {
		r.addConst(name.Name, text, name.IsExported(), r.pos(name.Pos()))
	}
}

func (r *reader) addConst(name string, text parts, exported bool, pos fact.Pos) {
	if len(text) == 1 && text[0].Hole != nil && text[0].Hole.Name == name {
		return
	}
	if interesting(text) {
		text = withVerbs(text) // another file may print it: what it prints is not known here
	}
	r.file.Consts = append(r.file.Consts, fact.Const{
		Name: name, Text: fact.Text{Parts: text}, Exported: exported, Func: fact.None, Pos: pos,
	})
}

func (r *reader) members(prefix string, lit *ast.CompositeLit, exported bool, depth int) {
	if depth > 3 {
		return
	}
	for _, element := range lit.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key := ""
		if id, ok := pair.Key.(*ast.Ident); ok {
			key = id.Name
			if _, isMap := lit.Type.(*ast.MapType); isMap {
				key, _ = plain(r.fold(id))
			}
		} else {
			key, _ = plain(r.fold(pair.Key))
		}
		if key == "" {
			continue
		}
		name := prefix + "." + key
		if inner, ok := unwrap(pair.Value).(*ast.CompositeLit); ok {
			r.members(name, inner, exported, depth+1)
		} else if text := r.fold(pair.Value); textual(text) {
			r.addConst(name, text, exported, r.pos(pair.Pos()))
		}
	}
}
