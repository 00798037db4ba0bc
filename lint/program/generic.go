package program

import (
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// A generic function that works on records of any type, func Find[T any](db *gorm.DB), names no table: the
// tables are those of the types that its callers give it, in brackets or by an argument.

// genericUses finds the tables of generic functions where they are called.
func (l *linker) genericUses() {
	all := openUses{}
	for _, file := range l.p.Files {
		if file.Language == fact.Go && !file.Test {
			collectGeneric(file, all)
		}
	}
	for range mostPassings {
		if len(all) == 0 {
			return
		}
		passed := openUses{}
		l.genericCalls(all, func(file *File, call *fact.Call, u *openUse, typ string) {
			if f, n := typeParameter(file, call.Func, typ); n >= 0 {
				handed := *u
				handed.typeParameter = n
				passed.add(f, handed)
				return
			}
			types := make([]string, u.typeParameter+1)
			types[u.typeParameter] = typ
			l.heldUses(file, call, u, &holder{types: types, at: file})
		})
		all = passed
	}
}

// collectGeneric finds the uses of a file whose models are type parameters.
func collectGeneric(file *File, all openUses) {
	for i := range file.Accesses {
		a := &file.Accesses[i]
		if a.Kind != fact.ByModel || a.Path != "" {
			continue
		}
		if f, n := typeParameter(file, a.Func, a.Model); n >= 0 {
			all.add(f, openUse{access: a, typeParameter: n, at: where{file, a.Func}})
		}
	}
}

// typeParameter finds the type parameter that a name is within a function: the function, and which of its
// parameters it is, or -1.
func typeParameter(file *File, fn int32, name string) (Function, int) {
	fn = outermost(where{file, fn})
	if fn < 0 || int(fn) >= len(file.Funcs) {
		return Function{}, -1
	}
	return Function{file, fn}, slices.Index(file.Funcs[fn].TypeParams, elementType(name))
}

// genericCalls visits the calls of the functions, each with a use of it and the type that it is for there.
func (l *linker) genericCalls(all openUses, visit func(file *File, call *fact.Call, u *openUse, typ string)) {
	names := map[string]bool{}
	for f := range all {
		names[f.Fact().Name] = true
	}
	for _, file := range l.p.Files {
		if file.Language != fact.Go || file.Test {
			continue
		}
		for i := range file.Calls {
			call := &file.Calls[i]
			if !names[lastPart(call.Callee)] || call.Func < 0 {
				continue
			}
			l.steps = 0
			for _, f := range l.callees(where{file, call.Func}, call.Callee) {
				for j := range all[f] {
					if typ := l.typeGiven(file, call, f.Fact(), all[f][j].typeParameter); typ != "" {
						visit(file, call, &all[f][j], typ)
					}
				}
			}
		}
	}
}

// typeGiven returns the type that a call gives a type parameter, "" where the call does not show it.
func (l *linker) typeGiven(file *File, call *fact.Call, f *fact.Func, n int) string {
	if call.Made != nil {
		if types := typeArguments(call.Made.Name); n < len(types) {
			return types[n]
		}
	}
	for i, p := range f.Params {
		if i >= len(call.Args) || elementType(strings.TrimPrefix(p.Type, "...")) != f.TypeParams[n] {
			continue
		}
		a := &call.Args[i]
		if o := a.Object(); o >= 0 {
			return file.Objects[o].Type
		}
		return l.paramType(where{file, call.Func}, a.Ref)
	}
	return ""
}
