package background

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/vtgen/vtgen/runtime/events"
)

// Group is the background services of a process. It is safe for concurrent use.
type Group struct {
	o Options

	mu      sync.Mutex
	runners []*runner // in the order in which they were added
}

// NewGroup returns a group without services.
func NewGroup(o Options) *Group {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Group{o: o}
}

// Add adds a service, which is started by the next Start. It refuses a second one of the same name
// and one that can not be run.
func (g *Group) Add(s Service) error {
	if err := s.check(); err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, other := range g.runners {
		if other.service.Name == s.Name {
			return fmt.Errorf("background service %s: there is one of this name already", s.Name)
		}
	}
	g.runners = append(g.runners, &runner{service: s, o: g.o, status: Status{Name: s.Name}})
	return nil
}

// Start starts all services that are not started, until ctx ends or they are stopped.
func (g *Group) Start(ctx context.Context) {
	for _, r := range g.all() {
		r.start(ctx)
	}
}

// StartOnRabbitMQ starts all services, once, when the emitter tells that RabbitMQ is connected, or at
// once when it has told so before (the standards, §14). The services run until ctx ends, whatever
// becomes of the event's own context. The returned function ends the waiting.
func (g *Group) StartOnRabbitMQ(ctx context.Context, e *events.Emitter) (off func()) {
	return e.OnceOrNow(ctx, events.RabbitMQConnected, func(context.Context, any) { g.Start(ctx) })
}

// Stop ends the contexts of all services and waits for runs under way until ctx ends. The error tells
// which have not returned.
func (g *Group) Stop(ctx context.Context) error {
	all := g.all()
	failures := make([]error, len(all))
	var group sync.WaitGroup
	for i, r := range all {
		group.Go(func() { failures[i] = r.stop(ctx) })
	}
	group.Wait()
	return errors.Join(failures...)
}

// Status lists the services in the order in which they were added.
func (g *Group) Status() []Status {
	var list []Status
	for _, r := range g.all() {
		r.mu.Lock()
		list = append(list, r.status)
		r.mu.Unlock()
	}
	return list
}

func (g *Group) all() []*runner {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]*runner(nil), g.runners...)
}
