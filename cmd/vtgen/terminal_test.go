//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// Keys as a terminal sends them.
const (
	keyEnter     = "\r"
	keyDown      = "\x1b[B"
	keyInterrupt = "\x03"
	keyEnd       = "\x04"
	keyErase     = "\x15" // the whole line
)

// patience is how long a screen may take to show what is waited for: not a measure of anything, but
// an end to a test that would never have one.
const patience = 60 * time.Second

// terminal is a vtgen that runs at a terminal.
type terminal struct {
	t       *testing.T
	tty     *os.File
	command *exec.Cmd
	mu      sync.Mutex
	shown   []byte
	seen    int // how much of the text shown was waited for
	closed  chan struct{}
}

// escapes are the sequences with which a form draws.
var escapes = regexp.MustCompile(`\x1b(\[[0-9;?<>=]*[a-zA-Z]|\][^\x07\x1b]*(\x07|\x1b\\)|[=>PX^_78][^\x1b]*)`)

// atTerminal starts vtgen at a terminal in a directory.
func atTerminal(t *testing.T, directory string, environment []string, arguments ...string) *terminal {
	t.Helper()
	command := exec.Command(vtgenBinary(t), arguments...)
	command.Dir = directory
	command.Env = append(append(os.Environ(), "TERM=xterm-256color"), environment...)
	tty, err := pty.StartWithSize(command, &pty.Winsize{Rows: 60, Cols: 200})
	if err != nil {
		t.Fatal(err)
	}
	term := &terminal{t: t, tty: tty, command: command, closed: make(chan struct{})}
	go term.read()
	t.Cleanup(func() { _ = command.Process.Kill(); _ = tty.Close() })
	return term
}

func (t *terminal) read() {
	defer close(t.closed)
	buffer := make([]byte, 4096)
	for {
		n, err := t.tty.Read(buffer)
		t.mu.Lock()
		t.shown = append(t.shown, buffer[:n]...)
		t.mu.Unlock()
		if err != nil {
			return // the program has ended
		}
	}
}

// text is everything that was shown, without the sequences that draw.
func (t *terminal) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return escapes.ReplaceAllString(string(t.shown), "")
}

// screen is what was shown since the text that was waited for last.
func (t *terminal) screen() string { return t.text()[t.seen:] }

// waitFor waits until the terminal shows a text, after the one that was waited for last.
func (t *terminal) waitFor(text string) {
	t.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		ended := time.Now().After(deadline)
		select {
		case <-t.closed:
			ended = true
		default:
		}
		if at := strings.Index(t.screen(), text); at >= 0 {
			t.seen += at + len(text)
			return
		}
		if ended {
			t.t.Fatalf("the terminal never shows %q; it shows:\n%s", text, t.screen())
		}
	}
}

// press sends keys one after the other, as fingers do.
func (t *terminal) press(keys ...string) {
	t.t.Helper()
	for _, key := range keys {
		if _, err := t.tty.WriteString(key); err != nil {
			t.t.Fatalf("pressing %q: %v", key, err)
		}
	}
}

// typed waits for a question and presses keys that do not answer it yet.
func (t *terminal) typed(question string, keys ...string) {
	t.t.Helper()
	t.waitFor(question)
	t.press(keys...)
}

// answer waits for a question, presses keys that answer it, and waits until it is answered: keys
// that are pressed before the next question is there are lost.
func (t *terminal) answer(question string, keys ...string) {
	t.t.Helper()
	t.typed(question, keys...)
	t.waitFor("✓ ")
}

// exit waits until vtgen ends and returns its exit code, and what the terminal showed last.
func (t *terminal) exit() (code int, shown string) {
	t.t.Helper()
	select {
	case <-t.closed:
	case <-time.After(patience):
		t.t.Fatalf("vtgen does not end; the terminal shows:\n%s", t.screen())
	}
	_ = t.command.Wait() // its error is the exit code
	return t.command.ProcessState.ExitCode(), t.screen()
}

// newPlatform makes a platform by flags and returns its directory.
func newPlatform(t *testing.T, flags ...string) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "aip")
	mustRun(t, "", append([]string{"new", "platform", root}, flags...)...)
	return root
}

// mustRun runs vtgen, which must succeed, and returns what it prints.
func mustRun(t *testing.T, directory string, arguments ...string) string {
	t.Helper()
	command := exec.Command(vtgenBinary(t), arguments...)
	command.Dir = directory
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("vtgen %s: %v\n%s", strings.Join(arguments, " "), err, out)
	}
	return string(out)
}

// untilPrinted waits until a file holds a text, and returns what it holds.
func untilPrinted(t *testing.T, name, text string) string {
	t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		printed, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(printed), text) {
			return string(printed)
		}
		if time.Now().After(deadline) {
			t.Fatalf("%q is never printed; so far:\n%s", text, printed)
		}
	}
}
