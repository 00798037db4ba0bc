// Package schema writes the SQL of a platform: tables and migrations in the MySQL and the SQLite
// dialect, the queries in the subset that both understand, and the typed Go of those queries, which
// sqlc makes in a child process.
package schema
