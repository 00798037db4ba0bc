package launch

import "os/exec"

// stoppable leaves a process to the console, whose interrupt reaches it directly: nothing else can
// ask a process there to end.
func stoppable(command *exec.Cmd) { command.Cancel = func() error { return nil } }
