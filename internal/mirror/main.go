// Command mirror copies a package of the root module into the runtime, which must not require the root:
// one source, two modules. `go generate ./lint/sqltable` runs it; its test fails when the copy is not
// what is in the source.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "mirror: give the folder of the package and that of the copy")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "mirror:", err)
		os.Exit(1)
	}
}

// run makes the folder copied hold what source does, and nothing else.
func run(source, copied string) error {
	files, err := mirrored(source)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(copied); err != nil {
		return fmt.Errorf("removing the old copy: %w", err)
	}
	if err := os.MkdirAll(copied, 0o755); err != nil {
		return fmt.Errorf("making the folder of the copy: %w", err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(copied, name), text, 0o644); err != nil {
			return fmt.Errorf("writing the copy: %w", err)
		}
	}
	return nil
}

// mirrored returns the copy of a package by file name: its Go files without tests, and with a first
// line that names the source.
func mirrored(source string) (map[string][]byte, error) {
	names, err := filepath.Glob(filepath.Join(source, "*.go"))
	if err != nil {
		return nil, fmt.Errorf("looking for the source in %s: %w", source, err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading the source: %w", err)
		}
		header := "// Code generated from lint/sqltable/" + filepath.Base(name) + " of vtgen. DO NOT EDIT.\n\n"
		files[filepath.Base(name)] = append([]byte(header), withoutDirectives(text)...)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s has no Go files", source)
	}
	return files, nil
}

var directive = regexp.MustCompile(`(?m)^//go:generate .*\n\n?`)

// withoutDirectives leaves the go:generate lines out: the copy has nothing to generate.
func withoutDirectives(text []byte) []byte {
	return directive.ReplaceAll(text, nil)
}
