package event_driven_services

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/munshi"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/rabbitmq"

	"example.com/aip/core_app_connectivities"
	"example.com/aip/global_config"
)

// NewMunshiService returns the reporter of errors and activity (the standards, §3.5). It reports what
// is emitted as MUNSHI_EVENT and GENERAL_LOG_EVENT, and the faults of the message broker.
func NewMunshiService(config global_config.Config, to queue.Publisher, router *events.Router, emitter *events.Emitter, log *slog.Logger) *munshi.Reporter {
	reporter := munshi.New(munshi.Options{
		AppID:  config.AppID,
		Queue:  to,
		URL:    config.MunshiURL,
		APIKey: config.MunshiAPIKey.Reveal(),
		Logger: log,
	})
	reporter.Register(router, emitter)
	core_app_connectivities.RabbitMQFault.On(emitter, func(ctx context.Context, fault rabbitmq.Fault) {
		reporter.ReportFault(ctx, fault.Code, fault.Title, fault.Err)
	})
	return reporter
}

// ReportUnserved returns what reports the requests that the platform could not serve.
func ReportUnserved(reporter *munshi.Reporter) func(ctx context.Context, code apperr.Code, err error) {
	return func(ctx context.Context, code apperr.Code, err error) {
		reporter.Report(ctx, munshi.Error{Err: err, Code: string(code), Title: "Request not served", Type: errorType(err)})
	}
}

// errorType tells by the way of an error what kind it is.
func errorType(err error) string {
	inRepository := func(id string) bool { return strings.Contains(id, ".data_repository.go:") }
	if slices.ContainsFunc(apperr.IDs(err), inRepository) {
		return munshi.DBError
	}
	return munshi.UnexpectedError
}

// LogMunshi stands in for Munshi where there is none: it logs what is reported, until ctx ends.
func LogMunshi(ctx context.Context, broker queue.Broker, log *slog.Logger) error {
	return broker.Consume(ctx, munshi.Queue, func(ctx context.Context, d queue.Delivery) error {
		log.InfoContext(ctx, "munshi.service.go:001 | LogMunshi | reported to munshi", "report", string(d.Body))
		return nil
	}, queue.ConsumeOptions{})
}
