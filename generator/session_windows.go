package generator

import "syscall"

// ownSession puts a process into a group of its own, where an interrupt of vtgen's does not reach it.
func ownSession() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
