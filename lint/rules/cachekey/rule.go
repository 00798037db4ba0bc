// Package cachekey is the rule VT064: cache keys begin with the application's prefix.
package cachekey

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
	"github.com/vtgen/vtgen/lint/rules/idiom"
)

//go:embed doc.md
var doc string

// Rule finds cache keys without the application's prefix: the cache is shared (the standards, §12.1).
var Rule = &rule.Rule{
	ID:        "VT064",
	Name:      "cache-key-prefix",
	Summary:   "a cache key does not begin with the application's prefix",
	Doc:       doc,
	Standards: []string{"§12.1"},
	Default:   rule.Error,
	Check:     check,
}

// taking are methods whose first argument is a cache key.
var taking = []string{
	"getJsonFromMemcache", "getFromMemcache", "deleteCacheKey", "setJsonInMemcache", "setInMemcache",
	"get", "set", "add", "replace", "del", "delete", "gets", "touch", "incr", "decr",
}

func check(p *rule.Pass) {
	if !p.Program.Standard {
		return
	}
	prefix := p.Option("prefix", "")
	for _, f := range p.Program.Files {
		if !idiom.Own(f) || !idiom.Script(f) || f.Layer == program.Connectivity {
			continue
		}
		for i := range f.Calls {
			call := &f.Calls[i]
			if !cached(call) {
				continue
			}
			key := keyOf(f.File, call)
			if problem, tier := examine(key, prefix); problem != "" {
				p.Report(rule.Finding{
					Tier: tier, File: f.File, Pos: call.Args[0].Pos, End: call.Args[0].End, Message: problem,
					Suggestion: "begin the key with the application's prefix, from the configuration",
					Module:     f.Module, Func: idiom.FuncName(f.File, call.Func),
				})
			}
		}
	}
}

// cached reports whether a call takes a cache key.
func cached(call *fact.Call) bool {
	if len(call.Args) == 0 || !slices.Contains(taking, idiom.Last(call.Callee)) {
		return false
	}
	lower := strings.ToLower(call.Callee)
	return strings.Contains(lower, "memcache") || strings.Contains(idiom.Last(call.Callee), "CacheKey")
}

// keyOf is the text of a call's key, followed through a variable of the function.
func keyOf(f *fact.File, call *fact.Call) *fact.Text {
	if key := call.Args[0]; key.Text != nil || key.Ref == "" {
		return key.Text
	}
	for i := len(f.Consts) - 1; i >= 0; i-- {
		if c := &f.Consts[i]; c.Name == call.Args[0].Ref && (c.Func < 0 || idiom.Within(f, call.Func, c.Func)) {
			return &c.Text
		}
	}
	return nil
}

// examine says what is wrong with a key, or "".
func examine(key *fact.Text, prefix string) (string, rule.Tier) {
	if key == nil || len(key.Parts) == 0 {
		return "", ""
	}
	start := idiom.Start(key)
	switch first := key.Parts[0]; {
	case prefix != "" && strings.HasPrefix(start, prefix):
	case first.Hole != nil && named(first.Hole.Name):
	case first.Hole != nil:
		return "the cache key begins with a value, and not with the application's prefix", rule.Likely
	case prefix != "":
		return fmt.Sprintf("the cache key does not begin with %q", prefix), rule.Certain
	case !strings.ContainsAny(start, ":_-./"):
		return "the cache key has no prefix", rule.Likely
	default:
		return "the cache key begins with a literal, and no prefix is configured (option prefix)", rule.Possible
	}
	return "", ""
}

// named reports whether a name says that it holds a prefix.
func named(name string) bool {
	lower := strings.ToLower(name)
	return strings.Contains(lower, "prefix") || strings.Contains(lower, "namespace")
}
