package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"text/tabwriter"
	"time"

	"github.com/vtgen/vtgen/runtime/logging"
	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/sqldb"

	"example.com/aip/core_app_connectivities"
	"example.com/aip/global_config"
	"example.com/aip/migrations"
)

// start loads the configuration and makes the logger every command begins with.
func start(out io.Writer) (global_config.Config, *slog.Logger, error) {
	config, err := global_config.Load()
	if err != nil {
		return config, nil, err
	}
	return config, logging.New(out, logging.Options{
		Level:       config.LogLevel,
		Format:      config.LogFormat,
		Application: "aip",
		Sensitive:   global_config.SensitiveFields,
	}), nil
}

// runMigrate executes migrate up, down or status.
func runMigrate(ctx context.Context, direction string, out io.Writer) error {
	step, ok := map[string]func(context.Context, *sqldb.DB, fs.FS) error{
		"up":     migrate.Up,
		"down":   migrate.Down,
		"status": func(context.Context, *sqldb.DB, fs.FS) error { return nil },
	}[direction]
	if !ok {
		return errUsage
	}
	config, log, err := start(out)
	if err != nil {
		return err
	}
	db, err := core_app_connectivities.OpenMySQL(ctx, config, log)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()

	if err := step(ctx, db, migrations.Files); err != nil {
		return err
	}
	return printStatus(ctx, db, out)
}

// printStatus lists the migrations and when each was applied.
func printStatus(ctx context.Context, db *sqldb.DB, out io.Writer) error {
	steps, err := migrate.Status(ctx, db, migrations.Files)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "VERSION\tAPPLIED\tNAME")
	for _, step := range steps {
		applied := "pending"
		if step.AppliedAt != nil {
			applied = step.AppliedAt.UTC().Format(time.RFC3339)
		}
		_, _ = fmt.Fprintf(table, "%d\t%s\t%s\n", step.Version, applied, step.Name)
	}
	return table.Flush() // which reports what could not be written
}

// prepareSchema brings the schema up to date where that is allowed, and otherwise refuses to start
// on one that is behind: in production, migrations are a step of their own.
func prepareSchema(ctx context.Context, config global_config.Config, db *sqldb.DB, log *slog.Logger) error {
	pending, err := migrate.Pending(ctx, db, migrations.Files)
	if err != nil || pending == 0 {
		return err
	}
	if !config.MigratesOnStart() {
		return fmt.Errorf("starting with %d pending migrations: refused in %s; run `aip migrate up` first or set MIGRATE_ON_START=true", pending, config.Environment)
	}
	log.InfoContext(ctx, "migrate.go:001 | prepareSchema | applying migrations", "pending", pending)
	return migrate.Up(ctx, db, migrations.Files)
}
