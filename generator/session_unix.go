//go:build unix

package generator

import "syscall"

// ownSession puts a process into a session of its own, where signals to vtgen's do not reach it.
func ownSession() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
