package jssource

import (
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// scope is a block with its names.
type scope struct {
	parent   *scope
	names    names
	fn       int32     // the index of the Func
	function *function // whose body it is in
	body     bool      // it is the outermost scope of function
	class    *class    // what this means
	branch   bool      // what is in it may not run
}

type bindingKind uint8

const (
	bindVariable bindingKind = iota
	bindParam
	bindFunction
	bindClass
	bindImport
	bindEnum
	bindError
)

// binding is what a name stands for.
type binding struct {
	name    string
	kind    bindingKind
	scope   *scope
	value   *node  // what it is declared as
	path    string // the part of value that it takes, when it destructures
	over    *node  // the array it runs over
	typ     string
	index   int // of a parameter
	fn      *function
	class   *class
	members []*node // of an enum
	module  string  // the path of an import
	member  string
	judged  *handle // what the import gives, once that was asked
	changes []change
	pos     int32
	busy    bool        // it is being folded
	self    []fact.Part // what it holds so far, while a change to it is folded
	// argument is what a parameter is called with, while the function's text is folded.
	argument      *node
	argumentScope *scope
	hoisted       bool // var
}

// change is what happens to a variable after its declaration; push is for arrays.
type change struct {
	pos   int32
	op    op
	value *node
	scope *scope
}

const opPush op = 1

// assignSite is an assignment whose target is resolved when all names are known.
type assignSite struct {
	name   string
	scope  *scope
	change change
}

func (s *scope) child() *scope {
	return &scope{parent: s, fn: s.fn, function: s.function, class: s.class}
}

// names are the bindings of a scope by name: a few are looked through, many have a map.
type names struct {
	list   []*binding
	byName map[string]*binding
}

// few is how many names are looked through.
const few = 8

func (n *names) get(name string) *binding {
	if n.byName != nil {
		return n.byName[name]
	}
	for _, b := range n.list {
		if b.name == name {
			return b
		}
	}
	return nil
}

// put adds a binding, in the place of one of the same name.
func (n *names) put(b *binding) {
	for i, old := range n.list {
		if (n.byName == nil || n.byName[b.name] == old) && old.name == b.name {
			n.list[i] = b
			if n.byName != nil {
				n.byName[b.name] = b
			}
			return
		}
	}
	n.list = append(n.list, b)
	if n.byName == nil && len(n.list) > few {
		n.byName = make(map[string]*binding, 4*few)
		for _, b := range n.list {
			n.byName[b.name] = b
		}
	} else if n.byName != nil {
		n.byName[b.name] = b
	}
}

// sorted are the bindings in the order of their names.
func (n *names) sorted() []*binding {
	list := slices.Clone(n.list)
	slices.SortFunc(list, func(a, b *binding) int { return strings.Compare(a.name, b.name) })
	return list
}

func (s *scope) declare(b *binding) *binding {
	if old := s.names.get(b.name); old != nil && b.kind == bindVariable && old.kind == bindVariable {
		// var x twice is one variable.
		if b.value != nil {
			old.changes = append(old.changes, change{pos: b.pos, op: '=', value: b.value, scope: b.scope})
		}
		return old
	}
	b.scope = s
	s.names.put(b)
	return b
}

// lookup finds what a name stands for here, nil for what no scope of the file declares.
func (s *scope) lookup(name string) *binding {
	for ; s != nil; s = s.parent {
		if b := s.names.get(name); b != nil {
			return b
		}
	}
	return nil
}

// within reports whether s is outer or lies in it.
func (s *scope) within(outer *scope) bool {
	for ; s != nil; s = s.parent {
		if s == outer {
			return true
		}
	}
	return false
}

// resolveAssigns gives every variable its changes, in the order of the file.
func (r *reader) resolveAssigns() {
	for _, a := range r.assigns {
		b := a.scope.lookup(a.name)
		if b == nil {
			continue
		}
		i := len(b.changes)
		for i > 0 && b.changes[i-1].pos > a.change.pos {
			i--
		}
		b.changes = slices.Insert(b.changes, i, a.change)
	}
}

// bind declares the names of a pattern. The names take their part of value.
func (r *reader) bind(pattern *node, like binding, c context) {
	if pattern == nil {
		return
	}
	switch pattern.kind {
	case nodeName:
		b := like
		b.name, b.pos = pattern.name, pattern.pos
		target := c.scope
		if b.hoisted {
			for target.parent != nil && !target.body {
				target = target.parent
			}
		}
		b.scope = c.scope
		target.declare(&b)
	case nodeAssign: // a default
		if like.value == nil && pattern.x.kind == nodeName {
			like.value, like.path = pattern.y, ""
		}
		r.bind(pattern.x, like, c)
		r.expression(pattern.y, c.inside())
	case nodeObject:
		for _, p := range pattern.list {
			r.bindProperty(p, like, c)
		}
	case nodeArray:
		for _, e := range pattern.list {
			inner := like
			inner.value, inner.path, inner.typ, inner.over = nil, "", "", nil
			if e.kind == nodeSpread {
				e = e.x
			}
			r.bind(e, inner, c)
		}
	}
}

func (r *reader) bindProperty(p *node, like binding, c context) {
	if p.kind == nodeSpread {
		like.value, like.over = nil, nil
		r.bind(p.x, like, c)
		return
	}
	inner := like
	inner.over, inner.typ = nil, ""
	if p.name == "" {
		inner.value = nil
	} else if inner.path == "" {
		inner.path = p.name
	} else {
		inner.path += "." + p.name
	}
	if like.kind == bindParam {
		inner.typ = ""
	}
	r.bind(p.x, inner, c)
}
