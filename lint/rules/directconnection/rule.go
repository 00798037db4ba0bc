package directconnection

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
	"github.com/vtgen/vtgen/lint/program"
	"github.com/vtgen/vtgen/lint/rule"
)

//go:embed doc.md
var doc string

// Rule is VT009.
var Rule = &rule.Rule{
	ID: "VT009", Name: "direct-connection", Summary: "a connection to a data service is made outside of core_app_connectivities",
	Doc: doc, Standards: []string{"§3.1"}, Default: rule.Error, Check: check,
}

func check(pass *rule.Pass) {
	if !pass.Program.Standard {
		return
	}
	for _, file := range pass.Program.Files {
		if file.Exempt() || file.Layer == program.Connectivity || file.Language == fact.SQL {
			continue
		}
		names := imports(file)
		for i := range file.Calls {
			call := &file.Calls[i]
			service, ok := connects(file, names, call.Callee)
			if !ok {
				continue
			}
			pass.Report(rule.Finding{
				Tier: rule.Certain, File: file.File, Pos: call.Pos, End: call.End, Module: file.Module, Access: "connect",
				Func:       file.FunctionName(call.Func),
				Message:    fmt.Sprintf("%s connects to %s outside of core_app_connectivities", call.Callee, service),
				Suggestion: "import the connection from core_app_connectivities",
			})
		}
	}
}

// imported is what a local name stands for.
type imported struct{ path, member string }

// imports returns the libraries behind a file's local names.
func imports(file *program.File) map[string]imported {
	names := map[string]imported{}
	for i := range file.Imports {
		imp := &file.Imports[i]
		name := imp.Name
		if name == "" && file.Language == fact.Go {
			name = imp.Path[strings.LastIndexByte(imp.Path, '/')+1:]
		}
		member := imp.Member
		if member == "*" || member == "default" {
			member = ""
		}
		if imp.Immediate != "" {
			member = strings.TrimPrefix(imp.Immediate+"."+member, ".")
			member = strings.TrimSuffix(member, ".")
		}
		if name != "" {
			names[name] = imported{imp.Path, member}
		}
	}
	return names
}

// connects reports whether a call opens a connection, and to what.
func connects(file *program.File, names map[string]imported, callee string) (string, bool) {
	construct := strings.HasPrefix(callee, "new ")
	callee = strings.TrimPrefix(callee, "new ")
	first, rest, _ := strings.Cut(callee, ".")
	from, ok := names[first]
	if !ok {
		return "", false
	}
	member := strings.Trim(from.member+"."+rest, ".")
	known := scriptConnectors
	if file.Language == fact.Go {
		known = goConnectors
	}
	library, ok := known[libraryPath(from.path, file.Language)]
	if !ok {
		return "", false
	}
	if construct {
		member = "new " + member
	}
	for _, opener := range strings.Fields(library.openers) {
		if member == strings.ReplaceAll(opener, "new:", "new ") || opener == "()" && member == "" || opener == "new:()" && member == "new " {
			return library.service, true
		}
	}
	return "", false
}

// libraryPath cuts what does not tell a library from another: the version of a Go import.
func libraryPath(path string, language fact.Language) string {
	if language != fact.Go {
		return path
	}
	i := strings.LastIndexByte(path, '/')
	if i > 0 && i+2 <= len(path) && path[i+1] == 'v' && strings.Trim(path[i+2:], "0123456789") == "" {
		return path[:i]
	}
	return path
}
