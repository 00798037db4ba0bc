// Package doctor examines the machine and the platform that vtgen is to work with. It changes
// nothing.
package doctor

import (
	"context"
	"os/exec"
)

// Status is how a check ended.
type Status string

// The statuses of a check.
const (
	OK      Status = "ok"
	Warning Status = "warning"
	Failed  Status = "failed"
)

// Result is what one check found.
type Result struct {
	// Check is the name of what was examined.
	Check  string `json:"check"`
	Status Status `json:"status"`
	// Found is what there is, and Advice what to do about it, "" when there is nothing to do.
	Found  string `json:"found"`
	Advice string `json:"advice,omitempty"`
}

func ok(check, found string) Result { return Result{Check: check, Status: OK, Found: found} }

func warning(check, found, advice string) Result {
	return Result{Check: check, Status: Warning, Found: found, Advice: advice}
}

func failed(check, found, advice string) Result {
	return Result{Check: check, Status: Failed, Found: found, Advice: advice}
}

// command runs a program in a directory and returns what it prints. Its error is *exec.ExitError
// when the program ran and failed.
func command(ctx context.Context, directory, program string, arguments ...string) (string, error) {
	c := exec.CommandContext(ctx, program, arguments...)
	c.Dir = directory
	// What the go command here can do is the question, not what it could download.
	c.Env = append(c.Environ(), "GOTOOLCHAIN=local", "LC_ALL=C")
	out, err := c.Output()
	return string(out), err
}

// installed reports whether a program is on the PATH.
func installed(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}
