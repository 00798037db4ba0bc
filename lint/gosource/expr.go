package gosource

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// inside walks the expressions within one whose own text has been seen to.
func (r *reader) inside(e ast.Expr, u use) {
	switch e := e.(type) {
	case *ast.CallExpr:
		r.walkCall(e)
	case *ast.BinaryExpr:
		r.operands(e)
	case *ast.FuncLit:
		r.funcLit(e, u.name, u.kind == argument || u.kind == executed)
	case *ast.CompositeLit:
		r.composite(e, u.name)
	case *ast.ParenExpr:
		r.inside(e.X, u)
	case *ast.StarExpr:
		r.inside(e.X, u)
	case *ast.UnaryExpr:
		r.inside(e.X, u)
	case *ast.SelectorExpr:
		r.inside(e.X, u)
	case *ast.IndexExpr:
		r.inside(e.X, u)
		r.inside(e.Index, u)
	case *ast.SliceExpr:
		r.inside(e.X, u)
		r.expr(e.Low)
		r.expr(e.High)
	case *ast.TypeAssertExpr:
		r.inside(e.X, u)
	case *ast.KeyValueExpr:
		r.expr(e.Value)
	}
}

// operands walks a binary expression's operands, the left ones without recursion. The literals of a
// sum are part of its text.
func (r *reader) operands(e *ast.BinaryExpr) {
	var left ast.Expr = e
	for {
		binary, ok := left.(*ast.BinaryExpr)
		if !ok {
			r.operand(left, e.Op)
			return
		}
		r.operand(binary.Y, e.Op)
		left = binary.X
	}
}

func (r *reader) operand(e ast.Expr, op token.Token) {
	if _, literal := e.(*ast.BasicLit); literal && op == token.ADD {
		return
	}
	r.expr(e)
}

// funcLit walks a function literal. One that is given a name or passed to a call is a function of
// its own; any other belongs to the function around it.
func (r *reader) funcLit(lit *ast.FuncLit, name string, passed bool) {
	outer, dead, results := r.fn, r.dead, r.results
	if name != "" || passed {
		r.fn = int32(len(r.file.Funcs))
		r.file.Funcs = append(r.file.Funcs, fact.Func{
			Name: lastName(name), Params: r.params(lit.Type), Outer: outer,
			Pos: r.pos(lit.Pos()), End: r.pos(lit.End()),
		})
	}
	r.results = resultNames(lit.Type)
	r.inScope(func() {
		r.defineParams(lit.Type, fact.None)
		r.block(lit.Body.List)
	})
	r.fn, r.dead, r.results = outer, dead, results
}

// composite walks a composite literal; the result is the index of its Object, or None.
func (r *reader) composite(lit *ast.CompositeLit, name string) int32 {
	typ := r.typeText(lit.Type)
	r.compositeAccess(lit, typ)
	index := int32(fact.None)
	if keyed(lit) || len(lit.Elts) == 0 && strings.Contains(typ, ".") {
		index = int32(len(r.file.Objects))
		r.file.Objects = append(r.file.Objects, fact.Object{
			Type: bareType(typ), Name: name, Func: r.fn, Pos: r.pos(lit.Pos()), End: r.pos(lit.End()),
		})
	}
	var fields []fact.Field
	for i, element := range lit.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			r.flow = value{}
			r.valueIn(element, "")
			r.keepMember(typ, r.fieldName(typ, i), element)
			continue
		}
		field := fact.Field{Key: r.keyText(pair.Key), Pos: r.pos(pair.Key.Pos())}
		r.flow = value{}
		field.Value = r.valueIn(pair.Value, field.Key)
		r.keepMember(typ, field.Key, pair.Value)
		if fields == nil {
			fields = make([]fact.Field, 0, len(lit.Elts)-i)
		}
		fields = append(fields, field)
	}
	if index >= 0 {
		r.file.Objects[index].Fields = fields
	}
	return index
}

// keepMember remembers what a struct literal of this file puts into a field.
func (r *reader) keepMember(typ, key string, e ast.Expr) {
	flow := r.flow
	r.flow = value{}
	bare := bareType(typ)
	if spec := r.types[bare]; spec == nil || key == "" {
		return
	}
	v := value{accesses: flow.accesses, database: flow.database}
	if id, ok := unwrap(e).(*ast.Ident); ok {
		if local := r.lookup(id.Name); local != nil {
			v.accesses, v.database = local.accesses, local.database
		}
	}
	if lit, nested := unwrap(e).(*ast.CompositeLit); !nested {
		v.text = r.fold(e)
	} else if key == lastName(bareType(r.typeText(lit.Type))) {
		r.keepPromoted(bare, lit)
	}
	r.keepField(bare+"."+key, v)
}

