package model

import (
	"io"
	"strings"
	"testing"
)

// emptyPackage stands for any Go file's content.
func emptyPackage(string) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader("package p\n")), nil
}

// text returns a pointer to a text.
func text(s string) *string { return &s }

// wantError fails unless err names all parts.
func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not contain %q", err, part)
		}
	}
}
