package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestCopyIsUpToDate(t *testing.T) {
	const copied = "../../runtime/sqlguard/internal/sqltable"
	want, err := mirrored("../../lint/sqltable")
	if err != nil {
		t.Fatal(err)
	}
	present, err := os.ReadDir(copied)
	if err != nil {
		t.Fatal(err)
	}
	if len(present) != len(want) {
		t.Errorf("the runtime's copy of lint/sqltable has %d files, want %d: run `go generate ./lint/sqltable`", len(present), len(want))
	}
	for name, text := range want {
		got, err := os.ReadFile(filepath.Join(copied, name))
		if err != nil || !bytes.Equal(got, text) {
			t.Errorf("%s in the runtime's copy of lint/sqltable is not what is in the source (%v): run `go generate ./lint/sqltable`", name, err)
		}
	}
}

func TestRunReplacesTheCopy(t *testing.T) {
	source, copied := t.TempDir(), filepath.Join(t.TempDir(), "copy")
	write := func(folder, name, text string) {
		t.Helper()
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(source, "a.go", "//go:generate true\n\npackage a\n")
	write(source, "a_test.go", "package a\n")
	write(copied, "old.go", "package a\n")
	if err := run(source, copied); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(copied)
	if err != nil || len(entries) != 1 || entries[0].Name() != "a.go" {
		t.Fatalf("got %v, %v", entries, err)
	}
	text, err := os.ReadFile(filepath.Join(copied, "a.go"))
	if err != nil || bytes.Contains(text, []byte("go:generate")) || !bytes.HasPrefix(text, []byte("// Code generated from lint/sqltable/a.go of vtgen. DO NOT EDIT.\n\n")) {
		t.Errorf("got %q, %v", text, err)
	}
	if err := run(t.TempDir(), copied); err == nil {
		t.Error("a source without Go files is accepted")
	}
}
