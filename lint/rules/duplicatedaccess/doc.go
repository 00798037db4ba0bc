// Package duplicatedaccess holds the rule VT008: data access logic is not duplicated (the standards,
// §3.7.3).
package duplicatedaccess
