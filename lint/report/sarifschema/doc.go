// Package sarifschema checks the reports in SARIF against the schema of OASIS. It is a module of its
// own, with nothing but tests, so that the schema and what reads it are no requirement of vtgen.
package sarifschema
