package matrix

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocumentsOfAPlatform compiles the examples of the documents that a platform carries: each is a
// Go file of its own.
func TestDocumentsOfAPlatform(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a platform")
	}
	root := platforms[0].generate(t)
	documents, err := filepath.Glob(filepath.Join(root, "event_driven_services", "*_README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if len(documents) != 3 {
		t.Errorf("found %d documents, want those of the event router, of Data Pulse and of Munshi", len(documents))
	}
	example := regexp.MustCompile("(?s)```go\n(.*?)```")
	for _, document := range documents {
		name := strings.ToLower(strings.TrimSuffix(filepath.Base(document), "_README.md"))
		found := example.FindAllStringSubmatch(read(t, document), -1)
		if len(found) == 0 {
			t.Errorf("%s has no example", document)
		}
		for n, match := range found {
			write(t, filepath.Join(root, "utils", fmt.Sprintf("%s_%d", name, n+1), "example.go"), []byte(match[1]))
		}
	}
	if out := must(t, root, "gofmt", "-l", "utils"); out != "" {
		t.Errorf("gofmt would change examples: %s", out)
	}
	must(t, root, "go", "vet", "./utils/...")
}
