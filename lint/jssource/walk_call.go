package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// link returns the context of what a member or call follows.
func (c context) link() context {
	inner := c.inside()
	inner.linked, inner.inText = true, c.inText
	return inner
}

// call walks a call.
func (r *reader) call(n *node, c context) {
	if n.x.kind == nodeName && n.x.name == "require" && len(n.list) == 1 && n.list[0].kind == nodeString {
		return // chain made an Import of it
	}
	method := ""
	if n.x.kind == nodeMember {
		method = n.x.name
	}
	inner := c.link()
	switch method {
	case "then", "catch", "finally":
		inner.promise, inner.awaited, inner.returned = true, c.awaited, c.returned
		inner.caught = c.caught || method == "catch" || method == "then" && len(n.list) > 1
	}
	c.caught = c.caught || method == "catch"
	index := r.declareCall(n, r.dotted(n.x), c)
	n.fact = index
	r.calls = append(r.calls, callSite{node: n, scope: c.scope, fn: c.fn, index: index, name: c.name})
	textual := textMethods[method] && holdsText(n.x.x)
	if textual {
		r.note(n, c)
		inner.inText = true
	}
	if method == "catch" || method == "then" {
		r.promises = append(r.promises, promiseSite{node: n, scope: c.scope, fn: c.fn})
	}
	r.pushes(n, method, c)
	r.expression(n.x, inner)
	r.argumentList(n, method, c, textual)
}

// argumentList walks the arguments of a call.
func (r *reader) argumentList(n *node, method string, c context, textual bool) {
	name := method
	if name == "" && n.x.kind == nodeName {
		name = n.x.name
	}
	for _, a := range n.list {
		inner := c.inside()
		inner.inText = textual
		inner.handler = handlerCalls[name]
		if a.kind == nodeFunc {
			if takesRequest(a.fn) {
				inner.handler = true
				inner.name, inner.exported, inner.doc = c.name, c.exported, c.doc
			}
			if eachMethods[method] && n.x.x.kind != nodeCall {
				inner.over = n.x.x
			}
		}
		if a.kind == nodeObject && transparent[name] {
			inner.name, inner.owner, inner.exported = c.name, c.owner, c.exported
		}
		r.expression(a, inner)
	}
}

// transparent are calls that return their argument.
var transparent = map[string]bool{"freeze": true, "seal": true, "assign": true, "deepFreeze": true, "defineConfig": true}

// textMethods make a text of a text or of an array of them.
var textMethods = map[string]bool{
	"join": true, "concat": true, "trim": true, "trimEnd": true, "trimStart": true, "replace": true,
	"replaceAll": true, "toLowerCase": true, "toUpperCase": true, "toString": true, "stripIndent": true,
}

var eachMethods = map[string]bool{"forEach": true, "map": true, "flatMap": true, "reduce": false}

// handlerCalls take functions that are run later on their own: routes, events, timers, queues.
var handlerCalls = set("on", "once", "addListener", "prependListener", "get", "post", "put", "delete", "patch", "all",
	"use", "head", "options", "registerHandler", "register_handler", "subscribe", "consume", "process", "schedule",
	"setInterval", "setTimeout", "setImmediate", "addEventListener", "handle", "command", "job", "cron", "listen", "add_job")

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// takesRequest reports whether a function looks like a handler of requests.
func takesRequest(f *function) bool {
	if len(f.params) == 0 || f.params[0].pattern.kind != nodeName {
		return false
	}
	switch f.params[0].pattern.name {
	case "req", "request", "_req", "ctx":
		return true
	}
	return false
}

// holdsText reports whether an expression is a text, or an array that holds some.
func holdsText(n *node) bool {
	for depth := 0; n != nil && depth < 20; depth++ {
		switch n.kind {
		case nodeString, nodeTemplate:
			return true
		case nodeBinary:
			return n.op == '+'
		case nodeArray:
			for _, e := range n.list {
				if e.kind == nodeString || e.kind == nodeTemplate || e.kind == nodeBinary && e.op == '+' {
					return true
				}
			}
			return false
		case nodeCall:
			if n.x.kind != nodeMember {
				return false
			}
			n = n.x.x
		default:
			return false
		}
	}
	return false
}

