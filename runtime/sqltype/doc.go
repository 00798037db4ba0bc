// Package sqltype holds the column types for which Go has none of its own, so that one Go
// type means the same thing in JSON, in MySQL and in SQLite: a calendar day, a JSON
// document, an exact decimal number, and instants cut to what both databases can keep.
package sqltype
