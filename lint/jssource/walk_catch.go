package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// promiseSite is a .catch or .then whose callback handles an error.
type promiseSite struct {
	node  *node
	scope *scope
	fn    int32
}

// soleAwaited returns the callee of the one call that is awaited among the calls from first on, ""
// for none or several.
func (r *reader) soleAwaited(first int32) string {
	found := ""
	for _, site := range r.calls[first:] {
		if site.index < 0 || !r.file.Calls[site.index].Awaited {
			continue
		}
		if found != "" {
			return ""
		}
		found = r.file.Calls[site.index].Callee
	}
	return found
}

// catchBlock walks the handler of a try statement.
func (r *reader) catchBlock(s *node, c context, call string) {
	inner := c.block()
	inner.safe = true
	name := ""
	for _, p := range s.fn.params {
		r.bind(p.pattern, binding{kind: bindError, pos: p.pattern.pos}, inner)
		name = firstName(p.pattern)
	}
	h := fact.Catch{Kind: "catch", Call: call, Func: c.fn, Pos: fact.Pos(s.fn.pos), End: fact.Pos(s.y.end)}
	h.Empty = len(s.y.list) == 0
	r.handling(&h, s.y, name, 0)
	r.file.Catches = append(r.file.Catches, h)
	r.statements(s.y.list, inner)
}

func firstName(n *node) string {
	if names := patternNames(nil, n); len(names) > 0 {
		return names[0]
	}
	return ""
}

// promise makes the Catch of a .catch(callback) or .then(_, callback).
func (r *reader) promise(site promiseSite) {
	n := site.node
	at := 0
	if n.x.name == "then" {
		at = 1
	}
	if len(n.list) <= at {
		return
	}
	callback := n.list[at]
	if callback.kind == nodeNull {
		return
	}
	h := fact.Catch{Kind: "promise", Func: site.fn, Call: r.promised(n.x.x), Pos: fact.Pos(callback.pos), End: fact.Pos(max(callback.pos, n.end))}
	switch callback.kind {
	case nodeFunc:
		f := callback.fn
		name := ""
		if len(f.params) > 0 {
			name = firstName(f.params[0].pattern)
		}
		if f.body != nil {
			h.Empty = emptyBody(f.body)
			r.handling(&h, f.body, name, 0)
		}
	default:
		r.callbackName(&h, callback)
	}
	r.file.Catches = append(r.file.Catches, h)
}

func emptyBody(body *node) bool {
	switch body.kind {
	case nodeBlock:
		return len(body.list) == 0
	case nodeNull:
		return true
	case nodeObject, nodeArray:
		return len(body.list) == 0
	case nodeUnary:
		return body.op == wordVoid
	}
	return false
}

// promised returns the call whose promise a chain of .then and .catch follows.
func (r *reader) promised(n *node) string {
	for n != nil && n.kind == nodeCall && n.x.kind == nodeMember {
		switch n.x.name {
		case "then", "catch", "finally":
			n = n.x.x
			continue
		}
		break
	}
	if n != nil && n.kind == nodeCall {
		return r.dotted(n.x)
	}
	return ""
}

// callbackName judges .catch(console.error), .catch(next), .catch(reject).
func (r *reader) callbackName(h *fact.Catch, callback *node) {
	name := r.dotted(callback)
	switch last := lastPart(name); {
	case isLog(name):
		h.Logs = true
	case last == "next" || last == "reject" || last == "done" || last == "cb" || last == "callback":
		h.Rethrows = true
	case last == "noop":
		h.Empty = true
	default:
		h.Uses = true
	}
}

// handling looks through a handler for what it does with the error.
func (r *reader) handling(h *fact.Catch, n *node, name string, depth int) {
	if n == nil || depth > 2*maxDepth {
		return
	}
	depth++
	switch n.kind {
	case nodeThrow:
		h.Rethrows = true
	case nodeReturn:
		if n.x != nil && (n.x.kind == nodeName && n.x.name == name && name != "" || n.x.kind == nodeNew && strings.HasSuffix(r.dotted(n.x.x), "Error")) {
			h.Rethrows = true
		}
	case nodeName:
		h.Uses = h.Uses || n.name == name && name != ""
	case nodeCall:
		r.handlingCall(h, r.dotted(n.x), n)
	case nodeFunc:
		r.handling(h, n.fn.body, name, depth)
		return
	case nodeTry:
		r.handling(h, n.z, name, depth)
	case nodeTemplate, nodeObject, nodeArray, nodeBlock, nodeBinary, nodeVar, nodeSwitch, nodeLoop, nodeSequence:
	}
	r.handling(h, n.x, name, depth)
	r.handling(h, n.y, name, depth)
	if n.kind != nodeTry {
		r.handling(h, n.z, name, depth)
	}
	for _, e := range n.list {
		r.handling(h, e, name, depth)
	}
}

func (r *reader) handlingCall(h *fact.Catch, callee string, n *node) {
	last := lastPart(callee)
	switch {
	case isLog(callee):
		h.Logs = true
	case last == "reject" || callee == "Promise.reject":
		h.Rethrows = true
	case (callee == "next" || callee == "done" || callee == "cb" || callee == "callback") && len(n.list) > 0 && n.list[0].kind != nodeNull:
		h.Rethrows = true
	case isResponse(callee):
		h.Answers = true
	}
}

// isLog reports whether a callee writes to a log.
func isLog(callee string) bool {
	i := strings.LastIndexByte(callee, '.')
	if i < 0 {
		switch strings.ToLower(callee) {
		case "debug", "log", "logerror", "log_error", "loginfo", "logger", "log_info", "report_error":
			return true
		}
		return false
	}
	owner, method := lastPart(strings.ToLower(callee[:i])), callee[i+1:]
	switch owner {
	case "console", "logger", "log", "winston", "pino", "logging", "_logger", "bunyan", "sentry", "signale", "consola", "fancylog", "fastify.log":
		return true
	}
	switch method {
	case "error", "warn", "info", "debug", "trace", "fatal", "log", "verbose", "silly", "exception":
		return strings.HasSuffix(owner, "log") || strings.HasSuffix(owner, "logger") || owner == "getlogger()"
	}
	return false
}

// isResponse reports whether a callee writes a response.
func isResponse(callee string) bool {
	root := callee
	if i := strings.IndexByte(callee, '.'); i >= 0 {
		root = callee[:i]
	}
	switch root {
	case "res", "response", "resp", "reply":
		switch lastPart(callee) {
		case "json", "send", "end", "render", "redirect", "sendStatus", "jsonp", "code", "status", "write", "sendFile", "writeHead":
			return true
		}
	}
	return false
}
