package faults

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/config"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/rabbitmq"
	"github.com/vtgen/vtgen/runtime/spool"
)

// The variables that make the test binary a service which is going to be killed.
const (
	childVariable = "VTGEN_FAULTS_CHILD" // publish, burst or consume
	childURL      = "VTGEN_FAULTS_URL"
	childSpool    = "VTGEN_FAULTS_SPOOL"
	childQueue    = "VTGEN_FAULTS_QUEUE"
)

// childMessages is how many messages a child publishes.
const childMessages = 500

// child does its work, says so, and waits to be killed.
func child() {
	c, err := rabbitmq.Open(context.Background(), rabbitmq.Options{
		URL: config.Secret(os.Getenv(childURL)), SpoolDir: os.Getenv(childSpool), Spool: spool.Options{Patience: time.Minute},
	})
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	q := os.Getenv(childQueue)
	if os.Getenv(childVariable) == "burst" {
		for i := 0; c.Publish(context.Background(), queue.Message{ID: strconv.Itoa(i), Queue: q}) == nil; i++ {
			fmt.Println(i)
		}
		os.Exit(1)
	}
	if os.Getenv(childVariable) == "publish" {
		for i := range childMessages {
			if err := c.Publish(context.Background(), queue.Message{ID: strconv.Itoa(i), Queue: q}); err != nil {
				fmt.Println("failed:", err)
				os.Exit(1)
			}
		}
		fmt.Println("accepted")
		select {}
	}
	err = c.Consume(context.Background(), q, func(_ context.Context, d queue.Delivery) error {
		fmt.Println("working on", d.ID)
		select {}
	}, queue.ConsumeOptions{})
	fmt.Println("failed:", err)
	os.Exit(1)
}

// startChild starts a child, and returns what it says first, what it says then and what kills it.
func startChild(t *testing.T, mode, url, spoolDir, q string) (says string, then *bufio.Reader, kill func()) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), childVariable+"="+mode, childURL+"="+url, childSpool+"="+spoolDir, childQueue+"="+q)
	command.Stderr = t.Output()
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	killed := false
	kill = func() {
		if !killed {
			killed = true
			_ = command.Process.Kill() // or it is gone
			_ = command.Wait()
		}
	}
	t.Cleanup(kill)
	then = bufio.NewReader(out)
	line, err := then.ReadString('\n')
	if err != nil || strings.HasPrefix(line, "failed") {
		t.Fatalf("the child says %q: %v", line, err)
	}
	return strings.TrimSpace(line), then, kill
}

// TestProcessKilledBeforeTheAcknowledgement kills a consumer while its handler works.
func TestProcessKilledBeforeTheAcknowledgement(t *testing.T) {
	q := name()
	c := open(t, rabbitmq.Options{})
	publish(t, c, q, 0, 1)
	says, _, kill := startChild(t, "consume", server.URL, t.TempDir(), q)
	if says != "working on 0" {
		t.Fatalf("the child says %q", says)
	}
	kill()
	got := make(chan queue.Delivery, 1)
	consume(t, c, q, func(_ context.Context, d queue.Delivery) error {
		got <- d
		return nil
	}, queue.ConsumeOptions{})
	select {
	case d := <-got:
		if d.ID != "0" || !d.Redelivered || d.Attempt != 1 {
			t.Errorf("got %+v", d)
		}
	case <-time.After(patience):
		t.Fatal("the message is lost")
	}
}

// TestProcessKilledInABurst kills a process while it accepts and sends.
func TestProcessKilledInABurst(t *testing.T) {
	dir, q := t.TempDir(), name()
	_, lines, kill := startChild(t, "burst", server.URL, dir, q)
	n := 0
	for ; n < 3000; n++ { // with the first line, one more is accepted
		if _, err := lines.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	kill()
	if rest, err := io.ReadAll(lines); err == nil {
		n += bytes.Count(rest, []byte("\n"))
	}
	c := open(t, rabbitmq.Options{SpoolDir: dir})
	eventually(t, "everything is sent", sent(c))
	ids := counts(t, q)
	lost, again := 0, 0
	for i := range n + 1 {
		again += max(0, ids[strconv.Itoa(i)]-1)
		if ids[strconv.Itoa(i)] == 0 {
			lost++
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d accepted messages are lost", lost, n+1)
	}
	t.Logf("%d were accepted, %d of them came twice", n+1, again)
}

// TestProcessKilledWithABacklog kills a publisher that never reached the broker. The next process sends
// its messages: one that takes its place, and one that runs beside it.
func TestProcessKilledWithABacklog(t *testing.T) {
	for _, beside := range []bool{false, true} {
		t.Run(fmt.Sprintf("a process beside it is %t", beside), func(t *testing.T) {
			dir, q := t.TempDir(), name()
			if beside {
				open(t, rabbitmq.Options{SpoolDir: dir}) // has the first slot
			}
			p := newProxy(t)
			p.refuse(true)
			_, _, kill := startChild(t, "publish", p.url().Reveal(), dir, q)
			kill()
			c := open(t, rabbitmq.Options{SpoolDir: dir})
			eventually(t, "everything is sent", func() bool { return c.Stats().Confirmed >= childMessages })
			conserved(t, counts(t, q), childMessages)
		})
	}
}

// TestSpoolDiskFull fills the disk of the buffer while the broker is away.
func TestSpoolDiskFull(t *testing.T) {
	if os.Geteuid() != 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("mounting a small disk takes root: run the tests of this package as root, with sudo -E for example")
		}
		t.Skip("mounting a small disk takes root")
	}
	dir := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Fatalf("mounting: %v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("unmounting: %v: %s", err, out)
		}
	})
	q := name()
	p := newProxy(t)
	p.refuse(true)
	c := open(t, rabbitmq.Options{URL: p.url(), SpoolDir: dir, Spool: spool.Options{SegmentBytes: 32 << 10}})
	body := []byte(`"` + strings.Repeat("x", 1000) + `"`)
	accept := func(i int) error {
		return c.Publish(t.Context(), queue.Message{ID: strconv.Itoa(i), Queue: q, Body: body})
	}
	n := 0
	var full error
	for full = accept(n); full == nil && n < 1000; full = accept(n) {
		n++
	}
	if !errors.Is(full, queue.ErrFull) || n < 100 {
		t.Fatalf("after %d messages: %v", n, full)
	}
	t.Logf("the disk took %d messages: %v", n, full)
	p.refuse(false)
	eventually(t, "everything is sent", sent(c))
	eventually(t, "there is room again", func() bool { return accept(n) == nil })
	eventually(t, "that is sent too", sent(c))
	conserved(t, counts(t, q), n+1)
}

// TestClosedWithoutTheBroker closes a connection that cannot deliver: the next one does.
func TestClosedWithoutTheBroker(t *testing.T) {
	dir, q := t.TempDir(), name()
	p := newProxy(t)
	p.refuse(true)
	c := open(t, rabbitmq.Options{URL: p.url(), SpoolDir: dir, Spool: smallSpool(100)})
	publish(t, c, q, 0, 100)
	if err := c.Publish(t.Context(), queue.Message{Queue: q}); !errors.Is(err, queue.ErrFull) {
		t.Errorf("the 101st message: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := c.Close(ctx); err == nil || !strings.Contains(err.Error(), "100 messages are left") {
		t.Errorf("closing: %v", err)
	}
	c = open(t, rabbitmq.Options{SpoolDir: dir})
	if err := c.Close(t.Context()); err != nil {
		t.Errorf("closing the next: %v", err)
	}
	conserved(t, counts(t, q), 100)
}
