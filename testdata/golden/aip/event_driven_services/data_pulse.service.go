package event_driven_services

import (
	"log/slog"
	"time"

	"github.com/vtgen/vtgen/runtime/datapulse"
	"github.com/vtgen/vtgen/runtime/datapulse/aggregate"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/sqldb"

	"example.com/aip/global_config"
)

// NewDataPulseService returns the reporter of analytics (the standards, §3.4). It reports what is
// emitted as report_to_datapulse; what the broker does not accept waits in store, which may be
// nil.
func NewDataPulseService(config global_config.Config, to queue.Publisher, store *outbox.Store, emitter *events.Emitter, log *slog.Logger) *datapulse.Reporter {
	options := datapulse.Options{AppID: config.AppID, Queue: to, Logger: log}
	if store != nil {
		options.Store = store
	}
	reporter := datapulse.New(options)
	reporter.Listen(emitter)
	return reporter
}

// NewFigures returns the platform's own figures of what it reports to Data Pulse. Each activity counts
// in all of these windows, in UTC; name others, by activity, in Activities.
func NewFigures(db *sqldb.DB, log *slog.Logger) (*aggregate.Figures, error) {
	const day = 24 * time.Hour
	return aggregate.New(db, aggregate.Options{
		Default: []aggregate.Window{
			{Span: aggregate.Minutes(15), TTL: day},
			{Span: aggregate.Hourly, TTL: 7 * day},
			{Span: aggregate.Daily, TTL: 90 * day},
			{Span: aggregate.Monthly, TTL: 3 * 365 * day},
			{Span: aggregate.Yearly},
			{Span: aggregate.Lifetime},
		},
		Logger: log,
	})
}
