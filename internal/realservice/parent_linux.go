package realservice

import "syscall"

// endWithParent makes the kernel kill a child when the thread that started it ends, as all threads
// of a killed process do.
func endWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
