package program

import (
	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/sqltable"
)

// openUse is the use of a table that the code which runs it leaves open: a parameter of the function, a
// field of the class or a type argument names it, and so do those who call, derive from or hold it. It
// counts where they do. It has one of the first three.
type openUse struct {
	text   *fact.String
	access *fact.Access
	// call is the call of a method of a parameter that may be a model, and model that parameter, from 1.
	call  *fact.Call
	model int32
	at    where
	// known are the tables that the text names by itself.
	known map[string]bool
	// given are the arguments of the calls through which a parameter came, the outermost first.
	given []arguments
	// class is the Go type whose field names the table, or of whose type parameters, typeParameter, one
	// is the model of a ByModel access.
	class         string
	typeParameter int
}

// openUses are open uses by the function that makes them, or whose parameter they depend on.
type openUses map[Function][]openUse

// named is the text that names the table.
func (u *openUse) named() *fact.Text {
	if u.text != nil {
		return &u.text.Text
	}
	return &u.access.Name
}

// method is the name of the function or method that the use is in.
func (u *openUse) method() string {
	for fn := u.at.fn; fn >= 0 && int(fn) < len(u.at.file.Funcs); fn = u.at.file.Funcs[fn].Outer {
		if name := u.at.file.Funcs[fn].Name; name != "" {
			return name
		}
	}
	return ""
}

// closed calls add with a use for each table that is named as the program now knows it.
func (l *linker) closed(u *openUse, use TableUse, add func(TableUse)) {
	for _, f := range l.flatten(u.at, u.named()) {
		if u.access != nil {
			use.Mode, use.Via = u.access.Mode, via(u.access)
			use.Database, use.Table = plainName(f.text)
			if !f.holes && use.Table != "" && !sqltable.System(use.Database, use.Table) {
				add(use)
			}
			continue
		}
		result := sqltable.Scan(f.text)
		for i := range result.Tables {
			ref := &result.Tables[i]
			if result.Shape == sqltable.Prose || ref.System || ref.Dynamic || u.known[ref.Table] {
				continue
			}
			use.Mode, use.Via, use.Database, use.Table = modeOf(ref.Access), "sql", knownDatabase(ref.Database), ref.Table
			add(use)
		}
	}
}

// isOpen reports whether the table of a use is not known, and which tables its text names by itself.
func (l *linker) isOpen(u *openUse) (known map[string]bool, open bool) {
	if u.access != nil {
		return map[string]bool{}, l.isOpenName(u.at, &u.access.Name)
	}
	return l.openTables(u.at, &u.text.Text)
}

// openTables returns the tables that a text names by itself, and whether it has others.
func (l *linker) openTables(at where, text *fact.Text) (known map[string]bool, open bool) {
	known = map[string]bool{}
	for _, f := range l.flatten(at, text) {
		result := sqltable.Scan(f.text)
		for i := range result.Tables {
			open = open || result.Tables[i].Dynamic
			known[result.Tables[i].Table] = true
		}
	}
	return known, open
}

// isOpenName reports whether no alternative of a name is known.
func (l *linker) isOpenName(at where, name *fact.Text) bool {
	for _, f := range l.flatten(at, name) {
		if !f.holes {
			return false
		}
	}
	return true
}

// useOfCall is a use at a call.
func useOfCall(file *File, call *fact.Call) TableUse {
	return TableUse{
		File: file, Func: call.Func, Pos: call.Pos, End: call.Pos + fact.Pos(len(call.Callee)), Text: call.Pos, Sink: call.Callee,
		Sure: true, Shaped: true,
	}
}
