package generator

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// CommitArgument, as the first argument of the vtgen binary, makes it carry out the journal of the
// platform named by the second.
const CommitArgument = "__commit"

// Detached returns a committer that runs in a process of its own, out of reach of an interrupt or a
// kill that ends vtgen: a change that was decided is then carried out all the same. Where no process
// can be started the change is carried out in this one.
func Detached(executable string) Committer {
	return func(root string) error {
		command := exec.Command(executable, CommitArgument, root)
		command.SysProcAttr = ownSession()
		var stderr bytes.Buffer
		command.Stderr = &stderr
		if err := command.Start(); err != nil {
			return Commit(root)
		}
		err := command.Wait()
		var failed *exec.ExitError
		switch {
		case err == nil:
			return nil
		case errors.As(err, &failed) && stderr.Len() > 0:
			return errors.New(strings.TrimSpace(stderr.String()))
		}
		return fmt.Errorf("carrying out the change: %w", errors.Join(err, recoverable(root)))
	}
}

// recoverable says what to do about a committer that died.
func recoverable(root string) error {
	if !Pending(root) {
		return nil
	}
	return fmt.Errorf("the change is decided and not complete; run `vtgen check` in %s to complete it", root)
}
