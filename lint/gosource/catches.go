package gosource

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// errorBlock notes what an `if err != nil` block does with the error.
func (r *reader) errorBlock(s *ast.IfStmt) {
	name, ok := r.isErrorCheck(s.Cond)
	if !ok {
		return
	}
	c := fact.Catch{Kind: "if", Empty: len(s.Body.List) == 0, Func: r.fn, Pos: r.pos(s.Pos()), End: r.pos(s.Body.End())}
	if v := r.lookup(name); v != nil {
		c.Call = v.call
	}
	for _, inner := range s.Body.List {
		r.handled(&c, inner, name)
	}
	r.file.Catches = append(r.file.Catches, c)
}

// handled looks at one statement of an error's block.
func (r *reader) handled(c *fact.Catch, n ast.Node, name string) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			c.Rethrows = c.Rethrows || r.returnsError(n, name)
		case *ast.CallExpr:
			r.handledBy(c, n)
		case *ast.Ident:
			c.Uses = c.Uses || n.Name == firstName(name)
		}
		return true
	})
}

// returnsError tells a return that passes an error on.
func (r *reader) returnsError(s *ast.ReturnStmt, name string) bool {
	if len(s.Results) == 0 {
		return slices.ContainsFunc(r.results, isErrorName)
	}
	for _, e := range s.Results {
		switch e := e.(type) {
		case *ast.Ident, *ast.SelectorExpr:
			written := r.dotted(e)
			if written == name || isErrorName(lastName(written)) {
				return true
			}
		case *ast.CallExpr:
			if mentions(e, firstName(name)) || makesError(r.dotted(e.Fun)) {
				return true
			}
		case *ast.UnaryExpr, *ast.CompositeLit:
			if mentions(e, firstName(name)) {
				return true
			}
		}
	}
	return false
}

func makesError(callee string) bool {
	lower := strings.ToLower(callee)
	return strings.Contains(lower, "err") || strings.HasPrefix(lower, "status.")
}

func mentions(n ast.Node, name string) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == name {
			found = true
		}
		return !found
	})
	return found
}

// handledBy looks at a call in an error's block.
func (r *reader) handledBy(c *fact.Catch, call *ast.CallExpr) {
	ch := r.unroll(call)
	l := ch.last()
	switch name := l.name; {
	case name == "panic" || ch.root == "os" && name == "Exit":
		c.Rethrows = true
	case answers(ch, l):
		c.Answers = true
	case r.isMessage(ch, l) && !makesOnly(ch):
		c.Logs = true
		if strings.HasPrefix(name, "Fatal") || strings.HasPrefix(name, "Panic") {
			c.Rethrows = true
		}
	}
}

// makesOnly tells calls that make an error without reporting it.
func makesOnly(c *chain) bool {
	switch firstName(c.root) {
	case "errors", "xerrors", "eris", "apperr", "status", "pkgerrors", "errs", "oops":
		return true
	case "fmt":
		return c.last().name == "Errorf"
	}
	name := c.last().name
	return name == "Wrap" || name == "Wrapf" || strings.HasPrefix(name, "WithMessage")
}

// answers tells calls that write a response.
func answers(c *chain, l *link) bool {
	if c.root == "http" {
		return l.name == "Error" || l.name == "Redirect" || l.name == "NotFound"
	}
	switch l.name {
	case "JSON", "IndentedJSON", "AbortWithStatus", "AbortWithStatusJSON", "AbortWithError", "WriteHeader", "SendStatus", "NoContent",
		"String", "XML", "HTML", "Abort", "WriteError", "RespondError", "RespondWithError", "WriteJSON", "SendString", "Render", "ServeJSON",
		"respondWithError", "writeError", "renderError", "JSONError", "FailWithMessage", "Response", "WriteErrorResponse", "ErrorResponse":
		return true
	}
	base := strings.ToLower(lastName(c.root))
	return (base == "render" || base == "response" || base == "resp" || base == "w") && l.name != "Header"
}
