package gosource

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// chain is a call with the calls it is made on: base.link(…).link(…).
type chain struct {
	base  ast.Expr // what the first method is called on; nil for a plain function
	root  string   // base as a dotted name
	links []link
	one   [1]link // the links of most chains

	asked, isORM bool   // what orm has answered
	std          answer // what standard has
	handle       string // what tells in another file whether it is, see symbol
}

// maxCallee bounds a callee's text, which grows with the chain.
const maxCallee = 400

// link is one call of a chain.
type link struct {
	name   string // the function's or method's name
	word   *word  // what that says
	callee string // the chain up to it, as written but for the arguments
	call   *ast.CallExpr
	path   string // the fields between the call before and its name, each with a dot behind it
	index  int    // in File.Calls
}

func (l link) args() []ast.Expr { return l.call.Args }

// last is the chain's outermost call.
func (c *chain) last() *link { return &c.links[len(c.links)-1] }

// has finds the first link with one of the names.
func (c *chain) has(names ...string) *link {
	for i := range c.links {
		for _, name := range names {
			if c.links[i].name == name {
				return &c.links[i]
			}
		}
	}
	return nil
}

// inner finds the call that a call's method is called on.
func inner(call *ast.CallExpr) (next *ast.CallExpr, base ast.Expr, name *ast.Ident, path string) {
	fun := callFun(call)
	switch fun := fun.(type) {
	case *ast.Ident:
		return nil, nil, fun, ""
	case *ast.SelectorExpr:
		x := fun.X
		for {
			if paren, ok := x.(*ast.ParenExpr); ok {
				x = paren.X
				continue
			}
			selector, ok := x.(*ast.SelectorExpr)
			if !ok {
				break
			}
			path = selector.Sel.Name + "." + path
			x = selector.X
		}
		if call, ok := x.(*ast.CallExpr); ok {
			return call, nil, fun.Sel, path
		}
		return nil, fun.X, fun.Sel, ""
	}
	return nil, fun, nil, ""
}

// callFun is the function of a call without parentheses and type arguments.
func callFun(call *ast.CallExpr) ast.Expr {
	fun := call.Fun
	for {
		switch f := fun.(type) {
		case *ast.ParenExpr:
			fun = f.X
		case *ast.IndexExpr:
			switch f.X.(type) {
			case *ast.Ident, *ast.SelectorExpr:
				if _, literal := f.Index.(*ast.BasicLit); !literal {
					fun = f.X
					continue
				}
			}
			return fun
		case *ast.IndexListExpr:
			fun = f.X
		default:
			return fun
		}
	}
}

// chainLength counts the calls of a chain.
func chainLength(call *ast.CallExpr) int {
	n := 0
	for call != nil {
		call, _, _, _ = inner(call)
		n++
	}
	return n
}

func calleeName(call *ast.CallExpr) string {
	if _, _, name, _ := inner(call); name != nil {
		return name.Name
	}
	return ""
}

// newChain is the memory for a chain. Chains within one another have memory of their own.
func (r *reader) newChain() *chain {
	if r.nesting == len(r.chains) {
		r.chains = append(r.chains, &chain{})
	}
	c := r.chains[r.nesting]
	*c = chain{}
	return c
}

// unroll takes a chain apart.
func (r *reader) unroll(call *ast.CallExpr) *chain {
	c := r.newChain()
	if n := chainLength(call); n == 1 {
		c.links = c.one[:]
	} else {
		c.links = make([]link, n)
	}
	for i := len(c.links) - 1; i >= 0; i-- {
		next, base, name, path := inner(call)
		c.links[i].call = call
		c.links[i].path = path
		if name != nil {
			c.links[i].name = name.Name
		}
		c.links[i].word = r.words.of(c.links[i].name)
		if next == nil {
			c.base = base
		}
		call = next
	}
	if c.base != nil {
		c.root = r.dotted(c.base)
	}
	callee := c.root
	if callee == "" && c.base != nil {
		callee = describe(r, c.base)
	}
	for i := range c.links {
		l := &c.links[i]
		switch {
		case len(callee) > maxCallee:
			callee = "…." + l.name
		case i > 0:
			callee += "()." + l.path + l.name
		case callee == "":
			callee = l.name
		case l.name != "":
			callee = r.method(c, l)
			if callee == "" {
				callee = describe(r, c.base) + "." + l.name
			}
		}
		l.callee = callee
	}
	return c
}

// method is the first call's callee where its base is a dotted name.
func (r *reader) method(c *chain, l *link) string {
	if c.root == "" {
		return ""
	}
	if fun, ok := l.call.Fun.(*ast.SelectorExpr); ok {
		return r.dotted(fun)
	}
	return c.root + "." + l.name
}

// describe writes what is no dotted name so that a callee can begin with it.
func describe(r *reader, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.CompositeLit:
		return r.typeText(e.Type) + "{}"
	case *ast.IndexExpr:
		return r.dotted(e.X) + "[]"
	case *ast.TypeAssertExpr:
		return r.dotted(e.X) + ".(" + r.typeText(e.Type) + ")"
	case *ast.UnaryExpr:
		return describe(r, e.X)
	case *ast.ParenExpr:
		return describe(r, e.X)
	case *ast.FuncLit:
		return "func"
	case *ast.ArrayType:
		return r.typeText(e)
	case *ast.SelectorExpr:
		if x := describe(r, e.X); x != "" {
			return x + "." + e.Sel.Name
		}
	}
	return ""
}

