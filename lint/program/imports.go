package program

import (
	"path"
	"sort"
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// scriptEndings are what an import may leave out, in the order in which Node and TypeScript try.
var scriptEndings = []string{"", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", "/index.ts", "/index.js", "/index.mjs", "/index.cjs", "/index.tsx"}

// finder finds the files behind import paths.
type finder struct {
	files map[string]*File
	// packages are the Go files by folder, in order.
	packages map[string][]*File
	// folders are the Go folders by their last element.
	folders map[string][]string
	// scripts are the JavaScript and TypeScript files by base name without ending; an index file by
	// its folder's.
	scripts map[string][]*File
	modules []GoModule
}

func newFinder(files []*File, modules []GoModule) *finder {
	f := &finder{
		files: map[string]*File{}, packages: map[string][]*File{}, folders: map[string][]string{},
		scripts: map[string][]*File{}, modules: append([]GoModule(nil), modules...),
	}
	sort.SliceStable(f.modules, func(i, j int) bool { return len(f.modules[i].Path) > len(f.modules[j].Path) })
	for _, file := range files {
		f.files[file.Path] = file
		switch file.Language {
		case fact.Go:
			dir := path.Dir(file.Path)
			if f.packages[dir] == nil {
				f.folders[path.Base(dir)] = append(f.folders[path.Base(dir)], dir)
			}
			f.packages[dir] = append(f.packages[dir], file)
		case fact.JavaScript, fact.TypeScript:
			name := scriptName(file.Path)
			f.scripts[path.Base(name)] = append(f.scripts[path.Base(name)], file)
		}
	}
	return f
}

// scriptName returns a script's path without ending; an index file is its folder.
func scriptName(name string) string {
	name = strings.TrimSuffix(name, path.Ext(name))
	if path.Base(name) == "index" {
		return path.Dir(name)
	}
	return name
}

// goFolder returns the folder of the package with an import path, "" when it is not among the files.
func (f *finder) goFolder(importPath string) string {
	for _, module := range f.modules {
		if rest, ok := strings.CutPrefix(importPath, module.Path); ok && (rest == "" || rest[0] == '/') {
			dir := path.Join(module.Dir, strings.TrimPrefix(rest, "/"))
			if f.packages[dir] != nil {
				return dir
			}
			return ""
		}
	}
	if len(f.modules) > 0 {
		return ""
	}
	return f.longestFolder(importPath)
}

// longestFolder returns the folder that shares the longest ending with an import path. One shared
// element is enough only for paths that begin with a host's name, so that "database/sql" is not sql.
func (f *finder) longestFolder(importPath string) string {
	host, _, _ := strings.Cut(importPath, "/")
	best, length := "", 1
	if strings.Contains(host, ".") {
		length = 0
	}
	for _, dir := range f.folders[path.Base(importPath)] {
		if n := sharedEnding(dir, importPath); n > length || n == length && best != "" && len(dir) < len(best) {
			best, length = dir, n
		}
	}
	return best
}

// sharedEnding counts the path elements that two paths share at their ends.
func sharedEnding(a, b string) int {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < len(x) && n < len(y) && x[len(x)-1-n] == y[len(y)-1-n] {
		n++
	}
	return n
}

// script returns the file that an import in file names, nil for libraries.
func (f *finder) script(file *File, importPath string) *File {
	if strings.HasPrefix(importPath, ".") {
		return f.scriptAt(path.Join(path.Dir(file.Path), importPath))
	}
	if rooted, ok := strings.CutPrefix(importPath, "/"); ok {
		return f.scriptAt(rooted)
	}
	rest := importPath
	if importPath[:1] == "@" || importPath[:1] == "~" || importPath[:1] == "#" {
		_, after, ok := strings.Cut(importPath, "/")
		if !ok {
			return nil
		}
		rest = after
		// A scope, @company/library, names a library; an alias, @/x or @app/x/y, names a file, and so
		// does @server/models where there is such a folder.
		if first := importPath[:len(importPath)-len(after)-1]; len(first) > 1 {
			if found := f.scriptEnding(file, first[1:]+"/"+rest); found != nil && first != "@prisma" {
				return found
			}
			if !strings.Contains(rest, "/") {
				return nil
			}
		}
	} else if !strings.Contains(rest, "/") {
		return nil
	}
	return f.scriptEnding(file, rest)
}

// scriptAt returns the file at a path that may lack its ending.
func (f *finder) scriptAt(name string) *File {
	for _, ending := range scriptEndings {
		if found := f.files[name+ending]; found != nil {
			return found
		}
	}
	// TypeScript writes imports of x.ts as "x.js".
	if stem := strings.TrimSuffix(name, path.Ext(name)); strings.HasPrefix(path.Ext(name), ".js") || path.Ext(name) == ".mjs" {
		for _, ending := range []string{".ts", ".tsx", ".mts"} {
			if found := f.files[stem+ending]; found != nil {
				return found
			}
		}
	}
	return nil
}

// scriptEnding returns the file whose path ends with rest: of several, the one nearest to the
// importing file, nil when two are equally near.
func (f *finder) scriptEnding(file *File, rest string) *File {
	rest = strings.TrimSuffix(rest, ".js")
	var best *File
	nearest, tie := -1, false
	for _, candidate := range f.scripts[path.Base(rest)] {
		name := scriptName(candidate.Path)
		if name != rest && !strings.HasSuffix(name, "/"+rest) {
			continue
		}
		switch n := sharedStart(candidate.Path, file.Path); {
		case n > nearest:
			best, nearest, tie = candidate, n, false
		case n == nearest:
			tie = true
		}
	}
	if tie {
		return nil
	}
	return best
}

// sharedStart counts the folders that two paths share at their starts.
func sharedStart(a, b string) int {
	x, y := strings.Split(path.Dir(a), "/"), strings.Split(path.Dir(b), "/")
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}
