// Package lintsetup prepares runs of the linter from what is on disk: the configuration, the entities
// of a vtgen platform, the cache. The command line, go vet and golangci-lint share it.
package lintsetup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/lint"
	"github.com/vtgen/vtgen/lint/baseline"
	"github.com/vtgen/vtgen/lint/cache"
	"github.com/vtgen/vtgen/lint/config"
	"github.com/vtgen/vtgen/lint/program"
)

// maxBytes is the largest configuration or baseline that is read.
const maxBytes = 32 << 20

// Options returns the options of a run at root with its configuration and entities. ConfigFile is
// the configuration's path, "" for the one at root, which need not be there. Errors that a file is
// to blame for match [lint.ErrInput].
func Options(root, configFile string) (lint.Options, error) {
	o := lint.Options{Root: root, Rules: lint.AllRules()}
	var err error
	if o.Config, err = configuration(root, configFile, o); err != nil {
		return lint.Options{}, err
	}
	if o.Entities, err = entities(root); err != nil {
		return lint.Options{}, err
	}
	return o, nil
}

func configuration(root, name string, o lint.Options) (config.Config, error) {
	shown, asked := name, name != ""
	if !asked {
		name, shown = filepath.Join(root, config.FileName), config.FileName
	}
	text, err := read(name)
	if errors.Is(err, fs.ErrNotExist) && !asked {
		text, err = nil, nil
	}
	if err != nil {
		return config.Config{}, fmt.Errorf("%w: reading the configuration: %w", lint.ErrInput, err)
	}
	ids := make([]string, len(o.Rules))
	for i, r := range o.Rules {
		ids[i] = r.ID
	}
	c, err := config.Parse(text, shown, ids)
	if err != nil {
		return config.Config{}, fmt.Errorf("%w: %w", lint.ErrInput, err)
	}
	return c, nil
}

// read reads a file that is not too large.
func read(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxBytes {
		return nil, fmt.Errorf("%s is no regular file of at most %d bytes", name, maxBytes)
	}
	return os.ReadFile(name)
}

// entities are those of the platform at root, none when it is no platform.
func entities(root string) ([]program.Entity, error) {
	if _, err := os.Lstat(filepath.Join(root, project.PlatformFile)); err != nil {
		return nil, nil
	}
	p, err := project.Load(root)
	if err != nil {
		return nil, fmt.Errorf("%w: reading the platform: %w", lint.ErrInput, err)
	}
	all := make([]program.Entity, len(p.Entities))
	for i, e := range p.Entities {
		all[i] = program.Entity{Name: e.Name, Module: e.Module, Database: e.Database, Table: e.Table}
	}
	return all, nil
}

// Baseline reads a baseline.
func Baseline(name string) (*baseline.Baseline, error) {
	text, err := read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: there is no baseline %s: write it with `vtgen lint baseline`, or leave it out", lint.ErrInput, name)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: reading the baseline: %w", lint.ErrInput, err)
	}
	b, err := baseline.Parse(text, name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", lint.ErrInput, err)
	}
	return b, nil
}

// OpenCache opens the cache in a directory, "" for the user's.
func OpenCache(directory, version string) (*cache.Store, error) {
	if directory == "" {
		standard, err := cache.DefaultDirectory()
		if err != nil {
			return nil, err
		}
		directory = standard
	}
	return cache.Open(directory, build(version))
}

// build names this build of vtgen. A release is known by its version and commit; of a build with
// changes, or of none that is known, the binary itself is taken.
func build(version string) string {
	parts := []string{version}
	exact := false
	if info, ok := debug.ReadBuildInfo(); ok {
		parts = append(parts, info.Main.Path, info.Main.Version, info.Main.Sum)
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				parts, exact = append(parts, s.Value), true
			case s.Key == "vcs.modified" && s.Value == "true":
				exact = false
			}
		}
		exact = exact || info.Main.Sum != ""
	}
	if executable, err := os.Executable(); err == nil && !exact {
		if status, err := os.Stat(executable); err == nil {
			parts = append(parts, fmt.Sprint(status.Size(), status.ModTime().UnixNano()))
		}
	}
	return strings.Join(parts, " ")
}
