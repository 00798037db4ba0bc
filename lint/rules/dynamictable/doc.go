// Package dynamictable holds the rule VT007: table names are known from the source, so that their
// owners can be checked (the standards, §3.8.2).
package dynamictable
