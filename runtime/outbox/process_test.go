package outbox_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqldb/sqldbtest"
)

// child is the process that dies at a chosen moment.
func child(ctx context.Context, work string) error {
	path := os.Getenv(childPath)
	if path == "." {
		path = ""
	}
	db, err := sqldb.Open(ctx, sqldb.Options{MySQLDSN: os.Getenv(childDSN), SQLitePath: path})
	if err != nil {
		return err
	}
	store := outbox.New(db)
	die := func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL); select {} }
	deliver := func(context.Context, outbox.Message) error { return nil }
	err = db.InTx(ctx, func(ctx context.Context) error {
		for i := range 3 {
			if err := boxed.Emit(ctx, outbox.NewEmitter(store), box{ID: 1, N: i}); err != nil {
				return err
			}
		}
		if work == "before commit" {
			die()
		}
		return nil
	})
	if err != nil {
		return err
	}
	switch work {
	case "after commit":
		die()
	case "before delivery":
		deliver = func(context.Context, outbox.Message) error { die(); return nil }
	case "after delivery":
		deliver = func(_ context.Context, m outbox.Message) error {
			fmt.Print(m.DeliveryID) // it counts as delivered from here on
			die()
			return nil
		}
	}
	outbox.NewRelay(store, outbox.RelayOptions{Deliver: deliver, Lease: 500 * time.Millisecond}).Run(ctx)
	return nil
}

// The process dies at each of the moments at which something could be lost.
func TestKill(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for work, want := range map[string]int{"before commit": 0, "after commit": 3, "before delivery": 3, "after delivery": 3} {
		t.Run(work, func(t *testing.T) {
			t.Parallel()
			db := sqldbtest.Open(t, schema)
			_, where := same(t, db)
			process := exec.CommandContext(t.Context(), binary)
			process.Env = append(append(os.Environ(), where...), childWork+"="+work)
			said, err := process.Output()
			if state := process.ProcessState; err == nil || state == nil || state.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("the process was not killed: %v %s", err, said)
			}
			store := outbox.New(db)
			if got := stats(t, store).Pending; got != int64(want) {
				t.Errorf("%d messages are stored, want %d", got, want)
			}
			g := newGot()
			_, stop := run(t, store, outbox.RelayOptions{Deliver: g.deliver, Poll: 10 * time.Millisecond})
			g.await(t, want)
			stop()
			for i, m := range g.messages {
				data, err := events.Decode(m.Name, m.Body)
				if err != nil || data.(box).N != i {
					t.Errorf("message %d holds %v, %v", i, data, err)
				}
			}
			if work == "after delivery" && g.messages[0].DeliveryID != string(said) {
				t.Errorf("what was delivered twice is identified by %s and %s", said, g.messages[0].DeliveryID)
			}
			if left := stats(t, store); left != (outbox.Stats{}) || len(g.messages) != want {
				t.Errorf("delivered %d, left %+v", len(g.messages), left)
			}
		})
	}
}

// Several relays, each over a pool of its own as in several processes, deliver each message once while
// no lease runs out, and each key in order.
func TestConcurrentRelays(t *testing.T) {
	const relays, keys, each = 4, 8, 25
	db := sqldbtest.Open(t, schema)
	again, _ := same(t, db)
	g := newGot()
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&locked{w: &log}, nil))
	var stops []func()
	for range relays {
		_, stop := run(t, outbox.New(again()), outbox.RelayOptions{Deliver: g.deliver, Poll: 5 * time.Millisecond, Batch: 7, Logger: logger})
		stops = append(stops, stop)
	}
	store := outbox.New(db)
	var group sync.WaitGroup
	for key := range keys {
		group.Go(func() {
			for i := range each {
				add(t.Context(), t, store, outbox.Message{Name: fmt.Sprint(i), Key: fmt.Sprint("key", key)})
			}
		})
	}
	group.Wait()
	g.await(t, keys*each)
	for _, stop := range stops {
		stop()
	}
	next := map[string]int{}
	for _, m := range g.messages {
		if m.Name != fmt.Sprint(next[m.Key]) {
			t.Fatalf("%s of %s was delivered in place of %d", m.Name, m.Key, next[m.Key])
		}
		next[m.Key]++
	}
	if len(g.messages) != keys*each || stats(t, store) != (outbox.Stats{}) {
		t.Errorf("%d deliveries of %d messages; left %+v", len(g.messages), keys*each, stats(t, store))
	}
	if log.Len() > 0 {
		t.Errorf("the relays got into each other's way: %s", log.String())
	}
}

// locked is a writer for several goroutines.
type locked struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// A batch that takes longer than a lease stays with its relay, since it extends its claim.
func TestALongBatchKeepsItsClaim(t *testing.T) {
	db := sqldbtest.Open(t, schema)
	again, _ := same(t, db)
	store := outbox.New(db)
	for range 8 {
		add(t.Context(), t, store, outbox.Message{Name: "slow"})
	}
	const lease = 400 * time.Millisecond
	g := newGot()
	slow := func(ctx context.Context, m outbox.Message) error {
		time.Sleep(lease / 4)
		return g.deliver(ctx, m)
	}
	var stops []func()
	for _, s := range []*outbox.Store{store, outbox.New(again())} {
		_, stop := run(t, s, outbox.RelayOptions{Deliver: slow, Poll: 5 * time.Millisecond, Lease: lease})
		stops = append(stops, stop)
	}
	g.await(t, 8)
	for _, stop := range stops {
		stop()
	}
	seen := map[string]int{}
	for _, m := range g.messages {
		seen[m.DeliveryID]++
	}
	if len(seen) != 8 || stats(t, store) != (outbox.Stats{}) {
		t.Errorf("delivered %v, left %+v", seen, stats(t, store))
	}
}
