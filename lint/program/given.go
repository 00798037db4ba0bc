package program

import (
	"slices"

	"github.com/vtgen/vtgen/lint/fact"
)

// textKey is a text by its file and place.
type textKey struct {
	file *File
	pos  fact.Pos
}

// naming is who gives a text the name of its table: how many give a known name, how many none, and the
// functions that hand on a parameter of their own, so that their callers give it.
type naming struct {
	known, unknown int
	handing        []Function
}

// noteGiven notes whether a table is known with what one caller or derived class gives for it.
func (l *linker) noteGiven(t *openUse) {
	if t.text == nil {
		return
	}
	if l.namings == nil {
		l.namings = map[textKey]*naming{}
	}
	key := textKey{t.at.file, t.text.Pos}
	n := l.namings[key]
	if n == nil {
		n = &naming{}
		l.namings[key] = n
	}
	asked := *t // which staysOpen changes
	if !l.staysOpen(&asked) {
		n.known++
		return
	}
	handing := len(n.handing)
	if len(t.given) > 0 {
		given := &t.given[0]
		for i := range given.texts {
			for _, fn := range parametersIn(given.at, &given.texts[i], nil, 0) {
				n.handing = append(n.handing, Function{given.at.file, fn})
			}
		}
	}
	if len(n.handing) == handing {
		n.unknown++
	}
}

// markGiven marks the uses of tables whose names are given and known. The calls are those of the functions
// that take a name.
func (l *linker) markGiven(calls []templateCall) {
	called := map[Function]bool{}
	for i := range calls {
		called[calls[i].of] = true
	}
	for i := range l.p.Tables {
		use := &l.p.Tables[i]
		n := l.namings[textKey{use.File, use.Text}]
		use.Given = use.Dynamic && n != nil && n.known > 0 && n.unknown == 0 &&
			!slices.ContainsFunc(n.handing, func(f Function) bool { return !called[f] })
	}
}
