// Package foreignrepository holds the rule VT004: a module does not use the data repositories and
// models of another (the standards, §3.8).
package foreignrepository
