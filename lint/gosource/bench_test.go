package gosource_test

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"testing"

	"github.com/vtgen/vtgen/lint/gosource"
)

// corpus is the Go code of a generated platform.
func corpus(t testing.TB) map[string][]byte {
	t.Helper()
	files := make(map[string][]byte)
	err := filepath.WalkDir("../../testdata/golden/aip", func(path string, entry os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		files[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("%d files", len(files))
	}
	return files
}

func BenchmarkRead(b *testing.B) {
	files := corpus(b)
	for b.Loop() {
		for path, text := range files {
			gosource.Read(path, text)
		}
	}
	count(b, files)
}

// BenchmarkParse is what of BenchmarkRead the parser takes.
func BenchmarkParse(b *testing.B) {
	files := corpus(b)
	for b.Loop() {
		for path, text := range files {
			if _, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments|parser.SkipObjectResolution); err != nil {
				b.Fatal(err)
			}
		}
	}
	count(b, files)
}

func count(b *testing.B, files map[string][]byte) {
	size := 0
	for _, text := range files {
		size += len(text)
	}
	b.SetBytes(int64(size))
}
