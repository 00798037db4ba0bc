package main

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/js"
)

// floorArgument, as the first argument, makes this program do the least that a linter has to do.
const floorArgument = "__floor"

// sources lists the files that the linter reads.
func sources(root string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != root && (slices.Contains([]string{"testdata", "vendor", "dist", "build", "node_modules"}, entry.Name()) || strings.HasPrefix(entry.Name(), ".")) {
			return fs.SkipDir
		}
		if ext := filepath.Ext(name); entry.Type().IsRegular() && (ext == ".go" || ext == ".js") {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("walking %s: %w", root, err)
	}
	return names, nil
}

// size counts what is in a code base.
func size(root string) (files, size, lines int, err error) {
	names, err := sources(root)
	if err != nil {
		return 0, 0, 0, err
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return 0, 0, 0, err
		}
		size += len(text)
		lines += bytes.Count(text, []byte("\n"))
	}
	return len(names), size, lines, nil
}

// floor walks and reads a code base, and parses it: on as many processors as there are, and
// keeping nothing.
func floor(what, root string) error {
	debug.SetGCPercent(400) // as vtgen does
	names, err := sources(root)
	if err != nil {
		return err
	}
	queue := make(chan string)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for name := range queue {
				text, err := os.ReadFile(name)
				if err == nil {
					least(what, name, text)
				}
			}
		})
	}
	for _, name := range names {
		queue <- name
	}
	close(queue)
	group.Wait()
	return nil
}

// least does with a file the least that has to be done: to look at its bytes, or to parse it, by
// go/parser or by the fastest parser of JavaScript in Go that was found.
func least(what, name string, text []byte) {
	switch {
	case what != "parse":
	case filepath.Ext(name) == ".js":
		_, _ = js.Parse(parse.NewInputBytes(text), js.Options{}) // broken files count as well
	default:
		_, _ = parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
	}
}
