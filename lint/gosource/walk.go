package gosource

import (
	"go/ast"
	"go/token"

	"github.com/vtgen/vtgen/lint/fact"
)

func (r *reader) block(list []ast.Stmt) {
	for _, s := range list {
		r.stmt(s)
	}
}

func (r *reader) scoped(list []ast.Stmt) { r.inScope(func() { r.block(list) }) }

// tooDeep stops the walk where the syntax is nested beyond the bound, and says so.
func (r *reader) tooDeep() bool {
	if r.depth <= maxDepth {
		return false
	}
	if r.file.Broken == "" {
		r.file.Broken = "walking the syntax: it is nested too deep"
	}
	return true
}

// stmt walks one statement.
func (r *reader) stmt(s ast.Stmt) {
	if s == nil || r.tooDeep() {
		return
	}
	r.depth++
	defer func() { r.depth-- }()
	r.count(s)
	switch s := s.(type) {
	case *ast.ExprStmt:
		r.exprStmt(s)
	case *ast.AssignStmt:
		r.assignStmt(s)
	case *ast.DeclStmt:
		if decl, ok := s.Decl.(*ast.GenDecl); ok {
			r.localDecl(decl)
		}
	case *ast.ReturnStmt:
		for _, e := range s.Results {
			r.returnedCall(e)
		}
		r.dead = true
	case *ast.BranchStmt:
		r.dead = s.Tok == token.BREAK && s.Label != nil || s.Tok == token.CONTINUE || s.Tok == token.GOTO
	case *ast.GoStmt:
		r.unusedCall(s.Call)
	case *ast.DeferStmt:
		r.unusedCall(s.Call)
	case *ast.SendStmt:
		r.expr(s.Chan)
		r.expr(s.Value)
	case *ast.IncDecStmt:
		r.expr(s.X)
	case *ast.LabeledStmt:
		r.stmt(s.Stmt)
	default:
		r.control(s)
	}
}

// control walks the statements that have others inside.
func (r *reader) control(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.BlockStmt:
		r.scoped(s.List)
	case *ast.IfStmt:
		r.inScope(func() { r.ifStmt(s) })
	case *ast.ForStmt:
		r.inScope(func() {
			r.stmt(s.Init)
			r.expr(s.Cond)
			r.merge([]outcome{r.branch(func() { r.block(s.Body.List); r.stmt(s.Post) })}, false)
		})
	case *ast.RangeStmt:
		r.inScope(func() { r.rangeStmt(s) })
	case *ast.SwitchStmt:
		r.inScope(func() {
			r.stmt(s.Init)
			r.expr(s.Tag)
			r.clauses(s.Body.List, nil)
		})
	case *ast.TypeSwitchStmt:
		r.inScope(func() {
			r.stmt(s.Init)
			r.typeSwitch(s)
		})
	case *ast.SelectStmt:
		r.clauses(s.Body.List, nil)
	}
}

// count adds a statement to its function's.
func (r *reader) count(s ast.Stmt) {
	if r.fn < 0 {
		return
	}
	f := &r.file.Funcs[r.fn]
	switch s.(type) {
	case *ast.BlockStmt, *ast.EmptyStmt, *ast.LabeledStmt:
		return
	case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		f.Branches++
	}
	f.Statements++
}

func (r *reader) exprStmt(s *ast.ExprStmt) {
	call, ok := s.X.(*ast.CallExpr)
	if !ok {
		r.expr(s.X)
		return
	}
	r.commentBefore(s)
	r.unusedCall(call)
	if name, ok := call.Fun.(*ast.Ident); ok && name.Name == "panic" {
		r.dead = true
	}
}

// unusedCall walks a call whose value goes nowhere.
func (r *reader) unusedCall(call *ast.CallExpr) {
	outer := len(r.file.Calls) + chainLength(call) - 1
	r.walkCall(call)
	if outer < len(r.file.Calls) {
		r.file.Calls[outer].Used = false
	}
}

// returnedCall walks what a function returns.
func (r *reader) returnedCall(e ast.Expr) {
	first := len(r.file.Calls)
	r.use(e, use{kind: returned})
	if call, ok := e.(*ast.CallExpr); ok {
		if outer := first + chainLength(call) - 1; outer < len(r.file.Calls) {
			r.file.Calls[outer].Returned = true
		}
	}
}

func (r *reader) ifStmt(s *ast.IfStmt) {
	r.stmt(s.Init)
	r.expr(s.Cond)
	r.errorBlock(s)
	outcomes := []outcome{r.branch(func() { r.block(s.Body.List) })}
	if s.Else != nil {
		outcomes = append(outcomes, r.branch(func() { r.stmt(s.Else) }))
	}
	r.merge(outcomes, s.Else != nil)
	r.dead = s.Else != nil && leaves(s.Body) && leaves(s.Else)
}

// leaves tells whether a statement always leaves its function or loop.
func leaves(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return s.Tok != token.FALLTHROUGH
	case *ast.BlockStmt:
		return len(s.List) > 0 && leaves(s.List[len(s.List)-1])
	case *ast.IfStmt:
		return s.Else != nil && leaves(s.Body) && leaves(s.Else)
	}
	return false
}

