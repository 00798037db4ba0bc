package jssource

import "strings"

// assigned notes what an assignment to target does: it changes a variable, sets a field, exports.
func (r *reader) assigned(n *node, target string, c context, inner *context) {
	switch {
	case n.x.kind == nodeName:
		r.assigns = append(r.assigns, assignSite{
			name: target, scope: c.scope, change: change{pos: n.pos, op: n.op, value: n.y, scope: c.scope},
		})
	case target == "module.exports" || target == "exports":
		inner.exported = true
		r.exportedValue(n.y, "module.exports")
		r.wholes = append(r.wholes, textSite{node: n.y, scope: c.scope})
	case strings.HasPrefix(target, "module.exports.") || strings.HasPrefix(target, "exports."):
		inner.exported = true
		name := strings.TrimPrefix(strings.TrimPrefix(target, "module."), "exports.")
		if n.y != nil && n.y.kind == nodeName {
			r.export(n.y.name, name)
		}
		r.setMember(name, n, c)
	case strings.HasPrefix(target, "this."):
		r.setThis(strings.TrimPrefix(target, "this."), n, c)
	case target != "":
		r.setMember(target, n, c)
	}
}

// setThis notes this.x = value.
func (r *reader) setThis(name string, n *node, c context) {
	if strings.Contains(name, ".") {
		return
	}
	f := &field{name: name, value: n.y, scope: c.scope, pos: n.pos}
	if n.op != '=' {
		f.changed = true
	}
	if k := c.scope.class; k != nil {
		k.setField(f)
		return
	}
	r.setLoose("this."+name, f)
}

// setMember notes object.x = value outside of a literal.
func (r *reader) setMember(target string, n *node, c context) {
	r.setLoose(target, &field{name: target, value: n.y, scope: c.scope, pos: n.pos, changed: n.op != '='})
}

func (r *reader) setLoose(key string, f *field) {
	if r.loose == nil {
		r.loose = map[string]*field{}
	}
	if old, ok := r.loose[key]; ok {
		old.changed = true
		return
	}
	r.loose[key] = f
}

// exportedValue notes what a module exports as a whole.
func (r *reader) exportedValue(value *node, name string) {
	if value == nil {
		return
	}
	switch value.kind {
	case nodeName:
		r.whole = value.name
		r.export(value.name, name)
	case nodeNew:
		if value.x != nil && value.x.kind == nodeName {
			r.whole = value.x.name
			r.export(value.x.name, name)
		}
	case nodeClass:
		if value.class.name != "" {
			r.export(value.class.name, name)
		}
	case nodeObject:
		for _, p := range value.list {
			r.exportedProperty(p)
		}
	case nodeAssign: // module.exports = exports = value
		r.exportedValue(value.y, name)
	case nodeCall: // Object.freeze(x), decorate(x)
		for _, a := range value.list {
			if a.kind == nodeName || a.kind == nodeObject && transparent[lastPart(r.dotted(value.x))] {
				r.exportedValue(a, name)
			}
		}
	}
}

func (r *reader) exportedProperty(p *node) {
	if p.kind != nodeProperty || p.x == nil {
		return
	}
	switch p.x.kind {
	case nodeName:
		r.export(p.x.name, p.name)
	case nodeNew:
		if p.x.x != nil && p.x.x.kind == nodeName {
			r.export(p.x.x.name, p.name)
		}
	}
}

// markExports marks the functions and types that other files can reach.
func (r *reader) markExports() {
	names := map[string]bool{}
	for local := range r.exports {
		names[local] = true
		// const service = new Service(): its class is reached through it.
		if b := r.top.names.get(local); b != nil && b.value != nil && b.value.kind == nodeNew && b.value.x != nil && b.value.x.kind == nodeName {
			names[b.value.x.name] = true
		}
	}
	for i := range r.file.Types {
		if t := &r.file.Types[i]; names[t.Name] {
			t.Exported = true
		}
	}
	for i := range r.file.Funcs {
		f := &r.file.Funcs[i]
		switch {
		case f.Receiver == "" && f.Outer < 0 && names[f.Name]:
			f.Exported = true
		case f.Receiver != "" && names[f.Receiver] && !strings.HasPrefix(f.Name, "#") && !r.private[f.Receiver+"."+f.Name]:
			f.Exported = true
		}
	}
}
