package gosource

import (
	"go/ast"
	"strings"
)

// foldCall is the text that a call returns: the functions of fmt and strings that make text of
// text, conversions, functions of this file that only return a text, and what passes SQL through.
func (r *reader) foldCall(call *ast.CallExpr) parts {
	switch fun := call.Fun.(type) {
	case *ast.ArrayType: // []byte("…")
		if len(call.Args) == 1 {
			return r.fold(call.Args[0])
		}
	case *ast.ParenExpr:
		if len(call.Args) == 1 {
			return r.fold(call.Args[0])
		}
	case *ast.Ident:
		return r.foldLocalCall(fun, call)
	case *ast.SelectorExpr:
		return r.foldMethod(fun, call)
	case *ast.IndexExpr, *ast.IndexListExpr: // New[User](db, "users")
		switch fun := callFun(call).(type) {
		case *ast.Ident:
			return r.foldLocalCall(fun, call)
		case *ast.SelectorExpr:
			return r.foldMethod(fun, call)
		}
	}
	return unknown("")
}

func (r *reader) foldLocalCall(fun *ast.Ident, call *ast.CallExpr) parts {
	name := fun.Name
	if (name == "string" || r.aliases[name]) && len(call.Args) == 1 {
		return r.fold(call.Args[0])
	}
	if r.lookup(name) != nil {
		return unknown("")
	}
	if decl := r.funcs[name]; decl != nil {
		return r.inline(decl, nil, call.Args, name+"()")
	}
	if len(call.Args) == 0 {
		return unknown(name + "()")
	}
	if !predeclared[name] && r.types[name] == nil && r.givesText(call.Args) {
		return r.given(name+"()", call.Args)
	}
	return unknown("")
}

// givesText tells whether one of the arguments is a literal, or a constant, that may be a name.
func (r *reader) givesText(args []ast.Expr) bool {
	for _, arg := range args {
		switch x := arg.(type) {
		case *ast.Ident:
			if !r.holdsText(x.Name) {
				continue
			}
		case *ast.SelectorExpr:
			if r.knownMember(x) == nil {
				continue
			}
		case *ast.BasicLit:
		default:
			continue
		}
		text := r.fold(arg)
		if name, known := plain(text); known && name != "" && len(tableNames(text)) == 1 {
			return true
		}
	}
	return false
}

// inline is what a function of this file returns for these arguments, if all it does is to return a
// text.
func (r *reader) inline(decl *ast.FuncDecl, receiver *value, args []ast.Expr, name string) parts {
	if len(args) > 0 {
		name = ""
	}
	result := onlyResult(decl)
	if result == nil {
		if text := r.returnedOne(decl); text != nil {
			return text
		}
		return unknown(name)
	}
	var values []value
	for _, arg := range args {
		values = append(values, value{text: r.fold(arg), typ: r.typeOf(arg)})
	}
	around := r.vars
	r.vars = locals{}
	if decl.Recv != nil && receiver != nil && len(decl.Recv.List[0].Names) == 1 {
		r.define(decl.Recv.List[0].Names[0].Name, *receiver)
	}
	i := 0
	for _, field := range decl.Type.Params.List {
		for _, param := range field.Names {
			v := value{typ: r.typeText(field.Type), text: unknown("")}
			if _, variadic := field.Type.(*ast.Ellipsis); i < len(values) && !variadic {
				v.text = values[i].text
			}
			r.define(param.Name, v)
			i++
		}
	}
	text := r.fold(result)
	r.vars = around
	if !nameable(text) {
		return unknown(name)
	}
	return text
}

// returnedOne is one of the whole texts that a function with several returns returns.
func (r *reader) returnedOne(decl *ast.FuncDecl) parts {
	text, ok := r.returns[decl]
	if ok || !r.returnsText(decl) {
		return text
	}
	r.returns[decl] = nil // while it is looked for, so that recursion ends
	around := r.vars
	r.vars = locals{}
	if all := r.returnsOf(decl); textual(all) {
		text = all
	}
	r.vars = around
	r.returns[decl] = text
	return text
}

