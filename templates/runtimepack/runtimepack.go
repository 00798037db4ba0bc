// Package runtimepack makes one archive of the runtime module's sources: an embedded file cannot
// reach into another module.
package runtimepack

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"golang.org/x/tools/txtar"
)

// Pack returns the archive of the module in folder: its Go files without tests, go.mod, go.sum and
// the README, in the order of their paths.
func Pack(folder string) ([]byte, error) {
	var archive txtar.Archive
	root := os.DirFS(folder)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testdata":
			return fs.SkipDir
		case entry.IsDir() || !packed(name):
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if len(txtar.Parse(text).Files) > 0 {
			return fmt.Errorf("%s has a line that would end it in the archive", name)
		}
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: text})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("packing %s: %w", folder, err)
	}
	return txtar.Format(&archive), nil
}

// packed reports whether a file belongs into a platform.
func packed(name string) bool {
	switch path.Base(name) {
	case "go.mod", "go.sum", "README.md":
		return true
	}
	return path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go")
}
