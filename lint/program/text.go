package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/sqltable"
)

// Bounds on the following of names: how deep, how many alternatives of one text, how many steps for one
// text, model or call.
const (
	deepest          = 8
	mostAlternatives = 32
	mostSteps        = 2000
	longestText      = 1 << 20
)

// flat is a text with its holes filled as far as the program allows; what stays unknown is a
// sqltable.Hole. Its spans say where in the source its bytes come from.
type flat struct {
	text  string
	spans []span
	// holes is set when something stayed unknown.
	holes bool
}

// span is a piece of a flat text that comes from one part of the source text.
type span struct {
	start int // in the flat text
	part  *fact.Part
}

// source turns the range from start to end of a flat text into one of the source file. A piece that
// is written elsewhere in the file, as a constant's is, counts where the text around it is.
func (f *flat) source(start, end int) (fact.Pos, fact.Pos) {
	if len(f.spans) == 0 {
		return fact.None, fact.None
	}
	from, _ := f.at(start)
	_, to := f.at(max(start, end-1))
	return from, max(from, to)
}

// at returns where the byte at an offset of a flat text begins and ends in the source.
func (f *flat) at(offset int) (fact.Pos, fact.Pos) {
	i := 0
	for i+1 < len(f.spans) && f.spans[i+1].start <= offset {
		i++
	}
	s := f.spans[i]
	first, last := f.spans[0].part, f.spans[len(f.spans)-1].part
	if i > 0 && (s.part.Pos < first.Pos || s.part.Pos > last.End && last.End >= first.Pos) {
		before := f.spans[i-1].part.End
		return before, before
	}
	if s.part.Hole != nil {
		return s.part.Pos, s.part.End
	}
	return sourceOffset(s.part, offset-s.start), sourceOffset(s.part, offset-s.start+1)
}

// sourceOffset turns an offset in a part's value into one in the file.
func sourceOffset(part *fact.Part, offset int) fact.Pos {
	skew := int32(0)
	for _, escape := range part.Escapes {
		if int(escape.At) > offset {
			break
		}
		skew = escape.Skew
	}
	return part.Pos + fact.Pos(offset) + fact.Pos(skew)
}

// where is the place that a name is resolved from.
type where struct {
	file *File
	fn   int32
}

// flatten returns the alternatives of a text. A text with several choices has each of them in at
// least one alternative, not every combination.
func (l *linker) flatten(at where, text *fact.Text) []flat {
	l.steps = 0
	return l.flattenTo(at, text, 0)
}

// spend counts a step of following a name and reports whether there were too many: names that refer to
// each other many times over would take for ever in spite of the bound on depth.
func (l *linker) spend() bool {
	l.steps++
	return l.steps > mostSteps
}

func (l *linker) flattenTo(at where, text *fact.Text, depth int) []flat {
	if len(text.Parts) == 1 {
		return l.choices(at, &text.Parts[0], depth)
	}
	choices := make([][]flat, len(text.Parts))
	most := 1
	for i := range text.Parts {
		choices[i] = l.choices(at, &text.Parts[i], depth)
		if i > 0 && prefixes(&text.Parts[i-1], choices[i-1], choices[i]) {
			choices[i-1] = []flat{{}}
		}
		most = max(most, len(choices[i]))
	}
	all := make([]flat, min(most, mostAlternatives))
	for n := range all {
		var out strings.Builder
		f := flat{spans: make([]span, 0, len(text.Parts))}
		for i := range choices {
			piece := &choices[i][n%len(choices[i])]
			if out.Len()+len(piece.text) > longestText {
				break
			}
			for _, s := range piece.spans {
				f.spans = append(f.spans, span{out.Len() + s.start, s.part})
			}
			out.WriteString(piece.text)
			f.holes = f.holes || piece.holes
		}
		f.text = out.String()
		all[n] = f
	}
	return all
}

