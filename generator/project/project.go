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
	// EntitiesFolder holds one YAML file per entity, EventsFolder one per event between modules, and
	// BackgroundFolder, beside their code, one per background service.
	EntitiesFolder   = "entities"
	EventsFolder     = "events"
	BackgroundFolder = "bg_services"
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
	// Entities, Events and Background are those described in their folders, by name.
	Entities   []model.Entity
	Events     []model.Event
	Background []model.Background
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
	if p.Entities, err = described(p, EntitiesFolder, model.ParseEntity, func(e model.Entity) string { return EntityFile(e.Name) }); err != nil {
		return nil, err
	}
	if p.Events, err = described(p, EventsFolder, model.ParseEvent, EventFile); err != nil {
		return nil, err
	}
	if p.Background, err = described(p, BackgroundFolder, model.ParseBackground, BackgroundFile); err != nil {
		return nil, err
	}
	slices.SortFunc(p.Entities, func(a, b model.Entity) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(p.Events, func(a, b model.Event) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(p.Background, func(a, b model.Background) int { return strings.Compare(a.Name, b.Name) })
	return p, nil
}

// described reads what the YAML files of a folder describe; file is the name that each must have.
func described[T any](p *Project, folder string, parse func(text []byte, name string) (T, error), file func(T) string) ([]T, error) {
	entries, err := os.ReadDir(filepath.Join(p.Root, folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading %s: %w", folder, err)
	}
	var all []T
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".yaml") {
			continue
		}
		name := path.Join(folder, entry.Name())
		text, err := p.Read(name)
		if err != nil {
			return nil, err
		}
		one, err := parse(text, name)
		if err != nil {
			return nil, model.Invalid(err)
		}
		if want := file(one); want != name {
			return nil, model.Invalid(fmt.Errorf("%s describes what belongs in another file: name the file %s", name, path.Base(want)))
		}
		all = append(all, one)
	}
	return all, nil
}

// EntityFile is the file that describes an entity, relative to the platform's root.
func EntityFile(name string) string { return path.Join(EntitiesFolder, model.FileStem(name)+".yaml") }

// EventFile is the file that describes an event, relative to the platform's root.
func EventFile(e model.Event) string {
	return path.Join(EventsFolder, model.FileStem(e.Stem())+".yaml")
}

// BackgroundFile is the file that describes a background service, relative to the platform's root.
func BackgroundFile(b model.Background) string {
	return path.Join(BackgroundFolder, b.FileStem()+".yaml")
}

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
