package benchevents

import (
	"context"
	"flag"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/pubsub/gochannel"

	"github.com/vtgen/vtgen/runtime/events"
)

var ratios = flag.Bool("ratios", false, "measure, and print the ratios")

// measuredRounds is how often each is measured, in turns; the least of each counts, which is what the
// others on the machine disturbed least.
const measuredRounds = 40

// measuredNodeRounds is how often Node is: it has to start each time.
const measuredNodeRounds = 5

// small is what the event carries.
type small struct{ ID, Parent, Size int64 }

// contender is one way to bring an event to handlers.
type contender struct {
	name string
	run  func(b *testing.B, handlers int, seen *atomic.Int64)
}

var contenders = []contender{{"direct calls", direct}, {"without recover", bare}, {"router", router}, {"Watermill gochannel", channel}}

// handler does the least that can be seen.
func handler(seen *atomic.Int64) func(context.Context, small) error {
	return func(_ context.Context, s small) error {
		seen.Add(s.ID)
		return nil
	}
}

// guarded calls a handler as a caller without a router would have to: what panics is an error of that
// handler alone, and the data is the handler's own copy.
func guarded(ctx context.Context, call func(context.Context, small) error, data small) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("panic: %v", value)
		}
	}()
	return call(ctx, data)
}

// direct is the floor: calls that contain panics, as the router promises to. Calls without recover,
// which bare has, would not do the same: they are measured to show what recover costs.
func direct(b *testing.B, handlers int, seen *atomic.Int64) {
	calls := callees(handlers, seen)
	ctx := context.Background()
	for b.Loop() {
		for _, call := range calls {
			if err := guarded(ctx, call, small{ID: 1}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func bare(b *testing.B, handlers int, seen *atomic.Int64) {
	calls := callees(handlers, seen)
	ctx := context.Background()
	for b.Loop() {
		for _, call := range calls {
			if err := call(ctx, small{ID: 1}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func callees(handlers int, seen *atomic.Int64) []func(context.Context, small) error {
	calls := make([]func(context.Context, small) error, handlers)
	for i := range calls {
		calls[i] = handler(seen)
	}
	return calls
}

var benchmark = events.Define[small]("BENCHMARK")

func router(b *testing.B, handlers int, seen *atomic.Int64) {
	r := events.NewRouter(events.Options{})
	for range handlers {
		events.On(r, benchmark, handler(seen))
	}
	ctx := context.Background()
	for b.Loop() {
		if err := benchmark.Emit(ctx, r, small{ID: 1}); err != nil {
			b.Fatal(err)
		}
	}
}

// channel has one subscriber for each handler and waits, as the router does, until all have handled
// the event. A payload of bytes stands for the data: encoding it would be a cost of the sender.
func channel(b *testing.B, handlers int, seen *atomic.Int64) {
	pubsub := gochannel.NewGoChannel(gochannel.Config{BlockPublishUntilSubscriberAck: true}, watermill.NopLogger{})
	handle := handler(seen)
	for range handlers {
		messages, err := pubsub.Subscribe(b.Context(), "BENCHMARK")
		if err != nil {
			b.Fatal(err)
		}
		go func() {
			for m := range messages {
				_ = handle(m.Context(), small{ID: int64(m.Payload[0])}) // it returns none
				m.Ack()
			}
		}()
	}
	payload := []byte{1}
	for b.Loop() {
		if err := pubsub.Publish("BENCHMARK", message.NewMessage("1", payload)); err != nil {
			b.Fatal(err)
		}
	}
	if err := pubsub.Close(); err != nil {
		b.Fatal(err)
	}
}

// measure returns the nanoseconds of one event, and fails when a handler was not called for each.
func (c contender) measure(t *testing.T, handlers int) float64 {
	var seen atomic.Int64
	emitted := int64(0)
	result := testing.Benchmark(func(b *testing.B) {
		seen.Store(0)
		c.run(b, handlers, &seen)
		emitted = int64(b.N)
	})
	if result.N == 0 || seen.Load() != emitted*int64(handlers) {
		t.Fatalf("%s: %d calls of handlers for %d events to %d handlers", c.name, seen.Load(), emitted, handlers)
	}
	return float64(result.T.Nanoseconds()) / float64(result.N)
}

// node returns the nanoseconds of one event through the router on Node, by the number of handlers.
func node(t *testing.T, events int, handlers ...int) map[int]float64 {
	t.Helper()
	arguments := []string{"testdata/router.js", strconv.Itoa(events)}
	for _, count := range handlers {
		arguments = append(arguments, strconv.Itoa(count))
	}
	out, err := exec.CommandContext(t.Context(), "node", arguments...).Output()
	if err != nil {
		t.Fatalf("running the router on Node: %v", err)
	}
	spent := map[int]float64{}
	for line := range strings.Lines(string(out)) {
		var count int
		var each float64
		if _, err := fmt.Sscan(line, &count, &each); err != nil || each <= 0 {
			t.Fatalf("Node prints %q: %v", line, err)
		}
		spent[count] = each
	}
	if len(spent) != len(handlers) {
		t.Fatalf("Node prints %q", out)
	}
	return spent
}

// benchtime sets how long each contender runs.
func benchtime(t *testing.T, long string) {
	t.Helper()
	if err := flag.Set("test.benchtime", long); err != nil {
		t.Fatal(err)
	}
}

// TestRatios runs each contender, requires that each handler sees each event, and prints what the
// router costs beside the others. Without -ratios it does so once and briefly, which says nothing of
// times, and prints nothing.
func TestRatios(t *testing.T) {
	rounds, nodeRounds, events := 1, 1, 100
	if *ratios {
		rounds, nodeRounds, events = measuredRounds, measuredNodeRounds, 200_000
		benchtime(t, "20ms") // short, so that each has some rounds that nothing disturbed
	} else {
		benchtime(t, "3x")
	}
	counts := []int{1, 4}
	least := leastOf{}
	for round := range rounds {
		for _, c := range contenders {
			for _, handlers := range counts {
				least.keep(c.name, handlers, c.measure(t, handlers))
			}
		}
		if round >= nodeRounds {
			continue
		}
		for handlers, spent := range node(t, events, counts...) {
			least.keep("Node", handlers, spent)
		}
	}
	if *ratios {
		least.print(counts)
	}
}

// leastOf is the least time of one event, in nanoseconds, by contender and number of handlers.
type leastOf map[string]map[int]float64

func (l leastOf) keep(name string, handlers int, spent float64) {
	if l[name] == nil {
		l[name] = map[int]float64{}
	}
	if before, measured := l[name][handlers]; !measured || spent < before {
		l[name][handlers] = spent
	}
}

func (l leastOf) print(counts []int) {
	for _, handlers := range counts {
		ours := l["router"][handlers]
		fmt.Printf("\n%-36s%10s%14s\n", fmt.Sprintf("one event, handlers: %d (least of %d)", handlers, measuredRounds), "ns", "router is")
		for _, name := range []string{"direct calls", "without recover", "router", "Watermill gochannel", "Node"} {
			fmt.Printf("%-36s%10.1f%8.2f times\n", name, l[name][handlers], ours/l[name][handlers])
		}
	}
}
