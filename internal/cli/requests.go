package cli

import (
	"fmt"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
)

// request is one of an entity's routes, and a call of it that works.
type request struct{ method, path, example, body string }

// requests are the routes of an entity, in the order in which a row lives.
func requests(e model.Entity) []request {
	one := e.Route() + "/{id}"
	all := []request{
		{"POST", e.Route(), e.Route(), createBody(e)},
		{"GET", e.Route(), e.Route(), ""},
		{"GET", one, e.Route() + "/1", ""},
		{"PATCH", one, e.Route() + "/1", updateBody(e)},
		{"DELETE", one, e.Route() + "/1", ""},
	}
	if all[3].body == "" {
		all[3].body = "{}"
	}
	return all
}

// curl is the request as a command line.
func (r request) curl(base string) string {
	words := []string{"curl"}
	if r.method != "GET" {
		words = append(words, "-X", r.method)
	}
	words = append(words, base+r.example)
	if r.body != "" {
		words = append(words, "-H", "Content-Type: application/json", "-d", r.body)
	}
	return quoted(words)
}

// routeList lists the routes of an entity, indented.
func routeList(e model.Entity) string {
	var out strings.Builder
	for _, r := range requests(e) {
		fmt.Fprintf(&out, "    %-6s  %s\n", r.method, r.path)
	}
	return out.String()
}

// curlList lists a working call of each route, indented.
func curlList(e model.Entity, base string) string {
	var out strings.Builder
	for _, r := range requests(e) {
		fmt.Fprintf(&out, "    %s\n", r.curl(base))
	}
	return out.String()
}
