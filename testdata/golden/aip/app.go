package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/vtgen/vtgen/runtime/httpapi"
	"github.com/vtgen/vtgen/runtime/httpserver"

	"example.com/aip/core_app_connectivities"
	"example.com/aip/event_driven_services"
	"example.com/aip/global_config"
	"example.com/aip/middlewares"
)

// handlerBuilder makes what answers the requests to the application.
type handlerBuilder func(*platform) http.Handler

// runApp serves what build makes until ctx ends. Then it lets the requests in flight finish, after them
// the event handlers that they have left running, and closes the database last.
func runApp(ctx context.Context, out io.Writer, build handlerBuilder) error {
	config, log, err := start(out)
	if err != nil {
		return err
	}
	db, err := core_app_connectivities.OpenMySQL(ctx, config, log)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := prepareSchema(ctx, config, db, log); err != nil {
		return err
	}
	p, err := newPlatform(ctx, config, db, log)
	if err != nil {
		return err
	}
	p.start(ctx)
	warnIfOpen(ctx, config.HTTPAddress, log)

	server := httpserver.New(httpserver.Options{
		Address:         config.HTTPAddress,
		Handler:         build(p),
		Logger:          log,
		ShutdownTimeout: config.ShutdownTimeout,
	})
	if err := server.Run(ctx); err != nil {
		err = fmt.Errorf("serving the API on %s: %w", config.HTTPAddress, err)
		return errors.Join(err, p.close(ctx))
	}
	return p.close(ctx)
}

// newHandler builds the API: the routes of every service, and what every request passes first.
func newHandler(p *platform) http.Handler {
	api := httpapi.New(httpapi.Options{
		Logger:  p.log,
		Codes:   global_config.APICodes,
		MaxBody: p.config.MaxBodyBytes,
		Report:  event_driven_services.ReportUnserved(p.munshi),
	})
	mux := chi.NewRouter()
	mux.Use(middlewares.Request(p.log)...)
	mux.Use(middleware.GetHead)
	mux.NotFound(api.NotFound)
	mux.MethodNotAllowed(api.MethodNotAllowed)
	httpserver.Health(mux, p.db.Ping, global_config.CodeNotReady)
	p.services.mount(mux, api)
	return mux
}

// warnIfOpen says so when the API can be reached from other machines: its routes are public until
// an identity is configured.
func warnIfOpen(ctx context.Context, address string, log *slog.Logger) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return // listening reports it
	}
	if ip := net.ParseIP(host); host == "localhost" || (ip != nil && ip.IsLoopback()) {
		return
	}
	log.WarnContext(ctx, "app.go:001 | warnIfOpen | the API is reachable from other machines and its routes are public", "address", address)
}
