// Package sqlguard checks, while the program runs, that each module touches its own tables only. It
// catches what no static analysis can: table names that are put together from data, SQL that comes
// from a library, statements of a query builder.
//
// It stands between database/sql and a driver. The module that runs a statement travels in the
// context; a statement's tables are found once for its text and remembered, so that a statement that
// is run again costs nanoseconds. It is made for tests and development: in Fail mode a statement that
// touches another module's table does not reach the database.
//
//	guarded, err := sqlguard.Wrap(connector, sqlguard.Policy{
//		Owners: map[string]string{"orders": "order", "users": "user_account"},
//	})
//	db := sql.OpenDB(guarded)
//	rows, err := db.QueryContext(sqlguard.As(ctx, "order"), "SELECT * FROM users") // an error
//
// What the statement does to rows below it, by triggers, cascading foreign keys and stored routines,
// is not seen; nor are statements on the underlying driver connection.
package sqlguard
