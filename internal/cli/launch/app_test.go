//go:build unix

package launch

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// program makes the binary of a platform: a shell script.
func program(t *testing.T, script string) (root string) {
	t.Helper()
	root = t.TempDir()
	name := filepath.Join(root, Binary("aip"))
	if err := os.Mkdir(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return root
}

func TestAppDies(t *testing.T) {
	for name, c := range map[string]struct{ script, says string }{
		"with an error": {"echo first; echo broken >&2; exit 7", "aip died: exit status 7; its last lines:\nfirst\nbroken"},
		"without one":   {"echo bye", "aip ended by itself; its last lines:\nbye"},
	} {
		t.Run(name, func(t *testing.T) {
			app, err := Start(t.Context(), program(t, c.script), "aip", "127.0.0.1:1")
			if err != nil {
				t.Fatal(err)
			}
			if err := app.Healthy(); err == nil || err.Error() != c.says {
				t.Errorf("the error is %v, want %s", err, c.says)
			}
			if err := app.Follow(io.Discard); err == nil {
				t.Error("following an application that died is no error")
			}
		})
	}
}

func TestAppIsStopped(t *testing.T) {
	for name, c := range map[string]struct {
		script string
		fails  bool
	}{
		"gracefully": {`trap 'echo stopping; exit 0' INT; echo "$1 on $HTTP_ADDR"; while :; do sleep 0.01; done`, false},
		"and fails":  {`trap 'echo broken; exit 1' INT; echo "$1 on $HTTP_ADDR"; while :; do sleep 0.01; done`, true},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			app, err := Start(ctx, program(t, c.script), "aip", "127.0.0.1:1")
			if err != nil {
				t.Fatal(err)
			}
			in, out := io.Pipe()
			go func() {
				first := make([]byte, 100)
				n, _ := in.Read(first)
				if !strings.HasPrefix(string(first[:n]), "app on 127.0.0.1:1") {
					t.Errorf("it prints %q", first[:n])
				}
				cancel()
				_, _ = io.Copy(io.Discard, in)
			}()
			if err := app.Follow(out); (err != nil) != c.fails {
				t.Errorf("the error is %v", err)
			}
			_ = out.Close()
		})
	}
}

func TestStartFails(t *testing.T) {
	if _, err := Start(t.Context(), t.TempDir(), "aip", "127.0.0.1:1"); err == nil || !strings.Contains(err.Error(), "starting aip") {
		t.Errorf("the error is %v", err)
	}
}
