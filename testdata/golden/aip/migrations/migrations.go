// Package migrations holds the schema's history, the same steps in both dialects: what was applied
// somewhere is never changed, a new step is added.
package migrations

import "embed"

// Files holds the folders mysql and sqlite.
//
//go:embed all:mysql all:sqlite
var Files embed.FS
