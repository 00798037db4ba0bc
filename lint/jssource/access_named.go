package jssource

// namedQuery is a query that a function gives a name: .with('totals', query).
type namedQuery struct {
	fn   int32
	name string
}

var namingVerbs = set("with", "withRecursive", "withMaterialized", "withNotMaterialized")

// named reports whether a name is that of a query within a function, and not of a table.
func (r *reader) named(fn int32, name string) bool {
	if r.namedQueries == nil {
		r.namedQueries = map[namedQuery]bool{}
		for i := range r.calls {
			n := r.calls[i].node
			if n.x == nil || n.x.kind != nodeMember || !namingVerbs[n.x.name] || len(n.list) < 2 || n.list[0].kind != nodeString {
				continue
			}
			switch n.list[1].kind {
			case nodeFunc, nodeCall, nodeName, nodeMember:
				r.namedQueries[namedQuery{r.calls[i].fn, n.list[0].name}] = true
			}
		}
	}
	return name != "" && r.namedQueries[namedQuery{fn, name}]
}
