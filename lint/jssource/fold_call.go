package jssource

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// call folds a call that makes a text.
func (f *folder) call(n *node, s *scope) {
	callee := f.r.dotted(n.x)
	if n.x.kind == nodeMember && f.textMethod(n, n.x, s) {
		return
	}
	switch lastPart(callee) {
	case "format", "sprintf", "vsprintf":
		f.format(n, s)
		return
	case "table": // kysely's sql.table('users')
		if callee == "sql.table" && len(n.list) > 0 {
			f.identifier(n.list[0], s)
			return
		}
	case "raw", "unsafe", "literal", "identifier", "escapeId", "escapeIdentifier", "ident", "String", "dedent", "sql",
		"ref", "quoteIdentifier", "quote_ident", "text", "id", "fragment", "lit", "empty", "namedQuery", "oneLine", "stripIndent", "stripIndents":
		if len(n.list) > 0 && n.list[0].kind != nodeObject {
			f.identifier(n.list[0], s)
			return
		}
	case "name", "alias":
		if strings.HasSuffix(callee, "as.name") || strings.HasSuffix(callee, "as.alias") {
			f.add(first(n.list), s)
			return
		}
	}
	if fn := f.r.functionOf(n.x, s); fn != nil && f.returned(fn, n, s) {
		return
	}
	if len(n.list) == 0 && strings.HasPrefix(callee, "this.") {
		f.hole(n, callee+"()", false) // which a class that extends this one may answer
		return
	}
	f.hole(n, "", false)
}

