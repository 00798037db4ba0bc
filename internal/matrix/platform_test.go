package matrix

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// staticcheck is run by the go command, which fetches this version once.
const staticcheck = "honnef.co/go/tools/cmd/staticcheck@v0.8.2"

// proof is something that must hold of every platform.
type proof struct {
	name string
	// short proofs are made of the example platform with -short too.
	short bool
	prove func(t *testing.T, p platform, root string)
}

var proofs = []proof{
	{"generated twice", false, generatedTwice},
	{"checked", false, func(t *testing.T, _ platform, root string) { must(t, root, vtgen, "check") }},
	{"formatted", false, formatted},
	{"built", true, func(t *testing.T, _ platform, root string) { must(t, root, "go", "build", "-p", "2", "./...") }},
	{"vetted", true, func(t *testing.T, _ platform, root string) { must(t, root, "go", "vet", "-p", "2", "./...") }},
	{"tidy", false, tidy},
	{"tested", true, tested},
	{"tested on MariaDB", false, testedOnMariaDB},
	{"staticcheck", false, func(t *testing.T, _ platform, root string) { must(t, root, "go", "run", staticcheck, "./...") }},
	{"golangci-lint", false, linted},
}

func TestPlatforms(t *testing.T) {
	for _, p := range platforms {
		if testing.Short() && p.name != example.name {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			root := p.generate(t)
			for _, proof := range proofs {
				if testing.Short() && !proof.short {
					continue
				}
				t.Run(proof.name, func(t *testing.T) { proof.prove(t, p, root) })
			}
		})
	}
}

// generatedTwice generates the platform again, elsewhere, and compares every byte.
func generatedTwice(t *testing.T, p platform, root string) {
	first, second := tree(t, root), tree(t, p.generate(t))
	for name, text := range first {
		if other, ok := second[name]; !ok || !bytes.Equal(text, other) {
			t.Errorf("%s differs between two runs with the same input", name)
		}
		delete(second, name)
	}
	for name := range second {
		t.Errorf("%s was only written the second time", name)
	}
}

// tree returns the files below root, by path.
func tree(t *testing.T, root string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		files[strings.TrimPrefix(name, root)] = text
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func formatted(t *testing.T, _ platform, root string) {
	if out := must(t, root, "gofmt", "-l", "."); out != "" {
		t.Errorf("gofmt would change\n%s", out)
	}
}

// tidy checks that go.mod and go.sum are what the go command would make them.
func tidy(t *testing.T, _ platform, root string) {
	must(t, root, "go", "mod", "tidy", "-diff")
	must(t, root, "go", "mod", "verify")
}

func tested(t *testing.T, _ platform, root string) {
	must(t, root, "go", "test", "-race", "-vet=off", "-p", "2", "./...")
}

// testedOnMariaDB runs the tests of the repositories on the real server.
func testedOnMariaDB(t *testing.T, _ platform, root string) {
	dsn := dsnVariable + "=" + mysqlDSN(t)
	out, err := command(t, root, []string{dsn}, "go", "test", "-vet=off", "-count=1", "./data_repositories")
	if err != nil {
		t.Fatalf("%v\n%s", err, shortened(out))
	}
}

// linted runs golangci-lint's default set, where it is installed; in CI it must be.
func linted(t *testing.T, _ platform, root string) {
	linter := os.Getenv(golangciVariable)
	if linter == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set, and in CI it must be", golangciVariable)
		}
		t.Logf("%s is not set: not linted", golangciVariable)
		return
	}
	if _, err := os.Stat(linter); errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s names %s, which does not exist", golangciVariable, linter)
	}
	must(t, root, linter, "run", "--allow-parallel-runners", "--concurrency=2", "./...")
}
