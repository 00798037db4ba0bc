package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/vtgen/vtgen/generator/code"
	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/generator/schema"
)

// numbers allots error codes and migrations after those the platform has.
type numbers struct{ code, migration int }

var (
	placeholder   = regexp.MustCompile(`"VTAPP-XXX(\d{2,9})"`)
	migrationFile = regexp.MustCompile(`^(?:.*/)?(\d{1,9})_[^/]*\.sql$`)
)

// numbers finds the largest numbers in use.
func (g *Generator) numbers() (*numbers, error) {
	n := &numbers{code: platformCodes}
	files, err := fs.Glob(os.DirFS(g.project.Root), "global_config/*.go") // the root itself may hold * or [
	if err != nil {
		return nil, fmt.Errorf("looking for error codes: %w", err)
	}
	for _, file := range files {
		text, err := g.project.Read(file)
		if err != nil {
			return nil, err
		}
		n.code = max(n.code, largest(placeholder, string(text)))
	}
	for _, dialect := range schema.Dialects {
		entries, err := os.ReadDir(filepath.Join(g.project.Root, "migrations", string(dialect)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("looking for migrations: %w", err)
		}
		for _, entry := range entries {
			n.migration = max(n.migration, largest(migrationFile, entry.Name()))
		}
	}
	return n, nil
}

// platformCodes is how many error codes belong to no entity: see global_config/error_codes.go.
const platformCodes = 8

// of returns the first error code and the migration of an entity: those it was generated with, or
// the next ones.
func (n *numbers) of(base project.Base) (code1, migration int) {
	for name, text := range base {
		switch {
		case strings.HasPrefix(name, "migrations/"):
			migration = largest(migrationFile, name)
		case strings.HasSuffix(name, ".error_codes.go"):
			code1 = largest(placeholder, string(text)) - code.CodesPerEntity + 1
		}
	}
	if code1 == 0 {
		code1 = n.code + 1
		n.code += code.CodesPerEntity
	}
	if migration == 0 {
		n.migration++
		migration = n.migration
	}
	return code1, migration
}

// largest is the largest number the pattern's group matches in text, or 0.
func largest(pattern *regexp.Regexp, text string) int {
	found := 0
	for _, match := range pattern.FindAllStringSubmatch(text, -1) {
		if number, err := strconv.Atoi(match[1]); err == nil {
			found = max(found, number)
		}
	}
	return found
}
