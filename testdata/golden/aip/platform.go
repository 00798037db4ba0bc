package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/vtgen/vtgen/runtime/background"
	"github.com/vtgen/vtgen/runtime/datapulse"
	"github.com/vtgen/vtgen/runtime/datapulse/aggregate"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/eventshub"
	"github.com/vtgen/vtgen/runtime/lease"
	"github.com/vtgen/vtgen/runtime/munshi"
	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/session"
	"github.com/vtgen/vtgen/runtime/sqldb"

	"example.com/aip/bg_services"
	"example.com/aip/core_app_connectivities"
	"example.com/aip/event_driven_services"
	"example.com/aip/global_config"
)

// platform is what serves requests and what works beside them: every connection and every service,
// once.
type platform struct {
	config   global_config.Config
	log      *slog.Logger
	db       *sqldb.DB
	emitter  *events.Emitter
	router   *events.Router
	broker   queue.Broker
	outbox   *outbox.Store
	munshi   *munshi.Reporter
	pulse    *datapulse.Reporter
	figures  *aggregate.Figures
	hub      *eventshub.Hub
	services *composition
	beside   *background.Group // the background services

	working sync.WaitGroup     // what start began
	stop    context.CancelFunc // ends it
}

// newPlatform connects everything over db, and starts nothing. The caller closes it.
func newPlatform(ctx context.Context, config global_config.Config, db *sqldb.DB, log *slog.Logger) (*platform, error) {
	p := &platform{config: config, log: log, db: db, stop: func() {}}
	p.emitter = core_app_connectivities.NewEmitter(log)
	p.router = event_driven_services.NewEventRouterService(p.emitter, log)
	var err error
	if p.figures, err = event_driven_services.NewFigures(db, log); err != nil {
		return nil, err
	}
	if p.broker, err = core_app_connectivities.OpenRabbitMQ(ctx, config, p.emitter, log); err != nil {
		return nil, err
	}
	p.outbox = outbox.New(db)
	p.munshi = event_driven_services.NewMunshiService(config, p.broker, p.router, p.emitter, log)
	p.pulse = event_driven_services.NewDataPulseService(config, p.broker, p.outbox, p.emitter, log)
	p.hub = event_driven_services.NewEventsHubService(config, p.broker, log)
	p.services = compose(db, sinks{
		outbox: outbox.NewEmitter(p.outbox),
		direct: outbox.AfterCommit(db, p.router, log),
	}, p.router, log)
	if err := p.addBackgroundServices(); err != nil {
		return nil, errors.Join(err, p.close(ctx))
	}
	return p, nil
}

// addBackgroundServices adds those that every platform has, and the platform's own.
func (p *platform) addBackgroundServices() error {
	p.beside = background.NewGroup(background.Options{Logger: p.log, Report: p.reportRun})
	leases := lease.New(p.db)
	all := append(p.services.backgroundServices(leases, p.log),
		bg_services.NewSessionCleanupService(session.New(p.db), p.log).Service(leases),
		bg_services.NewFiguresCleanupService(p.figures, p.log).Service(leases))
	for _, service := range all {
		if err := p.beside.Add(service); err != nil {
			return fmt.Errorf("adding a background service: %w", err)
		}
	}
	return nil
}

// start begins what works beside requests, until close: the delivery of stored events, the consumers
// and, once the broker is connected, the background services (the standards, §14.1).
func (p *platform) start(ctx context.Context) {
	ctx, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	relay := outbox.NewRelay(p.outbox, outbox.RelayOptions{
		Deliver: outbox.To(p.router, p.broker),
		Dead:    p.reportUndelivered,
		Logger:  p.log,
	})
	p.working.Go(func() { relay.Run(ctx) })
	p.beside.StartOnRabbitMQ(ctx, p.emitter)
	if p.config.Embedded() {
		p.consume(ctx, munshi.Queue, func(ctx context.Context) error {
			return event_driven_services.LogMunshi(ctx, p.broker, p.log)
		})
	}
	if p.config.AggregatesDataPulse() {
		p.consume(ctx, datapulse.Queue, func(ctx context.Context) error {
			return p.figures.Consume(ctx, p.broker, queue.ConsumeOptions{})
		})
	}
}

// consume runs a consumer until ctx ends.
func (p *platform) consume(ctx context.Context, name string, consumer func(context.Context) error) {
	p.working.Go(func() {
		if err := consumer(ctx); err != nil {
			p.log.ErrorContext(ctx, "platform.go:001 | consume | a consumer ended", "queue", name, "error", err)
		}
	})
}

// reportUndelivered reports a stored event whose attempts are used up.
func (p *platform) reportUndelivered(ctx context.Context, m outbox.Message, cause error) {
	p.munshi.Report(ctx, munshi.Error{
		Err:      cause,
		Code:     string(global_config.CodeUnexpected),
		Title:    "Event not delivered",
		Type:     munshi.UnexpectedError,
		Metadata: map[string]any{"event": m.Name, "outbox_id": m.ID},
	})
}

// reportRun reports a failed run of a background service.
func (p *platform) reportRun(ctx context.Context, service string, err error) {
	p.munshi.Report(ctx, munshi.Error{
		Err:      err,
		Code:     string(global_config.CodeUnexpected),
		Title:    "Background service failed",
		Type:     munshi.UnexpectedError,
		Metadata: map[string]any{"service": service},
	})
}

// close ends what start began, waits for event handlers, and delivers what is reported, and then
// closes the broker: all within SHUTDOWN_TIMEOUT. What is left is on disk or in the database,
// for the next process.
func (p *platform) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), p.config.ShutdownTimeout)
	defer cancel()
	p.stop()
	p.working.Wait()
	var problems []error
	for _, step := range []struct {
		what  string
		close func(context.Context) error
	}{
		{"stopping the background services", p.beside.Stop},
		{"waiting for event handlers", p.router.Close},
		{"reporting to Data Pulse", p.pulse.Close},
		{"reporting to Munshi", p.munshi.Close},
		{"closing the message broker", p.broker.Close},
	} {
		if err := step.close(ctx); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", step.what, err))
		}
	}
	return errors.Join(problems...)
}
