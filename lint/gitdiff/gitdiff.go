// Package gitdiff tells which lines of a working tree are not as they were where a branch began.
package gitdiff

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/bluekeyes/go-gitdiff/gitdiff"
)

// ErrInput marks errors that the user's revision or directory is to blame for.
var ErrInput = errors.New("no lines to compare with")

// Lines are the lines that changed.
type Lines struct {
	files map[string][]span
	whole map[string]bool // files that are new as a whole
}

// span is the lines from first to last.
type span struct{ first, last int }

// Touches reports whether one of a file's lines from first to last changed. The path is relative to
// the directory that was compared, with slashes.
func (l *Lines) Touches(path string, first, last int) bool {
	if l.whole[path] {
		return true
	}
	for _, s := range l.files[path] {
		if first <= s.last && s.first <= last {
			return true
		}
	}
	return false
}

// Changed reports whether a file changed at all.
func (l *Lines) Changed(path string) bool { return l.whole[path] || l.files[path] != nil }

// Since returns the lines below a directory that changed since its branch left base: committed,
// staged or neither. All lines of files that git does not know count, unless it ignores them.
func Since(ctx context.Context, directory, base string) (*Lines, error) {
	if _, err := git(ctx, directory, "rev-parse", "--is-inside-work-tree"); err != nil {
		return nil, fmt.Errorf("%w: %s is not in a git repository: %w", ErrInput, directory, err)
	}
	if _, err := git(ctx, directory, "rev-parse", "--verify", "--quiet", "--end-of-options", base+"^{commit}"); err != nil {
		return nil, fmt.Errorf("%w: git knows no revision %q: name a branch, a tag or a commit; a shallow clone may lack it (git fetch --unshallow)", ErrInput, base)
	}
	ancestor, err := git(ctx, directory, "merge-base", "--end-of-options", base, "HEAD")
	if err != nil {
		return nil, fmt.Errorf("%w: %q and HEAD have no common commit; a shallow clone may lack it (git fetch --unshallow)", ErrInput, base)
	}
	patch, err := git(ctx, directory, "-c", "core.quotePath=true", "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv",
		"--relative", "--src-prefix=a/", "--dst-prefix=b/", "--submodule=short", "--end-of-options", strings.TrimSpace(string(ancestor)))
	if err != nil {
		return nil, fmt.Errorf("comparing with %s: %w", base, err)
	}
	lines, err := parse(patch)
	if err != nil {
		return nil, fmt.Errorf("comparing with %s: %w", base, err)
	}
	untracked, err := git(ctx, directory, "ls-files", "--others", "--exclude-standard", "-z")
	if err != nil {
		return nil, fmt.Errorf("listing files that git does not know: %w", err)
	}
	for path := range strings.SplitSeq(strings.TrimSuffix(string(untracked), "\x00"), "\x00") {
		lines.whole[path] = true
	}
	return lines, nil
}

// parse reads a diff without context.
func parse(patch []byte) (*Lines, error) {
	files, _, err := gitdiff.Parse(bytes.NewReader(patch))
	if err != nil {
		return nil, fmt.Errorf("reading what git diff printed: %w", err)
	}
	lines := &Lines{files: map[string][]span{}, whole: map[string]bool{}}
	for _, f := range files {
		for _, fragment := range f.TextFragments {
			first, last := int(fragment.NewPosition), int(fragment.NewPosition+fragment.NewLines)-1
			if fragment.NewLines == 0 {
				last = first + 1 // lines were removed between these two
			}
			lines.files[f.NewName] = append(lines.files[f.NewName], span{first, last})
		}
	}
	return lines, nil
}

// git runs git without a user's settings that change what it prints.
func git(ctx context.Context, directory string, arguments ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "git", arguments...)
	command.Dir = directory
	command.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_PAGER=cat")
	var out, stderr bytes.Buffer
	command.Stdout, command.Stderr = &out, &stderr
	if err := command.Run(); err != nil {
		if message := strings.TrimSpace(stderr.String()); message != "" {
			return nil, errors.New(message)
		}
		return nil, err
	}
	return out.Bytes(), nil
}