func first(list []*node) *node {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// identifier folds the argument of a call that quotes a name: a text, or an array of its parts.
func (f *folder) identifier(n *node, s *scope) {
	bound := f.bound
	f.bound = false
	defer func() { f.bound = bound }()
	if n.kind == nodeArray {
		f.joined(n, ".", s)
		return
	}
	f.add(n, s)
}

// textMethod folds a method of a text or array, and reports whether it was one.
func (f *folder) textMethod(n, m *node, s *scope) bool {
	switch m.name {
	case "trim", "trimEnd", "trimStart", "toLowerCase", "toUpperCase", "toString", "stripIndent", "valueOf", "normalize":
		if len(n.list) > 0 {
			return false
		}
		f.add(m.x, s)
	case "concat":
		f.add(m.x, s)
		for _, a := range n.list {
			f.add(a, s)
		}
	case "append": // SQL`…`.append(SQL`…`)
		if !holdsText(m.x) && !f.holdsQuery(m.x, s) {
			return false
		}
		f.add(m.x, s)
		f.add(first(n.list), s)
	case "replace", "replaceAll":
		f.replaced(n, m.x, s)
	case "join":
		return f.join(n, m.x, s)
	default:
		return false
	}
	return true
}

func (f *folder) holdsQuery(n *node, s *scope) bool {
	v, _, ok := f.r.resolve(n, s, 0)
	return ok && holdsText(v)
}

// join folds array.join(separator).
func (f *folder) join(n, array *node, s *scope) bool {
	separator := ","
	if len(n.list) > 0 {
		if n.list[0].kind != nodeString && n.list[0].kind != nodeTemplate {
			separator = " "
		} else if t := f.branch(n.list[0], s); len(t.Parts) == 1 && t.Parts[0].Hole == nil {
			separator = t.Parts[0].Literal
		} else if len(t.Parts) == 0 {
			separator = ""
		}
	}
	if array.kind == nodeName {
		if b := s.lookup(array.name); b != nil && b.kind == bindVariable && b.value != nil && b.value.kind == nodeArray && !b.busy {
			b.busy = true
			f.joined(b.value, separator, b.scope)
			f.pushed(b, separator, s)
			b.busy = false
			return true
		}
	}
	v, vs, ok := f.r.resolve(array, s, 0)
	if !ok || v.kind != nodeArray {
		// values.map(() => '?').join(', ') and what else makes a list of values.
		f.hole(n, "", array.kind == nodeCall)
		return true
	}
	f.joined(v, separator, vs)
	return true
}

func (f *folder) joined(array *node, separator string, s *scope) {
	for i, e := range array.list {
		if i > 0 {
			f.glue(separator, e)
		}
		if e.kind == nodeSpread {
			f.hole(e, "", false)
			continue
		}
		f.add(e, s)
	}
}

// glue adds text that stands nowhere in the source: its place is that of what it precedes.
func (f *folder) glue(text string, before *node) {
	f.part(fact.Part{Literal: text, Pos: fact.Pos(before.pos), End: fact.Pos(before.pos)})
}

func (f *folder) pushed(b *binding, separator string, s *scope) {
	first := true
	for _, c := range b.changes {
		if c.op != opPush || c.scope.function == s.function && f.at >= 0 && c.pos >= f.at {
			continue
		}
		if len(b.value.list) > 0 || !first {
			f.glue(separator, c.value)
		}
		first = false
		f.add(c.value, c.scope)
	}
}

// replaced folds text.replace(old, new): where both are known and old is in a literal it is done,
// else the text is kept as it is.
func (f *folder) replaced(n, text *node, s *scope) {
	inner := f.branch(text, s)
	old := ""
	if len(n.list) == 2 && n.list[0].kind == nodeString {
		old = n.list[0].name
	}
	if len(n.list) == 2 && n.list[0].kind == nodeRegex {
		old = plainRegex(f.r.src[n.list[0].pos:n.list[0].end])
	}
	for _, p := range inner.Parts {
		i := -1
		if old != "" && p.Hole == nil {
			i = strings.Index(p.Literal, old)
		}
		for i >= 0 {
			f.part(cut(p, 0, i))
			f.add(n.list[1], s)
			p = cut(p, i+len(old), len(p.Literal))
			i = strings.Index(p.Literal, old)
		}
		f.part(p)
	}
}

// plainRegex returns the text that a regular expression stands for when it has nothing special but
// escapes, else "".
func plainRegex(re string) string {
	end := strings.LastIndexByte(re, '/')
	if end < 2 {
		return ""
	}
	var b strings.Builder
	for i := 1; i < end; i++ {
		switch c := re[i]; c {
		case '\\':
			i++
			if i >= end || classes[re[i]] == byteName || classes[re[i]] == byteDigit {
				return ""
			}
			b.WriteByte(re[i])
		case '.', '*', '+', '?', '(', '[', '|', '^':
			return ""
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// format folds util.format and its like: %s and %I take a text, the other verbs a value.
func (f *folder) format(n *node, s *scope) {
	text := f.branch(first(n.list), s)
	next := 1
	for _, p := range text.Parts {
		if p.Hole != nil {
			f.part(p)
			continue
		}
		for {
			i := strings.IndexByte(p.Literal, '%')
			if i < 0 || i+1 >= len(p.Literal) {
				break
			}
			verb := p.Literal[i+1]
			if !strings.ContainsRune("sdifjoOIL%", rune(verb)) {
				f.part(cut(p, 0, i+1))
				p = cut(p, i+1, len(p.Literal))
				continue
			}
			f.part(cut(p, 0, i))
			if verb != '%' {
				f.verb(verb, n, next, s)
				next++
			}
			p = cut(p, i+2, len(p.Literal))
		}
		f.part(p)
	}
}

func (f *folder) verb(verb byte, n *node, next int, s *scope) {
	if verb == 's' || verb == 'I' {
		if next < len(n.list) {
			f.add(n.list[next], s)
			return
		}
		f.hole(n, "", false)
		return
	}
	f.hole(n, "", true)
}

// functionOf returns the function of this file that a callee names.
func (r *reader) functionOf(callee *node, s *scope) *function {
	switch callee.kind {
	case nodeName:
		b := s.lookup(callee.name)
		switch {
		case b == nil:
			return nil
		case b.kind == bindFunction:
			return b.fn
		case b.kind == bindVariable && b.value != nil && b.value.kind == nodeFunc && b.path == "":
			return b.value.fn
		}
	case nodeMember:
		if owner := callee.x; owner.kind == nodeName {
			return r.methodNamed(owner.name, callee, s)
		}
	}
	return nil
}

func (r *reader) methodNamed(owner string, callee *node, s *scope) *function {
	if owner == "this" || owner == "self" || owner == "that" {
		if s.class != nil {
			return s.class.methods[callee.name]
		}
		if f, ok := r.loose["this."+callee.name]; ok && f.value != nil && f.value.kind == nodeFunc {
			return f.value.fn
		}
		return nil
	}
	if b := s.lookup(owner); b != nil && b.kind == bindClass {
		return b.class.methods[callee.name]
	}
	if v, _, ok := r.resolve(callee, s, 0); ok && v.kind == nodeFunc {
		return v.fn
	}
	if owner == "exports" || owner == "module.exports" {
		if f, ok := r.loose[callee.name]; ok && f.value != nil && f.value.kind == nodeFunc {
			return f.value.fn
		}
	}
	return nil
}

// returned folds what a function of this file returns for the arguments of a call, if that is a
// text.
func (f *folder) returned(fn *function, n *node, s *scope) bool {
	if fn.busy || fn.scope == nil || len(fn.returns) == 0 || len(fn.returns) > 4 || f.depth > 12 {
		return false
	}
	fn.busy = true
	bound := bindArguments(fn, n.list, s)
	at := f.at
	f.at = -1
	var choices []fact.Text
	literals := len(f.literals)
	for _, value := range fn.returns {
		if t := f.branch(value, scopeOf(fn)); hasLiteral(t, 0) {
			choices = append(choices, t)
		}
	}
	f.at = at
	fn.busy = false
	for _, b := range bound {
		b.argument, b.argumentScope = nil, nil
	}
	if len(choices) == 0 {
		f.literals = f.literals[:literals]
		return false
	}
	f.choose(n, "", choices)
	return true
}

func scopeOf(fn *function) *scope { return fn.scope }

// bindArguments gives a function's parameters the arguments of a call, and returns them.
func bindArguments(fn *function, list []*node, s *scope) []*binding {
	var bound []*binding
	for i, p := range fn.params {
		if i >= len(list) || p.pattern.kind != nodeName {
			continue
		}
		if b := fn.scope.names.get(p.pattern.name); b != nil && b.argument == nil {
			b.argument, b.argumentScope = list[i], s
			bound = append(bound, b)
		}
	}
	return bound
}

// hasLiteral reports whether a text has a literal piece somewhere.
func hasLiteral(t fact.Text, depth int) bool {
	if depth > maxFoldDepth {
		return false
	}
	for _, p := range t.Parts {
		if p.Hole == nil {
			return true
		}
		for _, c := range p.Hole.Choices {
			if hasLiteral(c, depth+1) {
				return true
			}
		}
	}
	return false
}
