// Package launch builds a generated platform and runs its application until it is told to stop.
package launch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Binary is where the binary of the platform with this name is built, relative to its root.
func Binary(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join("bin", name)
}

// Build builds the platform at root. The error holds what the go command said.
func Build(ctx context.Context, root, name string) error {
	command := exec.CommandContext(ctx, "go", "build", "-o", Binary(name), ".")
	command.Dir = root
	command.Env = buildEnvironment(os.Environ(), root)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	err := command.Run()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("building %s: %w", name, ctx.Err())
	case errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("building %s: the go command is not on the PATH: install Go 1.26 or newer from https://go.dev/dl, then run `go run . app` in %s", name, root)
	}
	return fmt.Errorf("building %s: %w; `go build` in %s said:\n%s", name, err, root, strings.TrimRight(output.String(), "\n"))
}

// buildEnvironment is an environment in which the go command builds the platform as it is: neither a
// workspace above that does not list it, nor a -mod flag meant for another module, has a say.
func buildEnvironment(environment []string, root string) []string {
	workspace := "off"
	own := filepath.Join(root, "go.work")
	if info, err := os.Stat(own); err == nil && info.Mode().IsRegular() {
		workspace = own
	}
	out := []string{"GOWORK=" + workspace}
	for _, variable := range environment {
		name, value, _ := strings.Cut(variable, "=")
		switch name {
		case "GOWORK":
			continue
		case "GOFLAGS":
			variable = "GOFLAGS=" + withoutMod(value)
		}
		out = append(out, variable)
	}
	return out
}

// withoutMod drops -mod and -modfile from GOFLAGS.
func withoutMod(flags string) string {
	var kept []string
	for _, flag := range strings.Fields(flags) {
		name, _, _ := strings.Cut(strings.TrimLeft(flag, "-"), "=")
		if name != "mod" && name != "modfile" {
			kept = append(kept, flag)
		}
	}
	return strings.Join(kept, " ")
}
