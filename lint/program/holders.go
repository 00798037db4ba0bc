package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// holder is what holds or embeds a repository: the texts of its fields and its type arguments.
type holder struct {
	class string // the type that the fields are constants of, "" where there are none
	field string // the field that holds the repository
	// embedded is set where the repository's fields are the holder's own.
	embedded bool
	// outside is set where the repository's methods are called by others than the holder's own.
	outside bool
	home    *File // where these are declared
	types   []string
	at      *File      // where the type arguments are written
	made    *fact.Hole // the call that made the repository, where it is held by no field
}

// baseCall adds the tables that a call of a method of an open repository uses.
func (l *linker) baseCall(file *File, call *fact.Call, object, name string, all openUses) {
	class, home, h := l.holderOf(where{file, call.Func}, object)
	if call.Made != nil {
		class, home, h = l.madeRepository(file, call.Made)
	}
	if home == nil {
		return
	}
	for depth := 0; depth < deepest && class != ""; depth++ {
		for _, f := range l.goFunctions(home.dir, class, name) {
			for i := range all[f] {
				l.heldUses(file, call, &all[f][i], h)
			}
			return
		}
		t, declaring := l.typeNamed(home, class)
		if t == nil || len(t.Extends) == 0 {
			return
		}
		home = declaring
		base := l.embeddedWith(declaring, t, name)
		if base == nil {
			return
		}
		if depth == 0 {
			h.outside = h.class != t.Name || h.field != ""
			h.class, h.home = t.Name, declaring
		}
		h.embedded, h.field, h.types, h.at = true, base.Name, typeArguments(base.Type), declaring
		if _, in := l.typeNamed(declaring, elementType(base.Type)); in != nil {
			home = in
		}
		class = lastPart(elementType(base.Type))
	}
}

// embeddedWith returns the embedded field of a struct through which it has a method.
func (l *linker) embeddedWith(home *File, t *fact.Type, name string) *fact.TypedName {
	for i := range t.Fields {
		f := &t.Fields[i]
		if !embeds(t, f) {
			continue
		}
		if b, in := l.typeNamed(home, baseType(f.Type)); b != nil && len(l.methods(in, b.Name, name, 0)) > 0 {
			return f
		}
	}
	return nil
}

// holderOf returns the type of what a method is called on, where it is declared, and what holds it.
func (l *linker) holderOf(at where, object string) (class string, home *File, h *holder) {
	first, rest, _ := strings.Cut(object, ".")
	typ, in := "", at.file
	h = &holder{}
	if own, ok := l.ownMember(at, first, rest); ok {
		typ = own.class
		h.class, h.home = own.class, at.file
	} else if typ = l.paramType(at, first); typ == "" {
		return "", nil, nil
	}
	for rest != "" {
		var field string
		field, rest, _ = strings.Cut(rest, ".")
		if t, declaring := l.typeNamed(in, elementType(typ)); t != nil {
			h.class, h.home, h.field = t.Name, declaring, field
		}
		if typ, in = l.memberType(in, typ, field, 0); in == nil {
			return "", nil, nil
		}
	}
	h.types, h.at = typeArguments(typ), in
	t, declaring := l.typeNamed(in, elementType(typ))
	if t == nil {
		return "", nil, nil
	}
	return t.Name, declaring, h
}

// madeRepository returns the type of what a call makes, where it is declared, and what the call gives it.
func (l *linker) madeRepository(file *File, made *fact.Hole) (class string, home *File, h *holder) {
	symbol, types := made.Name, typeArguments(strings.TrimSuffix(made.Name, "()"))
	if open := strings.IndexByte(symbol, '['); open >= 0 {
		symbol = symbol[:open]
		if strings.HasSuffix(made.Name, "()") {
			symbol += "()"
		}
	}
	typ, in := l.typeOfSymbol(file, symbol)
	if in == nil {
		return "", nil, nil
	}
	t, declaring := l.typeNamed(in, elementType(typ))
	if t == nil {
		return "", nil, nil
	}
	return t.Name, declaring, &holder{types: types, at: file, made: made}
}