// onlyResult is the expression that a function's body returns, where that is all the body does.
func onlyResult(decl *ast.FuncDecl) ast.Expr {
	if decl.Body == nil || len(decl.Body.List) != 1 {
		return nil
	}
	back, ok := decl.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(back.Results) != 1 {
		return nil
	}
	return back.Results[0]
}

func (r *reader) foldMethod(fun *ast.SelectorExpr, call *ast.CallExpr) parts {
	if pkg, ok := fun.X.(*ast.Ident); ok && r.lookup(pkg.Name) == nil {
		switch r.imports[pkg.Name] {
		case "fmt":
			return r.foldFmt(fun.Sel.Name, call)
		case "strings", "bytes":
			return r.foldStrings(fun.Sel.Name, call)
		case "strconv":
			return bound()
		}
		if fun.Sel.Name == "T" && len(call.Args) == 1 && r.importName(pkg.Name) == "goqu" {
			return r.fold(call.Args[0])
		}
	}
	if fun.Sel.Name == "As" && r.isGoquTable(fun.X) { // goqu.T("users").As("u")
		return r.fold(fun.X)
	}
	if made, ok := fun.X.(*ast.CallExpr); ok && fun.Sel.Name == "Replace" && len(call.Args) == 1 {
		if calleeName(made) == "NewReplacer" {
			return r.foldReplacer(made.Args, r.fold(call.Args[0]))
		}
	}
	if text, ok := r.foldPassed(fun, call); ok {
		return text
	}
	if len(call.Args) == 0 {
		return r.foldGetter(fun)
	}
	if pkg, ok := fun.X.(*ast.Ident); ok && r.lookup(pkg.Name) == nil && r.imports[pkg.Name] != "" && !isStandard(r.imports[pkg.Name]) {
		if text := r.given(pkg.Name+"."+fun.Sel.Name+"()", call.Args); len(text[0].Hole.Args) > 0 && r.givesText(call.Args) {
			return text
		}
		return unknown("")
	}
	receiver := r.typeOf(fun.X)
	if decl := r.funcs[bareType(receiver)+"."+fun.Sel.Name]; decl != nil && receiver != "" {
		return r.inline(decl, &value{typ: receiver, lit: r.compositeOf(fun.X)}, call.Args, "")
	}
	return unknown("")
}

// foldGetter folds a method without arguments: builder.String(), User{}.TableName().
func (r *reader) foldGetter(fun *ast.SelectorExpr) parts {
	method := fun.Sel.Name
	if method == "String" || method == "Bytes" {
		if v := r.builderOf(fun.X); v != nil {
			return v.text
		}
	}
	if receiver := r.typeOf(fun.X); receiver != "" {
		bare := bareType(receiver)
		name := bare + "." + method + "()"
		if decl := r.funcs[bare+"."+method]; decl != nil {
			self := value{typ: receiver, lit: r.compositeOf(fun.X)}
			if text := r.fold(fun.X); textual(text) {
				self.text = text // type table string; const users table = "users"; users.String()
			}
			return r.inline(decl, &self, nil, name)
		}
		return unknown(name)
	}
	name := r.dotted(fun)
	if name == "" || r.lookup(firstName(name)) != nil {
		return unknown("")
	}
	return unknown(name + "()")
}

// builderOf is the strings.Builder or bytes.Buffer behind an expression.
func (r *reader) builderOf(e ast.Expr) *variable {
	if name, ok := unwrap(e).(*ast.Ident); ok {
		if v := r.lookup(name.Name); v != nil && v.builder {
			return v
		}
	}
	return nil
}

// passing are functions and methods whose result is the SQL they were given, with other marks
// for its parameters or other spaces.
var passing = map[string]bool{
	"Rebind": true, "In": true, "Named": true, "BindNamed": true, "Dedent": true, "Doc": true, "Docf": true, "Squish": true,
	"QuoteIdentifier": true, "QuoteIdent": true, "QuoteName": true, "QuoteTable": true, "Quote": true, "Sanitize": true,
	"TrimSpace": true, "EscapeIdentifier": true, "Must": true, "Lit": true, "String": true,
	"StringPtr": true, "Ptr": true, "To": true,
}

