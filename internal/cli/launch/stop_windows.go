package launch

import "os"

// stop ends a process: an interrupt reaches it from the console, or not at all.
func stop(process *os.Process) error { return process.Kill() }
