package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// mostLater bounds how many calls on what a call has made are looked at.
const mostLater = 256

// objectKey is what a method is called on: a name in a function, in a class or at any place of a file,
// or what the call that begins at a position returns.
type objectKey struct {
	object, class string
	fn            int32
	pos           fact.Pos
}

// anywhere is the function of a name that the whole file knows.
const anywhere = -2

// objectCalls are the calls of methods by what they are called on, of each file that is asked for.
type objectCalls map[*File]map[objectKey][]*fact.Call

// of returns the calls of a file.
func (all objectCalls) of(file *File) map[objectKey][]*fact.Call {
	if calls, known := all[file]; known {
		return calls
	}
	calls := map[objectKey][]*fact.Call{}
	all[file] = calls
	add := func(key objectKey, call *fact.Call) {
		if len(calls[key]) < mostLater {
			calls[key] = append(calls[key], call)
		}
	}
	for i := range file.Calls {
		call := &file.Calls[i]
		dot := strings.LastIndexByte(call.Callee, '.')
		if dot < 0 {
			continue
		}
		object := call.Callee[:dot]
		switch first, _, _ := strings.Cut(object, "."); {
		case strings.HasSuffix(object, "()"):
			add(objectKey{object: object, fn: anywhere, pos: call.Pos}, call)
		case first == "this" || first == "super":
			_, class := method(file, call.Func)
			add(objectKey{object: object, class: class, fn: anywhere, pos: fact.None}, call)
		default:
			add(objectKey{object: object, fn: call.Func, pos: fact.None}, call)
			add(objectKey{object: object, fn: anywhere, pos: fact.None}, call)
		}
	}
	return calls
}

// after returns the calls of methods of what a call of a function has made, by method, as far as the file
// shows them: make(x).count(), const rows = make(x) and rows.count(), super(x) and this.count(). A name that
// several calls fill tells nothing.
func (all objectCalls) after(file *File, made *fact.Call, f Function, run []openUse, makers map[makerKey]int) map[string][]*fact.Call {
	methods := map[string]bool{}
	for i := range run {
		if t := &run[i]; t.at != (where{f.File, f.Index}) {
			methods[t.method()] = true
		}
	}
	if len(methods) == 0 {
		return nil
	}
	calls := all.of(file)
	later := map[string][]*fact.Call{}
	for _, key := range objectsOf(file, made) {
		if makers[makerKey{file, key}] > 1 {
			continue
		}
		for _, call := range calls[key] {
			if name := lastPart(call.Callee); methods[name] && (key.object != "this" || !overrides(file, key.class, name)) {
				later[name] = append(later[name], call)
			}
		}
	}
	return later
}

// overrides reports whether a class has a method of its own by the name of an inherited one.
func overrides(file *File, class, name string) bool {
	return name != "constructor" && len(methodsOf(file, class, name)) > 0
}

// makerKey is what a call makes, in its file.
type makerKey struct {
	file *File
	objectKey
}

// objectsOf returns what the value of a call can be called in the calls of its methods.
func objectsOf(file *File, made *fact.Call) []objectKey {
	_, class := method(file, made.Func)
	if made.Callee == "super" {
		return []objectKey{
			{object: "this", class: class, fn: anywhere, pos: fact.None},
			{object: "super", class: class, fn: anywhere, pos: fact.None},
		}
	}
	keys := []objectKey{{object: made.Callee + "()", fn: anywhere, pos: made.Pos}}
	switch {
	case made.Name == "":
	case strings.HasPrefix(made.Name, "this."):
		keys = append(keys, objectKey{object: made.Name, class: class, fn: anywhere, pos: fact.None})
	case made.Func == fact.None && classAround(file, made.Pos) != "":
		keys = append(keys, objectKey{object: "this." + made.Name, class: classAround(file, made.Pos), fn: anywhere, pos: fact.None})
	case made.Func == fact.None:
		keys = append(keys, objectKey{object: made.Name, fn: anywhere, pos: fact.None})
	default:
		keys = append(keys, objectKey{object: made.Name, fn: made.Func, pos: fact.None})
	}
	return keys
}

// classAround returns the class of a script in which a position is, "" for none.
func classAround(file *File, pos fact.Pos) string {
	for i := range file.Types {
		if t := &file.Types[i]; t.Pos <= pos && pos < t.End {
			return t.Name
		}
	}
	return ""
}