// walkCall walks a call with all its chain.
func (r *reader) walkCall(call *ast.CallExpr) {
	c := r.unroll(call)
	r.nesting++
	defer func() { r.nesting-- }()
	for i := range c.links {
		l := &c.links[i]
		l.index = len(r.file.Calls)
		end := r.pos(l.call.End())
		r.file.Calls = append(r.file.Calls, fact.Call{
			Callee: l.callee, Func: r.fn, Used: true, Pos: r.pos(l.call.Pos()), End: end,
		})
	}
	if c.root == "" && c.base != nil {
		r.inside(c.base, use{})
	}
	inherited := r.inherit
	flow := r.chainAccess(c)
	r.passedHandles(c)
	for i := range c.links {
		r.walkLink(c, i)
	}
	r.inherit = inherited
	r.noteMaker(c)
	r.envRead(c)
	r.write(c)
	r.flow, r.last = flow, c
}

// walkLink walks one call's arguments by what the call does with them.
func (r *reader) walkLink(c *chain, i int) {
	l := &c.links[i]
	if len(l.args()) == 0 {
		return
	}
	u, sql := r.role(c, i)
	args := r.newArgs(len(l.args()))
	own := r.inherit
	r.inherit = r.modeOfArgs(c, l, own)
	for j, e := range l.args() {
		as := u
		if u.kind == executed && j != sql {
			as.kind = argument
		}
		if sql == named && r.isNamed(e) {
			as.kind = executed
		}
		args[j] = r.arg(e, as)
	}
	r.inherit = own
	r.file.Calls[l.index].Args = args
	r.noteParam(c, l, u, sql)
}

// slab is how many arguments are allocated at a time: most calls have one or two.
const slab = 64

// newArgs returns n arguments, of which the file's facts will hold all.
func (r *reader) newArgs(n int) []fact.Arg {
	if n > len(r.args) {
		if n >= slab {
			return make([]fact.Arg, n)
		}
		r.args = make([]fact.Arg, slab)
	}
	args := r.args[:n:n]
	r.args = r.args[n:]
	return args
}

// envRead notes os.Getenv and its like.
func (r *reader) envRead(c *chain) {
	l := c.links[0]
	if c.root == "" || r.lookup(c.root) != nil || r.imports[c.root] != "os" && r.imports[c.root] != "syscall" {
		return
	}
	name := ""
	switch l.name {
	case "Getenv", "LookupEnv":
		if len(l.args()) == 1 {
			name, _ = plain(r.fold(l.args()[0]))
		}
	case "Environ", "ExpandEnv":
	default:
		return
	}
	r.file.Env = append(r.file.Env, fact.EnvRead{Name: name, Func: r.fn, Pos: r.pos(l.call.Pos()), End: r.pos(l.call.End())})
}

// write adds to a strings.Builder or bytes.Buffer what a call writes into it.
func (r *reader) write(c *chain) {
	l := c.links[0]
	args := l.args()
	var target ast.Expr
	var text parts
	switch {
	case c.root == "fmt" && strings.HasPrefix(l.name, "Fprint") && len(args) > 1:
		target = args[0]
		if r.builderOf(target) != nil {
			text = r.foldFmt("S"+l.name[1:], &ast.CallExpr{Args: args[1:]})
		}
	case c.root == "io" && l.name == "WriteString" && len(args) == 2:
		target, text = args[0], r.foldPlaced(args[1])
	case c.base != nil && strings.HasPrefix(l.name, "Write") && len(args) == 1:
		target = c.base
		if r.builderOf(target) != nil {
			text = r.foldPlaced(args[0])
		}
	case c.base != nil && l.name == "Reset" && len(args) == 0:
		target = c.base
	default:
		return
	}
	v := r.builderOf(target)
	if v == nil {
		return
	}
	to := v.value
	to.text = parts{}
	if l.name != "Reset" {
		to.text = join(v.text, text)
	}
	r.assign(v, to)
	r.candidate(to.text, use{kind: assigned, name: v.name}, l.call)
}

// isNil tells the expression nil.
func isNil(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "nil"
}

// isErrorCheck tells `err != nil` and names the error.
func (r *reader) isErrorCheck(e ast.Expr) (name string, ok bool) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.isErrorCheck(e.X)
	case *ast.BinaryExpr:
		switch {
		case e.Op == token.LAND || e.Op == token.LOR:
			if name, ok = r.isErrorCheck(e.X); ok {
				return name, true
			}
			return r.isErrorCheck(e.Y)
		case e.Op == token.NEQ && isNil(e.Y):
			name = r.dotted(e.X)
			return name, isErrorName(lastName(name))
		}
	}
	return "", false
}

func isErrorName(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(lower, "err") || strings.HasSuffix(lower, "err") || strings.HasSuffix(lower, "error") || lower == "e"
}
