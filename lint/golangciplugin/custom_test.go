package golangciplugin

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// golangciVariable names the golangci-lint that builds the custom one; without it the test is left out,
// since it takes a minute.
const golangciVariable = "VTGEN_GOLANGCI"

// TestCustom builds golangci-lint with the plugin, as docs/lint.md says, and runs it. The sources of
// golangci-lint come from the module proxy: git is told to clone them from there instead of from GitHub.
func TestCustom(t *testing.T) {
	golangci := os.Getenv(golangciVariable)
	if golangci == "" && os.Getenv("CI") == "true" && !testing.Short() {
		t.Fatalf("%s is not set, and in CI it must be", golangciVariable)
	}
	if golangci == "" || testing.Short() {
		t.Skipf("%s names no golangci-lint", golangciVariable)
	}
	golangci, err := filepath.Abs(golangci)
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`v?(\d+\.\d+\.\d+)`).FindStringSubmatch(command(t, t.TempDir(), nil, golangci, "version"))
	if version == nil {
		t.Fatal("golangci-lint does not say its version")
	}
	folder := t.TempDir()
	clone := cloneOf(t, folder, "v"+version[1])
	root := strings.TrimSpace(command(t, ".", nil, "go", "list", "-m", "-f", "{{.Dir}}"))
	write(t, filepath.Join(folder, ".custom-gcl.yml"), "version: v"+version[1]+"\nname: custom-gcl\ndestination: .\nplugins:\n"+
		"  - module: github.com/vtgen/vtgen\n    import: github.com/vtgen/vtgen/lint/golangciplugin\n    path: "+root+"\n")
	command(t, folder, []string{
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=url." + clone + ".insteadOf", "GIT_CONFIG_VALUE_0=https://github.com/golangci/golangci-lint.git",
	}, golangci, "custom")

	shop := filepath.Join(folder, "shop")
	write(t, filepath.Join(shop, "go.mod"), "module example.com/shop\n\ngo 1.26\n")
	write(t, filepath.Join(shop, "vtgen-lint.yaml"), "owners: {app_operations: [oneid.allowed_app]}\n")
	write(t, filepath.Join(shop, "services", "invitation.service.go"), service)
	write(t, filepath.Join(shop, ".golangci.yml"), "version: \"2\"\nlinters:\n  default: none\n  enable: [vtgen]\n  settings:\n    custom:\n"+
		"      vtgen: {type: module, description: the development standards, settings: {severity: error, cache: "+filepath.Join(folder, "cache")+"}}\n")
	run := exec.Command(filepath.Join(folder, "custom-gcl"), "run", "./...")
	run.Dir, run.Env = shop, append(os.Environ(), "GOWORK=off")
	out, err := run.CombinedOutput()
	if err == nil || run.ProcessState.ExitCode() != 1 {
		t.Errorf("it ends with %v", err)
	}
	if !strings.Contains(string(out), "services/invitation.service.go:8:") || !strings.Contains(string(out), "VT001: ") || !strings.Contains(string(out), "(vtgen)") {
		t.Errorf("it prints\n%s", out)
	}
}

// cloneOf makes a git repository of the sources of a version of golangci-lint, with its tag.
func cloneOf(t *testing.T, folder, version string) string {
	t.Helper()
	var module struct{ Dir string }
	download := command(t, folder, []string{"GOWORK=off"}, "go", "mod", "download", "-json", "github.com/golangci/golangci-lint/v2@"+version)
	if err := json.Unmarshal([]byte(download), &module); err != nil {
		t.Fatal(err)
	}
	clone := filepath.Join(folder, "golangci-lint")
	if err := os.CopyFS(clone, os.DirFS(module.Dir)); err != nil {
		t.Fatal(err)
	}
	for _, arguments := range [][]string{{"init", "-q"}, {"add", "-A", "-f"}, {"commit", "-q", "-m", version}, {"tag", version}} {
		command(t, clone, []string{
			"GIT_AUTHOR_NAME=test", "GIT_AUTHOR_EMAIL=test@example.com", "GIT_COMMITTER_NAME=test", "GIT_COMMITTER_EMAIL=test@example.com",
		}, "git", arguments...)
	}
	return clone
}

// command runs a program and returns what it prints.
func command(t *testing.T, folder string, environment []string, name string, arguments ...string) string {
	t.Helper()
	c := exec.Command(name, arguments...)
	c.Dir, c.Env = folder, append(os.Environ(), environment...)
	var errors strings.Builder
	c.Stderr = &errors
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(arguments, " "), err, out, errors.String())
	}
	return string(out)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
