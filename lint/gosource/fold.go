package gosource

import (
	"go/ast"
	"go/token"
	"strings"
)

// fold is the text of an expression as far as this file tells it, never empty but for "".
func (r *reader) fold(e ast.Expr) parts {
	if r.folding == 0 {
		r.steps = 0
	}
	r.steps++
	if r.folding >= maxFold || r.steps > maxSteps {
		return unknown("")
	}
	r.folding++
	text := r.foldExpr(e)
	r.folding--
	if len(text) == 1 && text[0].Pos < 0 && text[0].Hole != nil && text[0].Hole != nothing[0].Hole {
		text[0].Pos, text[0].End = r.pos(e.Pos()), r.pos(e.End())
	}
	return text
}

// foldPlaced folds what becomes a part of a longer text, so that a hole has to know its place.
func (r *reader) foldPlaced(e ast.Expr) parts {
	text := r.fold(e)
	if len(text) == 1 && text[0].Pos < 0 {
		return parts{{Pos: r.pos(e.Pos()), End: r.pos(e.End()), Hole: text[0].Hole}}
	}
	return text
}

func (r *reader) foldExpr(e ast.Expr) parts {
	switch e := e.(type) {
	case *ast.BasicLit:
		return r.foldLiteral(e)
	case *ast.ParenExpr:
		return r.fold(e.X)
	case *ast.StarExpr:
		return r.fold(e.X)
	case *ast.UnaryExpr:
		return r.fold(e.X)
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return r.foldSum(e)
		}
	case *ast.Ident:
		return r.foldName(e.Name)
	case *ast.SelectorExpr:
		return r.foldSelector(e)
	case *ast.IndexExpr:
		return r.foldIndex(e)
	case *ast.CallExpr:
		return r.foldCall(e)
	case *ast.CompositeLit:
		if lastName(r.typeText(e.Type)) == "Identifier" { // pgx.Identifier{"schema", "table"}
			return r.foldIdentifier(e)
		}
	case *ast.SliceExpr:
		return r.fold(e.X)
	}
	return unknown("")
}

func (r *reader) foldLiteral(lit *ast.BasicLit) parts {
	switch lit.Kind {
	case token.STRING, token.CHAR:
		p := r.literal(lit)
		switch {
		case p.Literal == "":
			return parts{}
		case len(p.Literal) > maxText:
			p = slice(p, 0, maxText)
		}
		return parts{p}
	}
	return bound()
}

// foldSum folds a chain of + without recursion on its length.
func (r *reader) foldSum(e *ast.BinaryExpr) parts {
	var operands []ast.Expr
	var left ast.Expr = e
	for {
		sum, ok := left.(*ast.BinaryExpr)
		if !ok || sum.Op != token.ADD {
			break
		}
		operands = append(operands, sum.Y)
		left = sum.X
	}
	texts := append(make([]parts, 0, len(operands)+1), r.foldPlaced(left))
	for i := len(operands) - 1; i >= 0; i-- {
		texts = append(texts, r.foldPlaced(operands[i]))
	}
	return join(texts...)
}

func (r *reader) foldName(name string) parts {
	switch name {
	case "nil", "true", "false", "iota":
		return unknown("")
	}
	if v := r.lookup(name); v != nil {
		if v.text != nil {
			return r.namePrefix(name, v.text)
		}
		if v.param < 0 || v.typ != "string" {
			return r.namePrefix(name, nothing)
		}
		text := openText()
		text[0].Hole.Arg = v.param + 1
		r.late.params = append(r.late.params, paramHole{text[0].Hole, v.fn, v.param})
		return text
	}
	g := r.globals[name]
	if g == nil {
		return unknown(name)
	}
	text := r.foldGlobal(g)
	if !nameable(text) {
		return unknown(name)
	}
	return text
}

// namePrefix names the hole of a variable that says by its name that it is a prefix, as of the tables
// of an installation: what follows it is then known.
func (r *reader) namePrefix(name string, text parts) parts {
	if len(text) != 1 || text[0].Hole == nil || text[0].Hole.Name != "" && len(text[0].Hole.Args) == 0 || len(text[0].Hole.Choices) > 0 ||
		!strings.HasSuffix(strings.ToLower(name), "prefix") {
		return text
	}
	return unknown(name)
}

func (r *reader) foldGlobal(g *global) parts {
	if g.folded || g.folding || g.expr == nil {
		return g.text
	}
	g.folding = true
	around := r.vars
	r.vars = locals{}
	g.text = r.fold(g.expr)
	r.vars = around
	g.folding, g.folded = false, true
	return g.text
}

// foldSelector folds a constant of another package, a member of a struct in this file, or a field.
func (r *reader) foldSelector(e *ast.SelectorExpr) parts {
	if text := r.knownMember(e); text != nil {
		return text
	}
	name := r.dotted(e)
	if name == "" {
		return unknown("")
	}
	owner := r.typeOf(e.X)
	if owner == "" {
		if r.lookup(firstName(name)) != nil {
			return unknown("")
		}
		return unknown(name)
	}
	owner = bareType(owner)
	if strings.ContainsAny(owner, "[{( ") {
		return unknown("")
	}
	text := unknown(owner + "." + e.Sel.Name)
	r.late.fields = append(r.late.fields, text[0].Hole)
	return text
}

