package realservice

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// stopTimeout is how long a service may take to stop before it is killed.
const stopTimeout = 30 * time.Second

// process is a child process that does not outlive this one.
type process struct {
	command *exec.Cmd
	last    *tail
	// ended is closed when the process is gone.
	ended chan struct{}
}

// start runs a command, whose output goes to logs.
func start(command *exec.Cmd, logs io.Writer) (*process, error) {
	p := &process{command: command, last: &tail{}, ended: make(chan struct{})}
	command.SysProcAttr = endWithParent()
	command.Stdout = io.MultiWriter(logs, p.last)
	command.Stderr = command.Stdout
	started := make(chan error, 1)
	go p.run(started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", p.name(), err)
	}
	return p, nil
}

// run starts the command and waits for its end on a thread that lives as long: Linux ends the child
// when the thread that started it ends, not the process.
func (p *process) run(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := p.command.Start()
	started <- err
	if err != nil {
		return
	}
	_ = p.command.Wait() // how it ended stays in the command's ProcessState
	close(p.ended)
}

// stop ends the process, by force if it does not go by itself.
func (p *process) stop() error {
	select {
	case <-p.ended:
		return p.failure()
	default:
	}
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("stopping %s: %w", p.name(), err)
	}
	select {
	case <-p.ended:
		return nil
	case <-time.After(stopTimeout):
	}
	err := p.command.Process.Kill()
	<-p.ended
	if err != nil {
		return fmt.Errorf("killing %s: %w", p.name(), err)
	}
	return fmt.Errorf("stopping %s: it did not stop within %s and was killed", p.name(), stopTimeout)
}

// kill ends the process as a crash would.
func (p *process) kill() error {
	err := p.command.Process.Kill()
	<-p.ended
	if err != nil {
		return fmt.Errorf("killing %s: %w", p.name(), err)
	}
	return nil
}

// await waits until a service is ready at its address.
func await(ctx context.Context, running *process, address string, ready func(address string) bool) error {
	pause := time.NewTicker(50 * time.Millisecond)
	defer pause.Stop()
	for {
		select {
		case <-running.ended:
			return running.failure()
		case <-ctx.Done():
			return fmt.Errorf("waiting for it to answer on %s: %w", address, ctx.Err())
		case <-pause.C:
		}
		if ready(address) {
			return nil
		}
	}
}

// failure says that the process ended by itself; it may be called once ended is closed.
func (p *process) failure() error {
	return fmt.Errorf("%s ended by itself (%v); the last it said:\n%s", p.name(), p.command.ProcessState, p.last)
}

func (p *process) name() string { return filepath.Base(p.command.Path) }

// tail keeps the end of what is written to it. It is read only after the last write.
type tail struct{ text []byte }

const tailBytes = 2000

func (t *tail) Write(text []byte) (int, error) {
	t.text = append(t.text, text...)
	if excess := len(t.text) - tailBytes; excess > 0 {
		t.text = append(t.text[:0], t.text[excess:]...)
	}
	return len(text), nil
}

func (t *tail) String() string { return string(bytes.TrimSpace(t.text)) }
