// Package templates holds the files of a platform whose shape does not depend on an entity's
// fields: one template file per file written. Templates render, they do not decide: what they are
// given is already computed.
package templates

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"text/template"
)

//go:embed all:platform entity example module event background
var files embed.FS

// Render executes the template with the given path, "entity/controller.go.tmpl" for example, on
// data. The functions are added to the template's own; a field the data does not have is an error.
func Render(name string, data any, functions template.FuncMap) ([]byte, error) {
	text, err := files.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading the template %s: %w", name, err)
	}
	parsed, err := template.New(path.Base(name)).Option("missingkey=error").Funcs(functions).Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("parsing the template %s: %w", name, err)
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, data); err != nil {
		return nil, fmt.Errorf("rendering the template %s: %w", name, err)
	}
	return out.Bytes(), nil
}

// Names lists the templates of one folder, in order.
func Names(folder string) ([]string, error) {
	var names []string
	err := fs.WalkDir(files, folder, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the templates of %s: %w", folder, err)
	}
	return names, nil
}
