package gosource

import (
	"slices"

	"github.com/vtgen/vtgen/lint/fact"
)

// late is what can be told only when the whole file has been walked.
type late struct {
	texts     map[string][]parts // what fields and package variables are set to, as "Repo.table"
	handles   map[string][]int   // the accesses that fields and package variables hold
	databases map[string]parts
	fields    []*fact.Hole // holes that stand for a field
	params    []paramHole
	sinks     map[string]int // functions whose parameter of this index is run as SQL
	uses      []handleUse
	used      map[int]bool // accesses whose uses are accesses of their own
	joined    map[int]bool // accesses of tables that a query joins
}

// paramHole is a hole that stands for a parameter of a function.
type paramHole struct {
	hole      *fact.Hole
	fn, index int32
}

// handleUse is a call on a handle that is a field or package variable. It is sure where the handle's
// name and the method say by themselves that it is a collection.
type handleUse struct {
	key    string
	sure   bool
	access fact.Access
}

func newLate() late {
	return late{
		texts: make(map[string][]parts), handles: make(map[string][]int), databases: make(map[string]parts),
		sinks: make(map[string]int), used: make(map[int]bool), joined: make(map[int]bool),
	}
}

// noteParam remembers that a function runs one of its parameters as SQL.
func (r *reader) noteParam(c *chain, l *link, u use, sql int) {
	if u.kind == executed || !l.word.runs || r.standard(c) {
		return
	}
	for _, e := range l.args() {
		if name := r.dotted(e); name != "" {
			if v := r.lookup(name); v != nil && v.param >= 0 && v.typ == "string" {
				r.late.sinks[r.file.Funcs[v.fn].Name] = int(v.param)
				return
			}
		}
	}
}

// settle fills what was left open.
func (r *reader) settle() {
	r.settleParams()
	r.settleFields()
	for i := range r.file.Strings {
		s := &r.file.Strings[i]
		if _, ok := r.late.sinks[lastName(s.Callee)]; ok && s.Role == fact.Argument {
			s.Role = fact.Executed
		}
	}
	r.settleHandles()
}

