package gosource

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// value is what is known of a variable at one point of its function.
type value struct {
	text     parts               // nil where nothing is known
	lit      *ast.CompositeLit   // the struct, map or list it was made of
	members  []*ast.CompositeLit // the structs that a loop's variable is one of
	member   *ast.StructType     // their type
	list     []parts             // a []string that strings.Join may put together
	typ      string              // its type as written
	from     string              // what tells its type in another file, see symbol
	builder  bool                // a strings.Builder or bytes.Buffer, whose content is text
	accesses []int               // the tables that a query builder or handle in it stands for
	database parts               // a database handle's name
	orm      bool                // the result of a chain that is certainly a query's
	call     string              // the call that an error in it came from
	made     *fact.Hole          // what made it, see madeBy
}

// variable is a local variable. Params are those of the function fn.
type variable struct {
	name  string
	param int32 // its index among the parameters, or fact.None
	fn    int32
	value
}

// global is a constant or variable of the file's top level; its text is folded when first asked for.
type global struct {
	expr     ast.Expr
	typ      ast.Expr
	pos      token.Pos
	constant bool
	assigned bool // a function assigns it, so that its first value says little
	folding  bool
	folded   bool
	text     parts
}

// change is the state of a variable before an assignment.
type change struct {
	index int
	old   value
}

// declare collects the names of the file's top level, which may be used before they are declared.
func (r *reader) declare() {
	for _, decl := range r.tree.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			name := decl.Name.Name
			if receiver := receiverType(decl); receiver != "" {
				name = receiver + "." + name
			}
			r.funcs[name] = decl
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				r.declareSpec(spec, decl.Tok)
			}
		}
	}
}

func (r *reader) declareSpec(spec ast.Spec, tok token.Token) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		r.types[spec.Name.Name] = spec
		if ident, ok := spec.Type.(*ast.Ident); ok && ident.Name == "string" {
			r.aliases[spec.Name.Name] = true
		}
	case *ast.ValueSpec:
		for i, name := range spec.Names {
			g := &global{typ: spec.Type, pos: name.NamePos, constant: tok == token.CONST}
			if i < len(spec.Values) {
				g.expr = spec.Values[i]
			}
			r.globals[name.Name] = g
		}
	}
}

func receiverType(decl *ast.FuncDecl) string {
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return ""
	}
	return baseName(decl.Recv.List[0].Type)
}

// baseName is the name of a type without pointers, lists and type arguments.
func baseName(e ast.Expr) string {
	for {
		switch t := e.(type) {
		case *ast.StarExpr:
			e = t.X
		case *ast.ParenExpr:
			e = t.X
		case *ast.IndexExpr:
			e = t.X
		case *ast.IndexListExpr:
			e = t.X
		case *ast.ArrayType:
			e = t.Elt
		case *ast.Ident:
			return t.Name
		case *ast.SelectorExpr:
			if x, ok := t.X.(*ast.Ident); ok {
				return x.Name + "." + t.Sel.Name
			}
			return ""
		default:
			return ""
		}
	}
}

// locals are the local variables in scope, innermost last, and their names once more: names are looked
// for much more often than they are found.
type locals struct {
	names []string
	held  []variable
}

// cut forgets the variables from an index on, and what they hold of the syntax.
func (l *locals) cut(to int) {
	clear(l.held[to:])
	l.names, l.held = l.names[:to], l.held[:to]
}

// lookup finds a local variable; nil where the name is not local.
func (r *reader) lookup(name string) *variable {
	for i := len(r.vars.names) - 1; i >= 0; i-- {
		if r.vars.names[i] == name {
			return &r.vars.held[i]
		}
	}
	return nil
}

func (r *reader) define(name string, v value) *variable {
	if name == "_" || name == "" {
		return nil
	}
	r.vars.names = append(r.vars.names, name)
	r.vars.held = append(r.vars.held, variable{name: name, param: fact.None, fn: r.fn, value: v})
	return &r.vars.held[len(r.vars.held)-1]
}

// assign gives a local variable another value and remembers the old one for the branch around it.
func (r *reader) assign(v *variable, to value) {
	for i := range r.vars.held {
		if &r.vars.held[i] == v {
			r.journal = append(r.journal, change{i, v.value})
			break
		}
	}
	if to.typ == "" {
		to.typ = v.typ
	}
	if to.from == "" {
		to.from = v.from
	}
	v.value = to
}

// inScope runs body and forgets the variables it declares.
func (r *reader) inScope(body func()) {
	mark := len(r.vars.held)
	body()
	r.vars.cut(mark)
}

