package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// name folds a variable.
func (f *folder) name(n *node, s *scope) {
	b := s.lookup(n.name)
	switch {
	case b == nil:
		f.hole(n, f.nameOf(n, s), false)
	case b.busy:
		if b.self != nil {
			for _, p := range b.self {
				f.part(p)
			}
			return
		}
		f.hole(n, "", false)
	default:
		b.busy = true
		f.binding(n, b, s)
		b.busy = false
	}
}

func (f *folder) binding(n *node, b *binding, s *scope) {
	switch {
	case b.over != nil:
		f.elements(n, b)
	case b.kind == bindParam && b.argument != nil:
		argument, scope := b.argument, b.argumentScope
		b.argument = nil
		f.add(argument, scope)
		b.argument = argument
	case b.kind == bindParam && b.path == "" && b.value != nil:
		f.choose(n, "", []fact.Text{f.branch(b.value, b.scope), {Parts: []fact.Part{{Hole: f.r.parameterHole(b)}}}})
	case b.kind != bindVariable:
		if b.kind == bindParam {
			f.part(fact.Part{Pos: fact.Pos(n.pos), End: fact.Pos(n.end), Hole: f.r.parameterHole(b)})
			return
		}
		f.hole(n, f.nameOf(n, s), false)
	case b.path != "":
		f.destructured(n, b)
	default:
		f.variable(n, b, s)
	}
}

// parameterHole is the hole that a parameter leaves: whoever knows the arguments of the function's calls
// can fill it.
func (r *reader) parameterHole(b *binding) *fact.Hole {
	hole := &fact.Hole{}
	if strings.Contains(b.path, ".") || b.fn == nil || b.fn.index < 0 || int(b.fn.index) >= len(r.file.Funcs) {
		return hole
	}
	if f := &r.file.Funcs[b.fn.index]; f.Pos == fact.Pos(b.fn.pos) && f.End == fact.Pos(b.fn.end) {
		hole.Arg, hole.Of, hole.Key = int32(b.index)+1, b.fn.index+1, r.intern(b.path)
	}
	return hole
}

// destructured folds a variable that took a member of something.
func (f *folder) destructured(n *node, b *binding) {
	if b.value == nil {
		f.hole(n, "", false)
		return
	}
	if v, s, ok := f.r.resolve(b.value, b.scope, 0); ok {
		if v, s, ok = f.r.memberOf(v, s, b.path, 0); ok {
			f.add(v, s)
			return
		}
	}
	name := ""
	if b.value.kind == nodeName || b.value.kind == nodeMember {
		name = joinPath(f.nameOf(b.value, b.scope), b.path)
		if name == b.path {
			name = ""
		}
	}
	hole := &fact.Hole{}
	if b.value.kind == nodeName {
		hole = f.r.keyHole(b.value.name, b.path, b.scope)
	}
	hole.Name = f.r.intern(name)
	f.part(fact.Part{Pos: fact.Pos(n.pos), End: fact.Pos(n.end), Hole: hole})
}

// keyHole is the hole of a member of a parameter.
func (r *reader) keyHole(parameter, key string, s *scope) *fact.Hole {
	if b := s.lookup(parameter); b != nil && b.kind == bindParam && b.path == "" && b.over == nil && !strings.Contains(key, ".") {
		if hole := r.parameterHole(b); hole.Of > 0 {
			hole.Key = r.intern(key)
			return hole
		}
	}
	return &fact.Hole{}
}

// elements folds a variable that runs over an array: it is one of the array's texts.
func (f *folder) elements(n *node, b *binding) {
	over, s, ok := f.r.resolve(b.over, b.scope, 0)
	if !ok || over.kind != nodeArray {
		f.hole(n, "", false)
		return
	}
	var choices []fact.Text
	for _, e := range over.list[:min(len(over.list), maxChoices)] {
		if b.path != "" {
			v, vs, ok := f.r.memberOf(e, s, b.path, 0)
			if !ok {
				continue
			}
			choices = append(choices, f.branch(v, vs))
			continue
		}
		choices = append(choices, f.branch(e, s))
	}
	f.choose(n, "", choices)
}

// alternative is one of the texts that a variable may have, from the block on where it was set.
type alternative struct {
	text  fact.Text
	scope *scope
	size  int
}

// variable folds what a variable holds where the text is used: what it was declared as, or was
// assigned since, with all that was appended.
func (f *folder) variable(n *node, b *binding, s *scope) {
	var all []alternative
	base := len(f.literals)
	if b.value != nil && b.value.kind != nodeNull {
		all = append(all, alternative{text: f.branch(b.value, b.scope), scope: b.scope})
	}
	for i, c := range b.changes {
		if i >= maxParts {
			break
		}
		sameFunction := c.scope.function == s.function
		if c.op == opPush || c.value == nil || sameFunction && f.at >= 0 && c.pos >= f.at {
			continue
		}
		if replaces(b, c, s) {
			all, f.literals = nil, f.literals[:base]
		}
		all = f.change(all, b, c, s)
	}
	texts := make([]fact.Text, 0, len(all))
	for _, a := range all {
		texts = append(texts, a.text)
	}
	if len(texts) == 0 {
		f.hole(n, "", false)
		return
	}
	// A name that is only another name, and is not known, keeps that name.
	if len(texts) == 1 && len(texts[0].Parts) == 1 && texts[0].Parts[0].Hole != nil && len(texts[0].Parts[0].Hole.Choices) == 0 {
		same := *texts[0].Parts[0].Hole
		f.part(fact.Part{Pos: fact.Pos(n.pos), End: fact.Pos(n.end), Hole: &same})
		return
	}
	f.choose(n, "", texts)
}

