// Package project reads a platform from disk: what it is, which entities it has, and what vtgen
// last generated for each. It writes nothing.
package project

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
)

// The places of a platform that vtgen itself reads.
const (
	// PlatformFile makes a directory a platform.
	PlatformFile = "vtgen.yaml"
	// EntitiesFolder holds one YAML file per entity.
	EntitiesFolder = "entities"
	// StateFolder holds what vtgen keeps to itself.
	StateFolder = ".vtgen"
)

// maxFileBytes bounds every file that is read whole.
const maxFileBytes = 16 << 20

// ErrNoPlatform says that neither a directory nor one above it is a platform.
var ErrNoPlatform = errors.New("no platform here")

// Project is a platform on disk.
type Project struct {
	// Root is the absolute path of the platform.
	Root     string
	Platform model.Platform
	// Entities are those described in the entities folder, by name.
	Entities []model.Entity
}

// Find returns the root of the platform that directory is in.
func Find(directory string) (string, error) {
	absolute, err := filepath.Abs(directory)
	if err != nil {
		return "", fmt.Errorf("finding the platform of %s: %w", directory, err)
	}
	for current := absolute; ; current = filepath.Dir(current) {
		if info, err := os.Stat(filepath.Join(current, PlatformFile)); err == nil && info.Mode().IsRegular() {
			return current, nil
		}
		if current == filepath.Dir(current) {
			return "", fmt.Errorf("%w: %s and the directories above it have no %s; go into a platform, or make one with `vtgen new platform`", ErrNoPlatform, absolute, PlatformFile)
		}
	}
}

// Load reads the platform at root and checks its entities one by one; what holds between them is
// checked when a plan is made.
func Load(root string) (*Project, error) {
	p := &Project{Root: root}
	text, err := p.Read(PlatformFile)
	if err != nil {
		return nil, err
	}
	if p.Platform, err = model.ParsePlatform(text); err != nil {
		return nil, model.Invalid(err)
	}
	entries, err := os.ReadDir(filepath.Join(root, EntitiesFolder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the entities: %w", err)
	}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".yaml") {
			continue
		}
		name := path.Join(EntitiesFolder, entry.Name())
		text, err := p.Read(name)
		if err != nil {
			return nil, err
		}
		entity, err := model.ParseEntity(text, name)
		if err != nil {
			return nil, model.Invalid(err)
		}
		if want := EntityFile(entity.Name); want != name {
			return nil, model.Invalid(fmt.Errorf("%s describes the entity %s: name the file %s", name, entity.Name, path.Base(want)))
		}
		p.Entities = append(p.Entities, entity)
	}
	slices.SortFunc(p.Entities, func(a, b model.Entity) int { return strings.Compare(a.Name, b.Name) })
	return p, nil
}

// EntityFile is the file that describes an entity, relative to the platform's root.
func EntityFile(name string) string { return path.Join(EntitiesFolder, model.FileStem(name)+".yaml") }

// Entity returns the entity with this name.
func (p *Project) Entity(name string) (model.Entity, bool) {
	for _, e := range p.Entities {
		if e.Name == name {
			return e, true
		}
	}
	return model.Entity{}, false
}

// Read returns a file of the platform by its slash-separated path; a missing one gives an error
// that matches fs.ErrNotExist.
func (p *Project) Read(name string) ([]byte, error) {
	return Read(p.Root, name)
}

// Read returns a regular file below root by its slash-separated path.
func Read(root, name string) ([]byte, error) {
	full := filepath.Join(root, filepath.FromSlash(name))
	info, err := os.Lstat(full)
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, err)
	case !info.Mode().IsRegular():
		return nil, model.Invalid(fmt.Errorf("reading %s: it is a %s and not a regular file; remove it first", name, kind(info.Mode())))
	case info.Size() > maxFileBytes:
		return nil, model.Invalid(fmt.Errorf("reading %s: it has %d bytes and vtgen reads at most %d; remove it, or make it smaller", name, info.Size(), maxFileBytes))
	}
	text, err := os.ReadFile(full)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return text, nil
}

func kind(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "directory"
	case mode&fs.ModeSymlink != 0:
		return "symbolic link"
	}
	return "special file"
}
