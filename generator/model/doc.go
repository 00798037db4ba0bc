// Package model turns what a user says about a platform and its entities into
// validated values, once, and derives every name from them.
//
// Flags, prompts and YAML files all end in [NewPlatform] and [NewEntity]; code
// further on never checks a name or a limit again. A value that these
// constructors returned is canonical: it is written by its YAML method and read
// back as the same value.
//
// The names follow the standards, §2: snake_case for files, tables, columns and
// JSON keys, UPPER_SNAKE_CASE for event ids, and Go's own spelling for Go
// identifiers.
package model