// prefixes reports whether a part that stayed unknown is the prefix of names that an installation
// chooses, as in tablePrefix + "users": the table is known without it.
func prefixes(part *fact.Part, is, next []flat) bool {
	if part.Hole == nil || len(is) != 1 || is[0].text != string(sqltable.Hole) || next[0].text == "" {
		return false
	}
	c := next[0].text[0]
	name := strings.ToLower(strings.TrimSuffix(part.Hole.Name, "()"))
	return strings.HasSuffix(name, "prefix") && (c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')
}

// choices returns what a part can be: one text for a literal, all that are known for a hole.
func (l *linker) choices(at where, part *fact.Part, depth int) []flat {
	whole := []span{{0, part}}
	if part.Hole == nil {
		return []flat{{text: part.Literal, spans: whole, holes: hasHole(part.Literal)}}
	}
	unknown := []flat{{text: string(sqltable.Hole), spans: whole, holes: true}}
	if part.Hole.Value || depth > deepest || l.spend() {
		return unknown
	}
	if all := l.argument(at, part, depth); all != nil {
		return all
	}
	var all []flat
	for i := range part.Hole.Choices {
		all = append(all, l.flattenTo(at, &part.Hole.Choices[i], depth+1)...)
		if len(all) >= mostAlternatives {
			return all[:mostAlternatives]
		}
	}
	if text, from, given := l.held(part.Hole.Name); text != nil {
		l.given = append(l.given, given...)
		all = l.flattenTo(from, text, depth+1)
		l.given = l.given[:len(l.given)-len(given)]
		return all
	}
	if len(all) == 0 && part.Hole.Name != "" {
		if text, from := l.known(at, part.Hole.Name, depth); text != nil {
			l.given = append(l.given, arguments{texts: part.Hole.Args, at: at})
			all = l.flattenTo(from, text, depth+1)
			l.given = l.given[:len(l.given)-1]
			for i := range all {
				all[i].spans = whole // it may be of another file: it counts where it is named
			}
		}
	}
	if len(all) == 0 {
		return unknown
	}
	return all
}

// argument returns what is given for a part that stands for an argument, nil for any other part.
func (l *linker) argument(at where, part *fact.Part, depth int) []flat {
	n := len(l.given)
	if of := part.Hole.Of; of > 0 && (n == 0 || l.given[n-1].of != (Function{at.file, of - 1})) {
		return nil
	}
	if part.Hole.Arg < 1 || n == 0 || int(part.Hole.Arg) > len(l.given[n-1].texts) {
		return nil
	}
	top := l.given[n-1]
	text := top.text(part.Hole)
	if text == nil {
		return nil
	}
	l.given = l.given[:n-1]
	all := l.flattenTo(top.at, text, depth+1)
	l.given = append(l.given, top)
	return all
}

// known returns the text that a dotted name stands for, and where its own names are to be resolved: a
// constant's, or for name() what the function always returns.
func (l *linker) known(at where, name string, depth int) (*fact.Text, where) {
	if function, called := strings.CutSuffix(name, "()"); called {
		if all := l.callees(at, function); len(all) == 1 && depth < deepest {
			return all[0].Fact().Returns, where{all[0].File, all[0].Index}
		}
		return nil, at
	}
	if at.file.Language == fact.Go && l.open[fieldKey{at.file.dir, name}] {
		return nil, at
	}
	if constant, from := l.constant(at, name, depth); constant != nil {
		return &constant.Text, from
	}
	return nil, at
}

// constant finds the constant that a dotted name stands for, and where it is.
func (l *linker) constant(at where, name string, depth int) (*fact.Const, where) {
	if depth > deepest {
		return nil, at
	}
	if c := l.localConstant(at, name); c != nil {
		return c, where{at.file, c.Func}
	}
	first, rest, dotted := strings.Cut(name, ".")
	if member, ok := l.ownMember(at, first, rest); ok && dotted {
		for _, class := range append([]string{member.class}, l.bases(at.file, member.class)...) {
			if c := l.topConstant(at.file, class+"."+member.name); c != nil {
				return c, where{at.file, fact.None}
			}
		}
		if c := l.topConstant(at.file, first+"."+rest); c != nil {
			return c, where{at.file, fact.None}
		}
	}
	if at.file.Language == fact.Go {
		return l.goConstant(at, first, rest, dotted)
	}
	target, symbol := l.imported(at.file, name)
	if target == nil {
		return nil, at
	}
	return l.exportedConstant(target, symbol, depth+1)
}

// goConstant finds a constant of the same package or of an imported one.
func (l *linker) goConstant(at where, first, rest string, dotted bool) (*fact.Const, where) {
	name := joinDots(first, rest)
	if dotted && at.file.goDirs[first] != "" {
		name = rest
	}
	if file := l.goDeclares(at.file, joinDots(first, rest)); file != nil {
		if c := l.topConstant(file, name); c != nil {
			return c, where{file, fact.None}
		}
	}
	return nil, at
}

// exportedConstant finds a constant by the name under which a module exports it.
func (l *linker) exportedConstant(file *File, symbol string, depth int) (*fact.Const, where) {
	if depth > deepest || l.spend() {
		return nil, where{}
	}
	if symbol == "" {
		symbol = "default"
	}
	for _, prefix := range []string{"", "module.exports.", "exports.", "default."} {
		if c := l.topConstant(file, prefix+symbol); c != nil {
			return c, where{file, fact.None}
		}
	}
	if trimmed, ok := strings.CutPrefix(symbol, "default."); ok {
		return l.exportedConstant(file, trimmed, depth+1)
	}
	if symbol == "default" {
		if c := l.topConstant(file, "module.exports"); c != nil {
			return c, where{file, fact.None}
		}
	}
	if target, rest := l.reexported(file, symbol); target != nil {
		if c, from := l.exportedConstant(target, rest, depth+1); c != nil {
			return c, from
		}
	}
	for _, target := range l.stars(file) {
		if c, from := l.exportedConstant(target, symbol, depth+1); c != nil {
			return c, from
		}
	}
	return l.onlyMember(file, symbol)
}

// onlyMember finds the one constant that is a member of that name of anything in a module: a module
// that exports an object by a variable has its members under the variable's name.
func (l *linker) onlyMember(file *File, symbol string) (*fact.Const, where) {
	var found *fact.Const
	for i := range file.Consts {
		c := &file.Consts[i]
		if c.Func == fact.None && strings.HasSuffix(c.Name, "."+symbol) {
			if found != nil {
				return nil, where{}
			}
			found = c
		}
	}
	if found == nil {
		return nil, where{}
	}
	return found, where{file, fact.None}
}

// localConstant finds a constant of the function, of those around it, or of the file's top level.
func (l *linker) localConstant(at where, name string) *fact.Const {
	for fn := at.fn; fn >= 0 && int(fn) < len(at.file.Funcs); fn = at.file.Funcs[fn].Outer {
		if c := at.file.constants[constKey{name, fn}]; c != nil {
			return c
		}
	}
	return l.topConstant(at.file, name)
}

func (l *linker) topConstant(file *File, name string) *fact.Const {
	return file.constants[constKey{name, fact.None}]
}

// constKey names a constant within a file.
type constKey struct {
	name string
	fn   int32
}
