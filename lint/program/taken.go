package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/sqltable"
)

// A function that takes the name of a table, as exists(ctx, db, "accounts", id), uses the tables that it
// is given: they count where other files call it. What its own file gives it the file's facts tell.

// takenPattern makes a pattern of a text of a function's that one of its parameters is part of.
func (l *linker) takenPattern(at where, s *fact.String, a *fact.Access, all patterns) {
	text := textOf(s, a)
	parameter := takenParameter(text, 0)
	fn := outermost(at)
	if parameter == 0 || fn < 0 {
		return
	}
	p := pattern{text: s, access: a, parameter: parameter, at: at}
	l.given = append(l.given, arguments{texts: unknowns(parameter), at: at})
	if s != nil {
		var open bool
		if p.known, open = l.openTables(at, text); !open {
			p.parameter = 0 // it is no name of a table
		}
	} else if !l.isOpen(at, text) {
		p.parameter = 0
	}
	l.given = l.given[:len(l.given)-1]
	if p.parameter > 0 {
		all[Function{at.file, fn}] = append(all[Function{at.file, fn}], p)
	}
}

// textOf is the text of a String, or the name that an access is by.
func textOf(s *fact.String, a *fact.Access) *fact.Text {
	if s != nil {
		return &s.Text
	}
	return &a.Name
}

// takenParameter returns which parameter of its function a text has in it, from 1, or 0.
func takenParameter(text *fact.Text, depth int) int32 {
	for i := range text.Parts {
		hole := text.Parts[i].Hole
		if hole == nil || depth > deepest {
			continue
		}
		if hole.Arg > 0 {
			return hole.Arg
		}
		for j := range hole.Choices {
			if n := takenParameter(&hole.Choices[j], depth+1); n > 0 {
				return n
			}
		}
	}
	return 0
}

// outermost returns the function of a file's top level that one is or is within.
func outermost(at where) int32 {
	fn := at.fn
	for fn >= 0 && int(fn) < len(at.file.Funcs) && at.file.Funcs[fn].Outer >= 0 {
		fn = at.file.Funcs[fn].Outer
	}
	return fn
}

// unknowns are n arguments of which nothing is known.
func unknowns(n int32) []fact.Text {
	texts := make([]fact.Text, n)
	for i := range texts {
		texts[i].Parts = []fact.Part{{Pos: fact.None, End: fact.None, Hole: &fact.Hole{}}}
	}
	return texts
}

// functionCall adds the tables that a call of a function of the program hands to it.
func (l *linker) functionCall(file *File, call *fact.Call, all patterns) {
	dir, name := file.dir, call.Callee
	if pkg, bare, dotted := strings.Cut(call.Callee, "."); dotted {
		dir, name = file.goDirs[pkg], bare
	}
	for _, f := range l.goFunctions(dir, "", name) {
		for i := range all[f] {
			if f.File != file {
				l.patternUses(file, call, &all[f][i], &holder{})
			}
		}
	}
}

// handed returns what a call hands to the parameters up to one, and where that is written.
func handed(file *File, call *fact.Call, parameter int32) (texts []fact.Text, at *fact.Arg) {
	if int(parameter) > len(call.Args) {
		return nil, nil
	}
	texts = unknowns(parameter)
	a := &call.Args[parameter-1]
	switch {
	case a.Text != nil:
		texts[parameter-1] = *a.Text
	case a.Ref != "" && !isParameter(file, call.Func, a.Ref):
		texts[parameter-1].Parts[0].Hole.Name = a.Ref
	default:
		return nil, nil
	}
	return texts, a
}

// isParameter reports whether a dotted name begins with a parameter or the receiver of a function or of
// those around it.
func isParameter(file *File, fn int32, name string) bool {
	first, _, _ := strings.Cut(name, ".")
	for ; fn >= 0 && int(fn) < len(file.Funcs); fn = file.Funcs[fn].Outer {
		f := &file.Funcs[fn]
		if f.ReceiverName == first {
			return true
		}
		for _, p := range f.Params {
			if p.Name == first {
				return true
			}
		}
	}
	return false
}

// takenUses adds the tables that a pattern uses for what a call hands to its function.
func (l *linker) takenUses(file *File, call *fact.Call, p *pattern, use TableUse) {
	texts, arg := handed(file, call, p.parameter)
	if texts == nil {
		return
	}
	use.Pos, use.End = arg.Pos, arg.End
	l.given = append(l.given, arguments{texts: texts, at: where{file, call.Func}})
	defer func() { l.given = l.given[:len(l.given)-1] }()
	l.patternTexts(p, use)
}

// patternTexts adds the tables of a pattern's text or name as the program now knows it.
func (l *linker) patternTexts(p *pattern, use TableUse) {
	for _, f := range l.flatten(p.at, textOf(p.text, p.access)) {
		if p.access != nil {
			if f.holes || f.text == "" {
				continue
			}
			use.Mode, use.Via = p.access.Mode, via(p.access)
			use.Database, use.Table = plainName(f.text)
			l.p.Tables = append(l.p.Tables, use)
			continue
		}
		result := sqltable.Scan(f.text)
		for i := range result.Tables {
			if ref := &result.Tables[i]; result.Shape != sqltable.Prose && !ref.System && !ref.Dynamic && !p.known[ref.Table] {
				use.Mode, use.Via, use.Database, use.Table = modeOf(ref.Access), "sql", knownDatabase(ref.Database), ref.Table
				l.p.Tables = append(l.p.Tables, use)
			}
		}
	}
}
