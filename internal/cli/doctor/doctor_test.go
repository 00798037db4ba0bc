package doctor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNewEnough(t *testing.T) {
	for version, want := range map[string]bool{
		"go1.26": true, "go1.26.0": true, "go1.26rc1": true, "go1.27.3": true, "go2.0": true, "devel go1.27-abc": true,
		"go1.25.9": false, "go1.9": false, "": false, "1.26": false, "gccgo": false,
	} {
		if got := newEnough(version); got != want {
			t.Errorf("newEnough(%q) is %v", version, got)
		}
	}
}

func TestProxy(t *testing.T) {
	for setting, want := range map[string]Result{
		"https://proxy.golang.org,direct": {Status: OK, Found: "https://proxy.golang.org,direct"},
		"https://a:secret@x|direct":       {Status: OK, Found: "https://a:xxxxx@x,direct"},
		"https://a:sec%ret@x,direct":      {Status: OK, Found: "(not a URL),direct"},
		"off":                             {Status: Warning, Found: "GOPROXY=off"},
		"":                                {Status: Warning, Found: "GOPROXY is empty"},
	} {
		if got := proxy(setting); got.Status != want.Status || got.Found != want.Found {
			t.Errorf("GOPROXY=%s: %+v, want %+v", setting, got, want)
		}
	}
}

func TestConstants(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		full := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("global_config/a.go", "package global_config\n\nconst (\n\tA = \"VTAPP-XXX01\"\n\tB = \"VTWE-143782177\"\n\tNone = \"VTAPP-XXX01 in a text\"\n)\n")
	write("services/a.service.go", "package services\n\n// \"a.service.go:001 | x\" in a comment is none\nvar x = \"a.service.go:001 | Get | said\"\nvar y = \"b.go:001 | Put\"\n")
	write("services/a.service_test.go", "package services\n\nvar z = \"a.service.go:001 | Get | said\"\n")
	write("vtgen_runtime/r.go", "package r\n\nvar a, b = \"r.go:001 | A\", \"r.go:001 | A\"\n")
	write("testdata/x.go", "not Go")
	write(".cache/x.go", "not Go")
	for _, r := range []Result{errorCodes(root), logIDs(root)} {
		if r.Status != OK {
			t.Errorf("in order: %+v", r)
		}
	}
	write("global_config/b.go", "package global_config\n\nconst C = `VTWE-143782177`\n")
	write("vtgen_runtime/s.go", "package r\n\nvar c = \"b.go:001 | B\"\n")
	for want, r := range map[string]Result{
		"VTWE-143782177 in global_config/a.go:5 and global_config/b.go:3": errorCodes(root),
		"b.go:001 in services/a.service.go:5 and vtgen_runtime/s.go:3":    logIDs(root),
	} {
		if r.Status != Failed || r.Found != want || r.Advice == "" {
			t.Errorf("%+v, want %s", r, want)
		}
	}
}

func TestShorten(t *testing.T) {
	if got := shorten(strings.Split("a b c d e", " ")); got != "a; b; c; and 2 more" {
		t.Errorf("it is %q", got)
	}
}
