// Command pack brings the runtime module into the templates: its sources as one archive, and the
// go.mod and go.sum of a platform that uses it. `go generate ./templates` runs it; the test of
// package templates fails when the archive is not what is in runtime.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/vtgen/vtgen/templates/runtimepack"
)

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

// run packs the module in the folder runtime into the folder templates.
func run(runtime, templates string) error {
	archive, err := runtimepack.Pack(runtime)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(templates, "runtime.txtar"), archive, 0o644); err != nil {
		return fmt.Errorf("writing the archive: %w", err)
	}
	return writeModule(archive, templates)
}

// probeModule stands for a platform's module path.
const probeModule = "platform.invalid/probe"

// probe imports what every platform imports, so that `go mod tidy` finds what a platform requires.
const probe = `package probe

import (
	_ "github.com/go-chi/chi/v5"
	%s
)
`

// writeModule writes the templates of a platform's go.mod and go.sum, as the go command makes them.
func writeModule(archive []byte, templates string) error {
	folder, err := os.MkdirTemp("", "vtgen-pack-")
	if err != nil {
		return fmt.Errorf("making a folder for the probe: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	// The runtime as a platform has it, without tests: they would bring requirements of their own.
	copied := filepath.Join(folder, "vtgen_runtime")
	if err := unpack(archive, copied); err != nil {
		return err
	}
	packages, err := goCommand(copied, "list", "./...")
	if err != nil {
		return err
	}
	versions, err := os.ReadFile(filepath.Join(copied, "go.mod"))
	if err != nil {
		return fmt.Errorf("reading the runtime's versions: %w", err)
	}
	_, requirements, _ := strings.Cut(string(versions), "require ")
	imports := `_ "` + strings.Join(strings.Fields(packages), "\"\n\t_ \"") + `"`
	for name, text := range map[string]string{
		"probe.go": fmt.Sprintf(probe, imports),
		"go.mod":   "module " + probeModule + "\n\ngo 1.26.0\n\nrequire github.com/vtgen/vtgen/runtime v0.0.0\n\nreplace github.com/vtgen/vtgen/runtime => ./vtgen_runtime\n\nrequire " + requirements,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			return fmt.Errorf("writing the probe: %w", err)
		}
	}
	if _, err := goCommand(folder, "mod", "tidy"); err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return fmt.Errorf("reading the probe's %s: %w", name, err)
		}
		text = bytes.ReplaceAll(text, []byte(probeModule), []byte("{{.Module}}"))
		if err := os.WriteFile(filepath.Join(templates, "platform", name+".tmpl"), text, 0o644); err != nil {
			return fmt.Errorf("writing the template of %s: %w", name, err)
		}
	}
	return nil
}

// unpack writes the archive's files below a folder.
func unpack(archive []byte, folder string) error {
	for _, file := range txtar.Parse(archive).Files {
		full := filepath.Join(folder, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return fmt.Errorf("unpacking the runtime: %w", err)
		}
		if err := os.WriteFile(full, file.Data, 0o644); err != nil {
			return fmt.Errorf("unpacking the runtime: %w", err)
		}
	}
	return nil
}

// goCommand runs the go command in a folder, whatever workspace is above it.
func goCommand(folder string, arguments ...string) (string, error) {
	command := exec.Command("go", arguments...)
	command.Dir = folder
	command.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	out, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("running go %s: %w: %s", strings.Join(arguments, " "), err, bytes.TrimSpace(out))
	}
	return string(out), nil
}