// change applies one change to the alternatives.
func (f *folder) change(all []alternative, b *binding, c change, s *scope) []alternative {
	appends := c.op == opPlusSet
	if !appends && !mentions(c.value, b.name) {
		next := alternative{text: f.branch(c.value, c.scope), scope: c.scope}
		if len(all) == 0 || len(all) < maxChoices && known(next.text) {
			all = append(all, next)
		}
		return all
	}
	if len(all) == 0 {
		all = []alternative{{scope: c.scope}}
	}
	for i := range all {
		a := &all[i]
		if !c.scope.within(a.scope) && !a.scope.within(c.scope) {
			continue
		}
		inner := &folder{r: f.r, at: f.at, scope: f.scope, depth: f.depth}
		if mentions(c.value, b.name) {
			b.self = append([]fact.Part{}, a.text.Parts...)
			f.r.budget -= len(b.self) / 4
		}
		if appends {
			inner.parts, inner.size = a.text.Parts, a.size
		}
		inner.add(c.value, c.scope)
		b.self = nil
		f.literals = append(f.literals, inner.literals...)
		a.text.Parts, a.size = inner.parts, inner.size
	}
	return all
}

// replaces reports whether a change surely happens before the use in s, so that nothing before it
// counts.
func replaces(b *binding, c change, s *scope) bool {
	return c.op == '=' && s.within(c.scope) && c.scope.function == s.function && !mentions(c.value, b.name)
}

func textSize(t fact.Text) int {
	n := 0
	for _, p := range t.Parts {
		n += len(p.Literal) + 1
	}
	return n
}

// mentions reports whether a text expression has a variable in it.
func mentions(n *node, name string) bool {
	if n == nil {
		return false
	}
	switch n.kind {
	case nodeName:
		return n.name == name
	case nodeBinary:
		if n.op != '+' {
			return false
		}
	case nodeTemplate:
	case nodeCall:
		return n.x.kind == nodeMember && textMethods[n.x.name] && mentions(n.x.x, name)
	default:
		return false
	}
	for _, e := range n.list {
		if mentions(e, name) {
			return true
		}
	}
	return false
}

// member folds a.b.c and a['b'].
func (f *folder) member(n *node, s *scope) {
	if v, vs, ok := f.r.resolve(n, s, 0); ok && v != n {
		f.r.budget--
		if v.flags&flagBusy != 0 {
			f.hole(n, "", false)
			return
		}
		v.flags |= flagBusy
		f.add(v, vs)
		v.flags &^= flagBusy
		return
	}
	if n.kind == nodeIndex && n.y != nil && n.y.kind != nodeString {
		f.anyMember(n, s)
		return
	}
	hole := f.r.memberHole(n, s)
	hole.Name = f.r.intern(f.nameOf(n, s))
	f.part(fact.Part{Pos: fact.Pos(n.pos), End: fact.Pos(n.end), Hole: hole})
}

// memberHole is the hole of a member: of a parameter, of this, of anything else.
func (r *reader) memberHole(n *node, s *scope) *fact.Hole {
	if n.kind == nodeMember && n.x.kind == nodeName && n.x.name != "this" {
		return r.keyHole(n.x.name, n.name, s)
	}
	return r.propertyHole(n, s)
}

// propertyHole is the hole of this.x where x is a parameter of the constructor that is declared as a field:
// constructor(private x: string).
func (r *reader) propertyHole(n *node, s *scope) *fact.Hole {
	if n.kind == nodeMember && n.x.kind == nodeName && n.x.name == "this" && s.class != nil && s.class.methods["constructor"] != nil {
		fn := s.class.methods["constructor"]
		for _, p := range fn.params {
			if p.property && p.pattern.kind == nodeName && p.pattern.name == n.name && fn.scope != nil {
				if b := fn.scope.names.get(n.name); b != nil && b.kind == bindParam {
					return r.parameterHole(b)
				}
			}
		}
	}
	return &fact.Hole{}
}

// anyMember folds object[key]: it is one of the object's texts.
func (f *folder) anyMember(n *node, s *scope) {
	object, os, ok := f.r.resolve(n.x, s, 0)
	if !ok || object.kind != nodeObject && object.kind != nodeArray {
		f.hole(n, "", n.y != nil && n.y.kind == nodeNumber)
		return
	}
	var choices []fact.Text
	for _, e := range object.list[:min(len(object.list), maxChoices)] {
		v := e
		if e.kind == nodeProperty {
			v = e.x
		}
		if v == nil || v.kind == nodeFunc {
			continue
		}
		if t := f.branch(v, os); known(t) {
			choices = append(choices, t)
		}
	}
	f.choose(n, "", choices)
}
