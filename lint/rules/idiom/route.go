package idiom

import (
	"regexp"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
)

// Route is a call that connects a path to what answers it.
type Route struct {
	Call *fact.Call
	// Verb is the HTTP method in capitals, Path the path as far as it is a literal.
	Verb, Path string
	// Comment is the text of the comment right before the call, "" where there is none.
	Comment string
	// Handlers are the arguments after the path.
	Handlers []fact.Arg
}

// verbs are the methods of routers by which routes are made, in lower case.
var verbs = map[string]bool{"get": true, "post": true, "put": true, "patch": true, "delete": true}

// routers are the names of objects that routes are added to.
var routers = map[string]bool{"router": true, "app": true, "mux": true, "r": true, "api": true, "routes": true, "server": true}

// Routes are the routes that a file defines.
func Routes(f *program.File) []Route {
	var routes []Route
	for i := range f.Calls {
		call := &f.Calls[i]
		verb := strings.ToLower(Last(call.Callee))
		object := strings.ToLower(Object(call.Callee))
		if !verbs[verb] || len(call.Args) < 2 || call.Args[0].Text == nil || !routers[object] && !strings.HasSuffix(object, "router") {
			continue
		}
		path := Start(call.Args[0].Text)
		if !strings.HasPrefix(path, "/") && path != "" && path != "*" {
			continue
		}
		routes = append(routes, Route{Call: call, Verb: strings.ToUpper(verb), Path: path, Comment: commentBefore(f.File, call.Pos), Handlers: call.Args[1:]})
	}
	return routes
}

// commentBefore is the text of the comments that end on the line before a position, together.
func commentBefore(f *fact.File, at fact.Pos) string {
	line, _ := f.Position(at)
	var text []string
	for i := len(f.Comments) - 1; i >= 0; i-- {
		c := f.Comments[i]
		if c.Pos >= at || c.Trailing {
			continue
		}
		if end, _ := f.Position(c.End); end != line-1 && end != line {
			if len(text) > 0 {
				break
			}
			continue
		}
		text = append([]string{c.Text}, text...)
		line, _ = f.Position(c.Pos)
	}
	return strings.Join(text, "\n")
}

var public = regexp.MustCompile(`(?im)@access\s+public`)

// Public reports whether the route's comment says that everyone may call it.
func (r Route) Public() bool { return public.MatchString(r.Comment) }

// Passes reports whether one of the route's handlers but the last, or a handler of the whole file,
// has a name that the pattern matches.
func (r Route) Passes(f *program.File, name *regexp.Regexp) bool {
	for i, handler := range r.Handlers {
		if i < len(r.Handlers)-1 && name.MatchString(nameOf(f.File, handler)) {
			return true
		}
	}
	return used(f, name)
}

// used reports whether a file puts a handler with such a name before all of its routes.
func used(f *program.File, name *regexp.Regexp) bool {
	for i := range f.Calls {
		if method := Last(f.Calls[i].Callee); method != "use" && method != "Use" && method != "With" {
			continue
		}
		for _, arg := range f.Calls[i].Args {
			if name.MatchString(nameOf(f.File, arg)) {
				return true
			}
		}
	}
	return false
}

// nameOf is the dotted name of an argument, or of what it calls.
func nameOf(f *fact.File, a fact.Arg) string {
	if n := a.Call(); n >= 0 && int(n) < len(f.Calls) {
		return f.Calls[n].Callee
	}
	return a.Ref
}
