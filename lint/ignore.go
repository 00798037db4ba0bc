package lint

import (
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// ignoreName is git's list of files that are not part of the code.
const ignoreName = ".gitignore"

// maxIgnoreBytes is the largest list that is read.
const maxIgnoreBytes = 1 << 20

// ignoreFile is one .gitignore.
type ignoreFile struct {
	folder   string // "" for the root's
	patterns []ignorePattern
}

// ignorePattern is a line of a .gitignore. One with a slash in it matches paths from the list's
// folder on, any other matches names.
type ignorePattern struct {
	glob                       string
	negated, onlyFolders, path bool
}

// readIgnore reads the list of a folder; one that cannot be read is as none.
func readIgnore(root, folder string) *ignoreFile {
	text, err := readBounded(filepath.Join(root, filepath.FromSlash(folder), ignoreName), maxIgnoreBytes)
	if err != nil {
		return nil
	}
	list := &ignoreFile{folder: folder}
	for line := range strings.Lines(string(text)) {
		if p, ok := parseIgnore(strings.TrimRight(line, "\r\n")); ok {
			list.patterns = append(list.patterns, p)
		}
	}
	return list
}

func parseIgnore(line string) (ignorePattern, bool) {
	if strings.HasPrefix(line, "#") {
		return ignorePattern{}, false
	}
	if trimmed := strings.TrimRight(line, " "); !strings.HasSuffix(trimmed, `\`) {
		line = trimmed
	}
	var p ignorePattern
	line, p.negated = strings.CutPrefix(line, "!")
	line, p.onlyFolders = strings.CutSuffix(line, "/")
	p.path = strings.Contains(line, "/")
	p.glob = escapeBraces.Replace(strings.TrimPrefix(line, "/"))
	return p, p.glob != "" && doublestar.ValidatePattern(p.glob)
}

// escapeBraces makes braces mean themselves, as they do to git.
var escapeBraces = strings.NewReplacer("{", `\{`, "}", `\}`)

// ignored reports whether lists, from the root's down, ignore a path: the last pattern that matches
// decides. What is below an ignored folder is never asked about.
func ignored(lists []*ignoreFile, name string, folder bool) bool {
	for i := len(lists) - 1; i >= 0; i-- {
		list := lists[i]
		relative := name
		if list.folder != "" {
			relative = strings.TrimPrefix(name, list.folder+"/")
		}
		for j := len(list.patterns) - 1; j >= 0; j-- {
			if p := list.patterns[j]; p.matches(relative, folder) {
				return !p.negated
			}
		}
	}
	return false
}

func (p ignorePattern) matches(relative string, folder bool) bool {
	if p.onlyFolders && !folder {
		return false
	}
	if !p.path {
		relative = path.Base(relative)
	}
	if !strings.ContainsAny(p.glob, `*?[\`) {
		return p.glob == relative
	}
	return doublestar.MatchUnvalidated(p.glob, relative)
}
