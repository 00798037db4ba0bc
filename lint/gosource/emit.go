package gosource

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// use is where an expression's value goes.
type use struct {
	kind   useKind
	name   string // what it is assigned to
	callee string // the call it is an argument of
}

type useKind uint8

const (
	elsewhere useKind = iota
	assigned
	returned
	argument
	message
	executed
)

// stringKey tells emitted strings apart: the same pieces in the same function are one string.
type stringKey struct {
	from, to fact.Pos
	parts    int
	fn       int32
}

// candidate is a text that becomes a String of its own where no other String holds it.
type candidate struct {
	text     fact.String
	literals int
}

// use emits the text of an expression by where it goes, and then walks what is inside. It returns the
// text, nil where it was not needed.
func (r *reader) use(e ast.Expr, u use) (text parts) {
	if e == nil || r.tooDeep() {
		return nil
	}
	switch x := e.(type) {
	case *ast.BasicLit:
		if x.Kind == token.STRING || x.Kind == token.CHAR {
			text = r.text(e, u)
		}
		return text
	case *ast.BinaryExpr, *ast.CallExpr, *ast.ParenExpr, *ast.IndexExpr:
		text = r.text(e, u)
	case *ast.Ident:
		if u.kind == executed || (u.kind == returned || u.kind == argument) && r.holdsText(x.Name) {
			text = r.text(e, u)
		}
		return text
	case *ast.SelectorExpr:
		if u.kind == executed || (u.kind == returned || u.kind == argument) && r.knownMember(x) != nil {
			text = r.text(e, u)
		}
	case *ast.UnaryExpr:
		if _, lit := x.X.(*ast.CompositeLit); !lit {
			text = r.text(e, u)
		}
	}
	r.depth++
	r.inside(e, u)
	r.depth--
	return text
}

// expr walks an expression whose text goes nowhere in particular.
func (r *reader) expr(e ast.Expr) { r.use(e, use{}) }

// text folds an expression and emits what it finds.
func (r *reader) text(e ast.Expr, u use) parts {
	text := r.fold(e)
	if !textual(text) && (u.kind != executed || !nameable(text)) {
		return text
	}
	if u.kind <= returned {
		r.candidate(text, u, e)
		return text
	}
	_, literal := e.(*ast.BasicLit)
	if u.kind == executed || !r.isCovered(text) || !literal && !isNested(e) {
		r.emit(text, u, e)
	}
	return text
}

// holdsText tells whether a text may be known of a name.
func (r *reader) holdsText(name string) bool {
	if v := r.lookup(name); v != nil {
		return v.text != nil
	}
	return r.globals[name] != nil
}

// isNested tells expressions that have the text's source inside from names of it.
func isNested(e ast.Expr) bool {
	switch e.(type) {
	case *ast.Ident, *ast.SelectorExpr:
		return false
	}
	return true
}

// candidate keeps a text for the end of the file.
func (r *reader) candidate(text parts, u use, e ast.Expr) {
	if !interesting(text) {
		return
	}
	s := r.newString(text, u, e)
	if n := len(r.candidates); n > 0 && u.name != "" {
		last := &r.candidates[n-1]
		if last.text.Name == u.name && last.text.Func == r.fn && hasPrefix(text, last.text.Text.Parts) {
			*last = candidate{s, len(text)}
			return
		}
	}
	r.candidates = append(r.candidates, candidate{s, len(text)})
}

func (r *reader) newString(text parts, u use, e ast.Expr) fact.String {
	s := fact.String{
		Text: fact.Text{Parts: withTemplates(text)}, Callee: u.callee, Name: u.name, Func: r.fn,
		Pos: r.pos(e.Pos()), End: r.pos(e.End()),
	}
	if u.kind <= argument || strings.HasSuffix(u.callee, "f") && u.kind == executed {
		s.Text.Parts = withVerbs(s.Text.Parts)
	}
	switch u.kind {
	case executed:
		s.Role = fact.Executed
	case argument:
		s.Role = fact.Argument
	case message:
		s.Role = fact.Message
	}
	s.Query = queryName(text)
	return s
}