// settleFields gives holes that stand for fields the texts that the file sets the fields to. The
// choices are made before any hole is filled, of texts without open holes, so that none comes to
// hold itself.
func (r *reader) settleFields() {
	keys := make([]string, 0, len(r.late.texts))
	for key := range r.late.texts {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	open := make(map[*fact.Hole]bool, len(r.late.fields))
	for _, hole := range r.late.fields {
		open[hole] = true
	}
	choices := make(map[string][]fact.Text, len(keys))
	for _, key := range keys {
		texts := slices.DeleteFunc(slices.Clone(r.late.texts[key]), func(t parts) bool { return !nameable(t) || !closed(t, open) })
		if g := r.globals[key]; g != nil && g.expr != nil {
			continue
		}
		if len(texts) == 0 {
			r.givenField(key)
			continue
		}
		text := choose(texts)
		choices[key] = choicesOf(text)
		r.addConst(key, text, true, r.firstPos(text))
	}
	for _, hole := range r.late.fields {
		if len(hole.Choices) == 0 {
			hole.Choices = choices[hole.Name]
		}
	}
}

// givenField makes a constant of a field that a constructor sets to one of its parameters: whoever knows
// the constructor's arguments knows the field.
func (r *reader) givenField(key string) {
	texts := r.late.texts[key]
	for _, t := range texts {
		if len(t) != 1 || t[0].Hole == nil || t[0].Hole.Arg == 0 || t[0].Hole.Arg != texts[0][0].Hole.Arg {
			return
		}
	}
	if len(texts) > 0 {
		hole := fact.Part{Pos: fact.None, End: fact.None, Hole: &fact.Hole{Arg: texts[0][0].Hole.Arg}}
		r.addConst(key, parts{hole}, true, fact.None)
	}
}

// closed tells texts that nothing is still to be filled into, and that say something.
func closed(text parts, open map[*fact.Hole]bool) bool {
	for _, p := range text {
		if p.Hole == nil || p.Hole.Value {
			continue
		}
		if open[p.Hole] || len(p.Hole.Choices) == 0 && p.Hole.Name == "" {
			return false
		}
		for _, c := range p.Hole.Choices {
			if !closed(c.Parts, open) {
				return false
			}
		}
	}
	return true
}

func (r *reader) firstPos(text parts) fact.Pos {
	from, _ := extent(text)
	return from
}

// choicesOf are the texts that a text may be.
func choicesOf(text parts) []fact.Text {
	if len(text) == 1 && text[0].Hole != nil && len(text[0].Hole.Choices) > 0 {
		return text[0].Hole.Choices
	}
	return []fact.Text{{Parts: text}}
}

// settleParams gives parameters the texts that the file's own calls pass for them.
func (r *reader) settleParams() {
	if len(r.late.params) == 0 {
		return
	}
	wanted := make(map[string]bool)
	for _, p := range r.late.params {
		if p.fn >= 0 {
			wanted[r.file.Funcs[p.fn].Name] = true
		}
	}
	passed := make(map[string][]*fact.Call)
	for i := range r.file.Calls {
		c := &r.file.Calls[i]
		if name := lastName(c.Callee); wanted[name] {
			passed[name] = append(passed[name], c)
		}
	}
	for _, p := range r.late.params {
		if p.fn < 0 || len(p.hole.Choices) > 0 {
			continue
		}
		var texts []parts
		for _, c := range passed[r.file.Funcs[p.fn].Name] {
			if int(p.index) < len(c.Args) {
				if text := r.argText(&c.Args[p.index]); text != nil {
					texts = append(texts, text)
				}
			}
		}
		if len(texts) > 0 && len(texts) <= 32 {
			p.hole.Choices = choicesOf(choose(texts))
		}
	}
}

// argText is the text of an argument, where it has no holes.
func (r *reader) argText(a *fact.Arg) parts {
	text := parts(nil)
	switch {
	case a.Text != nil:
		text = a.Text.Parts
	case a.Ref != "":
		if g := r.globals[a.Ref]; g != nil && g.constant {
			text = r.foldGlobal(g)
		}
	}
	for _, p := range text {
		if p.Hole != nil {
			return nil
		}
	}
	return text
}

// settleHandles makes accesses of the calls on handles, and names handles that other files use.
func (r *reader) settleHandles() {
	for _, u := range r.late.uses {
		ids := r.late.handles[u.key]
		for _, id := range ids {
			a := r.file.Accesses[id]
			given := a.Kind == fact.ByCollection && len(a.Name.Parts) == 1 && a.Name.Parts[0].Hole != nil && a.Name.Parts[0].Hole.Arg > 0
			if a.Kind != fact.ByModel && !nameable(a.Name.Parts) && !given {
				continue
			}
			r.late.used[id] = r.late.used[id] || a.Mode == fact.ModeUnknown
			used := u.access
			used.Kind, used.Name, used.Database, used.Model, used.Handle = a.Kind, a.Name, a.Database, a.Model, a.Handle
			if given { // the constructor is told the collection: whoever calls it knows which the field holds
				used.Name.Parts = parts{{Pos: used.Pos, End: used.End, Hole: &fact.Hole{Name: u.key}}}
				r.openHandle(u.key, a.Name.Parts[0].Hole.Arg)
			}
			r.file.Accesses = append(r.file.Accesses, used)
		}
		if len(ids) == 0 && u.sure {
			used := u.access
			used.Name.Parts = parts{{Pos: used.Pos, End: used.End, Hole: &fact.Hole{Name: u.key}}}
			r.file.Accesses = append(r.file.Accesses, used)
		}
	}
	r.nameHandles()
	r.dropUsed()
}

// openHandle makes a constant of a field that holds the collection of a constructor's parameter.
func (r *reader) openHandle(key string, arg int32) {
	for i := range r.file.Consts {
		if r.file.Consts[i].Name == key {
			return
		}
	}
	r.addConst(key, parts{{Pos: fact.None, End: fact.None, Hole: &fact.Hole{Arg: arg}}}, true, fact.None)
}

// nameHandles makes constants of the collections that fields and package variables hold, so that
// the package's other files can be told which collection they use.
func (r *reader) nameHandles() {
	keys := make([]string, 0, len(r.late.handles))
	for key := range r.late.handles {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		for _, id := range r.late.handles[key] {
			if a := r.file.Accesses[id]; a.Kind == fact.ByCollection && nameable(a.Name.Parts) {
				r.addConst(key, a.Name.Parts, true, a.Pos)
				break
			}
		}
	}
}

// dropUsed removes accesses of unknown mode whose uses are there.
func (r *reader) dropUsed() {
	kept := r.file.Accesses[:0]
	for i, a := range r.file.Accesses {
		if !r.late.used[i] {
			kept = append(kept, a)
		}
	}
	r.file.Accesses = kept
	slices.SortStableFunc(r.file.Accesses, func(a, b fact.Access) int { return int(a.Pos - b.Pos) })
}
