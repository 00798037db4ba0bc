//go:build unix

package launch

import (
	"os"
	"os/exec"
	"syscall"
)

// stoppable puts a process into a group of its own: an interrupt at the terminal then reaches it
// once, from vtgen, and not a second time, which would end it before its requests are answered.
func stoppable(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
}
