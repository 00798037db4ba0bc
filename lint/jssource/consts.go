package jssource

import (
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// maxConsts bounds the texts of one file that other files can name.
const maxConsts = 5000

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// collectConsts makes the Consts of the file's top level.
func (r *reader) collectConsts() {
	for _, b := range r.top.names.sorted() {
		name := b.name
		exported := r.exports[name] != ""
		switch b.kind {
		case bindVariable:
			r.constVariable(b, exported)
		case bindEnum:
			for _, p := range b.members {
				if v, s, ok := enumMember(b, p.name); ok && p.kind == nodeProperty {
					r.constant(name+"."+p.name, v, s, exported, 0)
				}
			}
		}
	}
	for _, k := range r.classes {
		for _, name := range sortedKeys(k.fields) {
			if f := k.fields[name]; f.value != nil && !f.changed && k.name != "" {
				r.constant(k.name+"."+name, f.value, f.scope, r.exports[k.name] != "", 0)
			}
		}
	}
	for _, name := range sortedKeys(r.loose) {
		f := r.loose[name]
		if f.value != nil && !f.changed && !strings.HasPrefix(name, "this.") && !strings.Contains(name, "(") {
			owner, _, _ := strings.Cut(name, ".")
			r.constant(name, f.value, f.scope, owner == name || r.exports[owner] != "" || r.whole == owner, 0)
		}
	}
	for _, w := range r.wholes {
		r.constant("", w.node, w.scope, true, 0)
	}
	slices.SortStableFunc(r.file.Consts, func(a, b fact.Const) int { return strings.Compare(a.Name, b.Name) })
}

func (r *reader) constVariable(b *binding, exported bool) {
	if b.value == nil || b.over != nil || b.path != "" || b.plain() > 0 {
		if b.value == nil && len(b.changes) == 1 && b.changes[0].op == '=' {
			r.constant(b.name, b.changes[0].value, b.changes[0].scope, exported, 0)
		}
		return
	}
	r.constant(b.name, b.value, b.scope, exported, 0)
	if b.name == r.whole {
		r.constant("", b.value, b.scope, true, 0)
	}
	if as := r.exports[b.name]; exported && as != b.name && as != "module.exports" && as != "default" {
		r.constant(as, b.value, b.scope, true, 0)
	}
}

// constant makes the Consts of a value: of the members of an object by their dotted names. The
// members of what a module exports as a whole have no owner in theirs.
func (r *reader) constant(name string, n *node, s *scope, exported bool, depth int) {
	if depth > 6 || len(r.file.Consts) >= maxConsts || n == nil {
		return
	}
	switch n.kind {
	case nodeObject:
		for _, p := range n.list {
			if p.kind != nodeProperty || p.name == "" || p.flags&flagMethod != 0 || p.x == nil {
				continue
			}
			// module.exports = { T } exports the variable T, which has Consts of its own.
			if depth > 0 || name != "" || p.flags&flagShorthand == 0 {
				r.constant(joinPath(name, p.name), p.x, s, exported, depth+1)
			}
		}
		return
	case nodeCall:
		if transparent[lastPart(r.dotted(n.x))] && len(n.list) > 0 {
			r.constant(name, n.list[len(n.list)-1], s, exported, depth+1)
			return
		}
		if n.x.kind != nodeMember || !textMethods[n.x.name] || !holdsText(n.x.x) {
			return
		}
	case nodeString, nodeTemplate:
	case nodeBinary:
		if n.op != '+' && n.op != opOr && n.op != opNullish {
			return
		}
	case nodeCond:
	case nodeMember, nodeName:
		v, vs, ok := r.resolve(n, s, 0)
		if ok && v != n {
			r.constant(name, v, vs, exported, depth+1)
		}
		return
	default:
		return
	}
	r.constantText(name, n, s, exported)
}

func (r *reader) constantText(name string, n *node, s *scope, exported bool) {
	if n.kind == nodeString && len(n.name) > 100 && !maybeSQL(n.name) {
		return
	}
	t, _ := r.fold(n, s, -1)
	if !hasLiteral(t, 0) {
		return
	}
	if name == "" {
		name = "module.exports"
	}
	r.file.Consts = append(r.file.Consts, fact.Const{
		Name: r.intern(name), Text: t, Exported: exported, Func: fact.None, Pos: fact.Pos(n.pos),
	})
}
