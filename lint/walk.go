package lint

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/vtgen/vtgen/lint/config"
	"github.com/vtgen/vtgen/lint/program"
)

// The files that mark a root: first those that say how to lint, then those that most code bases have.
var (
	configurationFiles = []string{config.FileName, "vtgen.yaml"}
	rootFiles          = []string{"go.mod", "package.json", ".git"}
)

// FindRoot returns the directory that is linted as a whole for a place in it: the nearest one above
// with a configuration or a platform, else the nearest with a go.mod, a package.json or a .git, else
// the directory itself.
func FindRoot(directory string) (string, error) {
	absolute, err := filepath.Abs(directory)
	if err != nil {
		return "", fmt.Errorf("finding the root of %s: %w", directory, err)
	}
	for _, names := range [][]string{configurationFiles, rootFiles} {
		for current := absolute; ; current = filepath.Dir(current) {
			for _, name := range names {
				if _, err := os.Lstat(filepath.Join(current, name)); err == nil {
					return current, nil
				}
			}
			if current == filepath.Dir(current) {
				break
			}
		}
	}
	return absolute, nil
}

// skippedFolders are folders of other people's code and of what is built. All that begin with a dot
// are skipped as well.
var skippedFolders = []string{"node_modules", "bower_components", "vendor", "dist", "build", "coverage", "testdata"}

// maxWalkDepth bounds how deep folders may nest.
const maxWalkDepth = 100

// tree is what a walk finds.
type tree struct {
	// files are the sources, relative to the root, in order.
	files   []string
	modules []program.GoModule
}

// walker walks a code base.
type walker struct {
	ctx      context.Context
	root     string
	exclude  []string
	platform bool
	found    tree
}

// walk finds the sources below the root. It follows no symbolic links.
func walk(ctx context.Context, root string, exclude []string) (tree, error) {
	info, err := os.Stat(root)
	switch {
	case err != nil:
		return tree{}, fmt.Errorf("%w: reading the directory to lint: %w", ErrInput, err)
	case !info.IsDir():
		return tree{}, fmt.Errorf("%w: %s is not a directory", ErrInput, root)
	}
	w := &walker{ctx: ctx, root: root, exclude: exclude}
	_, err = os.Lstat(filepath.Join(root, "vtgen.yaml"))
	w.platform = err == nil
	if err := w.folder("", nil, 0); err != nil {
		return tree{}, err
	}
	slices.Sort(w.found.files)
	return w.found, nil
}

// folder walks one folder, given as its path from the root, under the ignore files above it.
func (w *walker) folder(folder string, above []*ignoreFile, depth int) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	entries, err := os.ReadDir(filepath.Join(w.root, filepath.FromSlash(folder)))
	if errors.Is(err, os.ErrPermission) && folder != "" {
		return nil // another user's: what cannot be listed cannot be linted
	}
	if err != nil {
		return fmt.Errorf("listing %s: %w", path.Join(w.root, folder), err)
	}
	ignores := above
	if slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == ignoreName && e.Type().IsRegular() }) {
		if ignore := readIgnore(w.root, folder); ignore != nil {
			ignores = append(slices.Clip(above), ignore)
		}
	}
	for _, entry := range entries {
		if err := w.entry(path.Join(folder, entry.Name()), entry, ignores, depth); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) entry(name string, entry os.DirEntry, ignores []*ignoreFile, depth int) error {
	switch {
	case entry.IsDir():
		if depth >= maxWalkDepth || w.skipsFolder(name, entry.Name()) || ignored(ignores, name, true) || config.Match(w.exclude, name) {
			return nil
		}
		return w.folder(name, ignores, depth+1)
	case !entry.Type().IsRegular():
		return nil
	case entry.Name() == "go.mod":
		w.module(name)
	case readerOf(entry.Name()) != nil && !ignored(ignores, name, false) && !config.Match(w.exclude, name):
		w.found.files = append(w.found.files, name)
	}
	return nil
}

func (w *walker) skipsFolder(name, base string) bool {
	return base[0] == '.' || slices.Contains(skippedFolders, base) || w.platform && name == "vtgen_runtime"
}

// maxModuleBytes is the largest go.mod that is read.
const maxModuleBytes = 1 << 20

// module notes a go.mod; one that cannot be read is as none.
func (w *walker) module(name string) {
	text, err := readBounded(filepath.Join(w.root, filepath.FromSlash(name)), maxModuleBytes)
	if err != nil {
		return
	}
	if module := modfile.ModulePath(text); module != "" {
		w.found.modules = append(w.found.modules, program.GoModule{Dir: path.Dir(name), Path: module})
	}
}

// readBounded reads a file that is not larger than most.
func readBounded(name string, most int64) ([]byte, error) {
	info, err := os.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > most {
		return nil, fmt.Errorf("%s is no regular file of at most %d bytes", name, most)
	}
	return os.ReadFile(name)
}

// chosen reports whether a path is one of the chosen paths or below one.
func chosen(paths []string, name string) bool {
	return len(paths) == 0 || slices.ContainsFunc(paths, func(p string) bool {
		return p == "." || p == name || strings.HasPrefix(name, p+"/")
	})
}