// outcome is what one branch left in the variables that it assigned.
type outcome []assignment

// assignment is a variable's index and the value it has.
type assignment struct {
	index int
	value value
}

// of finds what a branch left in a variable.
func (o outcome) of(index int) *value {
	for i := range o {
		if o[i].index == index {
			return &o[i].value
		}
	}
	return nil
}

// branch runs body and takes its assignments back; they are its outcome. A branch that leaves the
// function or loop has none.
func (r *reader) branch(body func()) outcome {
	mark, live := len(r.journal), len(r.vars.held)
	r.dead = false
	r.inScope(body)
	var out outcome
	for i := len(r.journal) - 1; i >= mark; i-- {
		c := r.journal[i]
		if c.index >= live {
			continue
		}
		if !r.dead {
			if out.of(c.index) == nil {
				out = append(out, assignment{c.index, r.vars.held[c.index].value})
			}
		}
	}
	for i := len(r.journal) - 1; i >= mark; i-- {
		if c := r.journal[i]; c.index < live {
			r.vars.held[c.index].value = c.old
		}
	}
	r.journal = r.journal[:mark]
	r.dead = false
	return out
}

// merge gives every variable that a branch assigned the value it may have after all of them.
// Exhaustive branches leave no way around them.
func (r *reader) merge(outcomes []outcome, exhaustive bool) {
	var touched []int
	for _, out := range outcomes {
		for i := range out {
			if !slices.Contains(touched, out[i].index) {
				touched = append(touched, out[i].index)
			}
		}
	}
	slices.Sort(touched)
	for _, index := range touched {
		v := &r.vars.held[index]
		var after []value
		around := !exhaustive
		for _, out := range outcomes {
			if got := out.of(index); got != nil {
				after = append(after, *got)
			} else {
				around = true
			}
		}
		r.journal = append(r.journal, change{index, v.value})
		v.value = mergeValues(v.value, after, around)
	}
}

// mergeValues joins what branches left in a variable that held before. Texts that were only added to
// stay one text with the additions in order; texts that were replaced become choices.
func mergeValues(before value, after []value, around bool) value {
	merged := after[len(after)-1]
	merged.builder = before.builder || merged.builder
	for _, v := range after[:len(after)-1] {
		for _, a := range v.accesses {
			if !slices.Contains(merged.accesses, a) {
				merged.accesses = append(slices.Clone(merged.accesses), a)
			}
		}
		if len(v.list) > len(merged.list) {
			merged.list = v.list
		}
	}
	merged.text = mergeTexts(before.text, after, around)
	return merged
}

func mergeTexts(before parts, after []value, around bool) parts {
	var texts, suffixes []parts
	for _, v := range after {
		texts = append(texts, v.text)
		if len(before) > 0 && hasPrefix(v.text, before) {
			suffixes = append(suffixes, v.text[len(before):])
		}
	}
	switch {
	case len(suffixes) == len(texts) && len(texts) == 1:
		return texts[0]
	case len(suffixes) == len(texts):
		return join(before, choose(suffixes))
	}
	if around && len(before) > 0 {
		texts = append([]parts{before}, texts...)
	}
	texts = slices.DeleteFunc(texts, func(t parts) bool { return t == nil })
	switch {
	case len(texts) == 0:
		return nil
	case len(texts) == 1:
		return texts[0]
	}
	return choose(texts)
}

// dotted is an expression such as a.b.c as written, "" for any other.
func dotted(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.ParenExpr:
		return dotted(e.X)
	case *ast.StarExpr:
		return dotted(e.X)
	case *ast.SelectorExpr:
		if x := dotted(e.X); x != "" {
			return x + "." + e.Sel.Name
		}
	}
	return ""
}

// dotted is the function dotted without a copy of what the source has in one piece.
func (r *reader) dotted(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		n := nameLength(e)
		from := int(e.Pos()) - r.base
		if n == 0 || from < 0 || from+n > len(r.src) || int(e.End()-e.Pos()) != n {
			return dotted(e)
		}
		return r.src[from : from+n]
	}
	return dotted(e)
}

// nameLength is the length of a dotted name without spaces, 0 for any other expression.
func nameLength(e *ast.SelectorExpr) int {
	n := 0
	for {
		n += len(e.Sel.Name) + 1
		switch x := e.X.(type) {
		case *ast.Ident:
			return n + len(x.Name)
		case *ast.SelectorExpr:
			e = x
		default:
			return 0
		}
	}
}

// lastName is what follows the last dot.
func lastName(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// firstName is what precedes the first dot.
func firstName(name string) string {
	first, _, _ := strings.Cut(name, ".")
	return first
}
