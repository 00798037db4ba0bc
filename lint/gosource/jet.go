package gosource

import (
	"go/ast"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// jetModes are the methods of go-jet's tables and queries that name a table, by their argument or by what
// they are called on.
var jetModes = map[string]fact.Mode{
	"FROM": fact.Read, "INNER_JOIN": fact.Read, "LEFT_JOIN": fact.Read, "RIGHT_JOIN": fact.Read, "FULL_JOIN": fact.Read,
	"CROSS_JOIN": fact.Read, "USING": fact.Read, "SELECT": fact.Read, "INSERT": fact.Write, "UPDATE": fact.Write, "DELETE": fact.Write,
	"LOCK": fact.Write,
}

// jetTables emits the tables of go-jet's generated package: SELECT(…).FROM(Audits.INNER_JOIN(Vets, …)),
// Users.INSERT(…). A table's variable is its name in Pascal case.
func (r *reader) jetTables(f *found) {
	f.sure = true
	defer func() { f.sure = false }()
	for i := range f.chain.links {
		l := &f.chain.links[i]
		mode := jetModes[l.name]
		if mode == fact.ModeUnknown {
			continue
		}
		if i == 0 && f.chain.base != nil {
			r.jetTable(f, l, f.chain.base, mode)
		}
		if l.name == "SELECT" || l.name == "INSERT" || l.name == "UPDATE" || l.name == "DELETE" {
			continue // what these are given are columns
		}
		for _, e := range l.args() {
			r.jetTable(f, l, e, mode)
		}
	}
}

// jetTable emits the table that an expression names, if it does: Vets or table.Vets.
func (r *reader) jetTable(f *found, l *link, e ast.Expr, mode fact.Mode) {
	name := ""
	switch x := unwrap(e).(type) {
	case *ast.Ident:
		if r.lookup(x.Name) == nil && r.globals[x.Name] == nil && r.funcs[x.Name] == nil {
			name = x.Name
		}
	case *ast.SelectorExpr:
		if pkg, ok := x.X.(*ast.Ident); ok && r.lookup(pkg.Name) == nil && lastElement(r.imports[pkg.Name]) == "table" {
			name = x.Sel.Name
		}
	}
	if name == "" || name[0] < 'A' || name[0] > 'Z' || strings.ToUpper(name) == name {
		return
	}
	text := parts{{Literal: snake(name), Pos: r.pos(e.Pos()), End: r.pos(e.End())}}
	r.addAccess(f, fact.Access{Kind: fact.ByTable, Mode: mode, Name: fact.Text{Parts: text}, Via: l.callee}, e)
}

// snake writes a name in Pascal case as a table's: TourStops as tour_stops.
func snake(name string) string {
	var out strings.Builder
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c >= 'A' && c <= 'Z' {
			if i > 0 {
				out.WriteByte('_')
			}
			c += 'a' - 'A'
		}
		out.WriteByte(c)
	}
	return out.String()
}
