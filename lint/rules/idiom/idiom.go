// Package idiom recognises what the standards' rules speak of in the facts of a file: log
// statements, responses, routes, events, event handlers. Both languages are read the same way.
package idiom

import (
	"path"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
)

// Last is the last name of a dotted callee: "json" of "res.status().json".
func Last(callee string) string {
	return strings.TrimSuffix(callee[strings.LastIndexByte(callee, '.')+1:], "()")
}

// Object is the name before the last of a dotted callee: "logger" of "this.logger.info".
func Object(callee string) string {
	at := strings.LastIndexByte(callee, '.')
	if at < 0 {
		return ""
	}
	return Last(callee[:at])
}

// Root is the first name of a dotted callee, less "this" or a Go receiver's name.
func Root(callee, receiver string) string {
	callee = strings.TrimPrefix(callee, "new ")
	if receiver != "" {
		callee = strings.TrimPrefix(callee, receiver+".")
	}
	callee = strings.TrimPrefix(callee, "this.")
	if at := strings.IndexByte(callee, '.'); at >= 0 {
		callee = callee[:at]
	}
	return strings.TrimSuffix(callee, "()")
}

// FuncName is the name of the function at index i, or of the nearest one around it that has a
// name; "" at the top level.
func FuncName(f *fact.File, i int32) string {
	for range f.Funcs { // at most as deep as there are functions
		if i < 0 || int(i) >= len(f.Funcs) {
			return ""
		}
		if name := f.Funcs[i].Name; name != "" {
			return name
		}
		i = f.Funcs[i].Outer
	}
	return ""
}

// Within reports whether the function at index i is outer or inside it.
func Within(f *fact.File, i, outer int32) bool {
	for range len(f.Funcs) + 1 {
		if i == outer {
			return true
		}
		if i < 0 || int(i) >= len(f.Funcs) {
			return false
		}
		i = f.Funcs[i].Outer
	}
	return false
}

// Literal is the value of a text without holes; false where it has one.
func Literal(t *fact.Text) (string, bool) {
	if t == nil {
		return "", false
	}
	var value strings.Builder
	for _, part := range t.Parts {
		if part.Hole != nil {
			return "", false
		}
		value.WriteString(part.Literal)
	}
	return value.String(), true
}

// Start is the literal text before the first hole.
func Start(t *fact.Text) string {
	if t == nil || len(t.Parts) == 0 {
		return ""
	}
	var value strings.Builder
	for _, part := range t.Parts {
		if part.Hole != nil {
			break
		}
		value.WriteString(part.Literal)
	}
	return value.String()
}

// ObjectOf is the object literal an argument is: itself, or the one assigned to the variable that
// it names within the same function. It returns nil for anything else.
func ObjectOf(f *fact.File, a fact.Arg, within int32) *fact.Object {
	if n := a.Object(); n >= 0 && int(n) < len(f.Objects) {
		return &f.Objects[n]
	}
	if a.Ref == "" {
		return nil
	}
	var found *fact.Object
	for i := range f.Objects {
		if o := &f.Objects[i]; o.Name == a.Ref && Within(f, within, o.Func) && o.Pos < a.Pos {
			found = o
		}
	}
	return found
}

// Fields are the fields of an object by key; spread says that it takes further ones from elsewhere.
func Fields(o *fact.Object) (fields map[string]fact.Field, spread bool) {
	fields = make(map[string]fact.Field, len(o.Fields))
	for _, field := range o.Fields {
		if field.Key == "" || strings.HasPrefix(field.Key, "...") {
			spread = true
			continue
		}
		fields[field.Key] = field
	}
	return fields, spread
}

// Own reports whether a file is the project's own running code: no test, no migration, no
// generated file.
func Own(f *program.File) bool {
	return !f.Test && !f.Generated && f.Layer != program.TestLayer && f.Layer != program.Migration
}

// Script reports whether a file is JavaScript or TypeScript.
func Script(f *program.File) bool {
	return f.Language == fact.JavaScript || f.Language == fact.TypeScript
}

// AtRoot reports whether a file lies in the root of the project.
func AtRoot(f *program.File) bool { return !strings.Contains(f.Path, "/") }

// Layered reports whether a file is in one of the standards' directories or in the project's root.
func Layered(f *program.File) bool {
	return Own(f) && (f.Layer != program.Other || AtRoot(f))
}

// Base is the file's name without its folder.
func Base(f *program.File) string { return path.Base(f.Path) }

// infrastructure are the event services that the platform brings along (§3.3 to §3.5): they carry
// events, and have no service to delegate to.
var infrastructure = []string{"event_router.service", "data_pulse.service", "munshi.service", "events_hub.service"}

// Infrastructure reports whether a file is one of the platform's own event services.
func Infrastructure(f *program.File) bool {
	base := Base(f)
	for _, name := range infrastructure {
		if strings.HasPrefix(base, name) {
			return true
		}
	}
	return false
}
