//go:build !linux

package realservice

import "syscall"

// endWithParent has nothing to offer here: a killed process leaves its services behind.
func endWithParent() *syscall.SysProcAttr { return nil }
