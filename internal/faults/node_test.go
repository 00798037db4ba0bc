package faults

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/rabbitmq"
)

// nodeFiles are what npm installs from, and the program.
const nodeFiles = "testdata/node"

// nodeProgram installs the program's packages, once for each state of the lock file, and returns the
// program's path.
var nodeProgram = sync.OnceValues(func() (string, error) {
	lock, err := os.ReadFile(filepath.Join(nodeFiles, "package-lock.json"))
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	sum := sha256.Sum256(lock)
	folder := filepath.Join(cache, "vtgen-faults", hex.EncodeToString(sum[:8]))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	for _, file := range []string{"package.json", "package-lock.json", "services.js"} {
		text, err := os.ReadFile(filepath.Join(nodeFiles, file))
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(folder, file), text, 0o600); err != nil {
			return "", err
		}
	}
	installed := filepath.Join(folder, "installed")
	if _, err := os.Stat(installed); err == nil {
		return filepath.Join(folder, "services.js"), nil
	}
	command := exec.Command("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	command.Dir = folder
	if out, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("installing the packages of %s: %w: %s", nodeFiles, err, out)
	}
	return filepath.Join(folder, "services.js"), os.WriteFile(installed, nil, 0o600)
})

// node runs one of the services, and returns its lines.
func node(t *testing.T, role, q string, n int) [][]byte {
	t.Helper()
	program, err := nodeProgram()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, "node", program, role, server.URL, q, strconv.Itoa(n))
	var problems bytes.Buffer
	command.Stderr = &problems
	out, err := command.Output()
	if err != nil {
		t.Fatalf("node %s: %v: %s", role, err, &problems)
	}
	return bytes.Split(bytes.TrimSpace(out), []byte("\n"))
}

// TestNodeReadsOurs has a service in Node consume what the runtime publishes.
func TestNodeReadsOurs(t *testing.T) {
	q := name()
	c := open(t, rabbitmq.Options{})
	body := `{"name":"Zoë \u2028 \"quoted\"","n":1.5,"list":[1,null]}`
	made := time.Now()
	for i := range 3 {
		m := queue.Message{
			ID: strconv.Itoa(i), Queue: q, Body: []byte(body), Time: made, Transient: i == 2,
			Headers: map[string]any{queue.RetryHeader: 3, "text": "ä", "whole": 7, "real": 2.5, "yes": true},
		}
		if err := c.Publish(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	lines := node(t, "consume", q, 3)
	if len(lines) != 3 {
		t.Fatalf("%d lines", len(lines))
	}
	for i, line := range lines {
		var got struct {
			Body                 string
			Parsed               map[string]any
			RoutingKey, Exchange string
			Properties           struct {
				ContentType, MessageID string
				DeliveryMode           int
				Timestamp              int64
				Headers                map[string]any
			}
		}
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatal(err)
		}
		mode := 2
		if i == 2 {
			mode = 1
		}
		p := got.Properties
		if got.Body != body || got.RoutingKey != q || got.Exchange != "" || p.ContentType != "application/json" || p.MessageID != strconv.Itoa(i) || p.DeliveryMode != mode || p.Timestamp != made.Unix() {
			t.Errorf("node read %s", line)
		}
		if want := (map[string]any{queue.RetryHeader: 3.0, "text": "ä", "whole": 7.0, "real": 2.5, "yes": true}); !reflect.DeepEqual(p.Headers, want) {
			t.Errorf("node read the headers %v, want %v", p.Headers, want)
		}
	}
}

// TestWeReadNodes consumes what a service in Node publishes.
func TestWeReadNodes(t *testing.T) {
	const n = 50
	q := name()
	node(t, "publish", q, n)
	got := make(chan queue.Delivery, n)
	consume(t, open(t, rabbitmq.Options{}), q, func(_ context.Context, d queue.Delivery) error {
		got <- d
		return nil
	}, queue.ConsumeOptions{})
	for i := range n {
		var d queue.Delivery
		select {
		case d = <-got:
		case <-time.After(patience):
			t.Fatalf("%d of %d messages came", i, n)
		}
		if want := fmt.Sprintf(`{"n":%d,"text":"Zoë `+"\u2028"+` \"quoted\""}`, i); string(d.Body) != want || d.ID != strconv.Itoa(i) || d.Attempt != 2 || d.Transient {
			t.Errorf("got %+v with %s, want %s", d, d.Body, want)
		}
		want := map[string]any{"source": "node", "count": int64(i), queue.RetryHeader: int64(2), "share": 0.5, "flag": true}
		if !reflect.DeepEqual(d.Headers, want) {
			t.Errorf("headers %#v, want %#v", d.Headers, want)
		}
	}
}

// TestSharedRetryCount has a message fail in Node, then here, then in Node, until it is dead here: the
// count goes on.
func TestSharedRetryCount(t *testing.T) {
	q, dead := name(), name()
	c := open(t, rabbitmq.Options{})
	body := `{"kept":"Zoë"}`
	if err := c.Publish(t.Context(), queue.Message{ID: "shared", Queue: q, Body: []byte(body), Headers: map[string]any{"kept": "yes"}}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is sent", sent(c))
	attempts := make(chan int, 10)
	failHere := func() {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		err := c.Consume(ctx, q, func(_ context.Context, d queue.Delivery) error {
			attempts <- d.Attempt
			cancel()
			return errHandler
		}, queue.ConsumeOptions{MaxAttempts: 4, DeadLetterQueue: dead, Prefetch: 1})
		if err != nil {
			t.Fatal(err)
		}
	}
	failThere := func(want int) {
		if lines := node(t, "fail", q, 1); string(lines[0]) != fmt.Sprintf(`{"attempt":%d}`, want) {
			t.Errorf("node says %s, want attempt %d", lines, want)
		}
	}
	failThere(1)
	failHere()
	failThere(3)
	failHere()
	if second, fourth := <-attempts, <-attempts; second != 2 || fourth != 4 {
		t.Errorf("here it was tried as %d and %d", second, fourth)
	}
	d, found, err := plain(t).Get(dead, true)
	if err != nil || !found || d.MessageId != "shared" || string(d.Body) != body || d.Headers["kept"] != "yes" || d.ContentType != "application/json" {
		t.Errorf("dead: %t %+v %v", found, d, err)
	}
}
