package jssource

import "github.com/vtgen/vtgen/lint/fact"

// fillArguments makes the arguments of calls and the fields of objects, when every call, object and
// function has its index.
func (r *reader) fillArguments() {
	for _, site := range r.calls {
		if site.index < 0 || len(site.node.list) == 0 {
			continue
		}
		args := make([]fact.Arg, 0, len(site.node.list))
		for _, a := range site.node.list {
			args = append(args, r.argument(a, site.scope))
		}
		r.file.Calls[site.index].Args = args
	}
	for _, site := range r.objects {
		object := &r.file.Objects[site.index]
		for _, p := range site.node.list {
			if p.kind != nodeProperty || p.name == "" && p.y == nil {
				continue
			}
			key := p.name
			if key == "" {
				key = "[" + r.dotted(p.y) + "]"
			}
			f := fact.Field{Key: r.intern(key), Pos: fact.Pos(p.pos), Value: noArg}
			if p.x != nil {
				f.Value = r.argument(p.x, site.scope)
			}
			object.Fields = append(object.Fields, f)
		}
	}
}

var noArg = fact.Arg{Index: fact.None}

// argument describes a value that is passed or held.
func (r *reader) argument(n *node, s *scope) fact.Arg {
	a := noArg
	a.Pos, a.End = fact.Pos(n.pos), fact.Pos(n.end)
	switch n.kind {
	case nodeString, nodeTemplate:
		return r.textArgument(a, n, s)
	case nodeBinary:
		if n.op == '+' && holdsAnyText(n) {
			return r.textArgument(a, n, s)
		}
	case nodeName, nodeMember, nodeIndex:
		a.Ref = r.dotted(n)
		if a.Ref != "" {
			a.Kind = fact.RefArg
		}
	case nodeObject:
		a.Kind, a.Index = fact.ObjectArg, n.fact
	case nodeFunc:
		a.Kind, a.Index = fact.FuncArg, n.fact
	case nodeCall, nodeNew:
		if n.kind == nodeCall && n.x.kind == nodeMember && textMethods[n.x.name] && holdsText(n.x.x) {
			return r.textArgument(a, n, s)
		}
		a.Kind, a.Index = fact.CallArg, n.fact
	case nodeAwait:
		if n.x != nil && (n.x.kind == nodeCall || n.x.kind == nodeNew) {
			a.Kind, a.Index = fact.CallArg, n.x.fact
		}
	case nodeAssign:
		if n.y != nil {
			return r.argument(n.y, s)
		}
	case nodeNumber:
		a.Kind = fact.NumberArg
	case nodeUnary:
		if n.x != nil && n.x.kind == nodeNumber {
			a.Kind = fact.NumberArg
		}
		if n.op == '!' {
			a.Kind = fact.BoolArg
		}
	case nodeBool:
		a.Kind = fact.BoolArg
	case nodeNull:
		a.Kind = fact.NullArg
	case nodeArray:
		a.Kind = fact.ArrayArg
	}
	return a
}

func (r *reader) textArgument(a fact.Arg, n *node, s *scope) fact.Arg {
	if n.kind == nodeTemplate && n.fact >= 0 {
		a.Kind, a.Index = fact.CallArg, n.fact // a tagged template that runs
		return a
	}
	t, _ := r.fold(n, s, n.pos)
	a.Kind, a.Text = fact.TextArg, &t
	return a
}

func holdsAnyText(n *node) bool {
	for _, e := range n.list {
		if e.kind == nodeString || e.kind == nodeTemplate {
			return true
		}
	}
	return false
}
