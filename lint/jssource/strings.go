package jssource

import (
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// stringKey tells texts apart by what they are made of.
type stringKey struct {
	pos, end    fact.Pos
	parts, size int
}

// collectStrings makes the Strings: first of the texts that calls are given, then of the rest.
func (r *reader) collectStrings() {
	r.strings = map[stringKey]int{}
	r.findSinks()
	for i := range r.calls {
		r.callStrings(&r.calls[i])
	}
	for _, t := range r.texts {
		r.loneText(t)
	}
	slices.SortStableFunc(r.file.Strings, func(a, b fact.String) int { return int(a.Pos - b.Pos) })
}

// findSinks finds the functions of this file that pass a parameter on to a call that runs it, or to
// another such function.
func (r *reader) findSinks() {
	r.sinks = map[*function]uint32{}
	for range 3 {
		before := len(r.sinks)
		for i := range r.calls {
			r.passOn(&r.calls[i])
		}
		if len(r.sinks) == before {
			return
		}
	}
}

func (r *reader) passOn(site *callSite) {
	for i, a := range site.node.list {
		n := a
		if n.kind == nodeSpread {
			n = n.x
		}
		if n == nil || n.kind != nodeName && n.kind != nodeObject {
			continue
		}
		if !r.runsArgument(site, i) {
			continue
		}
		if n.kind == nodeObject {
			for _, p := range n.list {
				if p.kind == nodeProperty && textKeys[p.name] && p.x != nil && p.x.kind == nodeName {
					r.markSink(p.x, site.scope)
				}
			}
			continue
		}
		r.markSink(n, site.scope)
	}
}

func (r *reader) markSink(n *node, s *scope) {
	b := s.lookup(n.name)
	if b == nil || b.kind != bindParam || b.fn == nil || b.index > 31 || b.path != "" {
		return
	}
	r.sinks[b.fn] |= 1 << b.index
}

// runsArgument reports whether a call runs its i-th argument, as far as its callee tells.
func (r *reader) runsArgument(site *callSite, i int) bool {
	if len(r.sinks) > 0 && site.node.kind == nodeCall {
		if fn := r.functionOf(site.node.x, site.scope); fn != nil {
			if mask := r.sinks[fn]; i < 32 && mask&(1<<i) != 0 {
				return true
			}
		}
	}
	if i > 0 {
		return false
	}
	return sinkOf(r.callee(site), site.node.kind == nodeNew) == sinkRuns
}

func (r *reader) callee(site *callSite) string {
	if site.index >= 0 {
		return r.file.Calls[site.index].Callee
	}
	if site.node.x != nil && site.node.x.kind == nodeMember {
		return site.node.x.name
	}
	return ""
}

// callStrings makes the Strings of a call's arguments.
func (r *reader) callStrings(site *callSite) {
	if len(site.node.list) == 0 {
		return
	}
	callee := r.callee(site)
	kind := sinkOf(callee, site.node.kind == nodeNew)
	if kind == sinkNone && r.promisified(site) {
		kind = sinkRuns
	}
	first := kind
	for _, a := range site.node.list[1:] {
		if textual(a) && maybeSQL(r.src[a.pos:a.end]) && !textual(site.node.list[0]) {
			first = sinkMay // query(connection, text)
		}
	}
	requests := r.requests(site)
	for i, a := range site.node.list {
		if a.kind == nodeObject && requests {
			r.argumentString(a, site, callee, sinkMessage, 0)
			continue
		}
		use := kind
		if i == 0 && first < kind {
			use = first
		} else if use != sinkRuns && r.runsArgument(site, i) {
			use = sinkRuns
		} else if use == sinkRuns && i > 0 {
			use = sinkMay
		}
		r.argumentString(a, site, callee, use, 0)
	}
}

// requests reports whether a call is one of a client of HTTP: what its options hold goes to a server, and
// a query among it is that server's.
func (r *reader) requests(site *callSite) bool {
	root, _, _ := strings.Cut(r.callee(site), ".")
	root = strings.TrimSuffix(root, "()")
	b := site.scope.lookup(root)
	if b == nil {
		return root == "fetch"
	}
	return b.kind == bindImport && httpClients[b.module]
}

// promisified reports whether the callee is a variable that holds a bound or promisified method that
// runs SQL.
func (r *reader) promisified(site *callSite) bool {
	if site.node.x == nil || site.node.x.kind != nodeName {
		return false
	}
	b := site.scope.lookup(site.node.x.name)
	if b == nil || b.kind != bindVariable || b.value == nil || b.value.kind != nodeCall {
		return false
	}
	return namesRun(b.value, 0)
}

// namesRun reports whether a method that runs SQL is named in a chain or its arguments.
func namesRun(n *node, depth int) bool {
	for ; n != nil && depth < 8; depth++ {
		switch n.kind {
		case nodeMember:
			if runs[n.name] || n.name == "run" || n.name == "all" || n.name == "get" {
				return true
			}
		case nodeCall:
			if last := n.x; last.kind == nodeMember && runs[last.name] && depth == 0 {
				return false // the result of a query
			}
			for _, a := range n.list[:min(len(n.list), 3)] {
				if a.kind == nodeMember && namesRun(a, depth+4) {
					return true
				}
			}
		default:
			return false
		}
		n = n.x
	}
	return false
}

func (r *reader) argumentString(a *node, site *callSite, callee string, use sink, depth int) {
	if a == nil || depth > 4 {
		return
	}
	switch a.kind {
	case nodeCond:
		if isObject(a.y) || isObject(a.z) {
			r.argumentString(a.y, site, callee, use, depth+1)
			r.argumentString(a.z, site, callee, use, depth+1)
			return
		}
		r.textString(a, site, callee, use)
	case nodeString, nodeTemplate, nodeBinary, nodeCall, nodeMember, nodeIndex, nodeName, nodeAwait, nodeAssign:
		r.textString(a, site, callee, use)
	case nodeArray:
		if use >= sinkMay && depth < 2 {
			for _, e := range a.list {
				if e.kind == nodeCall && !holdsText(e) {
					continue // it has its own sink
				}
				r.argumentString(e, site, callee, sinkMay, depth+1)
			}
		}
	case nodeObject:
		for _, p := range a.list {
			switch {
			case p.kind != nodeProperty || p.x == nil:
			case use == sinkMessage: // what a log or an event tells of a query
				r.argumentString(p.x, site, callee, use, depth+1)
			case textKeys[p.name] && use >= sinkMay:
				r.textString(p.x, site, callee, use)
			}
		}
	}
}

func isObject(n *node) bool { return n != nil && n.kind == nodeObject }

// textString makes the String of one argument.
func (r *reader) textString(a *node, site *callSite, callee string, use sink) {
	if !r.worthFolding(a, site.scope, use) {
		return
	}
	if a.kind == nodeName || a.kind == nodeMember {
		if v, s, ok := r.resolve(a, site.scope, 0); ok && v.kind == nodeObject && use >= sinkMay {
			for _, p := range v.list {
				if p.kind == nodeProperty && p.x != nil && textKeys[p.name] {
					r.textString(p.x, &callSite{node: site.node, scope: s, fn: site.fn, index: site.index}, callee, use)
				}
			}
			return
		}
	}
	t, literals := r.fold(a, site.scope, site.node.pos)
	if use >= sinkMay {
		t = r.withNames(t, a, site)
	}
	role := roleOf(t, use)
	if !keeps(t, role, use) || role != fact.Executed && seen(literals) {
		return
	}
	name := ""
	if a.kind == nodeName || a.kind == nodeMember {
		name = r.dotted(a)
	}
	r.addString(fact.String{Text: t, Role: role, Callee: r.intern(callee), Name: r.intern(name), Func: site.fn}, a, literals)
}

// worthFolding spares the folding of arguments that cannot be SQL.
func (r *reader) worthFolding(a *node, s *scope, use sink) bool {
	switch a.kind {
	case nodeString, nodeTemplate:
		return maybeSQL(r.src[a.pos:a.end]) || use == sinkRuns && a.kind == nodeTemplate
	case nodeName:
		if use == sinkRuns {
			return true
		}
		b := s.lookup(a.name)
		return b != nil && b.kind == bindVariable && r.maybeBinding(b)
	case nodeBinary, nodeCond:
		return use >= sinkMay || maybeSQL(r.src[a.pos:a.end])
	case nodeCall:
		if use == sinkMay {
			return a.x.kind == nodeMember && textMethods[a.x.name] || r.functionOf(a.x, s) != nil
		}
		return use == sinkRuns || maybeSQL(r.src[a.pos:a.end]) && holdsText(a)
	}
	return use >= sinkMay
}

func (r *reader) maybeBinding(b *binding) bool {
	if b.value != nil && b.path == "" && textual(b.value) && maybeSQL(r.src[b.value.pos:b.value.end]) {
		return true
	}
	for _, c := range b.changes[:min(len(b.changes), 10)] {
		if c.value != nil && textual(c.value) && maybeSQL(r.src[c.value.pos:c.value.end]) {
			return true
		}
	}
	return false
}

func textual(n *node) bool {
	switch n.kind {
	case nodeString, nodeTemplate, nodeCond:
		return true
	case nodeBinary:
		return n.op == '+'
	case nodeCall:
		return holdsText(n)
	}
	return false
}

// loneText makes the String of a text that no call was given: one that is assigned, returned, or
// listed, and that no other text holds.
func (r *reader) loneText(site textSite) {
	n := site.node
	if n.flags&flagSeen != 0 {
		return
	}
	t, literals := r.fold(n, site.scope, n.pos)
	if seen(literals) {
		return
	}
	s := fact.String{Name: r.intern(site.name), Func: site.fn}
	if tag := tagOf(n); tag != nil {
		name := r.dotted(tag)
		s.Callee, s.Role = r.intern(name), fact.Argument
		if sqlTag(name) {
			s.Role = fact.Executed
		}
	} else if b := r.builtUp(site); b != nil {
		t, literals = r.fold(&node{kind: nodeName, name: b.name, pos: n.pos, end: n.end}, site.scope, -1)
	}
	s.Text = t
	if s.Role == fact.Unknown && site.name == "" && r.countsOnly(n) {
		return
	}
	if s.Role == fact.Executed && anySQL(t, 0) || keeps(t, s.Role, sinkNone) {
		r.addString(s, n, literals)
	}
}

// seen reports whether another text has one of the literals already.
func seen(literals []*node) bool {
	for _, l := range literals {
		if l.flags&flagSeen != 0 {
			return true
		}
	}
	return false
}

func tagOf(n *node) *node {
	if n.kind == nodeTemplate {
		return n.x
	}
	return nil
}

// builtUp returns the variable that a text is the beginning of, if more is appended to it.
func (r *reader) builtUp(site textSite) *binding {
	if site.name == "" {
		return nil
	}
	b := site.scope.lookup(site.name)
	if b == nil || b.kind != bindVariable || len(b.changes) == 0 || b.value != site.node {
		return nil
	}
	return b
}

// addString adds a String unless the same text is there, in which case the surer role stays.
func (r *reader) addString(s fact.String, n *node, literals []*node) {
	for _, l := range literals {
		l.flags |= flagSeen
	}
	s.Pos, s.End = fact.Pos(n.pos), fact.Pos(n.end)
	if len(literals) > 0 && (literals[0].pos < n.pos || literals[0].pos >= n.end) {
		s.Pos, s.End = fact.Pos(literals[0].pos), fact.Pos(literals[0].end)
	}
	r.budget -= 8 * len(s.Text.Parts)
	key := stringKey{pos: s.Pos, end: s.End, parts: len(s.Text.Parts), size: textSize(s.Text)}
	if old, ok := r.strings[key]; ok && len(literals) > 0 {
		kept := &r.file.Strings[old]
		if kept.Role == fact.Unknown || kept.Role != fact.Executed && s.Role == fact.Executed {
			*kept = s
		}
		return
	}
	r.strings[key] = len(r.file.Strings)
	r.file.Strings = append(r.file.Strings, s)
}
