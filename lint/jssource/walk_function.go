package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// placed says how a function stands in the file; own gives it a Func of its own.
type placed struct {
	name, receiver string
	own, exported  bool
	method         bool
	doc            int32
	over           *node // the array that a callback runs over
}

// function walks a function.
func (r *reader) function(f *function, c context, at placed) {
	s := &scope{parent: c.scope, fn: c.fn, function: f, body: true, class: c.scope.class}
	if !f.arrow && !at.method && c.scope.class != nil && at.over == nil && c.scope.function != nil && c.scope.function.index >= 0 {
		// A plain function has a this of its own, but most of those in a method mean the method's.
		s.class = c.scope.class
	}
	inner := context{scope: s, fn: c.fn, try: c.try, safe: c.safe, doc: -1}
	if at.own {
		inner.fn = r.declareFunc(f, c, at)
		inner.try, inner.safe = false, false
	}
	f.index, f.scope, s.fn = inner.fn, s, inner.fn
	r.parameters(f, inner, at.over)
	if f.body == nil {
		return
	}
	if f.body.kind == nodeBlock {
		r.statements(f.body.list, inner)
	} else {
		f.returns = []*node{f.body}
		body := inner.inside()
		body.returned = true
		r.expression(f.body, body)
		if at.own {
			r.file.Funcs[f.index].Statements = 1
		}
	}
	if at.own {
		r.file.Funcs[f.index].HasTry = f.tries && (!f.unguarded || onlyTry(f.body))
		r.functions = append(r.functions, f)
	} else if outer := c.scope.function; outer != nil {
		// The executor of a promise, a callback: its part of the work is the outer function's.
		outer.tries = outer.tries || f.tries
		outer.unguarded = outer.unguarded || f.unguarded
	}
}

// onlyTry reports whether a function's body is one try statement.
func onlyTry(body *node) bool {
	return body.kind == nodeBlock && len(body.list) == 1 && body.list[0].kind == nodeTry
}

// returnedTexts gives the functions that always return one text that text.
func (r *reader) returnedTexts() {
	for _, f := range r.functions {
		if len(f.returns) != 1 || !textual(f.returns[0]) || f.scope == nil {
			continue
		}
		if t, _ := r.fold(f.returns[0], f.scope, f.returns[0].pos); hasLiteral(t, 0) {
			r.file.Funcs[f.index].Returns = &t
		}
	}
}

func (r *reader) declareFunc(f *function, c context, at placed) int32 {
	fn := fact.Func{
		Name: r.intern(at.name), Receiver: r.intern(at.receiver), Async: f.async, Exported: at.exported,
		Outer: c.fn, Pos: fact.Pos(f.pos), End: fact.Pos(f.end),
	}
	if at.method {
		fn.ReceiverName = "this"
	}
	doc := at.doc
	if doc < 0 {
		doc = f.first
	}
	fn.Doc = r.docBefore(doc)
	if fn.Doc == "" && doc != f.first {
		fn.Doc = r.docBefore(f.first)
	}
	for _, p := range f.params {
		fn.Params = append(fn.Params, fact.TypedName{Name: r.intern(r.patternText(p.pattern)), Type: r.intern(p.typ)})
	}
	r.file.Funcs = append(r.file.Funcs, fn)
	return int32(len(r.file.Funcs) - 1)
}

// patternText is a parameter's name, or its destructuring as written if that is short.
func (r *reader) patternText(n *node) string {
	if n.kind == nodeName {
		return n.name
	}
	if text := r.src[n.pos:n.end]; len(text) <= 200 {
		return text
	}
	return "{}"
}

func (r *reader) parameters(f *function, c context, over *node) {
	for i, p := range f.params {
		like := binding{kind: bindParam, typ: p.typ, index: i, fn: f, pos: p.pattern.pos, value: p.value}
		if i == 0 && over != nil {
			like.over = over
		}
		r.bind(p.pattern, like, c)
		r.expression(p.value, c.inside())
		for _, d := range p.decorators {
			r.expression(d, c.inside())
		}
	}
}

// class walks a class.
func (r *reader) class(k *class, c context, exported bool) {
	k.fields, k.methods = map[string]*field{}, map[string]*function{}
	k.scope = c.scope.child()
	k.scope.class = k
	t := fact.Type{Name: r.intern(k.name), Exported: exported, Pos: fact.Pos(k.pos), End: fact.Pos(k.end)}
	if k.extends != nil {
		t.Extends = []string{r.intern(r.dotted(k.extends))}
		t.Arguments = r.intern(k.extendsType)
		r.expression(k.extends, c.inside())
	}
	k.index = int32(len(r.file.Types))
	r.file.Types = append(r.file.Types, t)
	r.classes = append(r.classes, k)
	inner := c.inside()
	inner.scope = k.scope
	for _, d := range k.decorators {
		r.expression(d, inner)
	}
	for _, m := range k.members {
		r.declareMember(k, m)
	}
	for _, m := range k.members {
		r.member(k, m, inner, exported)
	}
	r.typeFields(k)
}

