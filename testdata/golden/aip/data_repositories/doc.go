// Package data_repositories holds every query of the platform, one repository per table; the typed
// queries under internal cannot be imported from anywhere else (the standards, §3.7).
package data_repositories
