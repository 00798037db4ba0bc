package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vtgen/vtgen/generator/model"
)

// Migration returns the goose migration that creates the entity's table.
func Migration(d Dialect, e model.Entity, entities map[string]model.Entity) []byte {
	up := Table(d, e, entities)
	if slices.ContainsFunc(e.Fields, func(f model.Field) bool { return f.Default != nil && strings.Contains(*f.Default, ";") }) {
		// Goose would end a statement at a semicolon within a text.
		up = "-- +goose StatementBegin\n" + up + "-- +goose StatementEnd\n"
	}
	return fmt.Appendf(nil, "-- +goose Up\n%s\n-- +goose Down\nDROP TABLE %s;\n", up, e.QuotedTable())
}

// MigrationName returns the file name of the n-th migration.
func MigrationName(n int, e model.Entity) string {
	return fmt.Sprintf("%05d_create_%s.sql", n, e.Table)
}

// Schema returns models/schemas/<entity>.schema.sql: the table as it is now, in the MySQL dialect,
// which the queries are typed against.
func Schema(e model.Entity, entities map[string]model.Entity) []byte {
	owner := fmt.Sprintf("-- %s is owned by the module %s (the standards, §3.8.2).\n", e.Table, e.Module)
	return []byte(owner + Table(MySQL, e, entities))
}

// Queries returns data_repositories/queries/<table>.sql in the subset that both dialects run.
func Queries(e model.Entity, finders map[string]string) []byte {
	var columns, values, sets []string
	for _, f := range e.Fields {
		columns = append(columns, f.Quoted())
		values = append(values, "?")
		sets = append(sets, fmt.Sprintf("%s = sqlc.arg(%s)", f.Quoted(), argument(f.Name)))
	}
	columns = append(columns, "created_at", "updated_at")
	values = append(values, "?", "?")
	sets = append(sets, "updated_at = sqlc.arg(updated_at)")

	var out strings.Builder
	fmt.Fprintf(&out, "-- Every query on %s, in the SQL that MySQL and SQLite share. After a change, `vtgen generate`\n-- types them anew. The list's query is made at run time from the model's allow-lists.\n\n", e.Table)
	fmt.Fprintf(&out, "-- name: Create :execlastid\nINSERT INTO %s (\n    %s\n) VALUES (\n    %s\n);\n\n",
		e.QuotedTable(), strings.Join(columns, ",\n    "), strings.Join(values, ", "))
	fmt.Fprintf(&out, "-- name: Get :one\nSELECT\n    id,\n    %s\nFROM %s\nWHERE id = sqlc.arg(id);\n\n", strings.Join(columns, ",\n    "), e.QuotedTable())
	fmt.Fprintf(&out, "-- Writes only what is still as it was read.\n-- name: Update :execrows\nUPDATE %s SET\n    %s\nWHERE id = sqlc.arg(id) AND updated_at = sqlc.arg(previous_updated_at);\n\n",
		e.QuotedTable(), strings.Join(sets, ",\n    "))
	fmt.Fprintf(&out, "-- name: Delete :execrows\nDELETE FROM %s WHERE id = sqlc.arg(id);\n", e.QuotedTable())
	for _, f := range e.Fields {
		if name, ok := finders[f.Name]; ok {
			fmt.Fprintf(&out, "\n-- name: %s :many\nSELECT id FROM %s WHERE %s = sqlc.arg(reference) ORDER BY id LIMIT 100;\n", name, e.QuotedTable(), f.Quoted())
		}
	}
	return []byte(out.String())
}

// argument writes a parameter's name so that a reserved word is no syntax error.
func argument(name string) string {
	if model.QuoteSQL(name) != name {
		return quote(name)
	}
	return name
}
