//go:build unix

package main

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// TestRun builds and starts a platform at a terminal, does every request that it shows, and stops it
// as a person does.
func TestRun(t *testing.T) {
	directory := t.TempDir()
	term := atTerminal(t, directory, []string{"HTTP_ADDR=127.0.0.1:0", "NO_COLOR=1"}, "new", "platform", "aip", "--example", "--run")
	term.waitFor("starting aip … done in")
	term.waitFor("log of aip:")
	shown := regexp.MustCompile(`curl (?:-X (\w+) )?(http://\S+)(?: -H 'Content-Type: application/json' -d '(.*)')?\r?\n`).FindAllStringSubmatch(term.text(), -1)
	if len(shown) != 15 {
		t.Errorf("%d requests are shown, want the 5 of each of the 3 entities that need no other:\n%s", len(shown), term.text())
	}
	for _, request := range shown {
		mustRequest(t, request[1], request[2], request[3])
	}
	term.press(keyInterrupt)
	term.waitFor("aip stopped")
	if code, shown := term.exit(); code != 0 {
		t.Errorf("exit code %d; the terminal shows:\n%s", code, shown)
	}
}

// mustRequest sends a request that must succeed.
func mustRequest(t *testing.T, method, url, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatalf("%s %s: %v", method, url, err)
	}
	_ = response.Body.Close()
	if response.StatusCode >= 300 {
		t.Errorf("%s %s with %s answers %s", method, url, body, response.Status)
	}
}

// TestRunPiped runs without a terminal: one plain line per step, and each signal that asks it to end
// stops the application with it, also when it is sent to all processes of the group.
func TestRunPiped(t *testing.T) {
	// Where the tests are run by nohup, children would inherit that hangups are ignored.
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGHUP)
	t.Cleanup(func() { signal.Stop(heard) })
	for _, end := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		t.Run(end.String(), func(t *testing.T) {
			command, log := startPiped(t)
			printed := untilPrinted(t, log, "log of aip:")
			if err := syscall.Kill(-command.Process.Pid, end); err != nil {
				t.Fatal(err)
			}
			if err := command.Wait(); err != nil {
				t.Errorf("after %s: %v, want exit code 0", end, err)
			}
			for _, line := range []string{`(?m)^building aip … done in \d`, `(?m)^starting aip … done in \d`} {
				if !regexp.MustCompile(line).MatchString(printed) {
					t.Errorf("nothing matches %s in:\n%s", line, printed)
				}
			}
			if strings.ContainsAny(printed, "\r\x1b") {
				t.Errorf("the output is not plain: %q", printed)
			}
			if all := untilPrinted(t, log, "aip stopped\n"); strings.Count(all, "| stop | stopped") != 1 {
				t.Errorf("the application did not stop in peace:\n%s", all)
			}
		})
	}
}

// startPiped starts vtgen in a process group of its own, with its output in a file.
func startPiped(t *testing.T) (command *exec.Cmd, log string) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	command = exec.Command(vtgenBinary(t), "new", "platform", "aip", "--run")
	command.Dir = t.TempDir()
	command.Env = append(os.Environ(), "HTTP_ADDR=127.0.0.1:0")
	command.Stdout, command.Stderr = out, out
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill(); _ = out.Close() })
	return command, out.Name()
}

// TestRunRefusals starts nothing where it cannot be started, and says why.
func TestRunRefusals(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for name, c := range map[string]struct {
		address string
		code    int
		says    string
	}{
		"taken":    {taken.Addr().String(), 2, "is in use by another program: choose another port, such as HTTP_ADDR=127.0.0.1:8090"},
		"no port":  {"localhost", 2, "HTTP_ADDR is no host and port"},
		"not here": {"192.0.2.1:80", 2, "nothing can listen on 192.0.2.1:80"},
	} {
		t.Run(name, func(t *testing.T) {
			command := exec.Command(vtgenBinary(t), "new", "platform", "aip", "--run")
			command.Dir = t.TempDir()
			command.Env = append(os.Environ(), "HTTP_ADDR="+c.address)
			out, _ := command.CombinedOutput() // its error is the exit code
			if code := command.ProcessState.ExitCode(); code != c.code || !strings.Contains(string(out), c.says) {
				t.Errorf("exit code %d, want %d, and %q in:\n%s", code, c.code, c.says, out)
			}
			if _, err := os.Stat(filepath.Join(command.Dir, "aip", "app.go")); err != nil {
				t.Errorf("the platform is not there: %v", err)
			}
		})
	}
}

// TestRunDies starts an application that cannot start.
func TestRunDies(t *testing.T) {
	command := exec.Command(vtgenBinary(t), "new", "platform", "aip", "--run")
	command.Dir = t.TempDir()
	command.Env = append(os.Environ(), "HTTP_ADDR=127.0.0.1:0", "LOG_LEVEL=loud")
	out, _ := command.CombinedOutput() // its error is the exit code
	if code := command.ProcessState.ExitCode(); code != 3 || !strings.Contains(string(out), "aip died: exit status 1; its last lines:\naip: ") || !strings.Contains(string(out), "LOG_LEVEL") {
		t.Errorf("exit code %d, want 3:\n%s", code, out)
	}
}
