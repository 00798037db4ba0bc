package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// oldestMinor is the oldest Go release that generated platforms build with: 1.26.
const oldestMinor = 26

// Tools examines the machine, seen from a directory.
func Tools(ctx context.Context, directory string) []Result {
	results := goCommand(ctx, directory)
	results = append(results, git(ctx, directory))
	return append(results, optional("staticcheck"), optional("golangci-lint"))
}

// goCommand examines the go command and where it gets modules from.
func goCommand(ctx context.Context, directory string) []Result {
	const install = "install Go 1.26 or newer from https://go.dev/dl"
	if !installed("go") {
		return []Result{failed("go", "the go command is not on the PATH", install)}
	}
	out, err := command(ctx, directory, "go", "env", "-json", "GOVERSION", "GOPROXY")
	if err != nil {
		return []Result{failed("go", "`go env` fails: "+said(err), install)}
	}
	var environment struct{ GOVERSION, GOPROXY string }
	if err := json.Unmarshal([]byte(out), &environment); err != nil {
		return []Result{failed("go", fmt.Sprintf("`go env` prints no JSON: %v", err), install)}
	}
	version := ok("go", environment.GOVERSION)
	if !newEnough(environment.GOVERSION) {
		version = failed("go", environment.GOVERSION+" is older than 1.26", install)
	}
	return []Result{version, proxy(environment.GOPROXY)}
}

var goVersion = regexp.MustCompile(`^go(\d{1,3})\.(\d{1,3})`)

// newEnough reports whether platforms build with a version of Go. A development version has no
// number and is taken for the newest.
func newEnough(version string) bool {
	match := goVersion.FindStringSubmatch(version)
	if match == nil {
		return strings.HasPrefix(version, "devel")
	}
	major, _ := strconv.Atoi(match[1]) // three digits at most
	minor, _ := strconv.Atoi(match[2])
	return major > 1 || minor >= oldestMinor
}

// proxy examines the module proxy setting.
func proxy(setting string) Result {
	shown := withoutPasswords(setting)
	switch setting {
	case "":
		return warning("module proxy", "GOPROXY is empty", "the go command then downloads nothing; run `go env -u GOPROXY`")
	case "off":
		return warning("module proxy", "GOPROXY=off", "modules that are not in the cache cannot be downloaded; run `go env -u GOPROXY`, or fill the cache")
	}
	return ok("module proxy", shown)
}

// withoutPasswords masks the passwords in a list of URLs.
func withoutPasswords(setting string) string {
	parts := strings.FieldsFunc(setting, func(r rune) bool { return r == ',' || r == '|' })
	for i, part := range parts {
		parsed, err := url.Parse(part)
		switch {
		case err != nil:
			parts[i] = "(not a URL)"
		case parsed.User != nil:
			parts[i] = parsed.Redacted()
		}
	}
	return strings.Join(parts, ",")
}

func git(ctx context.Context, directory string) Result {
	if !installed("git") {
		return warning("git", "not on the PATH", "install it: a platform belongs into version control, .vtgen/base with it")
	}
	out, err := command(ctx, directory, "git", "--version")
	if err != nil {
		return warning("git", "`git --version` fails: "+said(err), "install it again")
	}
	return ok("git", strings.TrimPrefix(strings.TrimSpace(out), "git version "))
}

// optional examines a tool that nothing depends on.
func optional(program string) Result {
	if !installed(program) {
		return ok(program, "not installed; optional")
	}
	return ok(program, "installed")
}