// queryName is the name that sqlc puts before a query.
func queryName(text parts) string {
	if len(text) == 0 || text[0].Hole != nil {
		return ""
	}
	rest, ok := strings.CutPrefix(strings.TrimSpace(text[0].Literal), "-- name:")
	if !ok {
		return ""
	}
	if fields := strings.Fields(rest); len(fields) > 0 {
		return fields[0]
	}
	return ""
}

// emit adds a String, or strengthens the role of one that is there.
func (r *reader) emit(text parts, u use, e ast.Expr) {
	if !interesting(text) && (u.kind != executed || fragments[lastName(u.callee)] || u.name != "" || !mayBecome(text)) {
		return
	}
	r.add(r.newString(text, u, e))
}

func (r *reader) add(s fact.String) {
	text := s.Text.Parts
	from, to := extent(text)
	key := stringKey{from, to, len(text), s.Func}
	if i, ok := r.strings[key]; ok {
		if old := &r.file.Strings[i]; strength(s.Role) > strength(old.Role) {
			if s.Name == "" {
				s.Name = old.Name
			}
			*old = s
		}
		return
	}
	r.strings[key] = len(r.file.Strings)
	r.file.Strings = append(r.file.Strings, s)
	r.cover(text)
}

// extent is where the text's first piece begins and its last one ends.
func extent(text parts) (from, to fact.Pos) {
	first, last := text[0], text[len(text)-1]
	from, to = first.Pos, last.End
	if first.Hole != nil && len(first.Hole.Choices) > 0 {
		from, _ = extent(first.Hole.Choices[0].Parts)
	}
	if last.Hole != nil && len(last.Hole.Choices) > 0 {
		_, to = extent(last.Hole.Choices[len(last.Hole.Choices)-1].Parts)
	}
	return from, to
}

// strength orders the roles by how much they say for a text's being SQL.
func strength(role fact.Role) int {
	switch role {
	case fact.Executed:
		return 3
	case fact.Argument:
		return 2
	case fact.Unknown:
		return 1
	default:
		return 0
	}
}

// cover marks the source bytes that a text holds.
func (r *reader) cover(text parts) {
	for _, p := range text {
		if p.Hole != nil {
			for _, c := range p.Hole.Choices {
				r.cover(c.Parts)
			}
			continue
		}
		for i := p.Pos; i < p.End; i++ {
			if i%64 == 0 && i+64 <= p.End {
				r.covered[i/64] = ^uint64(0)
				i += 63
				continue
			}
			r.covered[i/64] |= 1 << (i % 64)
		}
	}
}

// isCovered tells whether emitted strings hold every literal of the text, its first or last byte
// standing for it: a verb in a format is held by no one.
func (r *reader) isCovered(text parts) bool {
	for _, p := range text {
		if p.Hole != nil {
			for _, c := range p.Hole.Choices {
				if !r.isCovered(c.Parts) {
					return false
				}
			}
			continue
		}
		if p.Pos >= p.End || r.marked(p.Pos) || r.marked(p.End-1) {
			continue
		}
		const spaces = " \t\r\n"
		from, to := len(p.Literal)-len(strings.TrimLeft(p.Literal, spaces)), len(strings.TrimRight(p.Literal, spaces))
		if from >= to {
			continue
		}
		if core := slice(p, from, to); core.Pos < core.End && !r.marked(core.Pos) && !r.marked(core.End-1) {
			return false
		}
	}
	return true
}

func (r *reader) marked(p fact.Pos) bool { return r.covered[p/64]&(1<<(p%64)) != 0 }

// finishStrings emits the candidates that no string holds, the fullest first, and puts all in order.
func (r *reader) finishStrings() {
	slices.SortStableFunc(r.candidates, func(a, b candidate) int { return b.literals - a.literals })
	for _, c := range r.candidates {
		if !r.isCovered(c.text.Text.Parts) {
			r.add(c.text)
		}
	}
	slices.SortStableFunc(r.file.Strings, func(a, b fact.String) int { return int(a.Pos - b.Pos) })
}
