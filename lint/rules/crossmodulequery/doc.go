// Package crossmodulequery holds the rule VT001: no query touches a table that another module owns
// (the standards, §3.8.1).
package crossmodulequery
