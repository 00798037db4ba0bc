// Package sqlmodel is what the models of a platform's SQL entities have in common: a
// [Table] declares an entity's table once, and lists and errors follow from it.
package sqlmodel

import (
	"context"
	"database/sql"

	"github.com/vtgen/vtgen/runtime/apperr"
	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqldb"
)

// Codes are an entity's error codes in the central registry (the standards, §6.2).
type Codes struct {
	// NotFound is for an id that no row has.
	NotFound apperr.Code
	// Invalid is for values that the database refuses.
	Invalid apperr.Code
	// Conflict is for a duplicate, and for deleting what is still referred to.
	Conflict apperr.Code
	// Technical is for everything that is not the caller's doing.
	Technical apperr.Code
}

// Table describes the table of an entity. It is declared once and not changed.
type Table struct {
	// Name is the table, with its database where that is not the connection's own.
	Name string
	// Entity is what error texts call one row, such as "ai_worker".
	Entity string
	// Columns are all columns in the order in which rows are scanned.
	Columns []listing.Column
	// Unique maps each unique index to its columns: MySQL reports a duplicate by index.
	Unique map[string][]string
	// Codes go into the errors of [Table.Fail].
	Codes Codes
	// Outbox makes what follows a change part of its transaction; see [Change].
	Outbox bool
}

// ColumnNames returns the names of all columns in their order.
func (t Table) ColumnNames() []string {
	names := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		names[i] = column.Name
	}
	return names
}

// List reads the page that q asks for. scan reads one row in the order of t.Columns into an item, and
// value returns an item's value of a column, from which the cursor is made. The caller
// passes an error on to [Table.Fail].
func List[T any](ctx context.Context, db *sqldb.DB, t Table, q listing.Query, scan func(rows *sql.Rows, item *T) error, value func(item T, column string) any) (listing.Page[T], error) {
	text, args := q.Select(t.Name, t.ColumnNames())
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return listing.Page[T]{}, err
	}
	return listing.Collect(q, rows, scan, value)
}
