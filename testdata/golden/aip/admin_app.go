package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/httpapi"
	"github.com/vtgen/vtgen/runtime/httpserver"
	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb"

	"example.com/aip/core_app_connectivities"
	"example.com/aip/global_config"
	"example.com/aip/middlewares"
	"example.com/aip/migrations"
)

// runAdminApp serves the administration's own listener, on loopback unless configured otherwise:
// health, and how far the schema is migrated.
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

	server := httpserver.New(httpserver.Options{
		Address:         config.AdminHTTPAddress,
		Handler:         newAdminHandler(config, db, log),
		Logger:          log,
		ShutdownTimeout: config.ShutdownTimeout,
	})
	if err := server.Run(ctx); err != nil {
		return fmt.Errorf("serving the admin application on %s: %w", config.AdminHTTPAddress, err)
	}
	return nil
}

// newAdminHandler builds the admin application.
func newAdminHandler(config global_config.Config, db *sqldb.DB, log *slog.Logger) http.Handler {
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
	// @desc    The platform's environment and the state of its schema
	// @access  Public, on the admin listener
	mux.Get("/status", httpapi.Show(api, func(ctx context.Context) (status, error) {
		pending, err := migrate.Pending(ctx, db, migrations.Files)
		return status{
			Application:       "aip",
			Environment:       config.Environment,
			Database:          string(db.Dialect()),
			PendingMigrations: pending,
		}, apperr.At("admin_app.go:001 | status", err)
	}))
	return mux
}

// status is what the admin application says of the platform.
type status struct {
	Application       string `json:"application"`
	Environment       string `json:"environment"`
	Database          string `json:"database"`
	PendingMigrations int    `json:"pending_migrations"`
}
