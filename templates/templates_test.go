package templates_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/vtgen/vtgen/templates/runtimepack"
)

// TestRuntimeArchiveIsCurrent fails when the runtime was changed and not packed again.
func TestRuntimeArchiveIsCurrent(t *testing.T) {
	want, err := runtimepack.Pack("../runtime")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("runtime.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("runtime.txtar is not what is in runtime: run `go generate ./templates`")
	}
}
