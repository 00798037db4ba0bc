// Package accessoutsiderepository holds the rule VT002: data is accessed in data repositories alone
// (the standards, §3.7.3).
package accessoutsiderepository
