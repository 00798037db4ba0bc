package project

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// Base is what vtgen last generated for one owner: the text of each file by its path. It is kept so
// that a user's lines can be told from generated ones, and is the common ancestor of a merge.
type Base map[string][]byte

// baseComment begins every base file.
const baseComment = "What vtgen last generated, so that it can tell your lines from its own. Commit this file; do not edit it.\n"

// BaseFile is where the base of an owner is kept. The owners are "platform", "module_<name>" and
// "entity_<name>".
func BaseFile(owner string) string { return path.Join(StateFolder, "base", owner+".txtar") }

// Base reads the base of one owner; an owner that was never generated has none, which is no error.
func (p *Project) Base(owner string) (Base, error) {
	text, err := p.Read(BaseFile(owner))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	base := Base{}
	for _, file := range txtar.Parse(text).Files {
		base[file.Name] = file.Data
	}
	return base, nil
}

// Format writes a base as the file that holds it. A text with a line that would end it early is
// refused; none that vtgen generates has one.
func (b Base) Format() ([]byte, error) {
	archive := txtar.Archive{Comment: []byte(baseComment)}
	for name, text := range b {
		if holds := txtar.Parse(text); len(holds.Files) > 0 {
			return nil, fmt.Errorf("recording %s: the line %q cannot be kept in an archive", name, "-- "+holds.Files[0].Name+" --")
		}
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: text})
	}
	slices.SortFunc(archive.Files, func(a, c txtar.File) int { return strings.Compare(a.Name, c.Name) })
	return txtar.Format(&archive), nil
}
