package gosource

import (
	"go/ast"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// madeBy says by which call an expression's value is made, where the call's type arguments or texts may
// decide on which tables the value works: NewRepository[models.User](db), tables.New(db, "users"). It is
// nil for any other.
func (r *reader) madeBy(e ast.Expr) *fact.Hole {
	switch x := unwrap(e).(type) {
	case *ast.CallExpr:
		name := r.makerName(x)
		if name == "" {
			return nil
		}
		types := r.typeArguments(x.Fun)
		if types == "" && !r.givesText(x.Args) {
			return nil
		}
		if types != "" {
			types = "[" + types + "]"
		}
		return r.given(name+types+"()", x.Args)[0].Hole
	case *ast.CompositeLit: // (&Repository[models.User]{db: db}).Find(ctx)
		if name := r.dotted(callFun(&ast.CallExpr{Fun: x.Type})); name != "" && r.typeArguments(x.Type) != "" {
			return &fact.Hole{Name: name + "[" + r.typeArguments(x.Type) + "]"}
		}
	}
	return nil
}

// makerName is the name of the function that a call calls, "" where it makes nothing that works on tables.
func (r *reader) makerName(call *ast.CallExpr) string {
	name := r.dotted(callFun(call))
	first := firstName(name)
	if name == "" || r.lookup(first) != nil || len(first) < len(name) && (r.imports[first] == "" || isStandard(r.imports[first])) {
		return ""
	}
	return name
}

// typeArguments are those of an instance of a generic function or type, as written.
func (r *reader) typeArguments(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.IndexExpr:
		if _, literal := x.Index.(*ast.BasicLit); !literal {
			return r.typeText(x.Index)
		}
	case *ast.IndexListExpr:
		var all []string
		for _, index := range x.Indices {
			all = append(all, r.typeText(index))
		}
		return strings.Join(all, ",")
	}
	return ""
}

// noteMaker says on a call of a chain what made the value that the method is called on: the chain's first
// call, or the one that a local variable holds the result of. A call with type arguments says them itself.
func (r *reader) noteMaker(c *chain) {
	first := &c.links[0]
	call := &r.file.Calls[first.index]
	if types := r.typeArguments(first.call.Fun); types != "" && (c.base == nil || c.root != "") {
		call.Made = &fact.Hole{Name: call.Callee + "[" + types + "]"}
	} else if id, ok := unwrap(c.base).(*ast.Ident); len(c.links) == 1 && ok {
		if v := r.lookup(id.Name); v != nil {
			call.Made = v.made
		}
	} else if len(c.links) == 1 && c.base != nil {
		call.Made = r.madeBy(c.base)
	}
	if len(c.links) > 1 {
		if made := r.madeBy(first.call); made != nil {
			r.file.Calls[c.links[1].index].Made = made
		}
	}
}
