package matrix

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What the tests read from the environment.
const (
	dsnVariable      = "TEST_MYSQL_DSN"
	golangciVariable = "VTGEN_GOLANGCI"
)

// vtgen is the binary under test, built once.
var vtgen string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "vtgen-matrix-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "making a folder for vtgen:", err)
		os.Exit(1)
	}
	vtgen = filepath.Join(folder, "vtgen")
	code := 1
	build := exec.Command("go", "build", "-o", vtgen, "../../cmd/vtgen")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building vtgen: %v\n%s", err, out)
	} else {
		code = m.Run()
	}
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// command runs a program in a directory, with the environment of a platform on its own, and returns
// what it prints.
func command(t *testing.T, directory string, environment []string, program string, arguments ...string) (string, error) {
	t.Helper()
	c := exec.CommandContext(t.Context(), program, arguments...)
	c.Dir = directory
	c.Env = append(platformEnvironment(), environment...)
	out, err := c.CombinedOutput()
	return string(out), err
}

// must is command for one that has to succeed.
func must(t *testing.T, directory, program string, arguments ...string) string {
	t.Helper()
	out, err := command(t, directory, nil, program, arguments...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(program), strings.Join(arguments, " "), err, shortened(out))
	}
	return out
}

// platformEnvironment is this process's environment without what configures the platform itself, or
// makes its tests use another database. Paths are trimmed, so that what platforms have in common is
// compiled once.
func platformEnvironment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		switch name {
		case dsnVariable, "GOFLAGS", "GOWORK", "MYSQL_DSN", "SQLITE_PATH", "APP_ENV", "HTTP_ADDR", "ADMIN_HTTP_ADDR",
			"LOG_LEVEL", "LOG_FORMAT", "MIGRATE_ON_START", "MAX_BODY_BYTES":
		default:
			kept = append(kept, variable)
		}
	}
	return append(kept, "GOFLAGS=-trimpath -buildvcs=false", "GOWORK=off")
}

// shortened keeps the beginning of an output that would fill the screen.
func shortened(out string) string {
	const most = 6000
	if len(out) <= most {
		return out
	}
	return out[:most] + fmt.Sprintf("\n… and %d bytes more", len(out)-most)
}

// mysqlDSN is the real server, without which the tests that need it fail.
func mysqlDSN(t *testing.T) string {
	t.Helper()
	dsn := os.Getenv(dsnVariable)
	if dsn == "" {
		t.Fatalf("%s is not set: run `go run ./internal/withservices -- go test ./internal/matrix`", dsnVariable)
	}
	return dsn
}
