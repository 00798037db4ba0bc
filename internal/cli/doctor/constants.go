package doctor

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vtgen/vtgen/generator/project"
)

var (
	errorCode = regexp.MustCompile(`^VT(APP-XXX|WE-)\d+$`)
	logID     = regexp.MustCompile(`^([0-9A-Za-z_.-]+\.go:\d{3,}) \|`)
)

// errorCodes examines whether two errors have one code (the standards, §6.2).
func errorCodes(root string) Result {
	found := occurrences{}
	unreadable := eachFile(root, "global_config", func(name string, file *ast.File, files *token.FileSet) {
		found.literals(name, file, files, func(text string) string { return errorCode.FindString(text) })
	})
	return found.result("error codes", unreadable, "give one of the two errors a code of its own")
}

// logIDs examines whether two places have one log id (the standards, §5.1). Those within the runtime
// are not the platform's to change.
func logIDs(root string) Result {
	found := occurrences{}
	unreadable := eachFile(root, ".", func(name string, file *ast.File, files *token.FileSet) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		found.literals(name, file, files, func(text string) string {
			if match := logID.FindStringSubmatch(text); match != nil {
				return match[1]
			}
			return ""
		})
	})
	for id, places := range found {
		if !slices.ContainsFunc(places, func(place string) bool { return !strings.HasPrefix(place, runtimeFolder+"/") }) {
			delete(found, id)
		}
	}
	return found.result("log ids", unreadable, "give one of the two places the next number of its file")
}

// occurrences are the places where something stands, as file:line.
type occurrences map[string][]string

// literals adds the string literals of a file of which identify makes something.
func (o occurrences) literals(name string, file *ast.File, files *token.FileSet, identify func(string) string) {
	ast.Inspect(file, func(n ast.Node) bool {
		literal, isLiteral := n.(*ast.BasicLit)
		if !isLiteral || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			return true // the parser accepted it, so that it has a value
		}
		if what := identify(text); what != "" {
			o[what] = append(o[what], fmt.Sprintf("%s:%d", name, files.Position(literal.Pos()).Line))
		}
		return true
	})
}

// result says which occur more than once.
func (o occurrences) result(check string, unreadable []string, advice string) Result {
	var twice []string
	for _, what := range slices.Sorted(maps.Keys(o)) {
		if places := o[what]; len(places) > 1 {
			twice = append(twice, fmt.Sprintf("%s in %s", what, strings.Join(places, " and ")))
		}
	}
	switch {
	case len(twice) > 0:
		return failed(check, shorten(twice), advice)
	case len(unreadable) > 0:
		return warning(check, "not examined: "+shorten(unreadable), "correct the files: they are no Go")
	}
	return ok(check, fmt.Sprintf("%d, none twice", len(o)))
}

// shorten joins at most three findings.
func shorten(all []string) string {
	const most = 3
	if len(all) <= most {
		return strings.Join(all, "; ")
	}
	return fmt.Sprintf("%s; and %d more", strings.Join(all[:most], "; "), len(all)-most)
}

// eachFile calls visit for every Go file of the platform below a folder, and returns those that
// cannot be read or parsed. Folders that are not the platform's own code are left out.
func eachFile(root, folder string, visit func(name string, file *ast.File, files *token.FileSet)) (unreadable []string) {
	files := token.NewFileSet()
	err := fs.WalkDir(os.DirFS(root), folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			unreadable = append(unreadable, name)
			return nil
		case entry.IsDir() && name != folder && !ours(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || filepath.Ext(name) != ".go":
			return nil
		}
		text, err := project.Read(root, name)
		if err != nil {
			unreadable = append(unreadable, name)
			return nil
		}
		file, err := parser.ParseFile(files, name, text, parser.SkipObjectResolution)
		if err != nil {
			unreadable = append(unreadable, name)
			return nil
		}
		visit(name, file, files)
		return nil
	})
	if err != nil {
		unreadable = append(unreadable, folder)
	}
	return unreadable
}

// ours reports whether a folder holds code of the platform.
func ours(folder string) bool {
	switch folder {
	case "vendor", "node_modules", "testdata", "bin", "data":
		return false
	}
	return !strings.HasPrefix(folder, ".")
}
