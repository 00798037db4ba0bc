package jssource

import "strings"

// this resolves this.name.
func (r *reader) this(name string, s *scope) (*node, *scope, bool) {
	if k := s.class; k != nil {
		if f, ok := k.fields[name]; ok && f.value != nil && !f.changed {
			return f.value, f.scope, true
		}
		if m, ok := k.methods[name]; ok && len(m.returns) == 1 && m.scope != nil && len(m.params) == 0 {
			return m.returns[0], m.scope, true
		}
		return nil, nil, false
	}
	if f, ok := r.loose["this."+name]; ok && f.value != nil && !f.changed {
		return f.value, f.scope, true
	}
	return nil, nil, false
}

// resolve follows names and members to the expression they stand for in this file.
func (r *reader) resolve(n *node, s *scope, depth int) (*node, *scope, bool) {
	r.budget--
	if n == nil || depth > maxFoldDepth || r.budget < 0 {
		return nil, nil, false
	}
	switch n.kind {
	case nodeName:
		return r.resolveName(n, s, depth)
	case nodeMember:
		if n.x.kind == nodeName && (n.x.name == "this" || n.x.name == "self" || n.x.name == "that") {
			return r.this(n.name, s)
		}
		if owner := n.x; owner.kind == nodeMember && owner.name == "constructor" && owner.x.kind == nodeName && owner.x.name == "this" {
			return r.this(n.name, s) // this.constructor.TABLE
		}
		return r.resolveMember(n, n.name, s, depth)
	case nodeIndex:
		if n.y != nil && n.y.kind == nodeString {
			return r.resolveMember(n, n.y.name, s, depth)
		}
		return nil, nil, false
	case nodeCall:
		if transparent[lastPart(r.dotted(n.x))] && len(n.list) > 0 {
			return r.resolve(n.list[len(n.list)-1], s, depth+1)
		}
	}
	return n, s, true
}

func (r *reader) resolveName(n *node, s *scope, depth int) (*node, *scope, bool) {
	b := s.lookup(n.name)
	if b == nil {
		return nil, nil, false
	}
	if b.argument != nil && b.kind == bindParam && b.path == "" {
		return r.resolve(b.argument, b.argumentScope, depth+1)
	}
	if b.kind != bindVariable || b.value == nil || b.over != nil || b.plain() > 0 {
		return nil, nil, false
	}
	v, vs, ok := r.resolve(b.value, b.scope, depth+1)
	if ok && b.path != "" {
		return r.memberOf(v, vs, b.path, depth+1)
	}
	return v, vs, ok
}

// plain counts the assignments that replace a variable's value.
func (b *binding) plain() int {
	n := 0
	for _, c := range b.changes {
		if c.op != opPush {
			n++
		}
	}
	return n
}

func (r *reader) resolveMember(n *node, name string, s *scope, depth int) (*node, *scope, bool) {
	if n.x.kind == nodeName {
		if b := s.lookup(n.x.name); b != nil {
			switch {
			case b.kind == bindClass && b.class.fields != nil:
				if f, ok := b.class.fields[name]; ok && f.static && f.value != nil {
					return f.value, f.scope, true
				}
			case b.kind == bindEnum:
				return enumMember(b, name)
			}
		}
	}
	if object, os, ok := r.resolve(n.x, s, depth+1); ok {
		if v, vs, ok := r.memberOf(object, os, name, depth+1); ok {
			return v, vs, true
		}
	}
	if r.loose != nil {
		if f, ok := r.loose[r.dotted(n)]; ok && f.value != nil && !f.changed {
			return f.value, f.scope, true
		}
	}
	return nil, nil, false
}

func enumMember(b *binding, name string) (*node, *scope, bool) {
	for _, p := range b.members {
		if p.kind == nodeProperty && p.name == name {
			v := p.x
			if v != nil && v.kind == nodeAssign {
				v = v.y
			}
			if v != nil && v.kind != nodeName {
				return v, b.scope, true
			}
		}
	}
	return nil, nil, false
}

// memberOf finds a dotted path in an object literal.
func (r *reader) memberOf(object *node, s *scope, path string, depth int) (*node, *scope, bool) {
	if depth > maxFoldDepth || object == nil || object.kind != nodeObject {
		return nil, nil, false
	}
	first, rest, more := strings.Cut(path, ".")
	r.budget -= len(object.list) / 8
	for i := len(object.list) - 1; i >= 0; i-- {
		p := object.list[i]
		if p.kind == nodeSpread {
			if inner, is, ok := r.resolve(p.x, s, depth+1); ok {
				if v, vs, ok := r.memberOf(inner, is, path, depth+1); ok {
					return v, vs, true
				}
			}
			continue
		}
		if p.name != first || p.x == nil {
			continue
		}
		v := p.x
		if p.flags&flagGetter != 0 && v.kind == nodeFunc && len(v.fn.returns) == 1 {
			return v.fn.returns[0], v.fn.scope, v.fn.scope != nil
		}
		if !more {
			return v, s, true
		}
		inner, is, ok := r.resolve(v, s, depth+1)
		if !ok {
			return nil, nil, false
		}
		return r.memberOf(inner, is, rest, depth+1)
	}
	return nil, nil, false
}
