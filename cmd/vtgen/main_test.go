package main

import (
	"os/exec"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes this test binary vtgen itself, under that name at the front of the PATH: also for
// the child processes that vtgen starts of its own binary.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"vtgen": main})
}

// vtgenBinary is the path of the vtgen under test.
func vtgenBinary(t *testing.T) string {
	t.Helper()
	name, err := exec.LookPath("vtgen")
	if err != nil {
		t.Fatal(err)
	}
	return name
}
