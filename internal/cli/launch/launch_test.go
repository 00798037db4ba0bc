package launch

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestBuildEnvironment(t *testing.T) {
	alone, space := t.TempDir(), t.TempDir()
	work := filepath.Join(space, "go.work")
	if err := os.WriteFile(work, []byte("go 1.26.0\nuse .\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	environment := []string{"GOWORK=/elsewhere/go.work", "HOME=/h", "GOFLAGS=-mod=vendor -trimpath  --modfile=x -buildvcs=false"}
	want := []string{"GOWORK=off", "HOME=/h", "GOFLAGS=-trimpath -buildvcs=false"}
	if got := buildEnvironment(environment, alone); !slices.Equal(got, want) {
		t.Errorf("the environment is %q, want %q", got, want)
	}
	want[0] = "GOWORK=" + work
	if got := buildEnvironment(environment, space); !slices.Equal(got, want) {
		t.Errorf("with a workspace of its own the environment is %q, want %q", got, want)
	}
}

func TestBuildFails(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/broken\n\ngo 1.26.0\n", "main.go": "package main\n\nfunc main() { undefined() }\n"} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Build(t.Context(), root, "broken"); err == nil || !strings.Contains(err.Error(), "undefined: undefined") {
		t.Errorf("the error is %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Build(ctx, root, "broken"); err == nil || !strings.Contains(err.Error(), context.Canceled.Error()) {
		t.Errorf("after an interrupt the error is %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if err := Build(t.Context(), root, "broken"); err == nil || !strings.Contains(err.Error(), "install Go 1.26 or newer") {
		t.Errorf("without the go command the error is %v", err)
	}
}

func TestAddress(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	if _, err := Address(t.Context(), taken.Addr().String()); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("an address in use: %v", err)
	}
	for _, address := range []string{"", "8080", "localhost", "127.0.0.1:x", "127.0.0.1:99999"} {
		if _, err := Address(t.Context(), address); err == nil || !strings.Contains(err.Error(), "HTTP_ADDR") {
			t.Errorf("the address %q: %v", address, err)
		}
	}
	free, err := Address(t.Context(), "127.0.0.1:0")
	if host, port, _ := net.SplitHostPort(free); err != nil || host != "127.0.0.1" || port == "0" {
		t.Errorf("a free address is %q, %v", free, err)
	}
}

func TestURL(t *testing.T) {
	for address, want := range map[string]string{
		"127.0.0.1:8080": "http://127.0.0.1:8080",
		"localhost:1":    "http://localhost:1",
		":8080":          "http://127.0.0.1:8080",
		"0.0.0.0:8080":   "http://127.0.0.1:8080",
		"[::]:8080":      "http://127.0.0.1:8080",
		"[::1]:8080":     "http://[::1]:8080",
	} {
		if got := URL(address); got != want {
			t.Errorf("URL(%q) is %s, want %s", address, got, want)
		}
	}
}

func TestOutput(t *testing.T) {
	var o output
	for i := range 2 * keptLines {
		if _, err := o.Write([]byte{byte('a' + i%26), '\n'}); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Count(o.tail(), "\n") + 1; got != keptLines {
		t.Errorf("%d lines are kept, want %d", got, keptLines)
	}
	_, _ = o.Write([]byte("half a"))
	_, _ = o.Write([]byte(" line"))
	if tail := o.tail(); !strings.HasSuffix(tail, "\nhalf a line") {
		t.Errorf("the tail is %q", tail)
	}
	var out strings.Builder
	o.release(&out)
	_, _ = o.Write([]byte("\nlater\n"))
	if got := out.String(); !strings.HasPrefix(got, "a\nb\n") || !strings.HasSuffix(got, "half a line\nlater\n") || strings.Count(got, "\n") != 2*keptLines+2 {
		t.Errorf("passed on is %q", got)
	}
}

// TestOutputIsBounded writes more than is held back, in lines that never end.
func TestOutputIsBounded(t *testing.T) {
	var o output
	for range 5 {
		_, _ = o.Write(make([]byte, held/2))
	}
	if len(o.waiting) > held || len(o.partial) > held {
		t.Errorf("%d and %d bytes are held, want at most %d", len(o.waiting), len(o.partial), held)
	}
}
