package gosource

import (
	"go/ast"
	"go/token"

	"github.com/vtgen/vtgen/lint/fact"
)

// assignStmt walks an assignment and gives the variables on its left what is known of the right.
func (r *reader) assignStmt(s *ast.AssignStmt) {
	if s.Tok == token.ADD_ASSIGN && len(s.Lhs) == 1 && len(s.Rhs) == 1 {
		r.addTo(s.Lhs[0], s.Rhs[0])
		return
	}
	if s.Tok != token.ASSIGN && s.Tok != token.DEFINE {
		for _, e := range s.Rhs {
			r.expr(e)
		}
		return
	}
	targets := make([]string, len(s.Lhs))
	for i, e := range s.Lhs {
		targets[i] = r.dotted(e)
	}
	first := len(r.file.Calls)
	mark := len(r.values)
	values := r.evaluate(s.Rhs, len(s.Lhs), targets)
	r.errorOf(s, first, values)
	for i, e := range s.Lhs {
		r.store(e, targets[i], values[i], s.Tok == token.DEFINE)
	}
	r.values = r.values[:mark]
}

// addTo is the += of a text.
func (r *reader) addTo(left, right ast.Expr) {
	name := r.dotted(left)
	r.use(right, use{kind: assigned, name: name})
	v := r.lookup(name)
	if v == nil {
		return
	}
	to := v.value
	to.text = join(r.fold(left), r.fold(right))
	r.assign(v, to)
	r.candidate(to.text, use{kind: assigned, name: name}, right)
}

// store gives a variable, field or element its value.
func (r *reader) store(to ast.Expr, name string, v value, define bool) {
	switch to := to.(type) {
	case *ast.Ident:
		if define {
			r.define(name, v)
		} else if local := r.lookup(name); local != nil {
			v.builder = v.builder || local.builder && v.text == nil
			r.assign(local, v)
		} else if g := r.globals[name]; g != nil {
			g.assigned = true
			r.keepField(name, v)
		}
	case *ast.SelectorExpr:
		if owner := bareType(r.typeOf(to.X)); owner != "" {
			r.keepField(owner+"."+to.Sel.Name, v)
			if v.lit != nil && to.Sel.Name == lastName(bareType(r.typeText(v.lit.Type))) && r.types[owner] != nil {
				r.keepPromoted(owner, v.lit)
			}
		}
	case *ast.IndexExpr:
		r.expr(to.Index)
	}
}

// maxHandles bounds what one field is remembered to hold.
const maxHandles = 32

// keepField remembers what a struct field or a variable of the file's top level holds.
func (r *reader) keepField(key string, v value) {
	if len(v.text) > 0 && v.text[0].Hole != nothing[0].Hole && len(r.late.texts[key]) < maxHandles {
		r.late.texts[key] = append(r.late.texts[key], v.text)
	}
	if len(v.accesses) > 0 && len(r.late.handles[key]) < maxHandles {
		r.late.handles[key] = append(r.late.handles[key], v.accesses...)
	}
	if len(v.database) > 0 {
		r.late.databases[key] = v.database
	}
}

// evaluate walks values and says what is known of each of n targets. The result is the end of r.values,
// which its caller shortens when it is done.
func (r *reader) evaluate(exprs []ast.Expr, n int, targets []string) []value {
	mark := len(r.values)
	for range n {
		r.values = append(r.values, value{})
	}
	for i, e := range exprs {
		u := use{kind: assigned}
		if i < n {
			u.name = targets[i]
		}
		v := r.valueOf(e, u)
		if i < n {
			r.values[mark+i] = v // which the walk may have moved
		}
	}
	return r.values[mark : mark+n]
}

// valueOf walks an expression and says what is known of its value.
func (r *reader) valueOf(e ast.Expr, u use) value {
	r.flow, r.last = value{}, nil
	text := r.use(e, u)
	v := r.flow
	r.flow = value{}
	switch x := unwrap(e).(type) {
	case *ast.CallExpr:
		if c := r.last; c != nil && c.last().call == x {
			v.orm = c.orm(r)
			v.from = c.handle
		}
	case *ast.CompositeLit:
		v = value{lit: x}
	case *ast.Ident:
		v = value{}
		if local := r.lookup(x.Name); local != nil {
			v = local.value
		} else if g := r.globals[x.Name]; g != nil {
			v.lit = r.compositeOf(x)
		}
	default:
		v = value{}
	}
	if v.text == nil && v.lit == nil {
		if text == nil {
			text = r.fold(e)
		}
		if telling(text) {
			v.text = text
		}
	}
	if v.list == nil {
		v.list, _ = r.foldList(unwrap(e))
	}
	if v.typ == "" {
		v.typ = r.typeOf(e)
	}
	if v.typ == "" && v.from == "" && !v.orm {
		v.from = r.symbol(e)
	}
	if v.made == nil {
		v.made = r.madeBy(e)
	}
	if isBuilderType(v.typ) && !v.builder {
		v.builder = true
		if v.text == nil {
			v.text = parts{}
		}
	}
	return v
}

// telling tells whether a text says more than "some text".
func telling(text parts) bool {
	return len(text) != 1 || nameable(text) || text[0].Hole.Value
}

// errorOf notes the call whose error a variable takes, and errors that nobody takes.
func (r *reader) errorOf(s *ast.AssignStmt, first int, values []value) {
	if len(s.Rhs) != 1 {
		return
	}
	call, ok := s.Rhs[0].(*ast.CallExpr)
	if !ok {
		return
	}
	outer := first + chainLength(call) - 1
	if outer < 0 || outer >= len(r.file.Calls) {
		return
	}
	callee := r.file.Calls[outer].Callee
	last, ok := s.Lhs[len(s.Lhs)-1].(*ast.Ident)
	if !ok {
		return
	}
	if last.Name != "_" {
		values[len(values)-1].call = callee
		return
	}
	r.file.Calls[outer].Used = len(s.Lhs) > 1
	r.file.Catches = append(r.file.Catches, fact.Catch{
		Kind: "dropped", Empty: true, Call: callee, Func: r.fn, Pos: r.pos(s.Pos()), End: r.pos(s.End()),
	})
}

// genDecl walks a declaration of the file's top level.
func (r *reader) genDecl(decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			r.typeSpec(spec, decl)
		case *ast.ValueSpec:
			for i, e := range spec.Values {
				name := ""
				if i < len(spec.Names) {
					name = spec.Names[i].Name
				}
				v := r.valueOf(e, use{kind: assigned, name: name})
				v.text = nil
				r.keepField(name, v)
			}
			if decl.Tok == token.VAR {
				r.typedVars(spec)
			}
		}
	}
}
