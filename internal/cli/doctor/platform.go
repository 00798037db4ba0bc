package doctor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/generator"
	"github.com/vtgen/vtgen/generator/model"
	"github.com/vtgen/vtgen/generator/project"
	"github.com/vtgen/vtgen/templates"
)

// runtimeFolder is where a platform has its copy of the runtime.
const runtimeFolder = "vtgen_runtime"

// Platform examines the platform at root. executable is the vtgen binary.
func Platform(ctx context.Context, root, executable string) []Result {
	results := []Result{pending(root)}
	p, loaded := load(root)
	results = append(results, loaded...)
	if p != nil {
		results = append(results, drift(ctx, p, executable))
	}
	return append(results, runtimeCopy(root), workspace(ctx, root), secrets(ctx, root), errorCodes(root), logIDs(root))
}

// pending examines whether a change was interrupted.
func pending(root string) Result {
	if generator.Pending(root) {
		return failed("changes", "a change was decided and not completed", "run `vtgen check`, which completes it; if it cannot it says why")
	}
	return ok("changes", "none is pending")
}

// load reads the platform and checks its entities against each other.
func load(root string) (*project.Project, []Result) {
	p, err := project.Load(root)
	if err != nil {
		return nil, []Result{failed("platform", err.Error(), "correct the file")}
	}
	platform := ok("platform", fmt.Sprintf("%s, module %s", p.Platform.Name, p.Platform.Module))
	if err := model.ValidateAll(p.Platform, p.Entities); err != nil {
		return nil, []Result{platform, failed("entities", err.Error(), "correct the files in "+project.EntitiesFolder)}
	}
	return p, []Result{platform, ok("entities", fmt.Sprintf("%d, all valid", len(p.Entities)))}
}

// drift examines whether the files are what the entities say, the runtime's copy apart.
func drift(ctx context.Context, p *project.Project, executable string) Result {
	plan, err := generator.New(executable, p).PlanAll(ctx)
	if err != nil {
		return failed("drift", err.Error(), "correct it, then run `vtgen check`")
	}
	different := len(plan.Conflicts)
	for _, change := range plan.Changes {
		if !strings.HasPrefix(change.Path, runtimeFolder+"/") {
			different++
		}
	}
	if different == 0 {
		return ok("drift", "none")
	}
	return failed("drift", fmt.Sprintf("%d file(s) are not what the entities say", different), "run `vtgen check` to see them and `vtgen generate` to write them")
}

// runtimeCopy examines whether the copy of the runtime is the one this vtgen brings.
func runtimeCopy(root string) Result {
	different := 0
	for _, file := range templates.Runtime() {
		text, err := project.Read(root, runtimeFolder+"/"+file.Name)
		if err != nil || !bytes.Equal(text, file.Data) {
			different++
		}
	}
	if different == 0 {
		return ok("runtime", "the one of this vtgen")
	}
	return warning("runtime", fmt.Sprintf("%d file(s) of %s differ from those of this vtgen", different, runtimeFolder), "run `vtgen generate` to take them over")
}

// workspace examines whether a workspace hides the platform from the go command.
func workspace(ctx context.Context, root string) Result {
	const check = "workspace"
	if !installed("go") {
		return ok(check, "not examined, as the go command is missing")
	}
	out, err := command(ctx, root, "go", "env", "GOWORK")
	file := strings.TrimSpace(out)
	switch {
	case err != nil:
		return failed(check, "`go env GOWORK` fails: "+said(err), "see `go help workspaces`")
	case file == "" || file == "off":
		return ok(check, "none")
	}
	out, err = command(ctx, root, "go", "work", "edit", "-json", file)
	var work struct{ Use []struct{ DiskPath string } }
	if err = errors.Join(err, json.Unmarshal([]byte(out), &work)); err != nil {
		return failed(check, file+" cannot be read: "+said(err), "correct it")
	}
	for _, use := range work.Use {
		if sameDirectory(root, filepath.Dir(file), use.DiskPath) {
			return ok(check, file)
		}
	}
	return failed(check, file+" does not list this module, so that the go command fails here", "run `go work use .`, or set GOWORK=off")
}

// sameDirectory reports whether a directory that a workspace in base lists is root.
func sameDirectory(root, base, listed string) bool {
	if !filepath.IsAbs(listed) {
		listed = filepath.Join(base, listed)
	}
	a, errA := os.Stat(root)
	b, errB := os.Stat(listed)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// secrets examines whether .env could get, or is, into version control (the standards, §16.2).
func secrets(ctx context.Context, root string) Result {
	const check = "secrets"
	if !installed("git") {
		return ok(check, "not examined, as git is missing")
	}
	if _, err := command(ctx, root, "git", "rev-parse", "--is-inside-work-tree"); err != nil {
		return ok(check, "no git repository")
	}
	if _, err := command(ctx, root, "git", "ls-files", "--error-unmatch", ".env"); err == nil {
		return failed(check, ".env is in version control", "run `git rm --cached .env`, and replace every secret it holds")
	}
	if _, err := command(ctx, root, "git", "check-ignore", "--quiet", ".env"); err == nil {
		return ok(check, ".env is ignored by git")
	}
	if _, err := os.Lstat(filepath.Join(root, ".env")); errors.Is(err, fs.ErrNotExist) {
		return warning(check, ".env is not ignored by git", "add the line .env to .gitignore before there is one")
	}
	return failed(check, ".env is not ignored by git", "add the line .env to .gitignore before it is committed")
}

// said is what a program that failed wrote, on one line, or else its error.
func said(err error) string {
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(bytes.TrimSpace(exit.Stderr)) > 0 {
		lines := slices.Collect(strings.Lines(strings.TrimSpace(string(exit.Stderr))))
		return strings.TrimSpace(lines[len(lines)-1])
	}
	return err.Error()
}