// typeArguments are those of a type as written.
func typeArguments(typ string) []string {
	open := strings.IndexByte(strings.TrimLeft(typ, "*[]"), '[')
	if open <= 0 {
		return nil
	}
	typ = strings.TrimLeft(typ, "*[]")
	var all []string
	for _, argument := range strings.Split(strings.TrimSuffix(typ[open+1:], "]"), ",") {
		all = append(all, strings.TrimSpace(argument))
	}
	return all
}

func lastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// heldUses adds what an open use is for one holder.
func (l *linker) heldUses(file *File, call *fact.Call, p *openUse, h *holder) {
	use := useOfCall(file, call)
	if h.outside {
		l.saidWhere(p, h, &use)
	}
	if p.access != nil && p.access.Kind == fact.ByModel {
		if p.typeParameter >= len(h.types) {
			return
		}
		library := ""
		if p.access.Handle != "" {
			library, _ = l.isHandle(p.at.file, p.access.Handle)
		}
		if library == "" {
			library = libraryOf(p.at.file)
		}
		name := elementType(h.types[p.typeParameter])
		m := l.modelNamed(where{h.at, fact.None}, name, 0)
		if m == nil {
			m = l.typeModel(h.at, name, library)
		}
		if m != nil && m.table != "" {
			use.Mode, use.Via, use.Database, use.Table, use.Model = p.access.Mode, via(p.access), m.database, m.table, m.file
			l.p.Tables = append(l.p.Tables, use)
		}
		return
	}
	l.holders = append(l.holders, heldFields{p.class, h})
	defer func() { l.holders = l.holders[:len(l.holders)-1] }()
	l.closed(p, use, func(found TableUse) { l.p.Tables = append(l.p.Tables, found) })
}

// heldFields are the fields of a repository's type for one holder.
type heldFields struct {
	class string
	*holder
}

// held returns the text that a field of a repository has for the holder at hand: what the holder sets
// it to, or what it gives the repository's constructor for it.
func (l *linker) held(name string) (text *fact.Text, from where, given []arguments) {
	if len(l.holders) == 0 {
		return nil, where{}, nil
	}
	h := l.holders[len(l.holders)-1]
	field, ok := strings.CutPrefix(name, h.class+".")
	if ok && h.made != nil {
		return l.madeWith(h.class, field, h.made, where{h.at, fact.None})
	}
	if !ok || h.holder.class == "" || h.home == nil {
		return nil, where{}, nil
	}
	at := where{h.home, fact.None}
	if c, from := l.goConstant(at, h.holder.class, field, true); c != nil && h.embedded {
		return &c.Text, from, nil
	}
	if h.field == "" {
		return nil, where{}, nil
	}
	c, from := l.goConstant(at, h.holder.class, h.field, true)
	if c == nil || len(c.Text.Parts) != 1 || c.Text.Parts[0].Hole == nil || len(c.Text.Parts[0].Hole.Args) == 0 {
		return nil, where{}, nil
	}
	return l.madeWith(h.class, field, c.Text.Parts[0].Hole, from)
}

// madeWith returns the text that a constructor called at a place sets a field of its type to.
func (l *linker) madeWith(class, field string, constructor *fact.Hole, from where) (text *fact.Text, at where, given []arguments) {
	name := constructor.Name
	if open := strings.IndexByte(name, '['); open >= 0 {
		name = name[:open] + "()"
	}
	made, in := l.typeOfSymbol(from.file, name)
	if in == nil || baseType(made) != class {
		return nil, where{}, nil
	}
	if set, home := l.goConstant(where{in, fact.None}, class, field, true); set != nil {
		return &set.Text, home, []arguments{{texts: constructor.Args, at: from}}
	}
	return nil, where{}, nil
}
