package program

import (
	"strings"

	"github.com/vtgen/vtgen/lint/fact"
)

// member is a field or method of a class.
type member struct{ class, name string }

// ownMember reports whether first.rest is a member of the class that the function belongs to: this.x
// in JavaScript, s.x in a Go method whose receiver is s.
func (l *linker) ownMember(at where, first, rest string) (member, bool) {
	for fn := at.fn; fn >= 0 && int(fn) < len(at.file.Funcs); fn = at.file.Funcs[fn].Outer {
		f := &at.file.Funcs[fn]
		if f.Receiver != "" && (first == f.ReceiverName || first == "this" && at.file.Language != fact.Go) {
			return member{baseType(f.Receiver), rest}, true
		}
	}
	return member{}, false
}

// bases returns the names of the classes that a class extends, as written, at any depth within the
// file or Go package.
func (l *linker) bases(file *File, class string) []string {
	var all []string
	seen := map[string]bool{class: true}
	for queue := []string{class}; len(queue) > 0 && len(all) < mostAlternatives; queue = queue[1:] {
		t, _ := l.typeNamed(file, queue[0])
		if t == nil {
			continue
		}
		for _, base := range t.Extends {
			if base = baseType(base); !seen[base] {
				seen[base] = true
				all, queue = append(all, base), append(queue, base)
			}
		}
	}
	return all
}

// typeNamed finds a type by its name: in the file, in the Go package, or behind an import.
func (l *linker) typeNamed(file *File, name string) (*fact.Type, *File) {
	if t := file.types[name]; t != nil {
		return t, file
	}
	if file.Language == fact.Go {
		if home := l.goDeclares(file, name); home != nil {
			_, bare, dotted := strings.Cut(name, ".")
			if !dotted {
				bare = name
			}
			if t := home.types[bare]; t != nil {
				return t, home
			}
		}
		return nil, nil
	}
	target, symbol := l.imported(file, name)
	for depth := 0; target != nil && depth < deepest; depth++ {
		if t := target.types[symbol]; t != nil {
			return t, target
		}
		if wholeExport(symbol) && len(target.Types) == 1 {
			return &target.Types[0], target
		}
		next, rest := l.reexported(target, symbol)
		if next == nil {
			for _, star := range l.stars(target) {
				if t := star.types[symbol]; t != nil {
					return t, star
				}
			}
		}
		target, symbol = next, rest
	}
	return nil, nil
}

// baseType cuts pointers, slices and type arguments off a type as written.
func baseType(name string) string {
	start := 0
	for start < len(name) && strings.IndexByte("*&[]", name[start]) >= 0 {
		start++
	}
	name = name[start:]
	for i := 1; i < len(name); i++ {
		if name[i] == '[' || name[i] == '<' {
			name = name[:i]
			break
		}
	}
	return strings.TrimPrefix(strings.TrimSpace(name), "new ")
}

// wholeExport reports whether a symbol is a module as a whole or its default.
func wholeExport(symbol string) bool {
	return symbol == "" || symbol == "default" || symbol == "module.exports"
}

// goPackage returns the files of the package that a Go file knows by a name.
func (l *linker) goPackage(file *File, name string) []*File {
	dir, ok := file.goDirs[name]
	if !ok {
		return nil
	}
	return l.find.packages[dir]
}

// goDeclares returns the file that declares a name as a Go file writes it: with the name of an
// imported package before it, or of its own package.
func (l *linker) goDeclares(file *File, name string) *File {
	if pkg, bare, dotted := strings.Cut(name, "."); dotted && file.goDirs[pkg] != "" {
		return l.declaring[file.goDirs[pkg]][bare]
	}
	if home := l.declaring[file.dir][name]; home != nil {
		return home
	}
	if dir := file.goDirs["."]; dir != "" {
		return l.declaring[dir][name]
	}
	return nil
}

// imported returns the file that the first part of a dotted name was imported from, and what the
// name is called there: "" or "default" for the module as a whole.
func (l *linker) imported(file *File, name string) (*File, string) {
	first, rest, _ := strings.Cut(name, ".")
	i, ok := file.importIndex[first]
	if !ok {
		return nil, ""
	}
	imp := &file.Imports[i]
	target := file.importTargets[i]
	if target == nil {
		return nil, ""
	}
	symbol := imp.Immediate
	if imp.Member != "" && imp.Member != "*" {
		symbol = joinDots(symbol, imp.Member)
	}
	return target, joinDots(symbol, rest)
}

// reexported returns the file from which a module has what it exports as symbol, when it was
// imported there under that name.
func (l *linker) reexported(file *File, symbol string) (*File, string) {
	if target, rest := l.imported(file, symbol); target != nil && target != file {
		return target, rest
	}
	first, rest, _ := strings.Cut(symbol, ".")
	if first == "default" || first == "" {
		first, rest, _ = strings.Cut(rest, ".")
	}
	if i, ok := file.exportImports[first]; ok && file.importTargets[i] != nil {
		return file.importTargets[i], joinDots(file.Imports[i].Immediate, rest)
	}
	for _, prefix := range []string{"module.exports.", "exports.", "default.", ""} {
		if ref, ok := file.exportRefs[prefix+first]; ok && ref != symbol {
			if target, tail := l.imported(file, joinDots(ref, rest)); target != nil && target != file {
				return target, tail
			}
		}
	}
	if wholeExport(symbol) {
		for _, whole := range []string{"module.exports", "default"} {
			if target, tail := l.imported(file, file.exportRefs[whole]); target != nil && target != file {
				return target, tail
			}
		}
	}
	return nil, ""
}

// stars returns the files whose exports a module exports as its own.
func (l *linker) stars(file *File) []*File {
	var all []*File
	for i := range file.Imports {
		imp := &file.Imports[i]
		if imp.Name == "" && imp.Member == "*" && file.importTargets[i] != nil && file.importTargets[i] != file {
			all = append(all, file.importTargets[i])
		}
	}
	return all
}

func joinDots(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + "." + b
}

// goMethods returns the methods of a name of a type that is named itself, as in Invoice{}.TableName()
// and billing.Invoice{}.TableName().
func (l *linker) goMethods(file *File, typ, method string) []Function {
	dir := file.dir
	if pkg, name, imported := strings.Cut(typ, "."); imported {
		dir, typ = file.goDirs[pkg], name
	}
	if dir == "" || typ == "" {
		return nil
	}
	return l.goFunctions(dir, typ, method)
}
