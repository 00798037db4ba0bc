// Package migrations holds the schema's history, the same steps in both dialects: what was applied
// somewhere is never changed, a new step is added.
package migrations

import (
	"embed"

	"github.com/vtgen/vtgen/runtime/datapulse/aggregate"
	"github.com/vtgen/vtgen/runtime/lease"
	"github.com/vtgen/vtgen/runtime/migrate"
	"github.com/vtgen/vtgen/runtime/outbox"
	"github.com/vtgen/vtgen/runtime/session"
)

// own holds the folders mysql and sqlite.
//
//go:embed all:mysql all:sqlite
var own embed.FS

// Files are the platform's own migrations and those of the runtime packages that keep tables.
var Files = migrate.With(own, outbox.Migrations, lease.Migrations, session.Migrations, aggregate.Migrations)
