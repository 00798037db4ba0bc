package matrix

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestBelowAnotherModule generates a platform below a module, and below a workspace that lists other
// modules only: the go command works there as it is, without flags or variables.
func TestBelowAnotherModule(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and tests two platforms")
	}
	module := []byte("module example.com/above\n\ngo 1.26.0\n")
	for name, files := range map[string]map[string][]byte{
		"below a module": {"go.mod": module, "above.go": []byte("package above\n")},
		"below a workspace": {
			"go.work":        []byte("go 1.26.0\n\nuse ./other\n"),
			"other/go.mod":   module,
			"other/other.go": []byte("package other\n"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			for file, text := range files {
				write(t, filepath.Join(parent, filepath.FromSlash(file)), text)
			}
			root := example.generateIn(t, filepath.Join(parent))
			for _, arguments := range [][]string{{"build", "./..."}, {"test", "./..."}} {
				plain(t, root, arguments...)
			}
		})
	}
}

// plain runs the go command as in a shell that sets nothing for it.
func plain(t *testing.T, directory string, arguments ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "go", arguments...)
	c.Dir = directory
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if name != "GOFLAGS" && name != "GOWORK" && name != dsnVariable {
			c.Env = append(c.Env, variable)
		}
	}
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(arguments, " "), err, shortened(string(out)))
	}
}
