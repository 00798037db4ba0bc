//go:build unix

package launch

import "os"

// stop asks a process to end.
func stop(process *os.Process) error { return process.Signal(os.Interrupt) }
