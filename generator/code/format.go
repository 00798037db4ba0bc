package code

import (
	"bytes"
	"fmt"
	"path"
	"sync"

	"github.com/dave/jennifer/jen"
	"golang.org/x/tools/imports"
	gofumpt "mvdan.cc/gofumpt/format"
)

// Format is the one way out for Go source, but for [Composition], which has the form already: imports
// sorted and grouped with the platform's own packages last, then gofumpt. A syntax error names the
// file; nothing of the source is guessed.
func Format(name, module string, source []byte) ([]byte, error) {
	grouped, err := groupImports(name, module, source)
	if err != nil {
		return nil, fmt.Errorf("formatting the generated %s: %w", name, err)
	}
	formatted, err := gofumpt.Source(grouped, gofumpt.Options{LangVersion: "go1.26", ModulePath: module})
	if err != nil {
		return nil, fmt.Errorf("formatting the generated %s: %w", name, err)
	}
	return formatted, nil
}

// localPrefix guards imports.LocalPrefix, the one setting that package takes as a variable.
var localPrefix sync.Mutex

// groupImports sorts the imports into the standard library, others and the platform's own.
func groupImports(name, module string, source []byte) ([]byte, error) {
	localPrefix.Lock()
	defer localPrefix.Unlock()
	imports.LocalPrefix = module
	return imports.Process(name, source, &imports.Options{
		FormatOnly: true, Comments: true, TabIndent: true, TabWidth: 8,
	})
}

// newFile begins a file of one of the platform's packages.
func (s *Scope) newFile(directory string) *jen.File {
	f := jen.NewFilePathName(s.path(directory), packageName(directory))
	for _, name := range []string{"apperr", "events", "listing", "optional", "sample", "sqldb", "sqlmodel", "sqltype", "validation"} {
		f.ImportName(runtimePath+name, name)
	}
	for _, name := range []string{"classes", "data_repositories", "global_config", "models", "utils/samples"} {
		f.ImportName(s.path(name), packageName(name))
	}
	return f
}

// packageName is the last part of a directory.
func packageName(directory string) string { return path.Base(directory) }

// source renders a file that was built.
func source(f *jen.File, name, module string) ([]byte, error) {
	var out bytes.Buffer
	if err := f.Render(&out); err != nil {
		return nil, fmt.Errorf("rendering %s: %w", name, err)
	}
	return Format(name, module, out.Bytes())
}
