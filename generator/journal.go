package generator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/vtgen/vtgen/generator/project"
)

// journalFile lists the entries of a change.
const journalFile = "journal.json"

// commitLock is held by whoever carries a journal out.
const commitLock = "commit.lock"

// entry is one file of a change that was decided.
type entry struct {
	Path string `json:"path"`
	// Staged is the name of the new text in the journal's folder, and with ".old" that of the text
	// it replaced.
	Staged string `json:"staged"`
	// Before and After are digests; Before is "" for a file that did not exist.
	Before string `json:"before"`
	After  string `json:"after"`
}

// digest is the SHA-256 of a text, and "" of none.
func digest(text []byte) string {
	if text == nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func writeJournal(folder string, entries []entry) error {
	text, err := json.Marshal(entries)
	if err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, journalFile), text, 0o644); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	return nil
}

// Commit carries out the change that was decided for the platform at root. It may be interrupted
// and called again. When a file cannot be put into place, those that were are put back and the
// change is dropped.
func Commit(root string) error {
	unlock, err := lock(root, commitLock)
	if err != nil {
		return err
	}
	defer unlock()
	j := journal{root: root, folder: filepath.Join(root, project.StateFolder, journalFolder)}
	text, err := os.ReadFile(filepath.Join(j.folder, journalFile))
	if errors.Is(err, fs.ErrNotExist) {
		return os.RemoveAll(j.folder) // carried out already, but for this
	}
	if err != nil {
		return fmt.Errorf("reading the journal: %w", err)
	}
	if err := json.Unmarshal(text, &j.entries); err != nil {
		return fmt.Errorf("reading the journal %s: %w", inState(journalFile), err)
	}
	if err := j.check(); err != nil {
		return err
	}
	if err := j.forward(); err != nil {
		return errors.Join(fmt.Errorf("%w; nothing was changed", err), j.back())
	}
	return j.close()
}

// journal is a change being carried out.
type journal struct {
	root, folder string
	entries      []entry
}

func (j *journal) target(e entry) string { return filepath.Join(j.root, filepath.FromSlash(e.Path)) }
func (j *journal) staged(e entry) string { return filepath.Join(j.folder, e.Staged) }
func (j *journal) old(e entry) string    { return filepath.Join(j.folder, e.Staged+".old") }

// check refuses to go on over a file that someone edited after the change was decided.
func (j *journal) check() error {
	for _, e := range j.entries {
		current, err := project.Read(j.root, e.Path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it was to be created, or a step before this one moved it aside
		}
		if err != nil {
			return fmt.Errorf("carrying out a change that was interrupted: %w", err)
		}
		if now := digest(current); now != e.Before && now != e.After {
			return fmt.Errorf("carrying out a change that was interrupted: %s was edited meanwhile; its new text is %s: take over what you need from there and remove %s", e.Path, inState(e.Staged), inState(""))
		}
	}
	return nil
}

// placed reports whether the new text of a file is in place, which is so once it is not staged any
// more.
func (j *journal) placed(e entry) bool {
	if _, err := os.Lstat(j.staged(e)); !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	text, err := os.ReadFile(j.target(e))
	return err == nil && digest(text) == e.After
}

// forward puts every staged file into place that is not there already.
func (j *journal) forward() error {
	for _, e := range j.entries {
		if j.placed(e) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(j.target(e)), 0o755); err != nil {
			return fmt.Errorf("writing %s: %w", e.Path, err)
		}
		if err := j.keepOld(e); err != nil {
			return fmt.Errorf("writing %s: %w", e.Path, err)
		}
		if err := os.Rename(j.staged(e), j.target(e)); err != nil {
			return fmt.Errorf("writing %s: %w", e.Path, err)
		}
	}
	return nil
}

// keepOld copies the text that is about to be replaced into the journal.
func (j *journal) keepOld(e entry) error {
	if e.Before == "" {
		return nil
	}
	text, err := os.ReadFile(j.target(e))
	if err != nil || digest(text) != e.Before {
		return err
	}
	info, err := os.Stat(j.target(e))
	if err != nil {
		return err
	}
	if err := os.Chmod(j.staged(e), info.Mode().Perm()); err != nil {
		return err
	}
	return os.WriteFile(j.old(e), text, info.Mode().Perm())
}

// back undoes what forward did and drops the change.
func (j *journal) back() error {
	var problems []error
	for _, e := range j.entries {
		switch {
		case j.placed(e) && e.Before != "":
			problems = append(problems, os.Rename(j.old(e), j.target(e)))
		case j.placed(e):
			problems = append(problems, os.Remove(j.target(e)))
		}
		removeEmpty(filepath.Dir(j.target(e)), j.root)
	}
	if err := errors.Join(problems...); err != nil {
		return fmt.Errorf("putting the files back: %w", err)
	}
	return j.close()
}

// removeEmpty removes directories that are empty, from folder up to, and without, root.
func removeEmpty(folder, root string) {
	for folder != root && os.Remove(folder) == nil {
		folder = filepath.Dir(folder)
	}
}

// close forgets the journal: its list first, by which a half removed folder is known.
func (j *journal) close() error {
	if err := errors.Join(os.Remove(filepath.Join(j.folder, journalFile)), os.RemoveAll(j.folder)); err != nil {
		return fmt.Errorf("removing the journal: %w", err)
	}
	return nil
}
