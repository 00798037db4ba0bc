package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// rowHelpers reads pg-promise's helpers.insert(rows, columns, 'users') and helpers.update: the table is the
// third argument, or stands in the set of columns.
func (r *reader) rowHelpers(site *callSite) {
	n := site.node
	if n.x == nil || n.x.kind != nodeMember || n.x.name != "insert" && n.x.name != "update" || len(n.list) < 2 ||
		!strings.HasSuffix(r.dotted(n.x.x), "helpers") {
		return
	}
	a := fact.Access{Kind: fact.ByTable, Mode: fact.Write, Via: "helpers." + n.x.name, Func: site.fn}
	table, s := first(n.list[2:]), site.scope
	if table == nil {
		columns, cs, ok := r.resolve(n.list[1], site.scope, 0)
		if !ok || columns.kind != nodeNew || lastPart(r.dotted(columns.x)) != "ColumnSet" || len(columns.list) < 2 {
			return
		}
		table, s = property(columns.list[1], "table"), cs
	}
	if object := property(table, "table"); object != nil { // { table, schema }
		a.Database, _ = r.fold(first([]*node{property(table, "schema")}), s, -1)
		table = object
	}
	if table == nil {
		return
	}
	count := len(r.file.Accesses)
	r.access(a, table, s)
	for i := count; i < len(r.file.Accesses); i++ { // the rows are written here, wherever the table is named
		r.file.Accesses[i].Pos, r.file.Accesses[i].End = fact.Pos(n.pos), fact.Pos(n.end)
	}
}
