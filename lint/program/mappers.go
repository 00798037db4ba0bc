package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// mapper is how a code base has a library make the names of tables of those of types.
type mapper struct {
	singular, same bool
	prefix         string
	prefixes       int // how many different ones there are: only a single one is known
}

// findMappers finds what the code base says about names: gorm's schema.NamingStrategy and
// SingularTable, xorm's mappers, beego's RegisterModelWithPrefix. Tests are left out.
func (l *linker) findMappers() {
	l.mappers = map[string]*mapper{"gorm": {}, "xorm": {}, "beego": {}}
	for _, file := range l.p.Files {
		if file.Language != fact.Go || file.Test {
			continue
		}
		for i := range file.Objects {
			if o := &file.Objects[i]; strings.HasSuffix(o.Type, "NamingStrategy") {
				l.strategy(o)
			}
		}
		for i := range file.Calls {
			l.mapping(file, &file.Calls[i])
		}
	}
}

// strategy reads a schema.NamingStrategy.
func (l *linker) strategy(o *fact.Object) {
	for i := range o.Fields {
		switch f := &o.Fields[i]; f.Key {
		case "SingularTable": // nobody writes that it is false
			l.mappers["gorm"].singular = l.mappers["gorm"].singular || f.Value.Kind == fact.BoolArg
		case "TablePrefix":
			l.mappers["gorm"].add(&f.Value)
		}
	}
}

// mapping reads a call that says how names are made.
func (l *linker) mapping(file *File, call *fact.Call) {
	switch lastPart(call.Callee) {
	case "SingularTable":
		l.mappers["gorm"].singular = true
	case "NewPrefixMapper":
		if len(call.Args) == 2 {
			l.mappers["xorm"].add(&call.Args[1])
		}
	case "SetTableMapper", "SetMapper":
		if len(call.Args) == 1 {
			n := call.Args[0].Object()
			l.mappers["xorm"].same = n >= 0 && int(n) < len(file.Objects) && strings.HasSuffix(file.Objects[n].Type, "SameMapper")
		}
	case "RegisterModelWithPrefix":
		if len(call.Args) > 0 {
			l.mappers["beego"].add(&call.Args[0])
		}
	}
}

// add takes a prefix.
func (m *mapper) add(a *fact.Arg) {
	if a.Text == nil || len(a.Text.Parts) != 1 || a.Text.Parts[0].Hole != nil {
		return // an installation chooses it
	}
	if prefix := a.Text.Parts[0].Literal; prefix != m.prefix {
		m.prefix = prefix
		m.prefixes++
	}
}

// derived returns the table that a library derives from the name of a type in this code base.
func (l *linker) derived(library, name string) string {
	m := l.mappers[library]
	if m == nil {
		return derivedTable(library, name)
	}
	table := derivedTable(library, name)
	switch {
	case m.same:
		table = name
	case m.singular:
		table = snakeCase(name)
	}
	if m.prefixes == 1 {
		return m.prefix + table
	}
	return table
}