// pushes notes array.push(text) as a change of the array.
func (r *reader) pushes(n *node, method string, c context) {
	if method != "push" || n.x.x.kind != nodeName {
		return
	}
	for _, a := range n.list {
		r.assigns = append(r.assigns, assignSite{
			name: n.x.x.name, scope: c.scope, change: change{pos: n.pos, op: opPush, value: a, scope: c.scope},
		})
	}
}

func (r *reader) construction(n *node, c context) {
	if n.x != nil {
		index := r.declareCall(n, "new "+r.dotted(n.x), c)
		n.fact = index
		r.calls = append(r.calls, callSite{node: n, scope: c.scope, fn: c.fn, index: index, name: c.name})
	}
	r.expression(n.x, c.link())
	for _, a := range n.list {
		r.expression(a, c.inside())
	}
}

// taggedCall makes a call of a template with a tag that runs SQL.
func (r *reader) taggedCall(n *node, c context) {
	tag := r.dotted(n.x)
	if !sqlTag(tag) {
		return
	}
	n.fact = r.declareCall(n, tag, c)
}

// declareCall adds a Call and returns its index, None where the callee has no name.
func (r *reader) declareCall(n *node, callee string, c context) int32 {
	if callee == "" || callee == "new " || len(callee) > 1000 {
		return fact.None
	}
	if name, ok := strings.CutPrefix(callee, "import."); ok && name == "" {
		return fact.None
	}
	r.file.Calls = append(r.file.Calls, fact.Call{
		Callee: r.intern(callee), Func: c.fn, Awaited: c.awaited, InTry: c.try, Caught: c.caught,
		Returned: c.returned, Used: c.used || c.awaited && c.name != "" || c.returned, Name: r.intern(c.name),
		Pos: fact.Pos(n.pos), End: fact.Pos(n.end),
	})
	return int32(len(r.file.Calls) - 1)
}

// dotted writes a chain as its dotted name: "a.b().c", "new X", "" for what has none.
func (r *reader) dotted(n *node) string {
	if n != nil && n.kind == nodeName {
		return n.name
	}
	r.buffer = r.buffer[:0]
	if !r.writeDotted(n, 0) {
		return ""
	}
	if kept, ok := r.names[string(r.buffer)]; ok {
		return kept
	}
	return r.intern(string(r.buffer))
}

func (r *reader) writeDotted(n *node, depth int) bool {
	if n == nil || depth > maxChain+10 || len(r.buffer) > 1000 {
		return false
	}
	switch n.kind {
	case nodeName:
		r.buffer = append(r.buffer, n.name...)
		return true
	case nodeMember:
		if !r.writeDotted(n.x, depth+1) {
			return false
		}
		r.buffer = append(append(r.buffer, '.'), n.name...)
		return true
	case nodeIndex:
		if !r.writeDotted(n.x, depth+1) {
			return false
		}
		if n.y != nil && n.y.kind == nodeString {
			r.buffer = append(append(r.buffer, '.'), n.y.name...)
		} else {
			r.buffer = append(r.buffer, "[]"...)
		}
		return true
	case nodeCall, nodeTemplate:
		if n.x == nil || !r.writeDotted(n.x, depth+1) {
			return false
		}
		r.buffer = append(r.buffer, "()"...)
		return true
	case nodeNew:
		r.buffer = append(r.buffer, "new "...)
		if !r.writeDotted(n.x, depth+1) {
			return false
		}
		r.buffer = append(r.buffer, "()"...)
		return true
	case nodeAwait:
		return r.writeDotted(n.x, depth+1)
	case nodeImportCall:
		r.buffer = append(r.buffer, "import()"...)
		return true
	}
	return false
}

func lastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// receiverOf returns the object of a dotted name that a function is assigned to: the class of
// X.prototype.f, the object of object.f, "" for exports.
func receiverOf(name string) string {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return ""
	}
	owner := strings.TrimSuffix(name[:i], ".prototype")
	switch owner {
	case "module.exports", "exports", "module":
		return ""
	}
	return owner
}
