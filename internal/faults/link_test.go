package faults

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vtgen/vtgen/runtime/config"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/rabbitmq"
)

// proxy is a link to the server that can be stalled or cut.
type proxy struct {
	listener net.Listener
	target   string
	group    sync.WaitGroup

	mu      sync.Mutex
	open    chan struct{} // closed while bytes pass
	refuses bool
	conns   []net.Conn
}

func newProxy(t *testing.T) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	target, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: listener, target: target.Host, open: make(chan struct{})}
	close(p.open)
	p.group.Go(p.accept)
	t.Cleanup(func() {
		_ = listener.Close()
		p.flow()
		p.cut()
		p.group.Wait()
	})
	return p
}

// url is the server's URL through the proxy.
func (p *proxy) url() config.Secret {
	return config.Secret(strings.Replace(server.URL, p.target, p.listener.Addr().String(), 1))
}

func (p *proxy) accept() {
	for {
		near, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		refuses := p.refuses
		p.mu.Unlock()
		if refuses {
			_ = near.Close()
			continue
		}
		far, err := net.Dial("tcp", p.target)
		if err != nil {
			_ = near.Close()
			continue
		}
		p.mu.Lock()
		p.conns = append(p.conns, near, far)
		p.mu.Unlock()
		p.group.Go(func() { p.pass(near, far) })
		p.group.Go(func() { p.pass(far, near) })
	}
}

// pass passes bytes on, unless the link is stalled: then it does not even read them.
func (p *proxy) pass(from, to net.Conn) {
	defer func() { _, _ = from.Close(), to.Close() }()
	b := make([]byte, 32<<10)
	for {
		p.mu.Lock()
		open := p.open
		p.mu.Unlock()
		<-open
		n, err := from.Read(b)
		if _, writing := to.Write(b[:n]); err != nil || writing != nil {
			return
		}
	}
}

func (p *proxy) stall() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = make(chan struct{})
}

func (p *proxy) flow() {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.open:
	default:
		close(p.open)
	}
}

// cut ends the connections there are.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range p.conns {
		_ = conn.Close()
	}
	p.conns = nil
}

// refuse has the proxy take no connections, or take them again.
func (p *proxy) refuse(refuses bool) {
	p.mu.Lock()
	p.refuses = refuses
	p.mu.Unlock()
	if refuses {
		p.cut()
	}
}

// TestStalledLink has the link swallow nothing and answer nothing. Large messages make a write hang,
// small ones only their confirms.
func TestStalledLink(t *testing.T) {
	for _, size := range []int{100, 60_000} {
		t.Run(fmt.Sprintf("messages of %d bytes", size), func(t *testing.T) {
			const n = 1000
			q := name()
			p := newProxy(t)
			c := open(t, rabbitmq.Options{URL: p.url(), ConfirmTimeout: 3 * time.Second})
			publish(t, c, q, 0, 1)
			eventually(t, "the first message is sent", sent(c))
			p.stall()
			stalled := time.Now()
			body := []byte(`"` + strings.Repeat("x", size) + `"`)
			waits := make([]time.Duration, 0, n)
			for i := 1; i < n; i++ {
				began := time.Now()
				if err := c.Publish(t.Context(), queue.Message{ID: strconv.Itoa(i), Queue: q, Body: body}); err != nil {
					t.Fatal(err)
				}
				waits = append(waits, time.Since(began))
			}
			slices.Sort(waits)
			t.Logf("accepting: p50 %s, p99 %s, most %s", waits[n/2], waits[n*99/100], waits[len(waits)-1])
			if most := waits[len(waits)-1]; most > time.Second {
				t.Errorf("a publish took %s", most)
			}
			eventually(t, "the dead link is noticed", func() bool { return !c.Stats().Connected })
			t.Logf("noticed after %s", time.Since(stalled).Round(time.Millisecond))
			if took := time.Since(stalled); took > 15*time.Second {
				t.Errorf("the dead link was noticed after %s", took)
			}
			p.cut()
			p.flow()
			eventually(t, "everything is sent", sent(c))
			conserved(t, counts(t, q), n)
		})
	}
}

// TestCutLink cuts the link again and again while messages are under way.
func TestCutLink(t *testing.T) {
	const n = 5000
	q := name()
	p := newProxy(t)
	var reported faults
	c := open(t, rabbitmq.Options{URL: p.url(), Report: reported.report})
	publish(t, c, q, 0, n)
	for cuts := int64(1); c.Stats().Spooled > 0 && cuts < 6; cuts++ {
		eventually(t, "messages flow", func() bool { return c.Stats().Confirmed > cuts*500 || c.Stats().Spooled == 0 })
		p.cut()
	}
	eventually(t, "everything is sent", sent(c))
	again := conserved(t, counts(t, q), n)
	eventually(t, "it is reported", func() bool { return reported.has(rabbitmq.CodeConnectionFailed) })
	t.Logf("%d came twice: %+v", again, c.Stats())
}

// TestLinkCutUnderAHandler loses the connection of a message whose handler then fails: the message comes
// again, once.
func TestLinkCutUnderAHandler(t *testing.T) {
	q := name()
	p := newProxy(t)
	c := open(t, rabbitmq.Options{URL: p.url()})
	var calls atomic.Int64
	again := make(chan struct{})
	stop := consume(t, c, q, func(_ context.Context, d queue.Delivery) error {
		switch calls.Add(1) {
		case 1:
			p.cut()
			<-again
			return errHandler
		case 2:
			close(again)
		}
		if d.Attempt != 1 || !d.Redelivered {
			t.Errorf("then came %+v", d)
		}
		return nil
	}, queue.ConsumeOptions{Workers: 2})
	publish(t, open(t, rabbitmq.Options{}), q, 0, 1) // over another link: this one may not have it confirmed
	eventually(t, "the message comes again", func() bool { return c.Stats().Handled >= 1 })
	stop()
	if left := counts(t, q); len(left) > 0 || calls.Load() != 2 || c.Stats().Retried != 0 {
		t.Errorf("handled %d times, left %v: %+v", calls.Load(), left, c.Stats())
	}
}