// rangeStmt binds the loop's variables: over a list of texts the value is one of them, over a list
// of structs it has their type.
func (r *reader) rangeStmt(s *ast.RangeStmt) {
	r.expr(s.X)
	if key, ok := s.Key.(*ast.Ident); ok && s.Tok == token.DEFINE {
		r.define(key.Name, value{text: r.rangeKeys(s.X)})
	}
	if name, ok := s.Value.(*ast.Ident); ok && s.Tok == token.DEFINE {
		typ := r.typeOf(s.X)
		v := value{typ: r.membersOf(typ)}
		if v.typ == "" && typ != "" {
			v.from = bareType(typ) // a list or map by a name that another file declares
		} else if v.typ == "" {
			v.from = r.symbol(s.X)
		}
		if list, ok := r.rangeValues(s.X); ok && len(list) > 0 {
			if text := choose(list); textual(text) {
				v.text = text
			}
		}
		v.members, v.member = r.structsOf(r.compositeOf(s.X))
		r.define(name.Name, v)
	}
	r.merge([]outcome{r.branch(func() { r.block(s.Body.List) })}, false)
}

// structsOf are the struct literals in a list or map, with their type.
func (r *reader) structsOf(lit *ast.CompositeLit) (members []*ast.CompositeLit, typ *ast.StructType) {
	if lit == nil {
		return nil, nil
	}
	switch of := lit.Type.(type) {
	case *ast.ArrayType:
		typ = r.structType(of.Elt)
	case *ast.MapType:
		typ = r.structType(of.Value)
	}
	for _, element := range lit.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			element = pair.Value
		}
		if member, ok := unwrap(element).(*ast.CompositeLit); ok && len(members) < maxHandles {
			members = append(members, member)
		}
	}
	return members, typ
}

// structType is the struct behind a type's expression in this file.
func (r *reader) structType(e ast.Expr) *ast.StructType {
	if structure, ok := e.(*ast.StructType); ok {
		return structure
	}
	if spec := r.types[baseName(e)]; spec != nil {
		structure, _ := spec.Type.(*ast.StructType)
		return structure
	}
	return nil
}

// rangeKeys are the keys of a map literal, where they are texts.
func (r *reader) rangeKeys(e ast.Expr) parts {
	lit := r.compositeOf(e)
	if lit == nil {
		return nil
	}
	if _, ok := lit.Type.(*ast.MapType); !ok {
		return nil
	}
	var keys []parts
	for _, element := range lit.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok && len(keys) < maxParts {
			keys = append(keys, r.fold(pair.Key))
		}
	}
	if text := choose(keys); textual(text) {
		return text
	}
	return nil
}

func (r *reader) rangeValues(e ast.Expr) ([]parts, bool) {
	if list, ok := r.foldList(e); ok {
		return list, true
	}
	lit := r.compositeOf(e)
	if lit == nil {
		return nil, false
	}
	var list []parts
	for _, element := range lit.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok && len(list) < maxParts {
			list = append(list, r.fold(pair.Value))
		}
	}
	return list, true
}

// clauses walks the cases of a switch or select as branches; each is called with its body first in
// scope.
func (r *reader) clauses(list []ast.Stmt, enter func(*ast.CaseClause)) {
	var outcomes []outcome
	exhaustive := false
	for _, s := range list {
		outcomes = append(outcomes, r.branch(func() {
			switch s := s.(type) {
			case *ast.CaseClause:
				exhaustive = exhaustive || s.List == nil
				if enter == nil {
					for _, e := range s.List {
						r.expr(e)
					}
				} else {
					enter(s)
				}
				r.block(s.Body)
			case *ast.CommClause:
				r.stmt(s.Comm)
				r.block(s.Body)
			}
		}))
	}
	r.merge(outcomes, exhaustive)
}

func (r *reader) typeSwitch(s *ast.TypeSwitchStmt) {
	name := ""
	switch assign := s.Assign.(type) {
	case *ast.AssignStmt:
		if id, ok := assign.Lhs[0].(*ast.Ident); ok {
			name = id.Name
		}
		r.expr(assign.Rhs[0])
	case *ast.ExprStmt:
		r.expr(assign.X)
	}
	r.clauses(s.Body.List, func(clause *ast.CaseClause) {
		v := value{}
		if len(clause.List) == 1 {
			v.typ = r.typeText(clause.List[0])
		}
		r.define(name, v)
	})
}

// localDecl walks constants and variables declared in a function.
func (r *reader) localDecl(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		if typ, ok := spec.(*ast.TypeSpec); ok {
			r.localType(typ, decl)
		}
		spec, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		mark := len(r.values)
		values := r.evaluate(spec.Values, len(spec.Names), names(spec.Names))
		for i, name := range spec.Names {
			v := value{}
			if i < len(values) {
				v = values[i]
			}
			if spec.Type != nil {
				v.typ = r.typeText(spec.Type)
			}
			r.zero(&v, len(spec.Values) == 0)
			if decl.Tok == token.CONST && nameable(v.text) {
				r.file.Consts = append(r.file.Consts, fact.Const{Name: name.Name, Text: fact.Text{Parts: v.text}, Func: r.fn, Pos: r.pos(name.Pos())})
			}
			r.define(name.Name, v)
		}
		r.values = r.values[:mark]
	}
}

// localType notes a type that a function declares: migrations have models of their own. Types of
// one name in several functions are taken for one.
func (r *reader) localType(spec *ast.TypeSpec, decl *ast.GenDecl) {
	if r.types[spec.Name.Name] == nil {
		r.types[spec.Name.Name] = spec
		r.typeSpec(spec, decl)
	}
}

// zero gives a variable that is declared without a value its zero value, where that is a text or
// list.
func (r *reader) zero(v *value, empty bool) {
	v.builder = v.builder || isBuilderType(v.typ)
	switch {
	case !empty:
	case v.builder, v.typ == "string", r.aliases[v.typ]:
		v.text = parts{}
	case v.typ == "[]string":
		v.list = []parts{}
	}
}

func names(list []*ast.Ident) []string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = id.Name
	}
	return out
}
