package generator

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/vtgen/vtgen/generator/code"
	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/generator/schema"
)

// numbers allots error codes and migrations after those the platform has.
type numbers struct{ code, migration int }

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
		n.code = max(n.code, largestPlaceholder(text))
	}
	for _, dialect := range schema.Dialects {
		entries, err := os.ReadDir(filepath.Join(g.project.Root, "migrations", string(dialect)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("looking for migrations: %w", err)
		}
		for _, entry := range entries {
			n.migration = max(n.migration, migrationNumber(entry.Name()))
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
			migration = migrationNumber(name)
		case strings.HasSuffix(name, ".error_codes.go"):
			code1 = largestPlaceholder(text) - code.CodesPerEntity + 1
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

// largestPlaceholder is the largest number of a placeholder code in Go source, or 0.
func largestPlaceholder(source []byte) int {
	const opening = `"VTAPP-XXX`
	found := 0
	for {
		start := bytes.Index(source, []byte(opening))
		if start < 0 {
			return found
		}
		source = source[start+len(opening):]
		end := bytes.IndexByte(source, '"')
		if number, ok := wholeNumber(source[:max(end, 0)]); ok && end > 1 {
			found = max(found, number)
		}
	}
}

// migrationNumber is the number that the file of a migration begins with, or 0.
func migrationNumber(file string) int {
	digits, _, named := strings.Cut(path.Base(file), "_")
	if number, ok := wholeNumber([]byte(digits)); ok && named && path.Ext(file) == ".sql" {
		return number
	}
	return 0
}

// maxDigits bounds the numbers that are looked for.
const maxDigits = 9

// wholeNumber reads text that is nothing but digits.
func wholeNumber(text []byte) (number int, ok bool) {
	for _, digit := range text {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		number = number*10 + int(digit-'0')
	}
	return number, len(text) > 0 && len(text) <= maxDigits
}
