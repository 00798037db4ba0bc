package spool

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/vtgen/vtgen/runtime/queue"
)

// childVariable makes the test binary a process that appends to the spool in a directory until it
// is killed, and writes the number of each message that was accepted.
const childVariable = "VTGEN_SPOOL_CHILD"

func child(dir string) {
	s, err := Open(dir, Options{SegmentBytes: 64 << 10, Patience: patient, MaxMessages: 1 << 20})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for i := s.Stats().Recovered; ; i++ {
		if err := s.Append(context.Background(), "lane", fmt.Appendf(nil, "%d %s", i, strings.Repeat("x", 200))); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(i)
	}
}

// startProcess starts this test program as a process of its own, which a variable of the environment
// tells what to do, and returns what it prints.
func startProcess(t *testing.T, variable string) (*exec.Cmd, io.Reader) {
	t.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), variable)
	process.Stderr = t.Output()
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	return process, out
}

// TestKilled kills a process in the middle of appends, some times in a row.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	accepted := -1
	for range 3 {
		process, out := startProcess(t, childVariable+"="+dir)
		lines := bufio.NewReader(out)
		for n := 0; ; n++ {
			line, err := lines.ReadString('\n')
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if n == 2000 {
				if err := process.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := fmt.Sscan(line, &accepted); err != nil {
				t.Fatal(err)
			}
		}
		_ = process.Wait() // it was killed
	}
	s := open(t, dir, Options{MaxMessages: 1 << 20})
	n := 0
	for ; ; n++ {
		e, text := take(t, s, "lane")
		if e == nil {
			break
		}
		if want := fmt.Sprintf("%d ", n); !strings.HasPrefix(text, want) {
			t.Fatalf("message %d is %.20q", n, text)
		}
		s.Ack(e)
	}
	// One more than was said may be there: accepted, and killed before it could say so.
	if n < accepted+1 || n > accepted+4 {
		t.Errorf("%d messages are there; the last that was accepted is %d", n, accepted)
	}
}

// needRoot skips a test that mounts, except where the tests must be complete.
func needRoot(t *testing.T) {
	t.Helper()
	switch {
	case runtime.GOOS == "linux" && os.Geteuid() == 0:
	case runtime.GOOS == "linux" && os.Getenv("CI") == "true":
		t.Fatal("mounting a disk takes root: run the tests of this package as root, with sudo -E for example")
	default:
		t.Skip("mounting a disk takes root on Linux")
	}
}

// command runs a program to its end.
func command(t *testing.T, program string, arguments ...string) {
	t.Helper()
	if out, err := exec.Command(program, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("running %s: %v: %s", program, err, out)
	}
}

// mounted mounts a disk and returns where.
func mounted(t *testing.T, arguments ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	command(t, "mount", append(arguments, dir)...)
	t.Cleanup(func() { command(t, "umount", dir) })
	return dir
}

// smallDisk mounts a disk of a few kilobytes.
func smallDisk(t *testing.T, kilobytes int) string {
	t.Helper()
	needRoot(t)
	return mounted(t, "-t", "tmpfs", "-o", fmt.Sprintf("size=%dk", kilobytes), "tmpfs")
}

// loopDisk mounts a file system of its own, which can be frozen.
func loopDisk(t *testing.T) string {
	t.Helper()
	needRoot(t)
	image := filepath.Join(t.TempDir(), "image")
	if err := os.WriteFile(image, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(image, 64<<20); err != nil {
		t.Fatal(err)
	}
	command(t, "mkfs.ext4", "-q", "-F", image)
	return mounted(t, "-o", "loop", image)
}

func TestDiskFull(t *testing.T) {
	dir := smallDisk(t, 64)
	s := open(t, dir, Options{SegmentBytes: 8 << 10})
	text := strings.Repeat("x", 1000)
	accepted := 0
	for {
		err := s.Append(t.Context(), "a", []byte(text))
		if err != nil {
			if !errors.Is(err, queue.ErrFull) || !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("after %d: %v", accepted, err)
			}
			break
		}
		accepted++
	}
	if accepted < 30 {
		t.Fatalf("only %d of 1,000 bytes fit on a disk of 64 KiB", accepted)
	}
	for range 20 {
		e, _ := take(t, s, "a")
		s.Ack(e)
	}
	eventually(t, "there is room again", func() bool { return s.Append(t.Context(), "a", []byte(text)) == nil })
	left := s.Stats().Messages
	if want := accepted - 20 + 1; left != want {
		t.Errorf("%d messages, want %d", left, want)
	}
	closeSpool(t, s)
	s = open(t, dir, Options{})
	if got := len(drain(t, s, "a")); got < left {
		t.Errorf("%d messages after another opening, want %d", got, left)
	}
	closeSpool(t, s) // before the disk goes
}