// knownMember folds a member of a struct in this file; it is nil for any other.
func (r *reader) knownMember(e *ast.SelectorExpr) parts {
	if lit := r.compositeOf(e.X); lit != nil {
		if member := fieldOf(lit, e.Sel.Name); member != nil {
			return r.fold(member)
		}
	}
	return r.foldMember(e)
}

// foldMember folds a field of a loop's variable: one of those that the list's structs have.
func (r *reader) foldMember(e *ast.SelectorExpr) parts {
	id, ok := e.X.(*ast.Ident)
	if !ok {
		return nil
	}
	v := r.lookup(id.Name)
	if v == nil || len(v.members) == 0 {
		return nil
	}
	members, typ := v.members, v.member
	var texts []parts
	for _, lit := range members {
		value := fieldOf(lit, e.Sel.Name)
		for i := 0; value == nil && i < len(lit.Elts); i++ {
			if _, pair := lit.Elts[i].(*ast.KeyValueExpr); !pair && fieldAt(typ, i) == e.Sel.Name {
				value = lit.Elts[i]
			}
		}
		if value != nil {
			texts = append(texts, r.fold(value))
		}
	}
	if text := choose(texts); textual(text) {
		return text
	}
	return nil
}

// foldIndex folds a member of a map or list in this file: a known key is that member, any other one
// of all.
func (r *reader) foldIndex(e *ast.IndexExpr) parts {
	lit := r.compositeOf(e.X)
	key, known := plain(r.fold(e.Index))
	if lit == nil {
		if name := r.dotted(e.X); name != "" && known && r.lookup(firstName(name)) == nil {
			return unknown(name + "." + key)
		}
		return unknown("")
	}
	var all []parts
	for _, element := range lit.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			all = append(all, r.fold(element))
			continue
		}
		text := r.fold(pair.Value)
		if at, ok := plain(r.fold(pair.Key)); ok && known && at == key {
			return text
		}
		all = append(all, text)
	}
	return choose(all)
}

// compositeOf finds the composite literal behind a name in this file.
func (r *reader) compositeOf(e ast.Expr) *ast.CompositeLit {
	switch e := e.(type) {
	case *ast.CompositeLit:
		return e
	case *ast.ParenExpr:
		return r.compositeOf(e.X)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return r.compositeOf(e.X)
		}
	case *ast.Ident:
		if v := r.lookup(e.Name); v != nil {
			return v.lit
		}
		if g := r.globals[e.Name]; g != nil {
			lit, _ := unwrap(g.expr).(*ast.CompositeLit)
			return lit
		}
	case *ast.SelectorExpr:
		if lit := r.compositeOf(e.X); lit != nil {
			if member, ok := unwrap(fieldOf(lit, e.Sel.Name)).(*ast.CompositeLit); ok {
				return member
			}
		}
	}
	return nil
}

// fieldOf is the value that a struct literal gives a field.
func fieldOf(lit *ast.CompositeLit, name string) ast.Expr {
	for _, element := range lit.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok && key.Name == name {
				return pair.Value
			}
		}
	}
	return nil
}

// unwrap takes parentheses and & off an expression.
func unwrap(e ast.Expr) ast.Expr {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.UnaryExpr:
			if x.Op != token.AND {
				return e
			}
			e = x.X
		default:
			return e
		}
	}
}

func (r *reader) foldIdentifier(lit *ast.CompositeLit) parts {
	var texts []parts
	for i, element := range lit.Elts {
		if i > 0 {
			at := r.pos(element.Pos())
			texts = append(texts, parts{{Literal: ".", Pos: at, End: at}})
		}
		texts = append(texts, r.fold(element))
	}
	return join(texts...)
}

// foldList is what a []string expression holds; ok is false where that is not known.
func (r *reader) foldList(e ast.Expr) (list []parts, ok bool) {
	switch e := e.(type) {
	case *ast.CompositeLit:
		if _, array := e.Type.(*ast.ArrayType); !array {
			return nil, false
		}
		list = []parts{}
		for _, element := range e.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				element = pair.Value
			}
			if len(list) < maxParts {
				list = append(list, r.fold(element))
			}
		}
		return list, true
	case *ast.ParenExpr:
		return r.foldList(e.X)
	case *ast.Ident:
		if v := r.lookup(e.Name); v != nil {
			return v.list, v.list != nil
		}
		if g := r.globals[e.Name]; g != nil {
			if lit, ok := g.expr.(*ast.CompositeLit); ok {
				return r.foldList(lit)
			}
		}
	case *ast.CallExpr:
		return r.foldAppend(e)
	}
	return nil, false
}

func (r *reader) foldAppend(call *ast.CallExpr) (list []parts, ok bool) {
	name, isName := call.Fun.(*ast.Ident)
	if !isName || name.Name != "append" && name.Name != "make" || len(call.Args) == 0 {
		return nil, false
	}
	if name.Name == "make" {
		return []parts{}, strings.HasSuffix(r.typeText(call.Args[0]), "[]string")
	}
	list, _ = r.foldList(call.Args[0])
	list = append([]parts(nil), list...)
	for _, arg := range call.Args[1:] {
		if call.Ellipsis.IsValid() {
			more, _ := r.foldList(arg)
			list = append(list, more...)
		} else {
			list = append(list, r.fold(arg))
		}
	}
	return list[:min(len(list), maxParts)], true
}
