package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// argumentTexts are the arguments of a call as texts.
func argumentTexts(file *File, call *fact.Call, of Function) arguments {
	given := arguments{texts: make([]fact.Text, len(call.Args)), at: where{file, call.Func}, of: of}
	for i := range call.Args {
		a := &call.Args[i]
		given.texts[i] = valueText(given.at, a)
		if a.Object() < 0 || int(a.Object()) >= len(file.Objects) {
			continue
		}
		if given.members == nil {
			given.members = map[memberKey]fact.Text{}
		}
		for j := range file.Objects[a.Object()].Fields {
			f := &file.Objects[a.Object()].Fields[j]
			given.members[memberKey{int32(i) + 1, f.Key}] = valueText(given.at, &f.Value)
		}
	}
	return given
}

// memberKey is a member of an argument, which counts from 1.
type memberKey struct {
	arg int32
	key string
}

// valueText is an argument, or a member of one, as a text.
func valueText(at where, a *fact.Arg) fact.Text {
	hole := &fact.Hole{}
	switch {
	case a.Text != nil:
		return *a.Text
	case a.Ref != "":
		hole.Name = a.Ref
		first, rest, _ := strings.Cut(a.Ref, ".")
		if fn, n := parameterNamed(at, first); n >= 0 && !strings.Contains(rest, ".") {
			hole = &fact.Hole{Arg: int32(n) + 1, Of: fn + 1, Key: rest}
		}
	}
	return fact.Text{Parts: []fact.Part{{Pos: a.Pos, End: a.End, Hole: hole}}}
}

// text returns the text of an argument or of a member of it. What is passed on as a whole has the member
// that is asked for; an object without it gives nil.
func (g *arguments) text(hole *fact.Hole) *fact.Text {
	whole := &g.texts[hole.Arg-1]
	if hole.Key == "" {
		return whole
	}
	if text, ok := g.members[memberKey{hole.Arg, hole.Key}]; ok {
		return &text
	}
	if len(whole.Parts) != 1 || whole.Parts[0].Hole == nil || whole.Parts[0].Hole.Key != "" {
		return nil
	}
	part := whole.Parts[0]
	inner := *part.Hole
	if inner.Name != "" {
		inner.Name = joinDots(inner.Name, hole.Key)
	}
	if inner.Of > 0 {
		inner.Key = hole.Key
	}
	part.Hole = &inner
	return &fact.Text{Parts: []fact.Part{part}}
}

// parameterNamed finds the function around a place that has a parameter of a name.
func parameterNamed(at where, name string) (fn int32, index int) {
	for fn = at.fn; fn >= 0 && int(fn) < len(at.file.Funcs); fn = at.file.Funcs[fn].Outer {
		for i, p := range at.file.Funcs[fn].Params {
			if p.Name == name {
				return fn, i
			}
		}
	}
	return fact.None, -1
}