func (r *reader) foldPassed(fun *ast.SelectorExpr, call *ast.CallExpr) (parts, bool) {
	if !passing[fun.Sel.Name] {
		return nil, false
	}
	if fun.Sel.Name == "Sanitize" {
		if lit, ok := unwrap(fun.X).(*ast.CompositeLit); ok && len(call.Args) == 0 {
			return r.fold(lit), true
		}
	}
	for _, arg := range call.Args {
		if text := r.fold(arg); textual(text) || len(call.Args) == 1 && nameable(text) {
			return text, true
		}
	}
	return nil, false
}

func (r *reader) foldFmt(name string, call *ast.CallExpr) parts {
	args := call.Args
	if name == "Append" || name == "Appendf" || name == "Appendln" {
		if len(args) < 2 {
			return unknown("")
		}
		args = args[1:]
		name = strings.Replace(name, "Append", "Sprint", 1)
	}
	switch {
	case len(args) == 0:
		return unknown("")
	case name == "Sprintf" || name == "Errorf":
		return r.format(r.fold(args[0]), args[1:])
	case name == "Sprint" || name == "Sprintln":
		var texts []parts
		for i, arg := range args {
			if i > 0 && name == "Sprintln" {
				at := r.pos(arg.Pos())
				texts = append(texts, parts{{Literal: " ", Pos: at, End: at}})
			}
			texts = append(texts, r.foldPlaced(arg))
		}
		return join(texts...)
	}
	return unknown("")
}

func (r *reader) foldStrings(name string, call *ast.CallExpr) parts {
	args := call.Args
	if len(args) == 0 {
		return unknown("")
	}
	text := func() parts { return r.fold(args[0]) }
	switch name {
	case "TrimSpace":
		return trim(text(), true, true, " \t\r\n\v\f")
	case "ToUpper":
		return mapped(text(), strings.ToUpper)
	case "ToLower":
		return mapped(text(), strings.ToLower)
	case "Repeat", "Clone", "Title", "ToTitle", "NewReader", "NewBufferString", "NewBuffer":
		return text()
	}
	if len(args) < 2 {
		return unknown("")
	}
	second, known := plain(r.fold(args[1]))
	switch name {
	case "Join":
		return r.foldJoin(args[0], args[1])
	case "Trim", "TrimLeft", "TrimRight":
		if !known {
			return text()
		}
		return trim(text(), name != "TrimRight", name != "TrimLeft", second)
	case "TrimPrefix", "TrimSuffix":
		return trimAffix(text(), second, name == "TrimPrefix")
	case "Replace", "ReplaceAll":
		if len(args) < 3 || !known {
			return text()
		}
		return replace(text(), second, r.fold(args[2]))
	}
	return unknown("")
}

func trimAffix(text parts, affix string, front bool) parts {
	if affix == "" || len(text) == 0 {
		return text
	}
	at := len(text) - 1
	if front {
		at = 0
	}
	p := text[at]
	if p.Hole != nil {
		return text
	}
	out := append(parts(nil), text...)
	if front && strings.HasPrefix(p.Literal, affix) {
		out[at] = slice(p, len(affix), len(p.Literal))
	}
	if !front && strings.HasSuffix(p.Literal, affix) {
		out[at] = slice(p, 0, len(p.Literal)-len(affix))
	}
	return join(out)
}

func (r *reader) foldJoin(listed, separator ast.Expr) parts {
	list, ok := r.foldList(listed)
	if !ok {
		return unknown("")
	}
	between := r.fold(separator)
	var texts []parts
	for i, text := range list {
		if i > 0 {
			texts = append(texts, between)
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return unknown("")
	}
	return join(texts...)
}

// foldReplacer is strings.NewReplacer(old, new, …).Replace(text).
func (r *reader) foldReplacer(pairs []ast.Expr, text parts) parts {
	for i := 0; i+1 < len(pairs); i += 2 {
		if old, known := plain(r.fold(pairs[i])); known {
			text = replace(text, old, r.fold(pairs[i+1]))
		}
	}
	return text
}
