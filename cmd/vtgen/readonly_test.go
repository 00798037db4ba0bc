//go:build unix

package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nobody is an account without rights.
const nobody = 65534

// TestReadOnly runs vtgen where it may read and not write: for root, who may write everywhere, as
// another user.
func TestReadOnly(t *testing.T) {
	// t.TempDir is below a directory that only this user may enter.
	base, err := os.MkdirTemp("", "vtgen-readonly-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = os.Chmod(filepath.Join(base, "aip"), 0o755)
		_ = os.Chmod(base, 0o755)
		_ = os.RemoveAll(base)
	})
	root := filepath.Join(base, "aip")
	mustRun(t, base, "new", "platform", root)
	binary := copyOf(t, vtgenBinary(t), filepath.Join(base, "vtgen"))
	for name, mode := range map[string]os.FileMode{root: 0o555, base: 0o555} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	before := mustTree(t, base)
	for _, arguments := range [][]string{
		{"new", "entity", "invoice", "--field", "number:string"},
		{"new", "platform", filepath.Join(base, "other")},
	} {
		out, code := unprivileged(t, binary, root, arguments...)
		if code != 3 || !strings.Contains(out, "permission denied") {
			t.Errorf("vtgen %v: exit code %d, want 3:\n%s", arguments, code, out)
		}
		if names := difference(mustTree(t, base), before); len(names) > 0 {
			t.Errorf("vtgen %v changed %v", arguments, names)
		}
	}
	if out, code := unprivileged(t, binary, root, "check"); code != 0 {
		t.Errorf("vtgen check only reads; exit code %d:\n%s", code, out)
	}
}

// unprivileged runs vtgen as somebody who may not write.
func unprivileged(t *testing.T, binary, directory string, arguments ...string) (out string, code int) {
	t.Helper()
	command := exec.Command(binary, arguments...)
	command.Dir = directory
	command.Env = append(os.Environ(), "TMPDIR="+os.TempDir(), "HOME=/nonexistent")
	if os.Getuid() == 0 {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	text, _ := command.CombinedOutput() // its error is the exit code
	return string(text), command.ProcessState.ExitCode()
}

// copyOf copies a program to where everybody may run it.
func copyOf(t *testing.T, from, to string) string {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(out, in)
	if closed := out.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
	return to
}
