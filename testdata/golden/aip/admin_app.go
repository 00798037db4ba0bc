package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/go-chi/chi/v5"
	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/datapulse/aggregate"
	"github.com/vtgen/vtgen/runtime/httpapi"
	"github.com/vtgen/vtgen/runtime/httpserver"
	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/sqldb"

	"example.com/aip/core_app_connectivities"
	"example.com/aip/event_driven_services"
	"example.com/aip/global_config"
	"example.com/aip/middlewares"
	"example.com/aip/migrations"
)

// runAdminApp serves the administration's own listener, on loopback unless configured otherwise:
// health, how far the schema is migrated, what waits in the outbox, and the platform's own figures.
func runAdminApp(ctx context.Context, out io.Writer) error {
	config, log, err := start(out)
	if err != nil {
		return err
	}
	db, err := core_app_connectivities.OpenMySQL(ctx, config, log)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()

	handler, err := newAdminHandler(config, db, log)
	if err != nil {
		return err
	}
	server := httpserver.New(httpserver.Options{
		Address:         config.AdminHTTPAddress,
		Handler:         handler,
		Logger:          log,
		ShutdownTimeout: config.ShutdownTimeout,
	})
	if err := server.Run(ctx); err != nil {
		return fmt.Errorf("serving the admin application on %s: %w", config.AdminHTTPAddress, err)
	}
	return nil
}

// newAdminHandler builds the admin application.
func newAdminHandler(config global_config.Config, db *sqldb.DB, log *slog.Logger) (http.Handler, error) {
	figures, err := event_driven_services.NewFigures(db, log)
	if err != nil {
		return nil, err
	}
	api := httpapi.New(httpapi.Options{
		Logger:  log,
		Codes:   global_config.APICodes,
		MaxBody: config.MaxBodyBytes,
	})
	mux := chi.NewRouter()
	mux.Use(middlewares.Request(log)...)
	mux.NotFound(api.NotFound)
	mux.MethodNotAllowed(api.MethodNotAllowed)
	httpserver.Health(mux, db.Ping, global_config.CodeNotReady)
	// @route   GET /status
	// @desc    The platform's environment, the state of its schema, and what waits in the outbox
	// @access  Public, on the admin listener
	mux.Get("/status", httpapi.Show(api, func(ctx context.Context) (status, error) {
		return statusOf(ctx, config, db)
	}))
	// @route   GET /figures
	// @desc    The platform's own figures of an activity: activity, span, and optionally from, to, user_id, ref_id, app_id
	// @access  Public, on the admin listener
	parse := func(values url.Values) (aggregate.Query, error) { return aggregate.ParseQuery(values, config.AppID) }
	mux.Get("/figures", httpapi.Find(api, global_config.CodeInvalidQuery, parse, func(ctx context.Context, q aggregate.Query) ([]aggregate.Figure, error) {
		list, err := figures.Query(ctx, q)
		return list, apperr.At("admin_app.go:001 | figures", err)
	}))
	return mux, nil
}

// status is what the admin application says of the platform.
type status struct {
	Application       string       `json:"application"`
	Environment       string       `json:"environment"`
	Database          string       `json:"database"`
	PendingMigrations int          `json:"pending_migrations"`
	Outbox            outbox.Stats `json:"outbox"`
}

// statusOf asks the database for what status says.
func statusOf(ctx context.Context, config global_config.Config, db *sqldb.DB) (status, error) {
	s := status{Application: "aip", Environment: config.Environment, Database: string(db.Dialect())}
	var err error
	if s.PendingMigrations, err = migrate.Pending(ctx, db, migrations.Files); err != nil || s.PendingMigrations > 0 {
		return s, apperr.At("admin_app.go:002 | statusOf", err) // without its tables the outbox says nothing
	}
	s.Outbox, err = outbox.New(db).Stats(ctx)
	return s, apperr.At("admin_app.go:003 | statusOf", err)
}