// keepPromoted remembers the fields that a struct has from one that it embeds.
func (r *reader) keepPromoted(owner string, embedded *ast.CompositeLit) {
	for _, element := range embedded.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if text := r.fold(pair.Value); nameable(text) {
			r.keepField(owner+"."+r.keyText(pair.Key), value{text: text})
		}
	}
}

// fieldName is the name of a struct's field by its place, for literals without keys.
func (r *reader) fieldName(typ string, index int) string {
	if strings.HasPrefix(typ, "[]") {
		return ""
	}
	if spec := r.types[bareType(typ)]; spec != nil {
		structure, _ := spec.Type.(*ast.StructType)
		return fieldAt(structure, index)
	}
	return ""
}

// fieldAt is the name of a struct's field by its place.
func fieldAt(structure *ast.StructType, index int) string {
	if structure == nil || structure.Fields == nil {
		return ""
	}
	for _, field := range structure.Fields.List {
		if len(field.Names) == 0 {
			if index == 0 {
				return lastName(baseName(field.Type))
			}
			index--
		}
		for _, name := range field.Names {
			if index == 0 {
				return name.Name
			}
			index--
		}
	}
	return ""
}

func keyed(lit *ast.CompositeLit) bool {
	for _, element := range lit.Elts {
		if _, ok := element.(*ast.KeyValueExpr); ok {
			return true
		}
	}
	return false
}

func (r *reader) keyText(key ast.Expr) string {
	switch key := key.(type) {
	case *ast.Ident:
		return key.Name
	case *ast.BasicLit:
		if key.Kind == token.STRING {
			return r.literal(key).Literal
		}
		return key.Value
	case *ast.CompositeLit:
		r.composite(key, "")
		return ""
	}
	return r.dotted(key)
}

// valueIn walks a value in a composite literal. The key says what it is for.
func (r *reader) valueIn(e ast.Expr, key string) fact.Arg {
	u := use{kind: assigned, name: key}
	switch key {
	case "SQL", "Sql", "Query", "Stmt", "Statement", "QueryString":
		u = use{kind: executed, name: key, callee: key}
	case "Help", "Description", "Usage", "Short", "Long", "Example", "Summary", "Title", "Message", "Msg", "Desc", "Doc", "Body", "Subject":
		u = use{kind: message, name: key, callee: key}
	}
	return r.arg(e, u)
}

// arg walks an argument or value and says what it is.
func (r *reader) arg(e ast.Expr, u use) fact.Arg {
	a := fact.Arg{Index: fact.None, Pos: r.pos(e.Pos()), End: r.pos(e.End())}
	calls, funcs := len(r.file.Calls), int32(len(r.file.Funcs))
	bare := unwrap(e)
	if lit, ok := bare.(*ast.CompositeLit); ok {
		a.Kind, a.Index = compositeKind(lit), r.composite(lit, u.name)
		return a
	}
	text := r.use(e, u)
	switch x := bare.(type) {
	case *ast.BasicLit:
		a.Kind = fact.NumberArg
		if x.Kind == token.STRING {
			a.Kind, a.Text = fact.TextArg, &fact.Text{Parts: text}
		}
	case *ast.Ident:
		a.Kind, a.Ref = identKind(x.Name)
	case *ast.SelectorExpr:
		if name := r.dotted(x); name != "" {
			a.Kind, a.Ref = fact.RefArg, name
		}
	case *ast.BinaryExpr:
		if x.Op == token.ADD && textual(text) {
			a.Kind, a.Text = fact.TextArg, &fact.Text{Parts: text}
		}
	case *ast.FuncLit:
		a.Kind = fact.FuncArg
		if int(funcs) < len(r.file.Funcs) {
			a.Index = funcs
		}
	case *ast.CallExpr:
		a.Kind = fact.CallArg
		if outer := calls + chainLength(x) - 1; outer < len(r.file.Calls) {
			a.Index = int32(outer)
		}
	}
	return a
}

func compositeKind(lit *ast.CompositeLit) fact.ArgKind {
	if _, array := lit.Type.(*ast.ArrayType); array && !keyed(lit) {
		return fact.ArrayArg
	}
	return fact.ObjectArg
}

func identKind(name string) (kind fact.ArgKind, ref string) {
	switch name {
	case "nil":
		return fact.NullArg, ""
	case "true", "false":
		return fact.BoolArg, ""
	}
	return fact.RefArg, name
}
