package generator

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"github.com/vtgen/vtgen/generator/project"
)

// The folders of a change under way, below the platform's own state folder. A change is staged in
// one and becomes the other by a rename, which is the moment it is decided.
const (
	stagingFolder = "staging"
	journalFolder = "journal"
	lockFile      = "lock"
)

// Committer carries out the journal of the platform at root. [Commit] does; the command line runs
// it in a process of its own, so that killing vtgen does not stop it half way.
type Committer func(root string) error

// Apply carries a plan out: all of it or nothing, also when the process is killed. Until the whole
// change is staged beside the platform nothing of the platform is touched, and from then on the
// change is carried to its end, if need be by the next command (see [Recover]).
func Apply(plan *Plan, commit Committer) error {
	if err := plan.Err(); err != nil {
		return err
	}
	if len(plan.Changes) == 0 {
		return nil
	}
	if _, err := os.Lstat(plan.Root); plan.Fresh && errors.Is(err, fs.ErrNotExist) {
		return applyFresh(plan)
	}
	unlock, err := lock(plan.Root, lockFile)
	if err != nil {
		return err
	}
	defer unlock()
	if err := plan.stillHolds(); err != nil {
		return err
	}
	if err := stage(plan); err != nil {
		return err
	}
	return commit(plan.Root)
}

// applyFresh writes a new platform beside its place and renames it there.
func applyFresh(plan *Plan) (err error) {
	parent := filepath.Dir(plan.Root)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("making the directory above %s: %w", plan.Root, err)
	}
	prefix := filepath.Join(parent, "."+filepath.Base(plan.Root)+".vtgen-")
	if err := removeAbandoned(prefix); err != nil {
		return err
	}
	temporary, unmark, err := markedFolder(parent, filepath.Base(prefix))
	if err != nil {
		return fmt.Errorf("writing %s: %w", plan.Root, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(temporary))
		}
		unmark()
	}()
	for _, change := range plan.Changes {
		if err := writeFile(filepath.Join(temporary, filepath.FromSlash(change.Path)), change.After); err != nil {
			return fmt.Errorf("writing %s: %w", change.Path, err)
		}
	}
	if err := os.Rename(temporary, plan.Root); err != nil {
		return fmt.Errorf("putting %s into place: %w", plan.Root, err)
	}
	return nil
}

// abandonedMark ends the name of the lock beside a platform being written: whoever gets the lock
// knows that its writer is dead.
const abandonedMark = ".lock"

// markedFolder makes a folder for a platform being written. The mark is there first, so that a folder
// whose writer is dead always has one.
func markedFolder(parent, prefix string) (folder string, unmark func(), err error) {
	file, err := os.CreateTemp(parent, prefix+"*"+abandonedMark)
	if err != nil {
		return "", nil, err
	}
	mark := flock.New(file.Name())
	unmark = func() {
		_ = mark.Unlock()
		_ = os.Remove(mark.Path()) // what is left is removed by the next run
	}
	folder = strings.TrimSuffix(file.Name(), abandonedMark)
	if err := errors.Join(file.Close(), mark.Lock(), os.Mkdir(folder, 0o755)); err != nil {
		unmark()
		return "", nil, err
	}
	return folder, unmark, nil
}

// removeAbandoned removes what killed runs left of platforms that were never put into place.
func removeAbandoned(prefix string) error {
	entries, err := os.ReadDir(filepath.Dir(prefix))
	if err != nil {
		return fmt.Errorf("looking for what an earlier run left: %w", err)
	}
	for _, entry := range entries {
		name := filepath.Join(filepath.Dir(prefix), entry.Name())
		if !strings.HasPrefix(name, prefix) || !strings.HasSuffix(name, abandonedMark) {
			continue
		}
		mark := flock.New(name)
		dead, err := mark.TryLock()
		if err != nil || !dead {
			continue // its writer lives
		}
		err = errors.Join(os.RemoveAll(strings.TrimSuffix(name, abandonedMark)), mark.Unlock(), os.Remove(name))
		if err != nil {
			return fmt.Errorf("removing what an earlier run left: %w", err)
		}
	}
	return nil
}

// writeFile writes a file and the directories above it.
func writeFile(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, content, 0o644)
}

// lock takes one of the platform's locks, waiting for another vtgen that has it.
func lock(root, name string) (unlock func(), err error) {
	folder := filepath.Join(root, project.StateFolder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("locking the platform %s: %w", root, err)
	}
	taken := flock.New(filepath.Join(folder, name))
	if err := taken.Lock(); err != nil {
		return nil, fmt.Errorf("locking the platform %s: %w", root, err)
	}
	return func() { _ = taken.Unlock() }, nil // the lock also ends with the process
}

// stillHolds checks that the files are as they were when the plan was made.
func (p *Plan) stillHolds() error {
	if Pending(p.Root) {
		return fmt.Errorf("applying the change: another one has begun meanwhile; run the command again")
	}
	for _, change := range p.Changes {
		current, err := project.Read(p.Root, change.Path)
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		if err != nil || !bytes.Equal(current, change.Before) || (current == nil) != (change.Before == nil) {
			return fmt.Errorf("applying the change: %s has changed since it was planned, and nothing was written; run the command again", change.Path)
		}
	}
	return nil
}

// stage writes the new files and the journal, and decides the change by renaming their folder.
func stage(plan *Plan) error {
	staging := filepath.Join(plan.Root, project.StateFolder, stagingFolder)
	if err := os.RemoveAll(staging); err != nil { // of a run that was killed before it decided
		return fmt.Errorf("staging the change: %w", err)
	}
	entries := make([]entry, len(plan.Changes))
	for i, change := range plan.Changes {
		entries[i] = entry{Path: change.Path, Staged: fmt.Sprintf("%05d", i), Before: digest(change.Before), After: digest(change.After)}
		if err := writeFile(filepath.Join(staging, entries[i].Staged), change.After); err != nil {
			return errors.Join(fmt.Errorf("staging %s: %w", change.Path, err), os.RemoveAll(staging))
		}
	}
	if err := writeJournal(staging, entries); err != nil {
		return errors.Join(err, os.RemoveAll(staging))
	}
	if err := os.Rename(staging, filepath.Join(plan.Root, project.StateFolder, journalFolder)); err != nil {
		return fmt.Errorf("staging the change: %w", err)
	}
	return nil
}

// Pending reports whether a change of the platform at root has been decided and not carried out.
func Pending(root string) bool {
	_, err := os.Lstat(filepath.Join(root, project.StateFolder, journalFolder))
	return err == nil
}

// Recover brings a platform to rest after a vtgen that was killed: a change that was decided is
// carried out, one that was not is forgotten. It reports whether there was one to carry out.
func Recover(root string) (bool, error) {
	if !Pending(root) {
		return false, nil
	}
	unlock, err := lock(root, lockFile)
	if err != nil {
		return false, err
	}
	defer unlock()
	return true, Commit(root)
}

// inState names a file of the journal for an error.
func inState(name string) string { return path.Join(project.StateFolder, journalFolder, name) }
