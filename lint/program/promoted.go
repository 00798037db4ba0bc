package program

import (
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// A type that embeds a repository for many tables and says which is its own has the repository's methods
// without writing one: what these do counts where the type says which table, whoever calls them.

// promotedUses adds the uses of the types that embed such a repository and have no methods of their own.
func (l *linker) promotedUses(all openUses) {
	byClass := map[fieldKey][]openUse{}
	for f, list := range all {
		for i := range list {
			key := fieldKey{f.File.dir, baseType(f.Fact().Receiver)}
			byClass[key] = append(byClass[key], list[i])
		}
	}
	for _, list := range byClass {
		sort.Slice(list, func(i, j int) bool {
			a, b := &list[i].at, &list[j].at
			return a.file.Path < b.file.Path || a.file == b.file && a.fn < b.fn
		})
	}
	methods := map[fieldKey]bool{}
	for _, file := range l.p.Files {
		for i := range file.Funcs {
			if f := &file.Funcs[i]; file.Language == fact.Go && f.Receiver != "" {
				methods[fieldKey{file.dir, baseType(f.Receiver)}] = true
			}
		}
	}
	for _, file := range l.p.Files {
		for i := range file.Types {
			t := &file.Types[i]
			if file.Language != fact.Go || file.Test || len(t.Extends) == 0 || methods[fieldKey{file.dir, t.Name}] {
				continue
			}
			l.steps = 0
			h := &holder{class: t.Name, home: file, embedded: true, outside: true}
			l.promoted(file, t, h, byClass, 0)
		}
	}
}

// promoted adds what the repositories do that a type embeds, for the type that holds them.
func (l *linker) promoted(home *File, t *fact.Type, h *holder, byClass map[fieldKey][]openUse, depth int) {
	for i := range t.Fields {
		f := &t.Fields[i]
		if !embeds(t, f) {
			continue
		}
		base, in := l.typeNamed(home, elementType(f.Type))
		if base == nil || base == t || depth > deepest || l.spend() {
			continue
		}
		held := *h
		held.field, held.types, held.at = f.Name, typeArguments(f.Type), home
		list := byClass[fieldKey{in.dir, base.Name}]
		for j := range list {
			l.heldUses(h.home, &fact.Call{Callee: t.Name + "." + f.Name, Func: fact.None, Pos: t.Pos}, &list[j], &held)
		}
		if len(list) == 0 {
			l.promoted(in, base, &held, byClass, depth+1)
		}
	}
}

// embeds reports whether a field of a struct is one of those it embeds.
func embeds(t *fact.Type, f *fact.TypedName) bool {
	for _, base := range t.Extends {
		if f.Name == lastPart(base) && baseType(f.Type) == base {
			return true
		}
	}
	return false
}

// saidWhere puts a use where the type that holds a repository says which table it is for: at the text of
// the field, or at the type.
func (l *linker) saidWhere(p *openUse, h *holder, use *TableUse) {
	use.File = h.home
	if t := h.home.types[h.class]; t != nil {
		use.Pos, use.End = t.Pos, t.Pos+fact.Pos(len(t.Name))
	}
	if p.text != nil || p.access.Kind != fact.ByModel {
		l.saidIn(p, h, use)
	}
	use.Text, use.Func = use.Pos, functionAt(use.File, use.Pos)
}

// saidIn puts a use at the text that the holder sets the repository's field to, or gives its constructor.
func (l *linker) saidIn(p *openUse, h *holder, use *TableUse) {
	text := p.named()
	for i := range text.Parts {
		hole := text.Parts[i].Hole
		if hole == nil {
			continue
		}
		field, ok := strings.CutPrefix(hole.Name, p.class+".")
		if !ok {
			continue
		}
		c, from := l.goConstant(where{h.home, fact.None}, h.class, field, true)
		if c == nil {
			c, from = l.goConstant(where{h.home, fact.None}, h.class, h.field, true)
		}
		if c == nil {
			continue
		}
		if part := literalOf(&c.Text); part != nil {
			use.File, use.Pos, use.End = from.file, part.Pos, part.End
		}
	}
}

// literalOf returns the first literal of a text, or of what a call in its place is given.
func literalOf(text *fact.Text) *fact.Part {
	for i := range text.Parts {
		part := &text.Parts[i]
		if part.Hole == nil {
			return part
		}
		for j := range part.Hole.Args {
			if found := literalOf(&part.Hole.Args[j]); found != nil {
				return found
			}
		}
	}
	return nil
}

// functionAt returns the innermost function of a file around a position, or fact.None.
func functionAt(file *File, pos fact.Pos) int32 {
	fn := int32(sort.Search(len(file.Funcs), func(i int) bool { return file.Funcs[i].Pos > pos })) - 1
	for fn >= 0 && file.Funcs[fn].End <= pos {
		fn = file.Funcs[fn].Outer
	}
	return max(fn, fact.None)
}