// declareMember makes the fields and methods known before any body is walked.
func (r *reader) declareMember(k *class, m *member) {
	if m.fn == nil && m.name == "" {
		return // an index signature, a computed name
	}
	if m.fn == nil {
		k.setField(&field{name: m.name, typ: m.typ, mark: decoratorMark(m.decorators), value: m.value, scope: k.scope, static: m.flags&flagStatic != 0, pos: m.pos})
		return
	}
	k.methods[m.name] = m.fn
	if m.name != "constructor" {
		return
	}
	for _, p := range m.fn.params {
		if mark := decoratorMark(p.decorators); p.pattern.kind == nodeName && (p.property || mark != "") {
			k.setField(&field{name: p.pattern.name, typ: p.typ, mark: mark, scope: k.scope, pos: p.pattern.pos})
		}
	}
}

// setField adds a field; one that is there already gets what it lacks.
func (k *class) setField(f *field) {
	old, ok := k.fields[f.name]
	switch {
	case !ok:
		k.fields[f.name] = f
	case old.value == nil || old.value.kind == nodeNull:
		old.value, old.scope = f.value, f.scope
	case f.value != nil && f.value.kind != nodeNull:
		old.changed = true
	}
}

// decoratorMark returns the name in @InjectRepository(X), @InjectModel(X.name) and their like.
func decoratorMark(decorators []*node) string {
	for _, d := range decorators {
		if d == nil || d.kind != nodeCall || d.x.kind != nodeName || !strings.HasPrefix(d.x.name, "Inject") || len(d.list) == 0 {
			continue
		}
		switch a := d.list[0]; {
		case a.kind == nodeName:
			return a.name
		case a.kind == nodeString:
			return a.name
		case a.kind == nodeMember && a.name == "name" && a.x.kind == nodeName:
			return a.x.name
		}
	}
	return ""
}

func (r *reader) member(k *class, m *member, c context, exported bool) {
	for _, d := range m.decorators {
		r.expression(d, c)
	}
	if m.computed != nil {
		r.expression(m.computed, c)
	}
	visible := exported && m.flags&flagPrivate == 0
	if m.flags&flagPrivate != 0 {
		if r.private == nil {
			r.private = map[string]bool{}
		}
		r.private[k.name+"."+m.name] = true
	}
	at := placed{name: m.name, receiver: k.name, own: true, exported: visible, method: true, doc: -1}
	switch {
	case m.fn != nil && m.fn.body != nil:
		r.function(m.fn, c, at)
	case m.value != nil && m.value.kind == nodeFunc:
		k.methods[m.name] = m.value.fn
		r.function(m.value.fn, c, at)
		m.value.fact = m.value.fn.index
	case m.value != nil:
		c.name, c.owner = m.name, k.name+"."+m.name
		r.expression(m.value, c)
	}
}

// typeFields lists the fields with their types, or what is assigned to them.
func (r *reader) typeFields(k *class) {
	t := &r.file.Types[k.index]
	for _, name := range sortedKeys(k.fields) {
		f := k.fields[name]
		typ := f.typ
		if typ == "" && f.value != nil {
			typ = r.assignedType(f.value, f.scope)
		}
		t.Fields = append(t.Fields, fact.TypedName{Name: r.intern(name), Type: r.intern(typ), Tag: r.intern(f.mark)})
	}
	for _, m := range k.members {
		if m.flags&flagGetter == 0 || m.fn == nil || len(m.fn.returns) != 1 || k.fields[m.name] != nil {
			continue
		}
		if typ := r.assignedType(m.fn.returns[0], k.scope); typ != "" {
			t.Fields = append(t.Fields, fact.TypedName{Name: r.intern(m.name), Type: r.intern(strings.TrimSuffix(typ, ".bindKnex()"))})
		}
	}
}

// assignedType is the class of what is assigned, or its dotted name.
func (r *reader) assignedType(n *node, s *scope) string {
	switch n.kind {
	case nodeNew:
		return r.dotted(n.x)
	case nodeName:
		if b := s.lookup(n.name); b != nil && b.kind == bindParam && b.typ != "" {
			return b.typ
		}
		return n.name
	case nodeMember:
		return r.dotted(n)
	case nodeCall:
		return r.dotted(n)
	case nodeBinary: // a || new B()
		if n.op == opOr || n.op == opNullish {
			return r.assignedType(n.list[len(n.list)-1], s)
		}
	}
	return ""
}
